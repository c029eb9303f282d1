package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api/text"
	"apimtui/config"
)

type contextOptions struct {
	*options
	yes bool
}

func (a *app) contextCommand() *cobra.Command {
	o := &contextOptions{options: &options{a, formatTable}}
	cmd := family("context", "List, choose, add, remove and test contexts",
		`List, choose, add, remove and test the contexts of the configuration file.

A context names a service and how to reach it. The file keeps its comments and
order, and only you can read it.`)
	list := serviceless(&cobra.Command{
		Use: "list", Short: "List contexts; an asterisk marks the current one", Args: noArguments, RunE: o.list,
		Example: "  apimtui context list -o json",
	}, "config")
	show := &cobra.Command{
		Use: "show [NAME]", Short: "Show every value of a context, and where it comes from", Args: mayNameContext,
		ValidArgsFunction: a.contextNames, RunE: o.show,
		Example: "  apimtui context show prod",
	}
	use := serviceless(&cobra.Command{
		Use: "use NAME|-", Short: "Make a context the current one; - is the one before", Args: oneContext,
		ValidArgsFunction: a.contextNames, RunE: o.choose,
		Example: "  apimtui context use prod\n  apimtui context use -",
	}, "config")
	remove := serviceless(&cobra.Command{
		Use: "remove NAME", Short: "Remove a context from the configuration file", Args: oneContext,
		ValidArgsFunction: a.contextNames, RunE: interruptible(o.drop),
		Example: "  apimtui context remove old --yes",
	}, "config")
	remove.Flags().BoolVar(&o.yes, "yes", false, "do not ask")
	outputFlag(list, &o.output)
	outputFlag(show, &o.output)
	cmd.AddCommand(list, show, use, o.add(), remove, o.test())
	return cmd
}

func oneContext(cmd *cobra.Command, args []string) error {
	if len(args) == 1 && args[0] != "" {
		return nil
	}
	return usagef(cmd, "name one context; `apimtui context list` lists them")
}

func mayNameContext(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return oneContext(cmd, args)
}

// contextNames completes the one name that a command takes.
func (a *app) contextNames(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.contexts(cmd, args, typed)
}

// file reads the configuration file. In a demonstration there is none.
func (o *contextOptions) file() (*config.File, error) {
	if o.app.global.demo {
		demo := demoContext()
		return &config.File{Current: "demo", Contexts: map[string]*config.ContextEntry{"demo": &demo}}, nil
	}
	f, err := o.app.configFile()
	return f, withWorkaround(err)
}

// changeable returns the file to change, which need not exist, and its path.
func (o *contextOptions) changeable() (*config.File, string, error) {
	if o.app.global.demo {
		return nil, "", refusal("a demonstration has no configuration file: omit --demo")
	}
	path := config.FilePath(o.app.global.Flags, o.app.io.getenv)
	if path == "" {
		f, err := o.file()
		return f, path, err
	}
	f, err := config.Load(path)
	return f, path, withWorkaround(err)
}

// contextRecord is a context as list prints it.
type contextRecord struct {
	Name          text.Text `json:"name"`
	Current       bool      `json:"current"`
	Service       text.Text `json:"service"`
	ResourceGroup text.Text `json:"resourceGroup"`
	Subscription  text.Text `json:"subscription"`
	Production    bool      `json:"production"`
	ReadOnly      bool      `json:"readOnly"`
}

func (o *contextOptions) list(*cobra.Command, []string) error {
	f, err := o.file()
	if err != nil {
		return err
	}
	var all []contextRecord
	for _, name := range slices.Sorted(maps.Keys(f.Contexts)) {
		e := f.Contexts[name]
		all = append(all, contextRecord{text.Text(name), name == f.Current, text.Text(e.Service), text.Text(e.ResourceGroup), text.Text(e.Subscription), e.Production, e.ReadOnly})
	}
	if len(all) == 0 {
		fmt.Fprintf(o.app.io.err, "apimtui: There are no contexts; `apimtui context add NAME` makes one.\n")
	}
	l := listing[contextRecord]{
		columns: []column{{"", 1, 6, 0}, {"NAME", 8, 5, mostName}, {"SERVICE", 12, 4, mostName}, {"RESOURCE GROUP", 10, 2, mostName}, {"SUBSCRIPTION", 36, 1, 0}, {"BADGES", 6, 3, 0}},
		header:  []string{"current", "name", "service", "resourceGroup", "subscription", "badges"},
		cells:   contextRecord.cells,
	}
	return l.print(o.options, all)
}

func (r contextRecord) cells() []cell {
	mark, badges := "", []string{}
	if r.Current {
		mark = "*"
	}
	if r.Production {
		badges = append(badges, "PROD")
	}
	if r.ReadOnly {
		badges = append(badges, "READ-ONLY")
	}
	return []cell{textOf(mark), r.Name, r.Service, r.ResourceGroup, r.Subscription, textOf(strings.Join(badges, " "))}
}

// settingRecord is one value as show prints it.
type settingRecord struct {
	Key   string    `json:"key"`
	Value text.Text `json:"value"`
	From  text.Text `json:"from"`
}

func settingRecords(s *config.Settings) []settingRecord {
	return mapped(s.Rows(), func(r config.Row) settingRecord {
		return settingRecord{r.Key, text.Text(r.Value), text.Text(r.From.String())}
	})
}

// named makes a command work on the context that its argument names.
func (o *contextOptions) named(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	g := &o.app.global
	if g.demo || g.Set["context"] && g.Context != args[0] {
		return usagef(cmd, "%s cannot be combined with --context or --demo", args[0])
	}
	g.Context, g.ContextFrom = args[0], "the name given"
	return nil
}

func (o *contextOptions) show(cmd *cobra.Command, args []string) error {
	if err := o.named(cmd, args); err != nil {
		return err
	}
	s, err := o.app.resolve()
	if err != nil {
		return err
	}
	return settingListing().print(o.options, settingRecords(s))
}

func settingListing() *listing[settingRecord] {
	return &listing[settingRecord]{
		columns: []column{{"KEY", 19, 3, mostName}, {"VALUE", 12, 2, mostText}, {"FROM", 10, 1, mostText}},
		header:  []string{"key", "value", "from"},
		cells:   func(r settingRecord) []cell { return []cell{textOf(r.Key), r.Value, r.From} },
	}
}

// choose makes a context the current one and remembers the one before.
func (o *contextOptions) choose(_ *cobra.Command, args []string) error {
	name := args[0]
	f, path, err := o.changeable()
	if err != nil {
		return err
	}
	if name == "-" {
		if name = config.PreviousContext(o.app.io.getenv); name == "" {
			return refusal("no context was used before this one: name one; `apimtui context list` lists them")
		}
	}
	if err := config.UseContext(path, name); err != nil {
		return err
	}
	if before := f.Current; before != "" && before != name {
		if err := config.KeepPrevious(o.app.io.getenv, before); err != nil {
			o.app.note("`apimtui context use -` will not lead back to " + before + ": " + err.Error())
		}
	}
	if set := o.app.io.getenv("APIMTUI_CONTEXT"); set != "" && set != name {
		o.app.note("in this shell, APIMTUI_CONTEXT still chooses " + set)
	}
	return o.app.say(f.Contexts[name].Title(name) + " is the current context")
}

// note writes a remark to stderr.
func (a *app) note(remark string) {
	fmt.Fprintln(a.io.err, "apimtui: "+text.Clean(stop(text.Capital(remark))).String())
}

// say prints the outcome of a command.
func (a *app) say(outcome string) error {
	return a.printLine(text.Clean(stop(outcome)).String())
}

func (o *contextOptions) drop(ctx context.Context, _ *cobra.Command, args []string) error {
	name := args[0]
	f, path, err := o.changeable()
	if err != nil {
		return err
	}
	e := f.Contexts[name]
	if e != nil && !o.yes {
		if !o.app.canAsk() {
			return refusal("removing a context asks first, and there is no terminal to ask on: nothing was changed. Add --yes to do it without a question")
		}
		question := "Remove the context " + e.Title(name) + " from " + path + "?"
		if name == f.Current {
			question += " It is the current one; none is current then."
		}
		if err := o.app.confirm(ctx, text.Clean(question).String(), ""); err != nil {
			return err
		}
	}
	if err := config.RemoveContext(path, name); err != nil {
		return err
	}
	return o.app.say(e.Title(name) + " is removed")
}

func (o *contextOptions) test() *cobra.Command {
	return &cobra.Command{
		Use: "test [NAME]", Short: "Sign in and read the service of a context", Args: mayNameContext,
		ValidArgsFunction: o.app.contextNames, RunE: interruptible(o.try),
		Long: `Sign in and read the service of a context, by default the current one. Report every
value with its source, the account that answered, the service and its tier.

Nothing is changed. The exit code tells what does not work.`,
		Example: "  apimtui context test prod",
	}
}

func (o *contextOptions) try(ctx context.Context, cmd *cobra.Command, args []string) error {
	if err := o.named(cmd, args); err != nil {
		return err
	}
	f, err := o.file()
	if err != nil {
		return err
	}
	o.compareCloud(ctx, f.Contexts[cmp.Or(o.app.global.Context, f.Current)])
	s, err := o.app.connect()
	if err != nil {
		return err
	}
	x := o.app.tryOut(ctx, s)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := x.print(formatTable, settingRecords(s.settings)); err != nil {
		return err
	}
	title := s.settings.Context.Name.V
	if x.failed() {
		return &coded{fmt.Errorf("the context %s does not work", title), cmp.Or(exitCode(x.err), exitFailed)}
	}
	o.app.note("the context " + title + " works")
	return nil
}

// tryOut signs in to a service and reads it, for the screen of the operator.
func (a *app) tryOut(ctx context.Context, s *session) *examination {
	x := &examination{app: a, privacy: privacy{full: true}}
	if x.signIn(ctx, s) {
		x.service(ctx, s)
	}
	return x
}

// compareCloud says where a custom cloud publishes other addresses than the
// context has.
func (o *contextOptions) compareCloud(ctx context.Context, e *config.ContextEntry) {
	if e == nil {
		return
	}
	found, _ := o.published(ctx, e) // an endpoint need not publish them
	for _, v := range []struct{ key, has, found string }{{"audience", e.Audience, found.Audience}, {"authority", e.Authority, found.Authority}} {
		if v.found != "" && v.found != v.has {
			o.app.note(fmt.Sprintf("the endpoint publishes another %s than the context has: `%s: %s`", v.key, v.key, v.found))
		}
	}
}
