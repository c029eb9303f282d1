// Package token is the panel that makes a shared access token for a user.
package token

import (
	"context"
	"errors"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term/clipboard"
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
	// Target is where the token can be used: a user's address on the service's
	// own management endpoint, for the curl form.
	Target func(id api.UserID) string
	Local  *time.Location
	// Now is the service's present.
	Now func() time.Time
}

// The panel's tasks.
const (
	taskToken = "token"
	taskTick  = "tick"
	taskFile  = "file"
)

// row is where the cursor is.
type row int

const (
	rowKey row = iota
	rowExpiry
)

// presets are the lives that are offered, shortest first: the first is the
// default, since a token cannot be taken back.
func presets() []string { return []string{"1h", "8h", "1d", "7d", "30d"} }

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
	key    api.KeyType
	preset int
	typed  string // an expiry that was typed; "" takes the preset
	input  textinput.Model
	typing bool
	wrong  error // what is wrong with the expiry

	token *access.Token
	form  int // index into access.Forms
	value component.Secret
	err   error
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
		key: api.PrimaryKey, row: rowExpiry, now: host.Now(), wall: time.Now(), input: component.Input("", 40),
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
	p.token, p.form = nil, 0
}

// tick keeps the shown moments true: by the minute while choosing, by the
// second while a token counts down.
func (p *Page) tick() tea.Cmd {
	switch {
	case p.tasks.Running(taskToken):
		return p.tasks.After(taskTick, component.TickEvery)
	case p.value.Shown(p.wall), p.token != nil && p.token.Expires.Sub(p.now) < time.Hour:
		return p.tasks.After(taskTick, time.Second)
	}
	return p.tasks.After(taskTick, time.Minute)
}

// expiry is when the token would expire.
func (p *Page) expiry() (time.Time, error) {
	typed := p.typed
	if typed == "" {
		typed = presets()[p.preset]
	}
	return access.ParseExpiry(typed, p.now, p.host.Local)
}

// made is what making a token brings.
type made struct {
	token access.Token
	err   error
	// notAsked says in what the token is not as it was asked for.
	notAsked error
}

func (p *Page) make() tea.Cmd {
	if p.tasks.Running(taskToken) {
		return nil
	}
	p.forget()
	p.now = p.host.Now()
	expiry, err := p.expiry()
	if p.wrong, p.err = err, nil; err != nil {
		return nil
	}
	maker, id, key := p.maker, p.user.ID, p.key
	p.busy.Start(time.Now())
	run := p.tasks.Run(taskToken, func(ctx context.Context) any {
		v, err := maker.Token(ctx, id, key, expiry, nil)
		if err != nil {
			return made{err: err}
		}
		defer v.Wipe()
		t, err := access.ParseToken(v)
		if err == nil && t.User != string(id) {
			t.Wipe()
			err = errors.New("the service made a token for another user; it is not shown")
		}
		m := made{token: t, err: err}
		if err == nil {
			m.notAsked = t.Check(string(id), expiry)
		}
		return m
	})
	return tea.Batch(run, p.tick())
}

// Receive implements ui.Page.
func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case made:
		p.busy.Stop()
		p.now = p.host.Now()
		if p.err = v.err; v.err == nil {
			p.token, p.notAsked = &v.token, v.notAsked
			p.compose()
		}
		return p.tick()
	case ui.Notify:
		p.out.Ask(v)
		return nil
	}
	p.look()
	p.busy.Tick(time.Now())
	if !p.value.Shown(p.wall) {
		p.value.Mask()
	}
	if p.token != nil && !p.now.Before(p.token.Expires) && !p.value.Shown(p.wall) {
		return nil // nothing left to count
	}
	return p.tick()
}

// look reads both clocks.
func (p *Page) look() { p.now, p.wall = p.host.Now(), time.Now() }

// copy copies the token in its form, unless it would be something else once it
// is pasted.
func (p *Page) copy() {
	raw, err := p.token.As(access.Raw, "")
	if err == nil {
		err = clipboard.CheckToken(raw)
	}
	raw.Wipe()
	if err != nil {
		p.out.Ask(ui.Notify{Text: "Not copied: " + text.Clean(err.Error()).String(), Kind: ui.Bad})
		return
	}
	p.out.Ask(ui.Copy{Text: p.value.Copy(), What: "Token, " + p.formName(), Secret: true})
}

// compose makes the value that is shown and copied, of token and form.
func (p *Page) compose() {
	v, err := p.token.As(access.Forms()[p.form], p.host.Target(p.user.ID))
	p.err = err
	p.value.Set(v)
}

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
	case keys.Copy, keys.Reveal, keys.NextForm, keys.WriteFile, keys.Fresh:
		if p.token == nil {
			return "Disabled: there is no token yet; enter makes one."
		}
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
		p.input.SetValue(p.typed)
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
		p.compose()
	case keys.WriteFile:
		return p.file(), true
	default:
		return nil, false
	}
	return nil, true
}

func (p *Page) choose(step int) {
	if p.row == rowKey {
		if p.key = api.PrimaryKey; step > 0 {
			p.key = api.SecondaryKey
		}
		return
	}
	p.typed, p.wrong = "", nil
	p.preset = max(0, min(len(presets())-1, p.preset+step))
}

func (p *Page) file() tea.Cmd {
	write, v := p.host.Write, p.value.Copy()
	return p.tasks.Run(taskFile, func(context.Context) any {
		defer v.Wipe()
		name, err := write("apimtui-token-*.txt", v)
		if err != nil {
			return ui.Notify{Text: "Not written: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Written to " + name + ", readable by you alone. Delete it when done.", Kind: ui.Good}
	})
}

// Type implements ui.Page: an expiry.
func (p *Page) Type(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch p.keys.Action(k.String(), keys.Typing) {
		case keys.Accept:
			p.now = p.host.Now()
			p.typed = p.input.Value()
			if _, p.wrong = p.expiry(); p.wrong == nil {
				p.typing = false
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
