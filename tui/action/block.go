package action

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

func block() Action {
	return Action{
		ID: keys.Block, Keys: []string{"b"}, Label: "block", Help: "block the user, or activate a blocked one", Rank: 21,
		NeedsUser: true, Writes: true,
		Several: blockSeveral,
		Why:     refuses(func(u api.User) rules.Deed { _, d := rules.Toggled(u.State); return d }),
		Do: func(s *Surface, u *api.User) tea.Cmd {
			to, deed := rules.Toggled(u.State)
			return s.talk(&stateChange{draft: draft{users: s.Users, from: api.Version{User: *u}}, state: to, deed: deed}, api.Version{User: *u})
		},
	}
}

// stateChange blocks or activates a user.
type stateChange struct {
	draft
	state  api.State
	deed   rules.Deed
	merged bool // set when the new state was agreed on in a conflict
}

func (s *stateChange) Title() string {
	if s.deed == rules.Activate {
		return "Activate"
	}
	return "Block"
}

func (s *stateChange) Asks() bool { return true }

// Refuse implements flow.Deed: nothing to do when the user already has that state.
func (s *stateChange) Refuse(u api.User) string {
	if u.State.Is(s.state) {
		return "the service says that the user is " + s.state.String() + " already"
	}
	return rules.Refuse(s.deed, u)
}

func (s *stateChange) Question(t *theme.Theme, about flow.Subject, inner int) []string {
	means := "A blocked user can neither sign in to the developer portal nor call any API. It can be undone as long as no one else changes the user."
	if s.deed == rules.Activate {
		means = "An active user may sign in to the developer portal and call APIs."
	}
	u := about.User
	head := strings.TrimSpace(t.Strong.Render(u.Called()) + "  " + term.Cut(u.Email.String(), max(10, inner-term.Width(u.Called())-2)))
	return append([]string{head, ""}, term.Wrap(means, inner)...)
}

func (s *stateChange) Write(v api.Version) api.Write {
	if !s.merged {
		s.to = v.User.Editable()
		s.to.State = s.state
	}
	return s.draft.Write(v)
}

func (s *stateChange) Rebase(theirs api.Version, to api.Editable) {
	s.draft.Rebase(theirs, to)
	s.merged = true
}

func (s *stateChange) Empty() bool { return s.merged && s.draft.Empty() }

func (s *stateChange) Act(u api.User, w api.Written) report.Act {
	return report.Act{What: "state of " + u.Called(), Done: u.Called() + " is " + s.state.String(), Who: u.Called(), Sent: report.Change}
}

var _ flow.Draft = (*stateChange)(nil)

func blockSeveral(s *Surface, users []api.User, hidden int) tea.Cmd {
	batch := func(to api.State, deed rules.Deed, verb, means string) flow.Batch {
		return flow.Batch{Verb: verb, Means: means, TypeOver: -1, Deed: func(u api.User) flow.Deed {
			return &stateChange{draft: draft{users: s.Users, from: api.Version{User: u}}, state: to, deed: deed}
		}}
	}
	block := batch(api.StateBlocked, rules.Block, "Block", "Blocked users can neither sign in to the developer portal nor call any API.")
	activate := batch(api.StateActive, rules.Activate, "Activate", "Active users may sign in to the developer portal and call APIs.")
	block.Other, activate.Other = &activate, &block
	return s.many(block, users, hidden)
}
