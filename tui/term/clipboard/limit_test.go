package clipboard

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestNothingTakesLongerThanTwoSeconds has tools that never answer.
func TestNothingTakesLongerThanTwoSeconds(t *testing.T) {
	hangs := func(ctx context.Context, _ Program) (Output, error) {
		<-ctx.Done()
		return Output{}, ctx.Err()
	}
	t.Run("a command", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			m := &machine{installed: []string{"mycopy"}, run: hangs}
			r := copyCanary(t, m.copier("command", "mycopy"))
			want := "Not copied: mycopy did not finish within 2 s, and may have copied it before it was ended."
			if r.Claim != NotCopied || r.Words != want || time.Since(start) != 2*time.Second {
				t.Errorf("after %v: %s", time.Since(start), r.Words)
			}
		})
	})
	t.Run("tmux is asked", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			m := &machine{env: []string{"TMUX=x"}, installed: []string{"tmux"}, run: hangs}
			p := m.copier("auto").Plan(t.Context())
			want := "Not copied: this is a tmux session, but tmux cannot be asked (tmux did not finish within 2 s)."
			if p.Words != want || time.Since(start) != 2*time.Second {
				t.Errorf("after %v: %s", time.Since(start), p.Words)
			}
		})
	})
	t.Run("tmux loads and deletes", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			m := inTmuxSession(hangs)
			r := copyCanary(t, m.copier("auto"))
			want := "Not copied: tmux did not finish within 2 s, and may have copied it before it was ended." +
				" tmux may keep it in a buffer (tmux did not finish within 2 s): run tmux delete-buffer -b NAME."
			if readable(r.Words) != want || time.Since(start) != 4*time.Second {
				t.Errorf("after %v: %s", time.Since(start), r.Words)
			}
		})
	})
}

func TestADesktopThatHangs(t *testing.T) {
	for mode, want := range map[string]struct {
		claim Claim
		words string
	}{
		"native": {NotCopied, "Not copied: xclip did not finish within 2 s, and may still copy it."},
		"auto":   {Sent, "Sent to your terminal; not confirmed. (xclip did not finish within 2 s, and may still copy it)"},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			d := &memoryDesktop{blocking: make(chan struct{})}
			m := &machine{env: []string{"TERM=xterm", "DISPLAY=:0"}, installed: []string{"xclip"}, desktop: d}
			c := m.copier(mode)
			r := copyCanary(t, c)
			if r.Claim != want.claim || r.Words != want.words || time.Since(start) != 2*time.Second {
				t.Errorf("%s after %v: claim %d: %s", mode, time.Since(start), r.Claim, r.Words)
			}
			if got := c.Clear(t.Context(), secretOf(canary)); got.Outcome != ClearFailed ||
				got.Words != "Not cleared: xclip did not finish within 2 s. The clipboard may still hold what was copied." {
				t.Errorf("%s: clearing: %s", mode, got.Words)
			}
			// It does copy in the end, and that can still be cleared.
			close(d.blocking)
			synctest.Wait()
			if got := c.Clear(t.Context(), secretOf(canary)); !r.CanReadBack || got.Outcome != Cleared || d.text != "" {
				t.Errorf("%s: clearing late: %s, and the clipboard holds %q", mode, got.Words, d.text)
			}
		})
	}
}
