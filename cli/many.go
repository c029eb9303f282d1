package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
)

const manyHelp = `

With several %[1]ss, all are looked up before the first write: an unknown name exits
with code 3, an ambiguous one with 2. One question is for all. Then each has a row
with its outcome, in the given order; two are written at a time, as fast as Azure's
request budget allows. A row is printed when it and those before it are done; -o json
prints one array at the end. Ctrl+C stops after those in flight. A row that needs no
change is unchanged, others may be refused or not tried. The exit code is 0 when all
rows are done, 1 when one is not, and 7 when the outcome of one is unknown.

--from FILE, or - for standard input, reads one %[2]s or JSON object with name
(the %[3]s) a line. The rows of -o jsonl that are not done can be given back to it.`

// many is what a command does with several entities of a kind.
type many[V any, E values[E]] struct {
	question
	of    *kind[V, E]
	ready func(context.Context, *session) error // before plan; nil does nothing
	plan  func(*session, *actOf[V, E]) error
}

type manyUsers = many[api.Version, api.Editable]

// planned is one of several writes, with its row.
type planned struct {
	row
	minds []string // said before it is asked
	todo  string   // a sentence of the question; "" for none
	// prepare reads what the write depends on. Without a write, it settles the row.
	prepare func(context.Context) (api.Write, error)
	request api.Request // of a dry run
}

func rowsOf(all []*planned) []*row {
	return mapped(all, func(p *planned) *row { return &p.row })
}

// step prepares the write of a row that is not settled. A dry run keeps its request.
func (o *writeOptions) step(p *planned) api.Step {
	return func(ctx context.Context) (api.Write, error) {
		if p.Outcome != "" {
			return nil, nil
		}
		w, err := p.prepare(ctx)
		if w != nil && o.dryRun {
			p.request, w = w.Request(), nil
		}
		return w, err
	}
}

// onMany adds the flags and behaviour of a command that takes one entity or several.
func onMany[V any, E values[E]](o *writeOptions, cmd *cobra.Command, m many[V, E]) runner {
	fromFile(o, cmd, m.of)
	return func(ctx context.Context, cmd *cobra.Command, args []string) error {
		if len(args) == 1 && args[0] != fromStdin && !cmd.Flags().Changed("from") {
			return perform(ctx, o, m.of, args[0], m.plan)
		}
		o.asks = "a command for several " + m.of.one + "s"
		return several(ctx, o, cmd, args, m)
	}
}

// fromFile adds --from, and its help, to a command that takes several. A name, or a
// file of names, is required.
func fromFile[V any, E values[E]](o *writeOptions, cmd *cobra.Command, k *kind[V, E]) {
	cmd.Use += "..."
	cmd.Long += fmt.Sprintf(manyHelp, k.one, k.names, k.idName())
	cmd.Flags().StringVar(&o.from, "from", "", "read the "+k.one+"s from `FILE`, one a line; - reads standard input")
	_ = cmd.RegisterFlagCompletionFunc("from", fileNames)
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 && !cmd.Flags().Changed("from") {
			return k.named(cmd, args)
		}
		return nil
	}
}

// several runs an act for each of several: look up, check, dry run, ask, write,
// report.
func several[V any, E values[E]](ctx context.Context, o *writeOptions, cmd *cobra.Command, args []string, m many[V, E]) error {
	if o.ifMatch != "" {
		return usagef(cmd, "--if-match is for one %s: each of several has a version of its own", m.of.one)
	}
	s, found, err := lookUpSeveral(ctx, o, cmd, args, m.of, m.ready)
	if err != nil {
		return err
	}
	o.alike = true
	var all []*planned
	for _, v := range found {
		etag, _ := m.of.etag(&v)
		*etag = "" // the version is read before the write
		a := newAct(m.of, v)
		if err := m.plan(s, a); err != nil {
			return err
		}
		p := &planned{row: row{Name: textOf(m.of.id(&v)), words: a.Act}, minds: a.minds(s)}
		p.prepare = func(ctx context.Context) (api.Write, error) { return m.prepare(ctx, o, s, v, p) }
		settleBy(&p.row, a)
		all = append(all, p)
	}
	return o.carryOutAll(ctx, s, all, func() error { return o.agreeAll(ctx, s, all, m.question, m.of.one) })
}

// lookUpSeveral connects and finds all that is named. ready is called before; nil does
// nothing.
func lookUpSeveral[V any, E values[E]](ctx context.Context, o *writeOptions, cmd *cobra.Command, args []string, k *kind[V, E], ready func(context.Context, *session) error) (*session, []V, error) {
	if err := o.mayAsk(); err != nil {
		return nil, nil, err
	}
	names, err := o.names(cmd, args, k.one)
	if err != nil {
		return nil, nil, err
	}
	s, err := o.connect()
	if err == nil && ready != nil {
		err = ready(ctx, s)
	}
	if err != nil {
		return nil, nil, err
	}
	found, err := lookUpAll(ctx, o, s, k, names)
	return s, found, err
}

// settleBy settles the row of an act that needs no write, or must not have one.
func settleBy[V any, E values[E]](r *row, a *actOf[V, E]) {
	switch {
	case a.refuse != "":
		r.settle(report.Refused, "Nothing was sent: "+a.refuse+".")
	case a.same != "":
		r.settle(report.Unchanged, "")
	}
}

// prepare reads the version that the write depends on. What was agreed to is for
// what was looked up, and for no other.
func (m *many[V, E]) prepare(ctx context.Context, o *writeOptions, s *session, was V, p *planned) (api.Write, error) {
	now, err := m.of.again(ctx, s, m.of.id(&was))
	if err != nil {
		return nil, p.gone(m.of.one, err)
	}
	if !m.of.still(&was, &now) {
		p.settle(api.Conflict.String(), m.of.marks+" is no longer the one that was looked up. Nothing was sent.")
		return nil, nil
	}
	a := newAct(m.of, now)
	if err := m.plan(s, a); err != nil {
		return nil, err
	}
	if settleBy(&p.row, a); p.Outcome != "" {
		return nil, nil
	}
	if a.ready != nil && !o.dryRun {
		if err := a.ready(ctx); err != nil {
			return nil, err
		}
	}
	a.mailedNow(s)
	p.words = a.Act
	return a.write, nil
}

// gone settles the row of what is no longer there, and returns any other error.
func (p *planned) gone(what string, err error) error {
	if !errors.Is(err, api.KindNotFound) {
		return err // or nil
	}
	p.settle(api.DeletedMeanwhile.String(), "The "+what+" no longer exists on the service. Nothing was sent.")
	return nil
}

// carryOutAll asks, writes and reports.
func (o *writeOptions) carryOutAll(ctx context.Context, s *session, all []*planned, agree func() error) error {
	if !o.dryRun {
		err := o.app.identify(ctx, s)
		if err == nil {
			err = agree()
		}
		if err != nil {
			return err
		}
	}
	why := o.runRows(ctx, s, all)
	switch {
	case !o.dryRun:
		return o.reportMany(ctx, s, rowsOf(all))
	case why != nil:
		return why
	}
	requests := mapped(all, func(p *planned) api.Request { return p.request })
	return o.printRequests(slices.DeleteFunc(requests, func(r api.Request) bool { return r.Method == "" })...)
}

// question is what is asked once for all.
type question struct {
	verb    string        // begins it, such as "Block"
	note    func() string // what else to say; nil for nothing
	deletes bool
}

// agreeAll says who is left out and what to mind, and asks once for all.
func (o *writeOptions) agreeAll(ctx context.Context, s *session, all []*planned, q question, noun string) error {
	var names, says, left []string
	for _, p := range all {
		if p.Outcome != "" {
			left = append(left, p.words.Who+" ("+p.Outcome+")")
			continue
		}
		names = append(names, p.words.Who)
		for _, sentence := range p.minds {
			says = append(says, p.words.Who+": "+sentence)
		}
	}
	if len(left) > 0 {
		says = append(says, "Left out: "+firstOf(left, "; ")+".")
	}
	o.sayFirst(10, says)
	n := len(names)
	if o.yes || n == 0 || o.asks == "" {
		return nil
	}
	ask := fmt.Sprintf("%s %s%s? %s. %s%s", q.verb, english.Plural(n, noun, ""), strings.TrimPrefix(s.place(), ","),
		firstOf(names, "; "), english.Plural(n, "write", ""), takes(n))
	if q.note != nil {
		ask += " " + q.note()
	}
	return o.confirmMany(ctx, s, ask, noun, n, q.deletes)
}

// sayFirst prints the first of many sentences.
func (o *writeOptions) sayFirst(most int, says []string) {
	for i, sentence := range says {
		if i == most && len(says) > most+1 {
			fmt.Fprintf(o.app.io.err, "%d more of these.\n", len(says)-most)
			break
		}
		fmt.Fprintln(o.app.io.err, sentence)
	}
}

// confirmMany asks a question about n of something. In a production context, and for
// many deletions, the number must be typed.
func (o *writeOptions) confirmMany(ctx context.Context, s *session, ask, noun string, n int, deletes bool) error {
	const mostUntyped = 10
	typed := " the number of " + noun + "s to do it:"
	switch {
	case s.settings.Context.Production.V:
		return o.app.confirm(ctx, ask+" This is PRODUCTION: type"+typed, strconv.Itoa(n))
	case deletes && n > mostUntyped:
		return o.app.confirm(ctx, ask+" Type"+typed, strconv.Itoa(n))
	}
	return o.app.confirm(ctx, ask, "")
}

// takes says how long so many writes take, where the request budget decides it.
func takes(n int) string {
	if d := api.LeastTime(n); d > 0 {
		return ", which take " + seconds(d) + " or longer."
	}
	return "."
}
