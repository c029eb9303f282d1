package flow

import (
	"strings"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// View implements ui.Overlay.
func (d *Delete) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	switch d.state {
	case deleteWriting:
		return d.working(t, "Deleting "+term.Cut(name(d.user), inner-14)+"…", width, height)
	case deleteConflict:
		return d.viewConflict(t, width, height)
	case deleteOver:
		return d.outcome(t, d.written, checkable(d.Scope()), d.Scope(), width, height)
	}
	return d.dialog(t, "Delete user", d.question(t, inner), d.Scope(), width, height)
}

// question is what is asked, with all that goes with the user.
func (d *Delete) question(t *theme.Theme, inner int) []string {
	lines := d.summary(t, inner)
	if d.state != deleteTyping {
		return lines
	}
	// First, so that it is in sight however much goes with the user.
	head := []string{t.Bad.Render(term.Cut("Production. Type the user id to delete the user:", inner)), t.Strong.Render(term.Cut(d.user.ID.String(), inner)), d.input.View()}
	if d.wrongID {
		head = append(head, t.Bad.Render("That is not the user id."))
	}
	return append(append(head, ""), lines...)
}

// summary shows whom it is about and what goes with them.
func (d *Delete) summary(t *theme.Theme, inner int) []string {
	lines := []string{
		t.Strong.Render(term.Cut(name(d.user), inner)),
		term.Cut(d.user.Email.String(), inner),
		t.Muted.Render(term.Cut("user id "+d.user.ID.String(), inner)), "",
	}
	switch {
	case d.err != nil:
		lines = append(lines, styled(t.Bad, prose(inner, "The user could not be read, and cannot be deleted before that. r reads again."))...)
		return append(lines, component.Explanation(t, component.Explained(api.Explain(d.err)), inner)...)
	case d.known == nil:
		return append(lines, t.Muted.Render("Reading what goes with the user…"))
	}
	// Before all that can be long: what is asked for has to be in sight.
	lines = append(lines,
		"Subscriptions  "+choice(t, !d.options.DeleteSubscriptions, "not asked to be deleted", "deleted too")+d.changes(t, "s"),
		"Mail           "+choice(t, !d.options.Notify, "none", "sent")+d.changes(t, "n"), "")
	if len(d.moved) > 0 {
		lines = append(lines, t.Warn.Render("Someone else changed the user since it was shown:"))
		lines = append(append(lines, differences(t, d.moved, d.seen, d.user.Editable(), inner)...), "")
	}
	lines = append(lines, d.groupLines(t, inner)...)
	return append(lines, d.subscriptionLines(t, inner)...)
}

// unread says that a part could not be read, and why.
func unread(t *theme.Theme, part string, err error, inner int) []string {
	lines := styled(t.Warn, prose(inner, part+" could not be read; r reads again."))
	return append(lines, component.Explanation(t, component.Explained(api.Explain(err)), inner)...)
}

// changes says which key changes a choice, where keys are no text.
func (d *Delete) changes(t *theme.Theme, key string) string {
	if d.state == deleteTyping {
		return ""
	}
	return t.Muted.Render("  " + key + " changes")
}

func choice(t *theme.Theme, first bool, a, b string) string {
	if first {
		return t.Strong.Render(a)
	}
	return t.Warn.Render(b)
}

func (d *Delete) groupLines(t *theme.Theme, inner int) []string {
	switch {
	case d.with.groupsErr != nil:
		return unread(t, "The user's groups", d.with.groupsErr, inner)
	case len(d.with.groups) == 0:
		return []string{"In no group."}
	}
	names := make([]string, len(d.with.groups))
	for i, g := range d.with.groups {
		names[i] = g.DisplayName.String()
	}
	return prose(inner, "In "+strings.Join(names, ", "))
}

func (d *Delete) subscriptionLines(t *theme.Theme, inner int) []string {
	switch {
	case d.with.subscriptionsErr != nil:
		return unread(t, "The user's product subscriptions", d.with.subscriptionsErr, inner)
	case len(d.with.subscriptions) == 0:
		return []string{"No product subscriptions."}
	}
	lines := []string{plural(len(d.with.subscriptions), "product subscription") + ":"}
	for _, s := range d.with.subscriptions {
		title := s.DisplayName
		if title == "" {
			title = s.ID
		}
		glyph, style := t.State(s.State.Exact())
		lines = append(lines, "  "+style.Render(glyph+" "+s.State.String())+" "+term.Cut(title.String()+" → "+s.ScopeName().String(), inner-16))
	}
	return lines
}

// viewConflict shows what somebody changed since the user was shown.
func (d *Delete) viewConflict(t *theme.Theme, width, height int) string {
	return d.dialog(t, "Conflict", d.conflictLines(t, component.DialogWidth(width)), keys.QuestionBox, width, height)
}

func (d *Delete) conflictLines(t *theme.Theme, inner int) []string {
	loaded, theirs := d.known.User.Editable(), d.written.Now.User.Editable()
	lines := append(prose(inner, "Someone else changed the user since you were asked. Nothing was deleted."), "")
	lines = append(lines, differences(t, loaded.Changed(theirs), loaded, theirs, inner)...)
	return append(lines, "", "Delete this version of the user?")
}

// differences draws what was and what is there now.
func differences(t *theme.Theme, properties []api.Property, was, now api.Editable, inner int) []string {
	row := func(label string, v text.Text) string {
		value := v.String()
		if value == "" {
			value = "(empty)"
		}
		return "  " + t.Muted.Render(term.Pad(label, 10)) + " " + term.Cut(value, max(10, inner-13))
	}
	var lines []string
	for _, p := range properties {
		lines = append(lines, t.Strong.Render(p.Label()), row("was", was.Text(p)), row("now there", now.Text(p)))
	}
	return lines
}
