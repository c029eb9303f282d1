// Package flow holds the conversation about a write: read the user, ask, write,
// and report the outcome or resolve a conflict. Every write has one conversation.
// An action describes itself to it as a Deed.
//
// Nothing is written without a key.
package flow

import (
	"context"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Deed is an action on one user, as the conversation sees it.
type Deed interface {
	// Title heads the question.
	Title() string
	// Asks reports whether the operator is asked before the write.
	Asks() bool
	// Scope is where the question's keys are looked up.
	Scope() keys.Scope
	// Question is the question and its explanation, in lines of at most inner
	// cells.
	Question(t *theme.Theme, s Subject, inner int) []string
	// Choose handles a key of the question; false means that it has no such key.
	// Block instead changes nothing by itself.
	Choose(a keys.Action, s Subject) bool
	// Refuse returns why a yes is not accepted for this user, or "".
	Refuse(u api.User) string
	// Matters filters the properties changed since the user was shown down to
	// those that affect the question.
	Matters(changed []api.Property) []api.Property
	// MustType returns what the user id has to be typed for, such as "delete the user";
	// "" asks for a yes alone.
	MustType() string
	// Doing is shown while the write is under way.
	Doing() string
	// Act describes the write.
	Act(u api.User, w api.Written) report.Act
	// Write returns the write for the version that was shown.
	Write(v api.Version) api.Write
	// Undo returns how the write can be undone, or why not.
	Undo(before api.Version, w api.Written) ui.Undoable
	// Done returns intents for the root after a success, besides the notice.
	Done(w api.Written) []any
}

// Companion is a deed that reads more than the user beforehand.
type Companion interface {
	// Read reads what belongs to the user, in a command.
	Read(ctx context.Context, id api.UserID) any
	// Learn takes what was read; nil while it is read again.
	Learn(any)
}

// Draft is a deed that writes typed values. When someone else changed the user
// too, both are merged.
type Draft interface {
	Deed
	// From is the version the draft is based on, To the intended user.
	From() api.Version
	To() api.Editable
	// Rebase moves the draft onto theirs.
	Rebase(theirs api.Version, to api.Editable)
	// Empty reports whether nothing of the draft is left to write.
	Empty() bool
	// Password reports whether the draft includes a password.
	Password() bool
	// Anew returns the intent to create a new user from the draft; nil where that
	// is impossible.
	Anew() any
}

// Subject is the user of a question.
type Subject struct {
	User api.User
	Read bool // set when the user was read since it was shown, or when this failed
	// Mailed says that a mail to this user was sent before, or may have been; "" is
	// for neither.
	Mailed string
	Typing bool // set when keys are text: no other key works then
}

// Plain has the defaults for deeds without special needs.
type Plain struct{}

func (Plain) Asks() bool                                   { return true }
func (Plain) Scope() keys.Scope                            { return keys.QuestionBox }
func (Plain) Question(*theme.Theme, Subject, int) []string { return nil }
func (Plain) Choose(keys.Action, Subject) bool             { return false }
func (Plain) Refuse(api.User) string                       { return "" }
func (Plain) Matters(all []api.Property) []api.Property    { return all }
func (Plain) MustType() string                             { return "" }
func (Plain) Doing() string                                { return "Saving…" }
func (Plain) Undo(api.Version, api.Written) ui.Undoable    { return ui.Undoable{} }
func (Plain) Done(api.Written) []any                       { return nil }
