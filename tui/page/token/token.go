// Package token is the panel that makes a shared access token for a user.
package token

import (
	"context"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Maker makes tokens.
type Maker interface {
	Token(ctx context.Context, id api.UserID, key api.KeyType, expiry time.Time, watch api.Watch) (secret.Value, error)
}

// Host is the machine and the surroundings of the panel.
type Host struct {
	// Write writes a secret to a file of its owner's and gives the file's
	// name. It belongs into commands.
	Write func(pattern string, v secret.Value) (string, error)
	// Target finds where the token can be used: a user's address on the
	// service's own management endpoint, for the curl form. It may ask the
	// service, so it belongs into commands. Its errors are in words for the
	// operator.
	Target func(ctx context.Context, id api.UserID) (string, error)
	Local  *time.Location
	// Now is the service's present.
	Now func() time.Time
}

// The panel's tasks.
const (
	taskToken  = "token"
	taskTarget = "target"
	taskTick   = "tick"
	taskFile   = "file"
)

// row is where the cursor is.
type row int

const (
	rowKey row = iota
	rowExpiry
)

// Page is the panel.
type Page struct {
	id    ui.PageID
	out   *ui.Outbox
	keys  *keys.Map
	maker Maker
	host  Host
	tasks *ui.Tasks
	busy  component.Busy
	user  api.User

	row    row
	chosen choice
	input  textinput.Model
	typing bool
	wrong  error // what is wrong with the expiry

	token *access.Token
	with  choice // what the token was made with
	form  int    // index into access.Forms
	value component.Secret
	// target is where the token can be used, "" before that was asked;
	// problem is why there is no value in this form.
	target, problem string
	failed          *failure
	// notAsked says in what the token is not as it was asked for.
	notAsked error
	wall     time.Time // this machine's present, which says when to mask again
	now      time.Time // the service's present, as of the last tick
}

var _ ui.Page = (*Page)(nil)

// New makes the panel. It makes no token before it is told to.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, maker Maker, host Host, user api.User) *Page {
	return &Page{
		id: id, out: out, keys: keys.NewMap(), maker: maker, host: host, tasks: ui.NewTasks(ctx, id), user: user,
		chosen: choice{key: api.PrimaryKey}, row: rowExpiry, now: host.Now(), wall: time.Now(), input: component.Input("", 40),
	}
}

// ID implements ui.Page.
func (p *Page) ID() ui.PageID { return p.id }

// Init implements ui.Page.
func (p *Page) Init() tea.Cmd { return p.tick() }

// Close implements ui.Page: nothing secret outlives the panel.
func (p *Page) Close() {
	p.tasks.Close()
	p.forget()
}

func (p *Page) forget() {
	p.value.Wipe()
	if p.token != nil {
		p.token.Wipe()
	}
	p.token, p.form, p.problem = nil, 0, ""
}

// tick keeps the shown moments true: by the minute while choosing, by the
// second while a token counts down.
func (p *Page) tick() tea.Cmd {
	switch {
	case p.tasks.Running(taskToken), p.tasks.Running(taskTarget):
		return p.tasks.After(taskTick, component.TickEvery)
	case p.value.Shown(p.wall), p.token != nil && p.token.Expires.Sub(p.now) < time.Hour:
		return p.tasks.After(taskTick, time.Second)
	}
	return p.tasks.After(taskTick, time.Minute)
}

// Receive implements ui.Page.
func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	if !p.tasks.Running(taskToken) && !p.tasks.Running(taskTarget) {
		p.busy.Stop()
	}
	p.look()
	switch v := r.Value.(type) {
	case made:
		return tea.Batch(p.take(v), p.tick())
	case found:
		return tea.Batch(p.aim(v), p.tick())
	case ui.Notify:
		p.out.Ask(v)
		return nil
	}
	p.busy.Tick(time.Now())
	if !p.value.Shown(p.wall) {
		p.value.Mask()
	}
	if p.token != nil && p.expired(p.now) && !p.value.Shown(p.wall) {
		return nil // nothing left to count
	}
	return p.tick()
}

// look reads both clocks.
func (p *Page) look() { p.now, p.wall = p.host.Now(), time.Now() }

func (p *Page) expired(now time.Time) bool { return p.token != nil && !now.Before(p.token.Expires) }

// Scopes implements ui.Page.
func (p *Page) Scopes() []keys.Scope {
	if p.typing {
		return []keys.Scope{keys.Typing}
	}
	return []keys.Scope{keys.Panel, keys.TokenForm}
}

// Typing implements ui.Page.
func (p *Page) Typing() bool { return p.typing }

// Resize implements ui.Page.
func (p *Page) Resize(int, int) {}

// Why implements ui.Page.
func (p *Page) Why(a keys.Action) string {
	switch a {
	case keys.NextForm, keys.Fresh:
		if p.token == nil {
			return noToken
		}
	case keys.Copy, keys.Reveal, keys.WriteFile:
		return p.whyNotOut(a)
	}
	return ""
}

const noToken = "Disabled: there is no token yet; enter makes one."

// whyNotOut says why the token cannot be handed on. What is on the screen can
// always be hidden.
func (p *Page) whyNotOut(a keys.Action) string {
	switch {
	case p.token == nil:
		return noToken
	case p.tasks.Running(taskTarget) && p.value.Empty():
		return "Disabled: the address for the curl command is still being looked up."
	case p.problem != "":
		return "Disabled: " + text.Clean(p.problem).String() + "."
	case p.expired(p.host.Now()) && !(a == keys.Reveal && p.value.Shown(p.wall)):
		return "Disabled: the token has run out; r makes a fresh one."
	}
	return ""
}

// Do implements ui.Page.
func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Up:
		p.row = rowKey
	case keys.Down:
		p.row = rowExpiry
	case keys.Left:
		p.choose(-1)
	case keys.Right:
		p.choose(1)
	case keys.TypeExpiry:
		p.typing = true
		p.input.SetValue(p.chosen.typed)
		p.input.CursorEnd()
		return p.input.Focus(), true
	case keys.Accept, keys.Fresh:
		return p.make(), true
	case keys.Copy:
		p.copy()
	case keys.Reveal:
		p.look()
		p.value.Toggle(p.wall)
		return p.tick(), true
	case keys.NextForm:
		p.form = (p.form + 1) % len(access.Forms())
		return tea.Batch(p.compose(), p.tick()), true
	case keys.WriteFile:
		return p.file(), true
	default:
		return nil, false
	}
	return nil, true
}

// Type implements ui.Page: an expiry, which counts only once it is known to be
// right.
func (p *Page) Type(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch p.keys.Action(k.String(), keys.Typing) {
		case keys.Accept:
			p.now = p.host.Now()
			typed := p.chosen
			typed.typed = strings.TrimSpace(p.input.Value())
			if _, p.wrong = p.expiry(typed); p.wrong == nil {
				p.chosen, p.typing = typed, false
			}
			return nil
		case keys.Cancel:
			p.typing, p.wrong = false, nil
			return nil
		}
	}
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	return cmd
}
