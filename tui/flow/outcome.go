package flow

import (
	"errors"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// outcome draws what is known of a write that is not done, with the keys of a
// scope.
func (b *base) outcome(t *theme.Theme, w api.Written, more []string, s keys.Scope, width, height int) string {
	lines := []string{t.Bad.Render(w.Outcome.String()), ""}
	if w.Err != nil && w.Outcome != api.Conflict {
		lines = append(lines, component.Explanation(t, component.Explained(api.Explain(w.Err)), component.DialogWidth(width))...)
	}
	switch {
	case w.Outcome == api.Conflict:
		lines = append(lines, "Someone else changed the user since. "+nothingWritten(w))
	case w.Outcome == api.NotApplied:
		lines = append(lines, "", "Nothing was changed.")
	case w.Accepted:
		lines = append(lines, "", "The service accepted the deletion, and its end was not seen: the user is", "still there, and may be on the way out.")
	case w.Outcome == api.Unknown && w.Now.ETag != "":
		lines = append(lines, "", "The new password may have been set, and may not: the user was changed,", "and a password cannot be read back.")
	case w.Outcome == api.Unknown && s == keys.UnknownBox:
		lines = append(lines, "", "The change may have been applied, and may not: the user could not be", "read after the answer was lost.")
	}
	if w.Mail == api.MailMaybe {
		lines = append(lines, "A mail may have been sent.")
	}
	if len(more) > 0 {
		lines = append(append(lines, ""), more...)
	}
	return b.dialog(t, "Outcome", lines, s, width, height)
}

// nothingWritten says what is known of my write in a conflict: a refused one was
// not applied; one whose answer was lost may have been, before someone else
// wrote.
func nothingWritten(w api.Written) string {
	if errors.Is(w.Err, api.ErrPrecondition) {
		return "Nothing was written."
	}
	return "The answer to your write was lost; it is not what stands there now."
}

// checkable says what c does, where it does something.
func checkable(s keys.Scope) []string {
	if s != keys.UnknownBox {
		return nil
	}
	return []string{"c reads the user again and says what became of it."}
}

// outcomeScope is what can be done about an outcome.
func outcomeScope(o api.Outcome) keys.Scope {
	if o == api.Unknown {
		return keys.UnknownBox
	}
	return keys.OutcomeBox
}
