// Package tui is the console: a root that owns the terminal's facts, a stack of
// pages and at most one overlay, and routes every message to its receiver.
package tui

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"apimtui/api"
	"apimtui/tui/action"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/userdetail"
	"apimtui/tui/page/userlist"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// root routes messages and draws the frame around the page.
type root struct {
	opts     Options
	keys     *keys.Map
	actions  map[keys.Action]*action.Action
	theme    *theme.Theme
	look     look
	shown    pages
	clip     clips
	computer computer
	surface  *action.Surface
	toast    *ui.Notify
	memory   memory
	present  presentation
}

// look is what is known about the terminal.
type look struct {
	ground  theme.Ground
	charset charset
	columns []string            // of the list, as chosen in this session; nil while none are
	refused bool                // it was told that a colour is not legible
	heard   func(mark int) bool // says whether a key came after the frame with that mark
}

// memory is what the console remembers from page to page.
type memory struct {
	undo    *ui.Undoable // my last change, or why it cannot be undone
	mails   flow.Mails
	doubts  ui.Doubts
	remind  reminder
	ahead   []tea.KeyPressMsg // typed while the page looks for its user
	greeted bool              // set once it was said who is signed in, and where
}

// greet says once who is signed in, and where, so that it is known before anything
// is written. It waits until no other notice is shown.
func (m *memory) greet(r *root) {
	who := r.opts.identity()
	r.present.learnText(who)
	if who != "" && !m.greeted && r.toast == nil {
		m.greeted = true
		r.toast = &ui.Notify{Text: "Signed in: " + who + ". " + r.opts.Where(), Behind: true}
		r.present.learnText(r.toast.Text)
	}
}

func newRoot(ctx context.Context, o Options, width, height int) *root {
	out := &ui.Outbox{}
	r := &root{
		keys: keys.NewMap(bindings()...), actions: action.ByID(),
		look:  look{heard: func(int) bool { return true }},
		shown: pages{base: ctx, width: width, height: height}, computer: computer{env: o.Env},
		clip:    clips{ctx: ctx, out: out, board: o.Clipboard, clearAfter: o.ClearAfter},
		surface: &action.Surface{Out: out},
	}
	r.enter(o)
	return r
}

// enter opens the service of the options and leaves the one before, with all that
// was known of it. What concerns the terminal and the clipboard stays.
func (r *root) enter(o Options) {
	o.fill()
	if o.Present = o.Present || r.opts.Present; o.Present {
		r.present.begin(&o)
	}
	out := r.surface.Out
	out.Take() // nothing that a left page asked for reaches the next service
	ctx := r.shown.renew()
	r.opts, r.toast = o, nil
	r.memory = memory{doubts: ui.Doubts{}, remind: reminder{journal: o.Journal, left: o.Left}}
	r.paint(r.look.ground)
	r.surface = &action.Surface{
		Context: ctx, Client: o.Client, Subscriptions: &action.Named{}, ReadOnly: o.ReadOnly, Out: out,
		Talk:  flow.Host{Mails: &r.memory.mails, Doubts: r.memory.doubts, Clock: o.clock, Now: o.Now, Forgets: o.Forgets, Left: o.WritesLeft},
		NewID: r.shown.id, Open: r.shown.open, Over: r.shown.over, List: r.listOf, Known: r.shown.known,
		Production: o.Production, Random: o.Random, Command: o.Command,
		Local: func() time.Time { return o.Now().In(o.Local) },
		Links: r.linkHost(), Tokens: r.tokenHost(),
		Last: func() *ui.Undoable { return r.memory.undo },
	}
	if o.Client != nil {
		r.surface.Talk.Users, r.surface.Subscriptions.Subscriptions = o.Client.Users, o.Client.Subscriptions
	}
	switch {
	case o.Client == nil && o.Contexts != nil:
		r.shown.push(newStart(r))
	case o.Query != "":
		r.shown.push(r.learned(userdetail.NewQuery(ctx, r.shown.id(), out, o.Client.Users, o.Client.Users, o.Now, o.Query)))
	default:
		r.shown.push(r.list())
	}
	if o.Entered != nil {
		o.Entered()
	}
	if len(o.Notices) > 0 {
		r.warn(strings.Join(o.Notices, " "))
	}
}

func (r *root) list() *userlist.Page {
	if r.opts.Client == nil {
		return r.listOf(nil)
	}
	return r.listOf(r.opts.Client.Users)
}

// listOf returns a list of the users that are loaded, with their preview.
func (r *root) listOf(loader userlist.Loader) *userlist.Page {
	return r.previewed(userlist.New(r.surface.Context, r.shown.id(), r.surface.Out, loader))
}

// previewed gives a list its columns and its preview.
func (r *root) previewed(list *userlist.Page) *userlist.Page {
	list.Now, list.Doubts = r.opts.Now, r.memory.doubts
	list.SetColumns(r.columns())
	if r.opts.Client == nil {
		return list
	}
	users := r.opts.Client.Users
	list.Preview(func(u *api.User) ui.Page {
		return r.learned(userdetail.NewBrief(r.surface.Context, r.shown.id(), r.surface.Out, users, r.opts.Now, u))
	}, users.SpareReads)
	return list
}

// learned gives a user's page what is not known of users, and the names of products
// and APIs.
func (r *root) learned(p *userdetail.Page) *userdetail.Page {
	p.Doubts, p.Names = r.memory.doubts, r.surface.Subscriptions.Names
	return p
}

// begin starts the first page, with what an earlier session left over it.
func begin(r *root) tea.Cmd {
	cmd := r.shown.page().Init()
	if len(r.opts.Left) > 0 {
		cmd = tea.Batch(cmd, r.shown.over(newUnfinished(r)))
	}
	return cmd
}

func (r *root) Init() tea.Cmd {
	cmd := tea.Batch(begin(r), r.look.charset.wait(), r.opts.SignIns.wait(r.shown.base))
	if named := r.opts.Theme == theme.Dark || r.opts.Theme == theme.Light; r.opts.Theme == theme.Mono || named && len(r.opts.Colors) == 0 {
		return cmd
	}
	return tea.Batch(cmd, tea.RequestBackgroundColor)
}

// Update implements tea.Model. It only sorts messages.
func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := tea.Batch(r.take(msg), r.intents())
	r.memory.greet(r)
	if q, ok := r.shown.box().(*question); ok && q.while != nil && !q.while() {
		r.shown.closeBox(q.ID())
	}
	return r, tea.Batch(cmd, r.catchUp())
}

func (r *root) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return r.shown.resize(msg)
	case tea.BackgroundColorMsg:
		r.paint(theme.Ground{Background: msg.Color, Few: r.look.ground.Few})
	case tea.ColorProfileMsg:
		r.paint(theme.Ground{Background: r.look.ground.Background, Few: msg.Profile < colorprofile.ANSI256})
	case takes:
		return r.look.charset.learn(msg)
	case tea.KeyPressMsg:
		if keys := apart(msg); len(keys) > 1 && !r.edits(msg) {
			return r.typed(keys)
		}
		return r.key(msg)
	case tea.PasteMsg:
		return r.paste(msg)
	case tea.MouseClickMsg:
		return r.mouse(msg)
	case tea.MouseWheelMsg:
		return r.mouse(msg)
	case ui.Result:
		r.present.learn(msg.Value)
		return r.shown.deliver(msg)
	case signInAsk:
		return tea.Batch(r.shown.over(newSignIn(r, msg)), r.opts.SignIns.wait(r.shown.base))
	case ui.Call: // what follows a command
		return msg()
	}
	return nil
}

// paint draws in the colours of the terminal, and tells once of those of the
// operator that cannot be read there.
func (r *root) paint(g theme.Ground) {
	var refused []string
	r.theme, refused = theme.With(r.opts.Theme, g, r.opts.Colors)
	r.theme.FullRow, r.look.ground = r.opts.FullRow, g
	r.present.look(r.theme)
	if len(refused) == 0 || r.look.refused {
		return
	}
	r.look.refused = true
	r.warn(fmt.Sprintf("Own colours that are not used: %s. Their contrast with the background is below %g:1.", strings.Join(refused, ", "), r.opts.Theme.Contrast()))
}

// warn adds a warning to those that are shown.
func (r *root) warn(s string) {
	if r.toast != nil && r.toast.Kind == ui.Warn {
		s = r.toast.Text + " " + s
	}
	r.toast = &ui.Notify{Text: s, Kind: ui.Warn}
}

func (r *root) close() {
	r.memory.undo = nil
	r.shown.close()
}

var _ tea.Model = (*root)(nil)
