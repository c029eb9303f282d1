package action

import (
	"cmp"
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func undo() Action {
	return Action{
		ID: keys.Undo, Keys: []string{"z"}, Label: "undo", Help: "undo my last change, as long as no one changed the user since; asks in production", Rank: 35,
		Writes: true,
		Do: func(s *Surface, _ *api.User) tea.Cmd {
			last := s.Last()
			if len(last.Several) > 0 {
				return s.undoSeveral(last.Several)
			}
			from := last.After
			from.Exact = true
			return s.talk(&undoing{draft: draft{users: s.Users, from: from, to: last.Before.User.Editable()}, ask: s.Production}, from)
		},
	}
}

// undoSeveral restores what a change of several users replaced, for those that are
// still as it left them.
func (s *Surface) undoSeveral(last []ui.Undoable) tea.Cmd {
	users := make([]api.User, len(last))
	for i, u := range last {
		users[i] = u.After.User
	}
	return s.many(flow.Batch{
		Verb: "Undo", Title: "Undo:", TypeOver: -1, Means: "What the last change replaced comes back, for all who are still as it left them.",
		Plan: func(ctx context.Context, _ []api.User) (flow.Plan, error) {
			var p flow.Plan
			for _, u := range last {
				_, now, err := s.Users.Get(ctx, u.After.User.ID)
				switch {
				case errors.Is(err, api.KindNotFound):
					p.Left = append(p.Left, flow.LeftOut{User: u.After.User, Why: "deleted since"})
				case err != nil:
					return p, err
				case now != u.After.ETag:
					p.Left = append(p.Left, flow.LeftOut{User: u.After.User, Why: "changed since"})
				default:
					p.Steps = append(p.Steps, s.undoStep(u))
				}
			}
			return p, nil
		},
	}, users, 0)
}

func (s *Surface) undoStep(u ui.Undoable) flow.Step {
	from := u.After
	from.Exact = true
	d := &undoing{draft: draft{users: s.Users, from: from, to: u.Before.User.Editable()}}
	act := d.Act(from.User, api.Written{})
	return flow.Step{User: from.User, What: act.Who + ": " + strings.Join(d.back(), ", "), Act: act, Write: func(context.Context) (api.Write, error) { return d.Write(from), nil }}
}

// undoing restores what the last change replaced, provided that the version it
// produced is still current.
type undoing struct {
	draft
	ask bool
}

func (d *undoing) Title() string { return "Undo" }
func (d *undoing) Asks() bool    { return d.ask }

func (d *undoing) Question(t *theme.Theme, s flow.Subject, inner int) []string {
	lines := []string{t.Strong.Render(term.Cut(s.User.Called(), inner)), ""}
	for _, change := range d.back() {
		lines = append(lines, term.Wrap(change, inner)...)
	}
	return lines
}

// back says what each property goes back to.
func (d *undoing) back() (changes []string) {
	now := d.from.User.Editable()
	for _, p := range now.Changed(d.to) {
		from, to := cmp.Or(now.Text(p).String(), "(empty)"), cmp.Or(d.to.Text(p).String(), "(empty)")
		changes = append(changes, p.Label()+" goes back from "+from+" to "+to)
	}
	return changes
}

// Act describes what an undo restores, worded differently from the change itself.
func (d *undoing) Act(u api.User, w api.Written) report.Act {
	a := d.draft.Act(u, w)
	changed := d.patch().Names()
	a.Done = "undone, " + api.Labels(changed) + " of " + a.Who + " as before"
	if len(changed) == 1 && changed[0] == api.PropState {
		a.Done = "undone, " + a.Who + " is " + d.to.State.String() + " again"
	}
	return a
}

func (d *undoing) Undo(before api.Version, w api.Written) ui.Undoable {
	if w.Outcome == api.Conflict || w.Outcome == api.DeletedMeanwhile {
		return ui.Undoable{Why: d.from.User.Called() + " was changed or deleted since."}
	}
	return d.draft.Undo(before, w)
}

var _ flow.Draft = (*undoing)(nil)
