package flow

import (
	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// outcome draws what is known of a write that is not done.
func (b *base) outcome(t *theme.Theme, w api.Written, more []string, width, height int) string {
	lines := []string{t.Bad.Render(w.Outcome.String()), ""}
	if w.Err != nil && w.Outcome != api.Conflict {
		lines = append(lines, component.Explanation(t, component.Explained(api.Explain(w.Err)), component.DialogWidth(width))...)
	}
	switch w.Outcome {
	case api.Conflict:
		lines = append(lines, "Someone else changed the user since. Nothing was written.")
	case api.NotApplied:
		lines = append(lines, "", "Nothing was changed.")
	case api.Unknown:
		lines = append(lines, "", "The change may have been applied, and may not: the user could not be", "read after the answer was lost.")
	}
	if w.Mail == api.MailMaybe {
		lines = append(lines, "A mail may have been sent.")
	}
	if len(more) > 0 {
		lines = append(append(lines, ""), more...)
	}
	return b.dialog(t, "Outcome", lines, outcomeScope(w.Outcome), width, height)
}

// outcomeScope is what can be done about an outcome.
func outcomeScope(o api.Outcome) keys.Scope {
	if o == api.Unknown {
		return keys.UnknownBox
	}
	return keys.OutcomeBox
}
