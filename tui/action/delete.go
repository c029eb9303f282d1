package action

import (
	"context"
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/tui/component"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func remove() Action {
	return Action{
		ID: keys.Delete, Keys: []string{"D"}, Label: "delete", Help: "delete the user", Rank: 31,
		NeedsUser: true, Writes: true, Why: refuses(always(rules.Delete)), Several: deleteSeveral,
		Do: func(s *Surface, u *api.User) tea.Cmd {
			d := &deletion{users: s.Users, names: s.Subscriptions.Names, keys: keys.NewMap(), production: s.Production}
			d.options.AppType = api.AppDeveloperPortal
			return s.talk(d, api.Version{User: *u})
		},
	}
}

// deletion deletes a user, after showing what goes with it.
type deletion struct {
	flow.Plain
	users      *api.Users
	names      func(ctx context.Context) api.Catalog
	keys       *keys.Map
	production bool
	options    api.DeleteOptions
	with       *belongings // nil while it is read
}

// belongings is what is deleted along with a user. A failure to read it blocks
// nothing, but is shown.
type belongings struct {
	groups           api.Collection[api.Group]
	groupsErr        error
	subscriptions    api.Collection[api.Subscription]
	subscriptionsErr error
	names            api.Catalog
}

var _ flow.Companion = (*deletion)(nil)

func (d *deletion) Title() string            { return "Delete user" }
func (d *deletion) Scope() keys.Scope        { return keys.DeleteBox }
func (d *deletion) Doing() string            { return "Deleting the user…" }
func (d *deletion) Refuse(u api.User) string { return rules.Refuse(rules.Delete, u) }

func (d *deletion) MustType() string {
	if d.production {
		return "delete the user"
	}
	return ""
}

func (d *deletion) Read(ctx context.Context, id api.UserID) any {
	var w belongings
	w.groups, w.groupsErr = d.users.ListGroups(ctx, id)
	w.subscriptions, w.subscriptionsErr = d.users.ListSubscriptions(ctx, id)
	if len(w.subscriptions.Items) > 0 {
		w.names = d.names(ctx)
	}
	return &w
}

func (d *deletion) Learn(v any) { d.with, _ = v.(*belongings) }

func (d *deletion) Choose(a keys.Action, s flow.Subject) bool {
	switch a {
	case keys.KeepOrDelete:
		d.options.DeleteSubscriptions = !d.options.DeleteSubscriptions
	case keys.NotifyUser:
		d.options.Notify = !d.options.Notify
	case keys.Block:
		return rules.Refuse(rules.Block, s.User) == "" && !s.User.State.Is(api.StateBlocked)
	default:
		return false
	}
	return true
}

func (d *deletion) Act(u api.User, w api.Written) report.Act {
	done := u.Called() + " is deleted"
	if n := d.subscriptions(); n > 0 && d.options.DeleteSubscriptions {
		done += " with " + counted(n)
	} else if n > 0 {
		done += "; deleting " + counted(n) + " was not asked for"
	}
	return report.Act{What: "deletion of " + u.Called(), Done: done, Who: u.Called(), Sent: report.Deletion, Mails: d.options.Notify}
}

func (d *deletion) subscriptions() int {
	if d.with == nil {
		return 0
	}
	return max(len(d.with.subscriptions.Items), d.with.subscriptions.Counted)
}

func counted(n int) string { return english.Plural(n, "product subscription", "") }

func (d *deletion) Write(v api.Version) api.Write { return d.users.Delete(v, d.options) }

func (d *deletion) Undo(api.Version, api.Written) ui.Undoable {
	return ui.Undoable{Why: "a deletion cannot be undone."}
}

// Question shows the user and what is deleted with it. The choices come before
// everything that can be long, so that they stay in view.
func (d *deletion) Question(t *theme.Theme, s flow.Subject, inner int) []string {
	u := s.User
	lines := []string{
		t.Strong.Render(term.Cut(u.Called(), inner)),
		term.Cut(u.Email.String(), inner),
		t.Muted.Render(term.Cut("user id "+u.ID.String(), inner)),
		"Subscriptions  " + choice(t, !d.options.DeleteSubscriptions, "not asked to be deleted", "deleted too") + d.changes(t, keys.KeepOrDelete, s),
		"Mail           " + choice(t, !d.options.Notify, "none", "will be sent") + d.changes(t, keys.NotifyUser, s), "",
	}
	switch {
	case d.with == nil && s.Read:
		return lines
	case d.with == nil:
		return append(lines, t.Muted.Render("Reading what goes with the user…"))
	}
	lines = append(lines, d.groupLines(t, inner)...)
	return append(lines, d.subscriptionLines(t, inner)...)
}

// changes names the keys that change a choice, unless keys are text now.
func (d *deletion) changes(t *theme.Theme, a keys.Action, s flow.Subject) string {
	if s.Typing {
		return ""
	}
	return t.Muted.Render("  " + d.keys.Name(keys.DeleteBox, a) + " changes")
}

func choice(t *theme.Theme, first bool, a, b string) string {
	if first {
		return t.Strong.Render(a)
	}
	return t.Warn.Render(b)
}

// unread explains why a part could not be read.
func (d *deletion) unread(t *theme.Theme, part string, err error, inner int) []string {
	words := part + " could not be read; " + d.keys.Name(keys.DeleteBox, keys.Reload) + " reads again."
	return append(t.Warn.Lines(term.Wrap(words, inner)), component.Explanation(t, component.Explained(api.Explain(err)), inner)...)
}

// hidden reports how many items the service counts but does not show.
func hidden[T any](c api.Collection[T]) string {
	if !c.Hides() {
		return ""
	}
	return fmt.Sprintf(" (%d counted, %d shown to you)", c.Counted, len(c.Items))
}

func (d *deletion) groupLines(t *theme.Theme, inner int) []string {
	switch {
	case d.with.groupsErr != nil:
		return d.unread(t, "The user's groups", d.with.groupsErr, inner)
	case len(d.with.groups.Items) == 0 && !d.with.groups.Hides():
		return []string{"In no group."}
	}
	names := make([]string, len(d.with.groups.Items))
	for i, g := range d.with.groups.Items {
		names[i] = g.DisplayName.String()
	}
	return term.Wrap("In "+strings.Join(names, ", ")+hidden(d.with.groups), inner)
}

func (d *deletion) subscriptionLines(t *theme.Theme, inner int) []string {
	switch {
	case d.with.subscriptionsErr != nil:
		return d.unread(t, "The user's product subscriptions", d.with.subscriptionsErr, inner)
	case d.subscriptions() == 0:
		return []string{"No product subscriptions."}
	}
	lines := term.Wrap(counted(d.subscriptions())+hidden(d.with.subscriptions)+":", inner)
	for _, s := range d.with.subscriptions.Items {
		glyph, style := t.State(s.State.Exact())
		lines = append(lines, "  "+style.Render(glyph+" "+s.State.String())+" "+term.Cut(nameOf(s).String()+" → "+d.with.names.Name(s).String(), inner-16))
	}
	return lines
}

// mostUntyped is how many users may be deleted without typing the number.
const mostUntyped = 10

func deleteSeveral(s *Surface, users []api.User, hidden int) tea.Cmd {
	return s.many(flow.Batch{
		Verb: "Delete", TypeOver: mostUntyped,
		Means: "A deletion cannot be undone. No one is mailed. Deleting product subscriptions is not asked for.",
		Deed: func(u api.User) flow.Deed {
			d := &deletion{users: s.Users, keys: keys.NewMap()}
			d.options.AppType = api.AppDeveloperPortal
			return d
		},
	}, users, hidden)
}
