package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/term"
)

func (a *app) users() *cobra.Command {
	o := &options{a, formatTable}
	cmd := family("users", "Find, change and help users", `Find, change and help the users of an API Management service.

USER is an id, an e-mail or a unique display name.

Commands that write read the user first, and write only if it has not changed since.
A write is never retried blindly: when its answer is lost or proves nothing, the user
is read again, and the outcome is one of saved, confirmed after a lost answer, not
applied, conflict, deleted meanwhile, outcome unknown. With
--read-only, or readOnly: true in the context, every write is refused: nothing is
sent, and the exit code is 2.

With -o json or jsonl, a refusal by the service is also printed on stdout, as code,
message, details, requestId and advice.`)
	outputFlag(cmd, &o.output)
	cmd.AddCommand(o.list(), o.show(), o.create(), o.update(), o.block(), o.activate(), o.delete(),
		o.invite(), o.resetPassword(), o.sso(), o.token(), o.groups(), o.offboard(),
		o.export(), o.importing(), o.copying())
	return cmd
}

func (o *options) show() *cobra.Command {
	cmd := o.reader("show USER", "Show one user", oneUser, o.showUser)
	cmd.Long = `Show one user: all properties, identities, groups and product subscriptions.

USER is an id, an e-mail or a display name. If several users have it, they are
listed on stderr, and the exit code is 2.

As JSON, the user has the form of the REST API, with the ETag of the version
that was read; groups and product subscriptions are not included.`
	cmd.Example = `  apimtui users show --demo 1
  apimtui users show mia.keller@contoso.com -o json
  apimtui users show "Mia Keller"`
	return cmd
}

// reader is a command that only reads.
func (o *options) reader(use, short string, args cobra.PositionalArgs, run func(context.Context, *session, []string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: args, RunE: interruptible(func(ctx context.Context, _ *cobra.Command, args []string) error {
		s, err := o.app.connect()
		if err != nil {
			return err
		}
		o.app.remind(s)
		return run(ctx, s, args)
	})}
}

func oneUser(cmd *cobra.Command, args []string) error {
	switch len(args) {
	case 1:
		return nil
	case 0:
		return usagef(cmd, "no user named: give an id, an e-mail or a display name")
	}
	return usagef(cmd, "one user at a time, and %d were named; a name with spaces needs quotes", len(args))
}

func (o *options) showUser(ctx context.Context, s *session, args []string) error {
	found, err := s.lookUp(ctx, args[0])
	if err != nil {
		if exitCode(err) == exitNotFound {
			o.app.seen(s, args[0])
		}
		return err
	}
	id := found.User.ID
	p := profile{user: found.User, etag: found.ETag}
	if o.output == formatTable {
		p.read(ctx, s.client.Users, id)
	} else {
		p.readUser(ctx, s.client.Users, id)
	}
	if p.userErr != nil {
		return p.userErr
	}
	o.app.seen(s, string(id))
	switch {
	case o.json():
		return o.printEntity(&p.user, p.etag)
	case o.output == formatCSV:
		return o.printUsers([]*api.User{&p.user})
	}
	if err := o.app.draw(p.write); err != nil {
		return err
	}
	return o.app.missing(&p)
}

// find is lookUp for commands that need no version.
func (s *session) find(ctx context.Context, named string) (api.User, error) {
	v, err := s.lookUp(ctx, named)
	return v.User, err
}

// lookUp finds the named user and refuses to choose among several. The ETag is
// set when the user was named by its id. Lists have no ETags.
func (s *session) lookUp(ctx context.Context, named string) (api.Version, error) {
	m, err := s.client.Users.Find(ctx, named)
	if errors.Is(err, api.KindNotFound) {
		return api.Version{}, &coded{fmt.Errorf("not found: no user has the id, e-mail or name %s. `%s` looks through all fields",
			text.Clean(named), s.typed("users", "list", "--filter", named)), exitNotFound}
	}
	if err != nil {
		return api.Version{}, err
	}
	if len(m.Users) == 1 {
		return api.Version{User: m.Users[0], ETag: m.ETag}, nil
	}
	candidates := mapped(m.Users, func(u api.User) *api.User { return &u })
	users := userListing()
	return api.Version{}, ambiguous(refusal("%d users have the %s %s: name one by its id", len(m.Users), m.By, text.Clean(named)), users.columns, users.rows(candidates))
}

// profile is a user with everything that belongs to it. Each part is read and
// can fail independently.
type profile struct {
	user          api.User
	etag          api.ETag
	userErr       error
	groups        part[api.Group]
	subscriptions part[api.Subscription]
	identities    part[api.Identity]
}

// part is a list of what belongs to a user.
type part[T any] struct {
	api.Collection[T]
	err error
}

// readUser reads the user itself, unless it was already read with its ETag.
func (p *profile) readUser(ctx context.Context, users *api.Users, id api.UserID) {
	if p.etag == "" {
		p.user, p.etag, p.userErr = users.Get(ctx, id)
	}
}

// read reads all parts at once.
func (p *profile) read(ctx context.Context, users *api.Users, id api.UserID) {
	var all sync.WaitGroup
	all.Go(func() { p.readUser(ctx, users, id) })
	all.Go(func() { p.groups.Collection, p.groups.err = users.ListGroups(ctx, id) })
	all.Go(func() { p.subscriptions.Collection, p.subscriptions.err = users.ListSubscriptions(ctx, id) })
	all.Go(func() { p.identities.Collection, p.identities.err = users.ListIdentities(ctx, id) })
	all.Wait()
}

// missing returns the error of a user with a part that could not be read.
func (a *app) missing(p *profile) error {
	for _, part := range p.sections() {
		if part.err != nil {
			return &coded{fmt.Errorf("the %s could not be read. %s", strings.ToLower(part.title), a.explain(part.err)), exitCode(part.err)}
		}
	}
	return nil
}

// write draws the user in at most width cells; 0 means no limit.
func (p *profile) write(w io.Writer, width int) {
	u := &p.user
	note := mapped(u.NoteText().Lines(), text.Safe.String)
	writeFields(w, []field{
		one("Name", u.DisplayName()), one("E-mail", u.Email), one("User id", u.ID.Text()),
		one("State", textOf(u.State)), one("Registered", textOf(moment(u.RegistrationDate, minute))), {"Note", note},
		one("ETag", textOf(p.etag)), one("Resource id", u.ResourceID),
	}, width)
	for _, s := range p.sections() {
		s.write(w, width)
	}
}

type field struct {
	label string
	lines []string // safe to draw
}

func one(label string, c cell) field { return field{label, []string{c.String()}} }

// printFields prints the fields of an entity that have a value.
func (a *app) printFields(fields []field) error {
	fields = slices.DeleteFunc(fields, func(f field) bool { return strings.Join(f.lines, "") == "" })
	return a.draw(func(w io.Writer, width int) { writeFields(w, fields, width) })
}

func writeFields(w io.Writer, fields []field, width int) {
	const labelWidth = 14
	for _, f := range fields {
		label := term.Pad(f.label, labelWidth)
		for _, line := range f.lines {
			writeLabelled(w, label, line, width)
			label = term.Pad("", labelWidth)
		}
	}
}

// writeLabelled writes a line beside its label, and wraps it there.
func writeLabelled(w io.Writer, label, line string, width int) {
	indent := term.Width(label)
	parts := []string{line}
	if room := width - indent; width > 0 && room > 0 {
		parts = term.Wrap(line, room)
	}
	for _, part := range parts {
		fmt.Fprintln(w, strings.TrimRight(label+part, " "))
		label = term.Pad("", indent)
	}
}

type section struct {
	title   string
	columns []column
	rows    [][]string
	counted int // by the service, may exceed the rows
	err     error
}

func (p *profile) sections() []section {
	return []section{
		sectionOf("Identities", p.identities, []column{{"PROVIDER", 8, 2, mostName}, {"ID", 16, 1, mostID}},
			func(d api.Identity) []string { return []string{d.Provider.String(), d.ID.String()} }),
		sectionOf("Groups", p.groups, []column{{"NAME", 12, 3, mostName}, {"ID", 12, 2, mostID}, {"TYPE", 6, 1, 20}},
			func(g api.Group) []string { return []string{g.DisplayName.String(), g.ID.String(), g.Type.String()} }),
		sectionOf("Product subscriptions", p.subscriptions, []column{
			{"STATE", 9, 5, 20}, {"NAME", 12, 2, mostName}, {"SCOPE", 10, 3, mostText}, {"ID", 24, 4, mostID},
			{"CREATED", 10, 1, 0}, {"EXPIRES", 10, 1, 0},
		}, subscriptionRow),
	}
}

func sectionOf[T any](title string, p part[T], columns []column, row func(T) []string) section {
	l := listing[T]{columns: columns, row: row}
	return section{title: title, columns: columns, rows: l.rows(p.Items), counted: p.Counted, err: p.err}
}

func subscriptionRow(s api.Subscription) []string {
	return []string{
		s.State.String(), s.DisplayName.String(), s.ScopeName().String(), s.ID.String(), moment(s.Created, day), moment(s.Expires, day),
	}
}

func (s section) write(w io.Writer, width int) {
	heading := fmt.Sprintf("%s (%d)", s.title, len(s.rows))
	switch {
	case s.err != nil:
		heading = s.title + ": could not be read"
	case s.counted > len(s.rows):
		heading = s.title + ": " + hidden(s.counted, len(s.rows))
	}
	fmt.Fprintf(w, "\n%s\n", heading)
	if len(s.rows) > 0 {
		writeTable(w, s.columns, s.rows, width)
	}
}
