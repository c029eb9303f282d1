package flow

import (
	"errors"

	"charm.land/lipgloss/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// outcome draws what is known of a write that is not done, with the keys of a
// scope.
func (b *base) outcome(t *theme.Theme, w api.Written, more []string, s keys.Scope, width, height int) string {
	return b.dialog(t, "Outcome", b.outcomeLines(t, w, more, s, component.DialogWidth(width)), s, width, height)
}

// scrollOutcome moves over what outcome draws.
func (b *base) scrollOutcome(a keys.Action, w api.Written, more []string, s keys.Scope) {
	b.scrollOver(a, func(t *theme.Theme, inner int) []string { return b.outcomeLines(t, w, more, s, inner) })
}

func (b *base) outcomeLines(t *theme.Theme, w api.Written, more []string, s keys.Scope, inner int) []string {
	lines := []string{t.Bad.Render(w.Outcome.String()), term.Cut(b.about, inner), ""}
	if w.Err != nil && w.Outcome != api.Conflict {
		x := api.Explain(w.Err)
		if w.Outcome == api.Unknown || asOfNow(w) {
			x.Do = text.Safe{} // to try again is what must not be done unseen
		}
		lines = append(lines, component.Explanation(t, component.Explained(x), inner)...)
	}
	lines = append(lines, prose(inner, known(w, s)...)...)
	if w.Mail == api.MailMaybe {
		lines = append(lines, "A mail may have been sent.")
	}
	if len(more) > 0 {
		lines = append(append(lines, ""), prose(inner, more...)...)
	}
	return lines
}

// unreadable is the outcome of a write that was not sent, because the user could
// not be read before.
func unreadable(err error) api.Written {
	if errors.Is(err, api.ErrNotFound) {
		return api.Written{Result: api.Result{Outcome: api.DeletedMeanwhile}}
	}
	return api.Written{Result: api.Result{Outcome: api.NotApplied, Err: err}}
}

// known says what is known of a write that is not done.
func known(w api.Written, s keys.Scope) []string {
	switch {
	case w.Outcome == api.Conflict:
		return []string{"Someone else changed the user since. " + nothingWritten(w.Lost)}
	case w.Outcome == api.DeletedMeanwhile:
		return []string{"", gone(w.Lost)}
	case asOfNow(w):
		return []string{"", "Nothing had been changed when the user was read after that. A slow service may still do it: look again before you repeat it."}
	case w.Outcome == api.NotApplied:
		return []string{"", "Nothing was changed."}
	case w.Accepted:
		return []string{"", "The service accepted the deletion, and its end was not seen: the user is still there, and may be on the way out."}
	case w.Untraceable:
		return nil // what became of the mail is said beside it
	case w.Hidden:
		return []string{"", "The new password may have been set, and may not: the user was changed, and a password cannot be read back."}
	case w.Outcome == api.Unknown && s == keys.UnknownBox:
		return []string{"", "The change may have been applied, and may not: the user could not be read after the answer was lost."}
	}
	return nil
}

// asOfNow says that a write was not applied as far as a reading after its lost
// answer shows: a service goes on with what it has taken.
func asOfNow(w api.Written) bool { return w.Open() && w.Outcome == api.NotApplied }

// prose wraps paragraphs.
func prose(inner int, paragraphs ...string) []string {
	var lines []string
	for _, p := range paragraphs {
		lines = append(lines, term.Wrap(p, inner)...)
	}
	return lines
}

// styled draws each line in a style.
func styled(s lipgloss.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = s.Render(l)
	}
	return lines
}

// nothingWritten says what is known of my write in a conflict: a refused one was
// not applied; one whose answer was lost may have been, before someone else
// wrote.
func nothingWritten(lost bool) string {
	if lost {
		return "The answer to a write of yours was lost: part of what stands there may be yours."
	}
	return "Nothing was written."
}

// gone says that the user is, and what is known of my write.
func gone(lost bool) string {
	if lost {
		return "The user no longer exists on the service. The answer to your write was lost: it may have been applied before."
	}
	return "The user no longer exists on the service. Nothing was written."
}

// mailWords ends a sentence about a write with what is known of its mail.
func mailWords(m api.Mail) string {
	switch m {
	case api.MailAccepted:
		return "; a mail was accepted by the service"
	case api.MailMaybe:
		return "; a mail may have been sent"
	}
	return ""
}

// checkable says what c does, where it does something.
func checkable(s keys.Scope) []string {
	if s != keys.UnknownBox {
		return nil
	}
	return []string{"c reads the user again and says what became of it."}
}

// outcomeScope is what can be done about an outcome.
func outcomeScope(w api.Written) keys.Scope {
	if w.Outcome == api.Unknown || asOfNow(w) {
		return keys.UnknownBox
	}
	return keys.OutcomeBox
}
