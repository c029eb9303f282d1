package tui

import (
	"context"
	"io"
	"time"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/action"
	"apimtui/tui/page/userdetail"
	"apimtui/tui/page/userlist"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Users is what the console needs of the service.
type Users interface {
	userlist.Loader
	userdetail.Reader
	userdetail.Finder
	action.Users
}

// The client is what the console is made for.
var _ Users = (*api.Users)(nil)

// Badge is a short word in the top line.
type Badge struct {
	Text string
	Kind ui.Kind
}

// Options configures the console.
type Options struct {
	Users   Users
	Groups  action.Groups
	Context string // the context's name, safe to draw
	Service string // the service's name, safe to draw
	Badges  []Badge
	Theme   theme.Name
	// Command is the command line, program and flags, that speaks to this
	// service, for copying.
	Command []string
	// Query opens the console on one user instead of the list.
	Query string
	// ReadOnly disables what would change the service, and says so.
	ReadOnly bool
	// Production asks for the typed user id before deleting.
	Production bool
	// Another lets another administrator change a user, in a demonstration. It
	// says what was changed. nil where there is nobody to play the part.
	Another func(api.UserID) string
	// Portal finds the developer portal that sign-in links go to, and why a link
	// may not open it.
	Portal func(ctx context.Context) (address, warning string, err error)
	// TokenTarget finds where a user's shared access token can be used.
	TokenTarget func(ctx context.Context, id api.UserID) (string, error)
	// Env is the environment, for what depends on the machine: a browser, a
	// directory for files.
	Env []string
	// Local is the operator's time zone; nil is this machine's.
	Local *time.Location
	// NoZone says that Local only stands in for a zone that is not known, so that
	// a date that is typed has to name one.
	NoZone bool
	// Forgets is why a write that is cut off will not be told of at the next
	// start, as a sentence; "" when it will.
	Forgets string
	// Notices are sentences to show once, at the start.
	Notices []string
	// NewToken takes a fresh bearer token; nil where the sign-in is not by one
	// that was given.
	NewToken func(secret.Value) error
	// Clipboard copies; nil copies nothing.
	Clipboard Clipboard
	// ClearAfter is how long a copied secret stays where it can be cleared; 0
	// leaves it.
	ClearAfter time.Duration
	// Random makes user ids and passwords; nil is the system's.
	Random io.Reader
	// Journal keeps what was begun; nil keeps nothing. Left are the writes of
	// earlier sessions whose outcome was not seen.
	Journal api.Journal
	Left    []Left
	// Now is the service's present; nil means this machine's.
	Now func() time.Time
}

// clock writes a time of day for the operator.
func (o *Options) clock(t time.Time) string { return t.In(o.Local).Format("15:04") }
