package component

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestQuestionHears(t *testing.T) {
	tests := map[string]struct {
		before func(q *Question)
		wait   time.Duration
		want   bool
	}{
		"nothing was asked":        {func(*Question) {}, 0, true},
		"in the same burst":        {func(q *Question) { q.Ask(time.Now()) }, 0, false},
		"before the frame is sent": {func(q *Question) { q.Ask(time.Now()) }, 40 * time.Millisecond, false},
		"by a fast operator":       {func(q *Question) { q.Ask(time.Now()) }, 150 * time.Millisecond, true},
		"of what is learned only now": {func(q *Question) {
			q.Ask(time.Now())
			time.Sleep(time.Second)
			q.Ask(time.Now())
		}, 10 * time.Millisecond, false},
		"within other text": {func(q *Question) {
			q.Ask(time.Now())
			time.Sleep(time.Second)
			q.Stray(time.Now())
		}, 400 * time.Millisecond, false},
		"after other text": {func(q *Question) {
			q.Ask(time.Now())
			q.Stray(time.Now())
		}, time.Second, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var q Question
				tt.before(&q)
				time.Sleep(tt.wait)
				if got := q.Hears(time.Now()); got != tt.want {
					t.Errorf("%v, want %v", got, tt.want)
				}
			})
		})
	}
}
