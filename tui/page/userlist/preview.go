package userlist

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// The cursor rests so long before a preview is read, and a preview is so long
// fresh.
const (
	restFor    = 300 * time.Millisecond
	freshFor   = time.Minute
	mostKept   = 30
	wideEnough = 120
)

// preview shows what belongs to the chosen user beside the list.
type preview struct {
	// open makes the page that is drawn; nil shows none.
	open  func(u *api.User) ui.Page
	spare func() bool // whether the read budget allows previews
	kept  map[api.UserID]opened
	shown api.UserID
	aim   api.UserID // the user that the cursor is on
	focus bool       // the preview has the keys that move

	width, height int // of what is inside its frame
}

type opened struct {
	page ui.Page
	at   time.Time
}

func (v *preview) fits(width int) bool { return v.open != nil && width >= wideEnough }

// split is the width of the list beside the preview: what its columns can use, as
// long as the preview has what it needs.
func (p *Page) split(width int) int {
	if !p.preview.fits(width) {
		return width
	}
	wanted := 3 // for the frame
	for _, c := range pick(p.view.columns(), p.columns) {
		wanted += c.Max + 1
	}
	const least = 44
	return max(width*3/5, min(wanted, width-least))
}

func (v *preview) resize(width, height int) {
	v.width, v.height = width-3, height-2
	for _, k := range v.kept {
		k.page.Resize(v.width, v.height)
	}
}

// show shows a user after the cursor has rested on it.
func (v *preview) show(u *api.User, width int) tea.Cmd {
	if u == nil || !v.fits(width) {
		return nil
	}
	v.shown = u.ID
	if k, ok := v.kept[u.ID]; ok && time.Since(k.at) < freshFor || !v.spare() {
		return nil
	}
	if len(v.kept) >= mostKept {
		v.forget()
	}
	v.drop(u.ID)
	page := v.open(u)
	page.Resize(v.width, v.height)
	v.kept[u.ID] = opened{page, time.Now()}
	return page.Init()
}

// leave ends the reads of a preview that the cursor left.
func (v *preview) leave() {
	if k, ok := v.kept[v.shown]; ok && k.page.(reading).Reading() {
		v.drop(v.shown)
	}
}

// reading is a page that says whether its reads are under way.
type reading interface{ Reading() bool }

// drop forgets a preview, so that it is read again.
func (v *preview) drop(id api.UserID) {
	if k, ok := v.kept[id]; ok {
		k.page.Close()
		delete(v.kept, id)
	}
}

func (v *preview) forget() {
	for id := range v.kept {
		v.drop(id)
	}
}

// hosts reports whether results of that page are for a preview.
func (v *preview) hosts(id ui.PageID) bool {
	for _, k := range v.kept {
		if k.page.ID() == id {
			return true
		}
	}
	return false
}

func (v *preview) receive(r ui.Result) tea.Cmd {
	for _, k := range v.kept {
		if k.page.ID() == r.Page {
			return k.page.Receive(r)
		}
	}
	return nil
}

// move scrolls the preview while it has the keys.
func (v *preview) move(a keys.Action) bool {
	k, ok := v.kept[v.shown]
	if !ok {
		return false
	}
	_, done := k.page.Do(a)
	return done
}

// draw draws the preview in its frame.
func (v *preview) draw(f ui.Frame, width int) string {
	pane := component.Pane{Width: width, Height: f.Height, Focus: v.focus}
	f.Width, f.Height = width-3, f.Height-2
	if k, ok := v.kept[v.shown]; ok {
		rim := k.page.(ui.Rimmed).Rim(f)
		pane.Title, pane.Bar, pane.Lines = rim.Title, rim.Bar, strings.Split(k.page.View(f), "\n")
	} else if v.shown != "" {
		pane.Lines = []string{" " + f.Theme.Muted.Render("Few reads are left of Azure's budget: no preview.")}
	}
	return pane.View(f.Theme)
}

// rested waits for the cursor to rest on another user than before.
func (p *Page) rested() tea.Cmd {
	u := p.current()
	if u == nil || u.ID == p.preview.aim || p.preview.open == nil {
		return nil
	}
	p.preview.leave()
	p.preview.aim = u.ID
	if !p.preview.fits(p.width) {
		return nil
	}
	return p.tasks.After(taskRest, restFor)
}

// look shows the user that the cursor rests on.
func (p *Page) look() tea.Cmd {
	p.preview.resize(p.width-p.split(p.width), p.body)
	return p.preview.show(p.current(), p.width)
}

// Preview shows previews that open makes, while spare allows them.
func (p *Page) Preview(open func(u *api.User) ui.Page, spare func() bool) {
	p.preview.open, p.preview.spare = open, spare
}

// Resized implements ui.Host: a larger terminal may have room for a preview.
func (p *Page) Resized() tea.Cmd {
	p.preview.aim = ""
	return p.rested()
}

// Hosts implements ui.Host.
func (p *Page) Hosts(id ui.PageID) bool { return p.preview.hosts(id) }
