package userlist

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/ui"
)

const (
	taskLoad = "load"
	taskTick = "tick"
	taskSort = "sort"
	taskAuto = "auto"
	taskFade = "fade"
	taskRest = "rest"
)

// The time between two automatic reloads, and how long what they changed is
// marked.
const (
	reloadEvery = 30 * time.Second
	markChanges = 5 * time.Second
)

// quickSort is how many users are sorted while a key waits. Sorting more takes
// longer than a frame, so it runs in the background.
const quickSort = 5000

// sort puts the list in the requested order.
func (p *Page) sort() tea.Cmd {
	p.tasks.Cancel(taskSort)
	if p.view.wanted.by == byService || p.roster.Len() <= quickSort {
		p.view.settle()
		p.follow()
		return nil
	}
	s := p.view.sorting(p.view.wanted)
	return p.tasks.Run(taskSort, func(context.Context) any { return s.do() })
}

// load loads all users, or the rest of an earlier load. The old rows stay during a
// full reload.
func (p *Page) load(resume *api.Rest) tea.Cmd {
	if p.loader == nil {
		return nil
	}
	loader := p.loader
	p.failed, p.resume = nil, time.Time{}
	p.began = time.Now()
	p.busy.Start(p.began)
	switch {
	case resume != nil:
		p.rest = api.Rest{}
	case p.roster.Len() > 0:
		p.next, p.since = &api.Roster{}, nil
	default:
		p.rest, p.loaded = api.Rest{}, false
	}
	work := func(ctx context.Context, emit func(any)) any {
		return loader.Load(ctx, api.LoadOptions{Resume: resume}, func(b api.Batch) { emit(b) })
	}
	return tea.Batch(p.tasks.Stream(taskLoad, work), p.tasks.After(taskTick, component.ShowAfter))
}

func (p *Page) Receive(r ui.Result) tea.Cmd {
	if page := p.preview.page(r.Page); page != nil {
		return page.Receive(r)
	}
	if !p.tasks.Accept(r) {
		return nil
	}
	return tea.Batch(p.take(r), p.rested())
}

func (p *Page) take(r ui.Result) tea.Cmd {
	switch v := r.Value.(type) {
	case api.Batch:
		p.put(v)
		return r.Next()
	case api.Rest:
		return p.finish(v)
	case sorted:
		if !p.view.take(v) {
			return p.sort()
		}
		p.follow()
	}
	switch {
	case r.Task == taskTick && p.tasks.Running(taskLoad):
		return p.tasks.After(taskTick, p.busy.Tick(time.Now()))
	case r.Task == taskAuto && p.auto && !p.tasks.Running(taskLoad):
		if p.preview.spare != nil && !p.preview.spare() {
			return p.tasks.After(taskAuto, reloadEvery) // the reads that are left are for what is asked for
		}
		return p.load(nil)
	case r.Task == taskFade:
		p.news = nil
	case r.Task == taskRest:
		p.preview.resize(p.width-p.split(p.width), p.body)
		return p.preview.show(p.current())
	}
	return nil
}

// put takes a batch.
func (p *Page) put(b api.Batch) {
	if b.PausedFor > 0 {
		p.resume = time.Now().Add(b.PausedFor)
		return
	}
	if p.next != nil {
		p.next.Put(b)
		return
	}
	p.loaded = true
	p.roster.Put(b)
	p.Doubts.Read(p.began, func(id api.UserID) bool {
		return slices.ContainsFunc(b.Users, func(u api.User) bool { return u.ID == id })
	})
	p.refresh()
}

// finish ends a load. A reload replaces the old rows only when it is complete, as
// far as can be told.
func (p *Page) finish(rest api.Rest) tea.Cmd {
	p.busy.Stop()
	p.resume = time.Time{}
	var cmd tea.Cmd
	switch next := p.next; {
	case next == nil:
		p.rest = rest
		p.roster.Finish(rest)
	case rest.Complete() || rest.Unsettled():
		next.Finish(rest)
		for _, do := range p.since {
			do(next)
		}
		p.Doubts.Read(p.began, next.Has)
		cmd = tea.Batch(p.compare(p.roster, next), p.preview.reloaded(next, p.auto))
		p.roster, p.rest, p.loaded = next, rest, true
		p.view.replace(next)
	default:
		p.failed = rest.Err
	}
	if p.failed == nil && (p.rest.Complete() || p.roster.Len() > 0) {
		p.readAt = p.Now()
	}
	p.next = nil
	maps.DeleteFunc(p.marks, func(id api.UserID, _ bool) bool { return !p.roster.Has(id) })
	p.view.update()
	p.view.settle()
	p.tasks.Cancel(taskSort)
	p.follow()
	if p.auto {
		cmd = tea.Batch(cmd, p.tasks.After(taskAuto, reloadEvery))
	}
	return cmd
}

// compare marks for a moment what an automatic reload changed.
func (p *Page) compare(old, now *api.Roster) tea.Cmd {
	if !p.auto {
		return nil
	}
	before := map[api.UserID]string{}
	for i := range old.Len() {
		before[old.At(i).ID] = old.At(i).SearchText()
	}
	p.news = map[api.UserID]bool{}
	for i := range now.Len() {
		if u := now.At(i); before[u.ID] != u.SearchText() {
			p.news[u.ID] = true
		}
	}
	return p.tasks.After(taskFade, markChanges)
}

// toggleAuto begins or ends the automatic reloads.
func (p *Page) toggleAuto() tea.Cmd {
	p.auto = !p.auto
	if !p.auto {
		p.tasks.Cancel(taskAuto)
		return nil
	}
	if p.tasks.Running(taskLoad) {
		return nil
	}
	return p.load(nil)
}

// reload resumes an incomplete load, even one that is still running; otherwise it
// loads everything again.
func (p *Page) reload() tea.Cmd {
	p.choose()
	if p.tasks.Running(taskLoad) && p.next == nil {
		p.rest = p.stopped()
	}
	if !p.rest.Complete() && p.roster.Len() > 0 {
		rest := p.rest
		return p.load(&rest)
	}
	return p.load(nil)
}

func (p *Page) stopped() api.Rest {
	rest := api.Rest{Err: errStopped}
	if p.next != nil {
		return rest
	}
	if total, ok := p.roster.Total(); ok && p.loaded && total > p.roster.Len() {
		rest.Ranges = p.roster.Gaps(pageSize)
	}
	return rest
}

var errStopped = errors.New("stopped")

// pageSize is the service's own page size, for reloads.
const pageSize = 100
