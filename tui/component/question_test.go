package component

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestQuestionIsQuietAfterStrayKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var q Question
		if !q.Quiet(time.Now()) {
			t.Error("no key came, and it is not quiet")
		}
		q.Stray(time.Now())
		for _, at := range []struct {
			after time.Duration
			quiet bool
		}{{400 * time.Millisecond, false}, {100 * time.Millisecond, true}} {
			time.Sleep(at.after)
			if got := q.Quiet(time.Now()); got != at.quiet {
				t.Errorf("%v later it is quiet: %v", at.after, got)
			}
		}
	})
}
