package tui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/sso"
	"apimtui/tui/page/token"
	"apimtui/tui/ui"
)

// do carries out an action, from a key or from the palette. A disabled one says
// why.
func (r *root) do(a keys.Action) tea.Cmd {
	if a == keys.None {
		return nil
	}
	if why := r.why(a); why != "" {
		r.toast = &ui.Notify{Text: why, Kind: ui.Warn}
		return nil
	}
	if cmd, done := r.page().Do(a); done {
		return cmd
	}
	switch a {
	case keys.Help:
		return r.over(r.newHelp(r.scopes()...))
	case keys.Palette:
		return r.over(r.newPalette())
	case keys.Back:
		return r.back()
	case keys.Leave:
		if !r.pop() {
			return r.quit()
		}
	case keys.Quit:
		return r.quit()
	case keys.Redraw:
		return tea.ClearScreen
	case keys.Overwrite:
		return r.overwrite()
	case keys.FreshToken:
		if _, open := r.overlay().(*freshToken); !open {
			return r.over(r.newFreshToken())
		}
	}
	return r.onUser(a)
}

// chosen is the user that the page is about, nil for none.
func (r *root) chosen() *api.User {
	if c, ok := r.page().(ui.Chooser); ok {
		return c.Chosen()
	}
	return nil
}

// why says why an action is disabled, "" when it is not.
func (r *root) why(a keys.Action) string {
	switch {
	case r.opts.ReadOnly && keys.Writes(a):
		return "Disabled: read-only context."
	case a == keys.Overwrite && r.held.what == "":
		return "Disabled: nothing secret was copied."
	case a == keys.Undo && r.undo == nil:
		return "Disabled: " + cmp.Or(r.noUndo, "there is no change of mine to undo.")
	case a == keys.Another && r.atHand() != nil:
		return ""
	case r.chosen() == nil && keys.NeedsUser(a):
		return "Disabled: no user is chosen."
	}
	if why := r.whyNotThisUser(a); why != "" {
		return why
	}
	return r.page().Why(a)
}

// whyNotThisUser says why an action is disabled for the chosen user, though
// not for others.
func (r *root) whyNotThisUser(a keys.Action) string {
	u := r.chosen()
	switch {
	case u == nil:
	case u.ID == api.BuiltInUser && (a == keys.Block || a == keys.Delete):
		return "Disabled: the built-in user can be neither blocked nor deleted."
	case a == keys.Block && u.State == api.StateDeleted:
		return "Disabled: this account is closed (state deleted)."
	case a == keys.Invite && !u.Invitable():
		return "Disabled: the service invites nobody without a first and a last name."
	}
	return ""
}

// onUser carries out an action on the chosen user.
func (r *root) onUser(a keys.Action) tea.Cmd {
	switch a {
	case keys.New:
		return r.newForm()
	case keys.Edit:
		return r.edit(*r.chosen())
	case keys.Block:
		u := *r.chosen()
		return r.over(flow.NewState(r.ctx, r.id(), r.out, r.writer, u, flow.Toggled(u.State)))
	case keys.Delete:
		return r.over(flow.NewDelete(r.ctx, r.id(), r.out, r.writer, *r.chosen(), r.opts.Production))
	case keys.SSO:
		return r.open(sso.New(r.ctx, r.id(), r.out, r.opts.Users, r.linkHost(), *r.chosen()))
	case keys.Token:
		return r.open(token.New(r.ctx, r.id(), r.out, r.opts.Users, r.tokenHost(), *r.chosen()))
	case keys.CopyMenu:
		return r.over(r.newCopyMenu(r.chosen()))
	case keys.PasswordMail:
		return r.over(flow.NewMail(r.ctx, r.id(), r.out, r.writer, r.local, flow.PasswordMail, *r.chosen()))
	case keys.Invite:
		return r.over(flow.NewMail(r.ctx, r.id(), r.out, r.writer, r.local, flow.InviteMail, *r.chosen()))
	case keys.Undo:
		return r.undoLast()
	case keys.Another:
		r.another()
	}
	return nil
}

// another lets another administrator change the user at hand.
func (r *root) another() {
	if u := r.atHand(); u != nil {
		r.toast = &ui.Notify{Text: r.opts.Another(u.ID), Kind: ui.Warn}
	}
}

// atHand is the chosen user, also when a form or a panel stands over the page it
// was chosen on.
func (r *root) atHand() *api.User {
	for _, p := range slices.Backward(r.stack) {
		if c, ok := p.(ui.Chooser); ok && c.Chosen() != nil {
			return c.Chosen()
		}
	}
	return nil
}

// quit ends the console, unless something would be lost by it.
func (r *root) quit() tea.Cmd {
	if _, asked := r.overlay().(*question); asked {
		return r.quitNow()
	}
	if r.writing() {
		q := r.newQuestion("Quit", quitNow{},
			"A write is in flight. Whoever quits now does not learn what becomes of it.", "", "Quit all the same?")
		q.while = r.writing
		return r.over(q)
	}
	for _, p := range r.stack {
		if d, ok := p.(ui.Drafter); ok && d.Dirty() {
			return r.over(r.newQuestion("Quit", quitNow{}, "Your draft is not saved and would be lost.", "", "Quit all the same?"))
		}
	}
	return r.quitNow()
}

// quitNow is the intent to end the console whatever is lost.
type quitNow struct{}

func (r *root) quitNow() tea.Cmd {
	left := r.writing()
	r.close()
	if left {
		return func() tea.Msg { return ended{&LeftError{}} }
	}
	return tea.Quit
}

// writing says that a write is in flight.
func (r *root) writing() bool {
	return slices.ContainsFunc(r.overlays, ui.Overlay.Writing)
}
