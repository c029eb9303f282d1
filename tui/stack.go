package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/page/userlist"
	"apimtui/tui/ui"
)

func (r *root) page() ui.Page { return r.stack[len(r.stack)-1] }

// overlay is the topmost one, or nil.
func (r *root) overlay() ui.Overlay {
	if len(r.overlays) == 0 {
		return nil
	}
	return r.overlays[len(r.overlays)-1]
}

func (r *root) push(p ui.Page) {
	p.Resize(r.width, r.bodyHeight())
	r.stack = append(r.stack, p)
}

func (r *root) open(p ui.Page) tea.Cmd {
	r.push(p)
	return p.Init()
}

// replace puts a page in the place of another, wherever in the stack that is: by
// the time a page asks for it, another may stand over it.
func (r *root) replace(id ui.PageID, p ui.Page) tea.Cmd {
	for i, old := range r.stack {
		if old.ID() == id {
			old.Close()
			p.Resize(r.width, r.bodyHeight())
			r.stack[i] = p
			return p.Init()
		}
	}
	return nil
}

func (r *root) pop() bool {
	if len(r.stack) < 2 {
		return false
	}
	r.page().Close()
	r.stack = r.stack[:len(r.stack)-1]
	r.remindAgain()
	return true
}

func (r *root) over(o ui.Overlay) tea.Cmd {
	o.Resize(r.width, r.height)
	r.overlays = append(r.overlays, o)
	r.question.Ask(time.Now())
	return o.Init()
}

func (r *root) closeOverlay(id ui.PageID) {
	for i, o := range r.overlays {
		if o.ID() == id {
			o.Close()
			r.overlays = append(r.overlays[:i:i], r.overlays[i+1:]...)
			r.question.Ask(time.Now()) // the one below
			return
		}
	}
}

// back leaves the page. Below a user that was asked for by name there is the
// list, which is loaded only now.
func (r *root) back() tea.Cmd {
	if r.pop() || r.opts.Query == "" {
		return nil
	}
	r.opts.Query = ""
	list := userlist.New(r.ctx, r.id(), r.out, r.opts.Users)
	if u := r.chosen(); u != nil {
		list.Choose(u.ID)
	}
	return r.replace(r.page().ID(), list)
}
