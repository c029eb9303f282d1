package tui

import (
	"context"
	"iter"
	"slices"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/ui"
)

// pages are the console's stack of pages, and the boxes over it.
type pages struct {
	stack         []ui.Page
	boxes         []ui.Overlay
	base          context.Context    // of the console
	stop          context.CancelFunc // ends the work of all pages
	width, height int                // of the screen
	last          ui.PageID
	question      component.Question // of the topmost box
}

// id returns an unused address for a page or box.
func (p *pages) id() ui.PageID { p.last++; return p.last }
func (p *pages) page() ui.Page { return p.stack[len(p.stack)-1] }

func (p *pages) box() ui.Overlay {
	if len(p.boxes) == 0 {
		return nil
	}
	return p.boxes[len(p.boxes)-1]
}

// body is the height that is left for a page.
func (p *pages) body() int { return max(0, p.height-frameLines) }

// framed reports whether the root draws a frame around a page.
func (p *pages) framed(page ui.Page) bool {
	if _, tiled := page.(ui.Tiled); tiled || !ui.Roomy(p.width, p.body()) {
		return false
	}
	bare, ok := page.(ui.Bare)
	return !ok || !bare.Bare()
}

// room is the size that is left for a page: one blank column is before the right
// border.
func (p *pages) room(page ui.Page) (width, height int) {
	if p.framed(page) {
		return p.width - 3, p.body() - 2
	}
	return p.width, p.body()
}

func (p *pages) tooSmall() bool { return p.width < leastWidth || p.height < leastHeight }

func (p *pages) push(page ui.Page) {
	page.Resize(p.room(page))
	p.stack = append(p.stack, page)
}

func (p *pages) open(page ui.Page) tea.Cmd {
	p.push(page)
	return page.Init()
}

func (p *pages) over(box ui.Overlay) tea.Cmd {
	box.Resize(p.width, p.height)
	p.boxes = append(p.boxes, box)
	p.question.Ask()
	return box.Init()
}

// at is the place of a page in the stack, or -1.
func (p *pages) at(id ui.PageID) int {
	return slices.IndexFunc(p.stack, func(page ui.Page) bool { return page.ID() == id })
}

// replace replaces a page anywhere in the stack: another may cover it by the time
// it asks.
func (p *pages) replace(id ui.PageID, by ui.Page) tea.Cmd {
	i := p.at(id)
	if i < 0 {
		return nil
	}
	p.stack[i].Close()
	by.Resize(p.room(by))
	p.stack[i] = by
	return by.Init()
}

// drop removes a page that has another below it, and reports whether it did.
func (p *pages) drop(id ui.PageID) bool {
	i := p.at(id)
	if i < 0 || len(p.stack) < 2 {
		return false
	}
	p.stack[i].Close()
	p.stack = slices.Delete(slices.Clone(p.stack), i, i+1)
	return true
}

func (p *pages) closeBox(id ui.PageID) {
	if i := slices.IndexFunc(p.boxes, func(b ui.Overlay) bool { return b.ID() == id }); i >= 0 {
		p.boxes[i].Close()
		p.boxes = slices.Delete(slices.Clone(p.boxes), i, i+1)
		p.question.Ask() // the one below
	}
}

// deliver passes a result to its page or box. A result for a closed one is
// dropped.
func (p *pages) deliver(result ui.Result) tea.Cmd {
	for _, b := range p.boxes {
		if b.ID() == result.Page {
			if result.Value != nil {
				p.question.Ask() // what it learned is not on the screen yet
			}
			return b.Receive(result)
		}
	}
	for _, page := range p.stack {
		host, ok := page.(ui.Host)
		if page.ID() == result.Page || ok && host.Hosts(result.Page) {
			return page.Receive(result)
		}
	}
	return nil
}

// each are the open pages of a kind.
func each[T any](p *pages) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, page := range p.stack {
			if t, ok := page.(T); ok && !yield(t) {
				return
			}
		}
	}
}

// tell informs every page that shows users.
func (p *pages) tell(what func(ui.Watcher) tea.Cmd) tea.Cmd {
	var cmds []tea.Cmd
	for w := range each[ui.Watcher](p) {
		cmds = append(cmds, what(w))
	}
	return tea.Batch(cmds...)
}

// resize takes the size of the terminal. A terminal that does not know its size
// reports 0: then the previous size holds, initially that of the environment. It
// has to be a message, since the renderer reads messages too.
func (p *pages) resize(size tea.WindowSizeMsg) tea.Cmd {
	if size.Width <= 0 || size.Height <= 0 {
		if p.width <= 0 || p.height <= 0 {
			return nil
		}
		known := tea.WindowSizeMsg{Width: p.width, Height: p.height}
		return func() tea.Msg { return known }
	}
	p.width, p.height = size.Width, size.Height
	var cmds []tea.Cmd
	for _, page := range p.stack {
		page.Resize(p.room(page))
		if host, ok := page.(ui.Host); ok {
			cmds = append(cmds, host.Resized())
		}
	}
	for _, b := range p.boxes {
		b.Resize(p.width, p.height)
	}
	return tea.Batch(cmds...)
}

// chosen is the user that the page is about, or nil.
func (p *pages) chosen() *api.User {
	if c, ok := p.page().(ui.Chooser); ok {
		return c.Chosen()
	}
	return nil
}

// subject is the user that an action for one is about: the only one that is marked,
// or else the chosen one.
func (p *pages) subject() *api.User {
	if users, _ := p.marked(); len(users) == 1 {
		return &users[0]
	}
	return p.chosen()
}

// marked are the users that an action is about when several are marked.
func (p *pages) marked() (users []api.User, hidden int) {
	if m, ok := p.page().(ui.Marker); ok {
		return m.Marked()
	}
	return nil, 0
}

// atHand is the chosen user, also when a form or panel covers the page it was
// chosen on.
func (p *pages) atHand() *api.User {
	for _, page := range slices.Backward(p.stack) {
		if c, ok := page.(ui.Chooser); ok && c.Chosen() != nil {
			return c.Chosen()
		}
	}
	return nil
}

// known is a user of one of the lists, or nil.
func (p *pages) known(id api.UserID) *api.User {
	for list := range each[interface{ Known(api.UserID) *api.User }](p) {
		if u := list.Known(id); u != nil {
			return u
		}
	}
	return nil
}

func (p *pages) typing() bool {
	if b := p.box(); b != nil {
		return b.Typing()
	}
	return p.page().Typing()
}

// expecting reports whether the page is looking for its user.
func (p *pages) expecting() bool {
	e, ok := p.page().(ui.Expecter)
	return ok && e.Expecting()
}

func (p *pages) writing() bool { return slices.ContainsFunc(p.boxes, ui.Overlay.Writing) }

// draft is a page with unsaved changes, or nil.
func (p *pages) draft() ui.Drafter {
	for d := range each[ui.Drafter](p) {
		if d.Dirty() {
			return d
		}
	}
	return nil
}

// renew closes everything and returns the context for what comes next. Addresses
// are not used again, so a late result reaches nothing.
func (p *pages) renew() context.Context {
	p.close()
	if p.stop != nil {
		p.stop()
	}
	ctx, stop := context.WithCancel(p.base)
	p.stop, p.stack, p.boxes = stop, nil, nil
	return ctx
}

func (p *pages) close() {
	for _, b := range p.boxes {
		b.Close()
	}
	for _, page := range p.stack {
		page.Close()
	}
}
