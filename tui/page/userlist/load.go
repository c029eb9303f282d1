package userlist

import (
	"context"
	"errors"
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
)

// quickSort is how many users are sorted while a key waits. Sorting more takes
// longer than a frame, so it runs in the background.
const quickSort = 5000

// sort puts the list in the requested order.
func (p *Page) sort() tea.Cmd {
	p.tasks.Cancel(taskSort)
	if p.view.wanted == byService || p.roster.Len() <= quickSort {
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
	p.busy.Start(time.Now())
	switch {
	case resume != nil:
		p.rest = api.Rest{}
	case p.roster.Len() > 0:
		p.next = &api.Roster{}
	default:
		p.rest, p.loaded = api.Rest{}, false
	}
	work := func(ctx context.Context, emit func(any)) any {
		return loader.Load(ctx, api.LoadOptions{Resume: resume}, func(b api.Batch) { emit(b) })
	}
	return tea.Batch(p.tasks.Stream(taskLoad, work), p.tasks.After(taskTick, component.ShowAfter))
}

func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case api.Batch:
		p.put(v)
		return r.Next()
	case api.Rest:
		p.finish(v)
	case sorted:
		if !p.view.take(v) {
			return p.sort()
		}
		p.follow()
	}
	if r.Task == taskTick && p.tasks.Running(taskLoad) {
		return p.tasks.After(taskTick, p.busy.Tick(time.Now()))
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
	p.refresh()
}

// finish ends a load. A reload replaces the old rows only when it is complete, as
// far as can be told.
func (p *Page) finish(rest api.Rest) {
	p.busy.Stop()
	p.resume = time.Time{}
	switch next := p.next; {
	case next == nil:
		p.rest = rest
		p.roster.Finish(rest)
	case rest.Complete() || rest.Unsettled():
		next.Finish(rest)
		p.roster, p.rest, p.loaded = next, rest, true
		p.view.replace(next)
	default:
		p.failed = rest.Err
	}
	p.next = nil
	p.view.update()
	p.view.settle()
	p.tasks.Cancel(taskSort)
	p.follow()
}

// reload resumes an incomplete load, even one that is still running; otherwise it
// loads everything again.
func (p *Page) reload() tea.Cmd {
	if p.loader == nil {
		return nil
	}
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

// stop ends a load; what arrived stays, and the rest can be resumed.
func (p *Page) stop() {
	p.tasks.Cancel(taskLoad)
	p.tasks.Cancel(taskTick)
	p.finish(p.stopped())
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
