package ui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/keys"
)

// Outbox collects what pages and overlays ask of the root. It is emptied before
// the next key, so that keys typed ahead reach the page they were meant for.
type Outbox struct{ asked []any }

// Ask adds an intent.
func (o *Outbox) Ask(intent any) { o.asked = append(o.asked, intent) }

// Take empties the box.
func (o *Outbox) Take() []any {
	asked := o.asked
	o.asked = nil
	return asked
}

// The intents: what pages and overlays ask of the root.
type (
	// OpenUser shows one user. User is what is known of it, or nil.
	OpenUser struct {
		ID   api.UserID
		User *api.User
	}
	// ShowUsers replaces the page by a list of these users alone: the candidates
	// for a query that several match, or all users under that filter for a query
	// that none matches.
	ShowUsers struct {
		From  PageID
		Query string
		Users []api.User
	}
	// Notify shows a line until the next key.
	Notify struct {
		Text string // safe to draw
		Kind Kind
		// Behind lets what the page has to say go first.
		Behind bool
	}
	// Leave closes the page without a question.
	Leave struct{ Page PageID }

	// Learned reports the version a read found, Lost that it found none.
	Learned struct{ Version api.Version }
	Lost    struct{ ID api.UserID }
	// Unmark takes the mark of a user away: what it was marked for is done.
	Unmark struct{ ID api.UserID }
	// Looked reports that the operator sees a user's current state, or that it is
	// gone.
	Looked struct{ ID api.UserID }

	// EditUser opens the form on a version of a user.
	EditUser struct{ Base api.Version }
	// CreateAnew opens the form for a new user with a draft.
	CreateAnew struct{ Draft api.NewUser }
	// Save writes a changed user and resolves conflicts; with an exact Base, as
	// for an undo, there is nothing to resolve. Owner is told of a failed outcome.
	Save struct {
		Owner    PageID
		Base     api.Version
		To       api.Editable
		Password secret.Value
		// Earlier is set when an earlier write of this draft, whose answer was
		// lost, may have been applied.
		Earlier bool
	}
	// Create creates a user. Owner is told of a failed outcome.
	Create struct {
		Owner PageID
		User  api.NewUser
	}
	// Undoable is how the last write can be undone, or why it cannot.
	Undoable struct {
		Before, After api.Version // to go back to, and to start from
		Why           string      // why not, within a sentence, safe to draw; "" when it can
		// Several are those of a change of several users.
		Several []Undoable
	}
	// Answered tells the page that requested a write that it ended without
	// success.
	Answered struct {
		Owner   PageID
		Written api.Written
		Known   []string // what is known of it, in sentences, safe to draw
	}

	// Copy copies a text, once, to where the operator pastes. What names it in
	// words. Secret texts are cleared after a while where possible.
	Copy struct {
		Text   secret.Value
		What   string // safe to draw
		Secret bool
	}

	// Reread has a page, if it is still open, read again what it shows.
	Reread struct{ Page PageID }
	// Stale says that groups or product subscriptions of users may be others by now.
	Stale struct{}
	// Call does something that only the root may do, such as opening a page. As a message
	// it is what follows a command.
	Call func() tea.Cmd

	// Close closes an overlay.
	Close struct{ Overlay PageID }
	// Replay passes on what was typed while a page was opening.
	Replay struct{ Typed []tea.Msg }
	// Perform carries out an action, as a key would.
	Perform struct{ Action keys.Action }
)

// Kind colours a notice.
type Kind int

const (
	Info Kind = iota
	Good
	Warn
	Bad
)
