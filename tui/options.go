package tui

import (
	"context"
	"io"
	"time"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/action"
	"apimtui/tui/page/userdetail"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Users is what the console needs of the service.
type Users interface {
	userdetail.Reader
	userdetail.Finder
	action.Users
	// SpareReads reports whether Azure's read budget has room for what is only
	// nice to see.
	SpareReads() bool
}

var _ Users = (*api.Users)(nil)

// Badge is a short word in the top line.
type Badge struct {
	Text string
	Kind ui.Kind
}

// Options configures the console.
type Options struct {
	Users  Users
	Groups action.Groups
	// Subscriptions are nil where Users are.
	Subscriptions action.Subscriptions
	// Offboard plans the steps for a leaver, Belongings reads for a view; WritesLeft tells how many writes the
	// budget has left. They are nil where Users are.
	Offboard   action.Offboard
	Belongings func(ctx context.Context, v api.View, since time.Time) (api.Belongings, error)
	WritesLeft func() int
	// Gateway finds the address of the gateway.
	Gateway func(ctx context.Context) (string, error)
	Context string // the context's name, safe to draw
	Service string // the service's name, safe to draw
	Badges  []Badge
	Theme   theme.Name
	// Colors are the operator's own, by meaning, as theme.With takes them. FullRow
	// draws a chosen row as a bar. Mouse reads the mouse.
	Colors  map[string]string
	FullRow bool
	Mouse   bool
	// Columns are those of the list of users; none are all. KeepColumns keeps others
	// for later sessions; nil where nothing is kept.
	Columns     []string
	KeepColumns func(columns []string) error
	// Command is the command line for this service, program and flags, for
	// copying.
	Command []string
	// Entered is called when the console shows the service; nil for nothing.
	Entered func()
	// Contexts opens other services; nil for none. Without Users, no service is
	// chosen yet, and the console offers ways to one.
	Contexts Contexts
	// SignIns passes on what a sign-in asks of the operator; nil for nothing.
	SignIns *SignIns
	// Identity says who is signed in, in words that are safe to draw; "" while
	// no one is. Where is the service in full, for the first notice.
	Identity func() string
	Where    func() string
	// Query opens the console on one user instead of the list.
	Query string
	// Present is a presentation: addresses and ids are masked on the screen, and
	// nowhere else, and the pressed keys are shown.
	Present bool
	// ReadOnly disables and marks what would change the service.
	ReadOnly bool
	// Production asks for the typed user id before deleting.
	Production bool
	// Another simulates a change by another administrator and describes it; nil
	// outside a demonstration.
	Another func(api.UserID) string
	// Scenes are what a demonstration can bring about; nil outside one.
	Scenes []Scene
	// Portal finds the developer portal for sign-in links, and why a link may not
	// open it.
	Portal func(ctx context.Context) (address, warning string, err error)
	// TokenTarget finds where a user's shared access token can be used.
	TokenTarget func(ctx context.Context, id api.UserID) (string, error)
	// Env is the environment, for the browser and the directory for files.
	Env []string
	// Local is the operator's time zone; nil is this machine's.
	Local *time.Location
	// NoZone is set when the zone is unknown and Local stands in for it, so that a
	// typed date has to include one.
	NoZone bool
	// Forgets is the reason, as a sentence, why writes are not recorded, and an
	// interrupted one will not be reported at the next start; "" when they are.
	Forgets string
	// Notices are sentences to show once, at the start.
	Notices []string
	// NewToken takes a fresh bearer token; nil for other ways to sign in.
	NewToken func(secret.Value) error
	// Clipboard copies; nil copies nothing.
	Clipboard Clipboard
	// ClearAfter is how long a copied secret stays in the clipboard; 0 never
	// clears it.
	ClearAfter time.Duration
	// Random makes user ids and passwords; nil is the system's.
	Random io.Reader
	// Journal records writes; nil records nothing. Left are the writes of earlier
	// sessions with an unknown outcome.
	Journal api.Journal
	Left    []Left
	// LookUp tells what became of such a write.
	LookUp func(context.Context, api.Entry) api.Finding
	// Exchanges returns the requests of this session, oldest first; nil has none.
	Exchanges func() []api.Exchange
	// Now returns the service's time; nil means this machine's.
	Now func() time.Time
}

// fill sets what was left out.
func (o *Options) fill() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Local == nil {
		o.Local = time.Local
	}
}

func (o *Options) identity() string {
	if o.Identity == nil {
		return ""
	}
	return o.Identity()
}

// clock formats a time of day for the operator.
func (o *Options) clock(t time.Time) string { return t.In(o.Local).Format("15:04") }
