package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Result is a result of a page's work, on its way to the page.
type Result struct {
	Page  PageID
	Task  string
	Value any
	More  bool // set when the task continues; Next then waits for the next result

	seq  int
	next tea.Cmd
}

// Next waits for the task's next result. It is nil after the last.
func (r Result) Next() tea.Cmd { return r.next }

// Tasks is a page's work in progress: one task per purpose. Starting one cancels
// its predecessor, whose results no longer count.
type Tasks struct {
	page    PageID
	ctx     context.Context
	cancel  context.CancelFunc
	seq     int
	current map[string]running
}

type running struct {
	seq    int
	cancel context.CancelFunc
}

// NewTasks returns the tasks of a page. They all end with ctx.
func NewTasks(ctx context.Context, page PageID) *Tasks {
	ctx, cancel := context.WithCancel(ctx)
	return &Tasks{page: page, ctx: ctx, cancel: cancel, current: map[string]running{}}
}

// Run starts a task with one result.
func (t *Tasks) Run(task string, work func(ctx context.Context) any) tea.Cmd {
	ctx, seq := t.begin(task)
	page := t.page
	return func() tea.Msg {
		return Result{Page: page, Task: task, seq: seq, Value: work(ctx)}
	}
}

// Stream starts a task with several results. What work returns is the last.
func (t *Tasks) Stream(task string, work func(ctx context.Context, emit func(any)) any) tea.Cmd {
	ctx, seq := t.begin(task)
	page := t.page
	values := make(chan Result)
	send := func(r Result) {
		select {
		case values <- r:
		case <-ctx.Done():
		}
	}
	producer := func() tea.Msg {
		defer close(values)
		last := work(ctx, func(v any) {
			send(Result{Page: page, Task: task, seq: seq, Value: v, More: true})
		})
		send(Result{Page: page, Task: task, seq: seq, Value: last})
		return nil
	}
	var consumer tea.Cmd
	consumer = func() tea.Msg {
		r, ok := <-values
		if !ok {
			return nil
		}
		if r.More {
			r.next = consumer
		}
		return r
	}
	return tea.Batch(producer, consumer)
}

// After starts a task that only waits.
func (t *Tasks) After(task string, d time.Duration) tea.Cmd {
	_, seq := t.begin(task)
	page := t.page
	return tea.Tick(d, func(time.Time) tea.Msg { return Result{Page: page, Task: task, seq: seq} })
}

func (t *Tasks) begin(task string) (context.Context, int) {
	t.Cancel(task)
	t.seq++
	ctx, cancel := context.WithCancel(t.ctx)
	t.current[task] = running{seq: t.seq, cancel: cancel}
	return ctx, t.seq
}

// Accept reports whether a result still counts, and ends its task if it was the
// last one.
func (t *Tasks) Accept(r Result) bool {
	cur, ok := t.current[r.Task]
	if !ok || r.Page != t.page || r.seq != cur.seq {
		return false
	}
	if !r.More {
		cur.cancel()
		delete(t.current, r.Task)
	}
	return true
}

// Running reports whether a task is under way.
func (t *Tasks) Running(task string) bool { _, ok := t.current[task]; return ok }

// RunningBeside reports whether any other task is under way.
func (t *Tasks) RunningBeside(task string) bool {
	if t.Running(task) {
		return len(t.current) > 1
	}
	return len(t.current) > 0
}

// Cancel ends a task; its later results do not count.
func (t *Tasks) Cancel(task string) {
	if cur, ok := t.current[task]; ok {
		cur.cancel()
		delete(t.current, task)
	}
}

// Close ends all tasks.
func (t *Tasks) Close() {
	t.cancel()
	clear(t.current)
}
