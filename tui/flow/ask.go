package flow

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func (c *Conversation) subject() Subject {
	return Subject{User: c.user, Read: c.known != nil || c.readErr != nil, Mailed: c.host.mailed(c.user.ID), Typing: c.stage == typing}
}

func (c *Conversation) pressAsking(a keys.Action) tea.Cmd {
	if c.agreed && a != keys.Cancel {
		return nil // what was agreed to is not shown any more
	}
	switch a {
	case keys.Yes:
		return c.yes()
	case keys.Cancel:
		if c.agreed {
			c.Out.Ask(ui.Notify{Text: api.NotApplied.String() + ": nothing was sent for " + c.user.Called() + ".", Kind: ui.Info})
		}
		c.Dismiss()
	case keys.Reload:
		return c.look()
	case keys.Block: // instead
		if c.deed.Choose(a, c.subject()) {
			c.Dismiss()
			c.Out.Ask(ui.Perform{Action: a})
		}
	default:
		if !c.deed.Choose(a, c.subject()) {
			c.move(a)
		}
	}
	return nil
}

// takesYes reports whether there is something to confirm. What is deleted along
// with the user has to be seen first.
func (c *Conversation) takesYes() bool {
	_, more := c.deed.(Companion)
	return c.readErr == nil && !c.refused() && (c.known != nil || !more)
}

// yes handles a yes, unless there is nothing to confirm.
func (c *Conversation) yes() tea.Cmd {
	if !c.takesYes() {
		return nil
	}
	if c.deed.MustType() != "" {
		return c.startTyping()
	}
	c.agreed = true
	return c.proceed()
}

// hints are the keys that do something now.
func (c *Conversation) hints() []keys.Binding {
	if c.stage == asking && (c.readErr != nil || c.refused()) {
		return closing(slices.DeleteFunc(c.Keys.Hints(c.Scope()), func(b keys.Binding) bool {
			return b.Action != keys.Reload && b.Action != keys.Cancel
		}))
	}
	return slices.DeleteFunc(c.Keys.Hints(c.Scope()), func(b keys.Binding) bool {
		return c.stage == asking && (b.Action == keys.Yes && !c.takesYes() || b.Action == keys.Block && !c.deed.Choose(b.Action, c.subject()))
	})
}

// refused reports whether a yes is not accepted for this user.
func (c *Conversation) refused() bool { return c.deed.Refuse(c.user) != "" }

// closing are the keys of a question that has no yes.
func closing(hints []keys.Binding) []keys.Binding {
	for i := range hints {
		if hints[i].Action == keys.Cancel {
			hints[i].Keys, hints[i].Label = []string{"esc"}, "close"
		}
	}
	return hints
}

// question is the text of the question. Whatever blocks an answer comes before the
// explanation.
func (c *Conversation) question(t *theme.Theme, inner int) (title string, lines []string) {
	title = c.deed.Title()
	if c.met {
		title = "Conflict"
		words := "Someone else changed the user since you were asked. Nothing was changed by this."
		if c.deed.Act(c.user, api.Written{}).Sent == report.Deletion {
			words = "Someone else changed the user since you were asked. Nothing was deleted."
		}
		lines = append(prose(inner, words), "")
	}
	if c.stage == typing {
		lines = append(lines, t.Bad.Render(term.Cut("Production. Type the user id to "+c.deed.MustType()+":", inner)),
			t.Strong.Render(term.Cut(c.user.ID.String(), inner)))
		lines = append(lines, c.typed(t, component.Covered(t, c.input), "That is not the user id.")...)
	}
	asks := c.deed.Question(t, c.subject(), inner)
	if head := slices.Index(asks, ""); head >= 0 && c.refused() {
		asks = asks[:head] // what a yes would mean is of no use
	}
	lines = append(lines, asks...)
	var first []string
	if c.readErr != nil {
		first = append(t.Bad.Lines(prose(inner, "The user could not be read, and nothing is sent before that."+c.again())), explained(t, c.readErr, inner)...)
	}
	if at := c.host.Doubts.At(c.user.ID); at != "" {
		first = append(first, t.Warn.Lines(prose(inner, "The outcome of a write of "+at+" is not known."))...)
	}
	if why := c.deed.Refuse(c.user); why != "" {
		first = append(first, t.Bad.Lines(prose(inner, text.Stop(text.Capital(why))))...)
	}
	if len(c.moved) > 0 {
		if !c.met {
			first = append(first, t.Warn.Lines(prose(inner, "Someone else changed the user since it was shown:"))...)
		}
		first = append(first, differences(t, c.moved, c.seen, c.user.Editable(), inner)...)
	}
	if c.host.Forgets != "" {
		lines = append(append(lines, ""), t.Muted.Lines(prose(inner, c.host.Forgets))...)
	}
	return title, lead(lines, first)
}

// again names the key that reads again, if there is one.
func (c *Conversation) again() string {
	if k := c.key(c.deed.Scope(), keys.Reload); k != "" {
		return " " + k + " reads again."
	}
	return ""
}

// lead inserts lines after the first block of a text, which names the user.
func lead(lines, first []string) []string {
	if len(first) == 0 {
		return lines
	}
	at := slices.Index(lines, "")
	if at < 0 {
		return slices.Concat(lines, []string{""}, first)
	}
	return slices.Concat(lines[:at+1], first, []string{""}, lines[at+1:])
}

// differences draws the old and the current values.
func differences(t *theme.Theme, properties []api.Property, was, now api.Editable, inner int) []string {
	row := func(label string, v text.Text) string {
		value := cmp.Or(v.String(), "(empty)")
		return "  " + t.Muted.Render(term.Pad(label, 10)) + " " + term.Cut(value, max(10, inner-13))
	}
	var lines []string
	for _, p := range properties {
		lines = append(lines, t.Strong.Render(p.Label()), row("was", was.Text(p)), row("now there", now.Text(p)))
	}
	return lines
}

// Mails remembers who was sent a mail, or may have been, so that the next question
// about a mail to the same user mentions it.
type Mails map[api.UserID]mailed

// mailed is the last mail to a user, as far as it is known.
type mailed struct {
	mail api.Mail
	at   time.Time
}

// mailed says what is known of the last mail to a user, or "".
func (h Host) mailed(id api.UserID) string {
	switch last := (*h.Mails)[id]; last.mail {
	case api.MailMaybe:
		return "A mail to this user may have been sent at " + h.Clock(last.at) + ": ask whether it came before you send another."
	case api.MailAccepted:
		return "A mail was accepted by the service at " + h.Clock(last.at) + "."
	}
	return ""
}
