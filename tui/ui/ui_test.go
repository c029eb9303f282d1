package ui

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/tuitest"
)

func TestOutboxKeepsTheOrder(t *testing.T) {
	var o Outbox
	if len(o.Take()) != 0 {
		t.Error("a new box holds something")
	}
	o.Ask(1)
	o.Ask("two")
	if got := fmt.Sprint(o.Take()); got != "[1 two]" {
		t.Errorf("took %s", got)
	}
	if len(o.Take()) != 0 {
		t.Error("taken twice")
	}
}

// results runs a command to its end and gives what the page would accept.
func results(ts *Tasks, cmd tea.Cmd) (values []any) {
	tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd {
		r := m.(Result)
		if ts.Accept(r) {
			values = append(values, r.Value)
		}
		return r.Next()
	})
	return values
}

func TestOneTaskForEachPurpose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ts := NewTasks(t.Context(), 7)
		defer ts.Close()
		var first context.Context
		wait := func(ctx context.Context) any {
			first = ctx
			<-ctx.Done()
			return "first"
		}
		old := ts.Run("read", wait)
		done := make(chan tea.Msg, 1)
		go func() { done <- old() }()
		synctest.Wait()
		if !ts.Running("read") || ts.Running("write") || first.Err() != nil {
			t.Error("the task does not run")
		}
		if got := fmt.Sprint(results(ts, ts.Run("read", func(context.Context) any { return "second" }))); got != "[second]" {
			t.Errorf("accepted %s", got)
		}
		r := (<-done).(Result)
		if first.Err() == nil || ts.Accept(r) {
			t.Error("the one before goes on, or counts")
		}
		if ts.Running("read") {
			t.Error("it runs after its last result")
		}
	})
}

// A result counts for its own page alone, once, and not after the task was
// cancelled.
func TestWhatCounts(t *testing.T) {
	one := func(context.Context) any { return 1 }
	mine, other := NewTasks(t.Context(), 1), NewTasks(t.Context(), 2)
	r := mine.Run("read", one)().(Result)
	other.Run("read", one)
	if other.Accept(r) {
		t.Error("another page takes it")
	}
	if !mine.Accept(r) || mine.Accept(r) {
		t.Error("it does not count once")
	}
	r = mine.Run("read", one)().(Result)
	mine.Cancel("read")
	if mine.Accept(r) {
		t.Error("it counts though it was cancelled")
	}
	r = mine.Run("read", one)().(Result)
	mine.Close()
	if mine.Accept(r) {
		t.Error("it counts though the page is closed")
	}
	if r := other.Run("read", func(ctx context.Context) any { return ctx.Err() })().(Result); r.Value != nil {
		t.Errorf("closing one page ends another's work: %v", r.Value)
	}
}

func TestStreamsComeInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ts := NewTasks(t.Context(), 1)
		work := func(_ context.Context, emit func(any)) any {
			for i := range 3 {
				emit(i)
			}
			return "end"
		}
		if got := fmt.Sprint(results(ts, ts.Stream("load", work))); got != "[0 1 2 end]" {
			t.Errorf("came %s", got)
		}
		// What no one takes any more holds no work up.
		ended := make(chan bool)
		batch := ts.Stream("load", func(_ context.Context, emit func(any)) any {
			defer close(ended)
			emit(1)
			return 2
		})().(tea.BatchMsg)
		go batch[0]()
		synctest.Wait()
		ts.Close()
		<-ended
	})
}

func TestAfterTellsOfTimeAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ts, began := NewTasks(t.Context(), 1), time.Now()
		defer ts.Close()
		if got := results(ts, ts.After("tick", time.Minute)); len(got) != 1 || got[0] != nil || time.Since(began) != time.Minute {
			t.Errorf("%v after %v", got, time.Since(began))
		}
	})
}

func TestStillAsksToBeClosed(t *testing.T) {
	s := Still{Page: 9, Out: &Outbox{}}
	s.Resize(80, 24)
	s.Dismiss()
	if asked := s.Out.Take(); s.Width != 80 || s.Height != 24 || len(asked) != 1 || asked[0] != (Close{Overlay: 9}) {
		t.Errorf("asked %v at %dx%d", asked, s.Width, s.Height)
	}
}
