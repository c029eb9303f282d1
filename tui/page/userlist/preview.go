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
	few   bool       // too few reads are left for the shown user

	room          bool // it is drawn
	width, height int  // of what is inside its frame
}

type opened struct {
	page ui.Page
	at   time.Time
}

func (v *preview) fits() bool { return v.open != nil && v.room }

// split is the width of the list beside the preview: what its columns can use, as
// long as the preview has what it needs.
func (p *Page) split(width int) int {
	if !p.preview.fits() {
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
func (v *preview) show(u *api.User) tea.Cmd {
	if u == nil || !v.fits() {
		return nil
	}
	v.shown = u.ID
	k, ok := v.kept[u.ID]
	v.few = !ok && !v.spare()
	if ok && time.Since(k.at) < freshFor || !v.spare() {
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
	v.few = false
	if k, ok := v.kept[v.shown]; ok && k.page.(reading).Reading() {
		v.drop(v.shown)
	}
}

// renew takes a newer version of a user: the preview that is drawn shows it at once
// and reads again what belongs to the user, any other is forgotten.
func (v *preview) renew(now api.Version) tea.Cmd {
	id := now.User.ID
	k, ok := v.kept[id]
	if !ok || id != v.shown || !v.fits() || !v.spare() {
		v.drop(id)
		return nil
	}
	v.kept[id] = opened{k.page, time.Now()}
	return k.page.(ui.Watcher).Changed(now)
}

// reloaded takes a list that was read again. Where only changes count, previews
// that are fresh and show what the list shows stay.
func (v *preview) reloaded(list *api.Roster, changes bool) tea.Cmd {
	listed := map[api.UserID]*api.User{}
	for i := range list.Len() {
		u := list.At(i)
		if _, ok := v.kept[u.ID]; ok {
			listed[u.ID] = u
		}
	}
	var cmds []tea.Cmd
	for id, k := range v.kept {
		u, ok := listed[id]
		switch {
		case !ok:
			v.drop(id)
		case !changes || time.Since(k.at) >= freshFor || u.SearchText() != k.page.(ui.Chooser).Chosen().SearchText():
			cmds = append(cmds, v.renew(api.Version{User: *u}))
		}
	}
	return tea.Batch(cmds...)
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

// page is the preview with an id, or nil.
func (v *preview) page(id ui.PageID) ui.Page {
	for _, k := range v.kept {
		if k.page.ID() == id {
			return k.page
		}
	}
	return nil
}

// do scrolls the preview, or reads it again, while it has the keys.
func (v *preview) do(a keys.Action) (tea.Cmd, bool) {
	if k, ok := v.kept[v.shown]; ok && v.focus {
		return k.page.Do(a)
	}
	return nil, false
}

// draw draws the preview in its frame.
func (v *preview) draw(f ui.Frame, width int) string {
	pane := component.Pane{Width: width, Height: f.Height, Focus: v.focus}
	f.Width, f.Height = width-3, f.Height-2
	if k, ok := v.kept[v.shown]; ok {
		rim := k.page.(ui.Rimmed).Rim(f)
		pane.Title, pane.Bar, pane.Lines = rim.Title, rim.Bar, strings.Split(k.page.View(f), "\n")
	} else if v.few {
		for _, l := range component.Wrapped(f.Theme.Muted, "No preview: few reads are left of Azure's budget.", f.Width-1) {
			pane.Lines = append(pane.Lines, " "+l)
		}
	}
	return pane.View(f.Theme)
}

// rested waits for the cursor to rest on another user than before.
func (p *Page) rested() tea.Cmd {
	u := p.current()
	if u == nil {
		p.preview.leave()
		p.preview.aim, p.preview.shown = "", ""
		return nil
	}
	if u.ID == p.preview.aim {
		return nil
	}
	p.preview.leave()
	p.preview.aim = u.ID
	if !p.preview.fits() {
		return nil
	}
	return p.tasks.After(taskRest, restFor)
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

// Hosts implements ui.Host: results of that page are for a preview.
func (p *Page) Hosts(id ui.PageID) bool { return p.preview.page(id) != nil }
