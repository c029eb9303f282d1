package flow

import (
	"context"
	"time"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Deed is an action on one user, as the conversation needs to know it. What it
// changes when a key is pressed is its own.
type Deed interface {
	// Title heads the question.
	Title() string
	// Asks says that the operator is asked before anything is written.
	Asks() bool
	// Scope is where the question's keys are looked up.
	Scope() keys.Scope
	// Question is what is asked and what it means, in lines that fit in inner
	// cells.
	Question(t *theme.Theme, s Subject, inner int) []string
	// Choose takes a key of the question's own; false is no such key. Block
	// instead changes nothing by itself.
	Choose(a keys.Action, s Subject) bool
	// Refuse says why a yes is not taken for this user, "" when it is.
	Refuse(u api.User) string
	// Matters leaves of what changed since the user was shown what the question
	// is about.
	Matters(changed []api.Property) []api.Property
	// Doing is said while the write is under way.
	Doing() string
	// Act words the write.
	Act(u api.User, w api.Written) report.Act
	// Write is the write for the version that was shown.
	Write(v api.Version) api.Write
	// Undo says how the write can be undone, or why not.
	Undo(before api.Version, w api.Written) ui.Undoable
	// Done is asked of the root after a success, besides telling of it.
	Done(w api.Written) []any
}

// Companion is a deed before which more is read than the user.
type Companion interface {
	// Read reads what goes with the user, in a command.
	Read(ctx context.Context, id api.UserID) any
	// Learn takes what was read; nil while it is being read again.
	Learn(any)
}

// Typed is a deed for which the user id may have to be typed.
type Typed interface {
	// MustType says what for, such as "delete the user"; "" asks for a yes.
	MustType() string
}

// Draft is a deed that makes of the user what was typed. When someone else
// changed the user too, both are merged.
type Draft interface {
	Deed
	// From is the version that the draft is against, To what the user is to
	// become.
	From() api.Version
	To() api.Editable
	// Rebase makes the draft one against theirs.
	Rebase(theirs api.Version, to api.Editable)
	// Empty says that nothing of the draft is left to write.
	Empty() bool
	// Password says that a password is part of the draft.
	Password() bool
	// Anew asks for a new user made from the draft; nil where that is no way.
	Anew() any
}

// Subject is whom a question is about.
type Subject struct {
	User api.User
	// Read says that the user was read since it was shown, or that this failed.
	Read bool
	// Mailed is when a mail to this user may have been sent before, zero for no
	// such mail.
	Mailed time.Time
	// Typing says that keys are text: no other key works then.
	Typing bool
}

// Plain answers for deeds that have nothing special.
type Plain struct{}

// Asks implements Deed.
func (Plain) Asks() bool { return true }

// Scope implements Deed.
func (Plain) Scope() keys.Scope { return keys.QuestionBox }

// Choose implements Deed.
func (Plain) Choose(keys.Action, Subject) bool { return false }

// Refuse implements Deed.
func (Plain) Refuse(api.User) string { return "" }

// Matters implements Deed.
func (Plain) Matters(all []api.Property) []api.Property { return all }

// Doing implements Deed.
func (Plain) Doing() string { return "Saving…" }

// Undo implements Deed.
func (Plain) Undo(api.Version, api.Written) ui.Undoable { return ui.Undoable{} }

// Done implements Deed.
func (Plain) Done(api.Written) []any { return nil }
