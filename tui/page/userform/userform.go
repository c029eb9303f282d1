// Package userform is the page that creates or changes a user. It only requests
// the write, and shows errors at the fields concerned.
package userform

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component/form"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Page is the form of one user.
type Page struct {
	id     ui.PageID
	out    *ui.Outbox
	random io.Reader
	keys   *keys.Map
	form   *form.Form
	tasks  *ui.Tasks

	// sent is the password passed to a write, which may outlive the page.
	sent secret.Value

	base  *api.Version // the version being changed; nil for a new user
	draft bool         // the fields began with what was typed in another form
	// identities are the initial values of the rows.
	identities []api.Identity

	generated string // the last user id that was made here

	// started are the fields that show what is still missing.
	started map[string]bool
	// refused are the fields that show an error of the service.
	refused map[string]bool
	offer   offer
	// lost is set when the answer to a write of this draft was lost: the write may
	// have been applied.
	lost bool

	width, height int // of the page, as last told
}

// offer is a way to resolve a field's problem.
type offer struct {
	field string
	take  func()
}

var (
	_ ui.Page    = (*Page)(nil)
	_ ui.Drafter = (*Page)(nil)
	_ ui.Watcher = (*Page)(nil)
)

// Options configure a form. The zero value is usable.
type Options struct {
	// Random makes user ids and passwords; nil is the system's.
	Random io.Reader
	// Draft fills the form for a new user with the values typed for one that is
	// deleted. The form takes ownership of its password.
	Draft *api.NewUser
}

// New returns the form for a new user, with the focus on the user id.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, o Options) *Page {
	p := newPage(ctx, id, out, o)
	n := api.NewUser{AppType: api.AppDeveloperPortal, Editable: api.Editable{State: api.StateActive}}
	if o.Draft != nil {
		n, p.draft = *o.Draft, true
	}
	p.identities = n.Editable.Identities
	p.form = form.New(p.newSections(n)...)
	n.Password.Wipe()
	for _, f := range p.form.Fields() {
		p.judge(f.ID)
	}
	return p
}

// NewEdit returns the form for changing a user as it was read, with the focus on
// the e-mail address.
func NewEdit(ctx context.Context, id ui.PageID, out *ui.Outbox, base api.Version, o Options) *Page {
	p := newPage(ctx, id, out, o)
	p.base = &base
	p.identities = base.User.Identities
	p.form = form.New(p.editSections(base.User)...)
	return p
}

func newPage(ctx context.Context, id ui.PageID, out *ui.Outbox, o Options) *Page {
	return &Page{
		id: id, out: out, random: cmp.Or(o.Random, rand.Reader), keys: keys.NewMap(), tasks: ui.NewTasks(ctx, id),
		started: map[string]bool{}, refused: map[string]bool{},
	}
}

func (p *Page) ID() ui.PageID { return p.id }

// Init implements ui.Page: there is nothing to read.
func (p *Page) Init() tea.Cmd { return nil }

// Close implements ui.Page. It wipes the password.
func (p *Page) Close() {
	p.tasks.Close()
	p.text(fieldPassword).Set("")
}

func (p *Page) Scopes() []keys.Scope { return p.form.Scopes() }

// Do implements ui.Page: every key is typed.
func (p *Page) Do(keys.Action) (tea.Cmd, bool) { return nil, false }

// Why implements ui.Page: some keys are for some fields.
func (p *Page) Why(a keys.Action) string {
	var at form.Control
	if f := p.form.Field(p.form.Focused()); f != nil {
		at = f.Control
	}
	line, _ := at.(*form.Text)
	rows, _ := at.(*form.Rows)
	switch {
	case a == keys.Reveal && p.text(fieldPassword).Value() == "":
		return "Disabled: no password is typed."
	case a == keys.Generate && (line == nil || line.Generate == nil):
		return "Disabled: only a user id or a password is generated."
	case a == keys.Remove && (rows == nil || !rows.OnRow()):
		return "Disabled: the cursor is on no identity."
	case a == keys.Offer && p.offer.take == nil:
		return "Disabled: nothing is offered."
	}
	return ""
}

// Typing implements ui.Page: all keys belong to the form.
func (p *Page) Typing() bool { return true }

func (p *Page) Resize(width, height int) {
	p.width, p.height = width, height
	p.fit()
}

func (p *Page) Type(msg tea.Msg) tea.Cmd {
	defer p.fit()
	at := p.form.Focused()
	act := p.form.Update(msg)
	if id := p.form.Field(fieldID); id != nil {
		id.Hint = p.hintOfID(p.text(fieldID))
	}
	switch act {
	case form.None:
	case form.Edited:
		p.edited(at)
	case form.Moved:
		p.left(at)
	default:
		p.form.Mask() // something else covers the form or takes its place
		p.act(act)
	}
	return p.watch()
}

// act does what a key led to. Leaving asks first when something would be lost.
func (p *Page) act(a form.Action) {
	switch a {
	case form.Save:
		p.save()
	case form.Cancel:
		if p.form.Asking = p.Dirty(); !p.form.Asking {
			p.out.Ask(ui.Leave{Page: p.id})
		}
	case form.Leave:
		p.out.Ask(ui.Leave{Page: p.id})
	case form.Offer:
		p.offer.take()
	case form.Help:
		p.out.Ask(ui.Perform{Action: keys.Help})
	}
}

// save requests the write, unless nothing changed or a field is wrong.
func (p *Page) save() {
	p.form.SetProblem(nil)
	p.clearOffer()
	clear(p.refused)
	for _, f := range p.form.Fields() {
		p.left(f.ID)
	}
	if p.form.FocusWrong() {
		return
	}
	switch {
	case p.base == nil:
		p.out.Ask(ui.Create{Owner: p.id, User: p.newUser()})
	case len(p.changes()) == 0:
		p.out.Ask(ui.Notify{Text: "Nothing was changed, so nothing was sent.", Kind: ui.Info})
	default:
		p.out.Ask(ui.Save{Owner: p.id, Base: *p.base, To: p.editable(), Password: p.hand(), Earlier: p.lost})
	}
}
