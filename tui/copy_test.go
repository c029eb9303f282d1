package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	"apimtui/api/secret"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

func TestClipboardIsCleared(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.MustSee("clipboard is cleared in 45 s")
		d.Advance(20 * time.Second)
		d.MustSee("clipboard is cleared in 25 s")
		d.Advance(30 * time.Second)
		d.MustSee("Cleared.")
		if w.clip.value() != "" {
			t.Error("the clipboard still holds the link")
		}
		d.Press("r")
		d.Settle()
		d.Press("y")
		w.clip.set(func(f *fakeClipboard) { f.holds = "something of the operator's" })
		d.Advance(time.Minute)
		if w.clip.value() != "something of the operator's" {
			t.Error("what the operator copied since was cleared")
		}
	})
}

func TestBlindClipboardIsOverwrittenByKey(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Clipboard: &fakeClipboard{blind: true}, ClearAfter: 45 * time.Second}}
	clip := w.options.Clipboard.(*fakeClipboard)
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("X")
		d.MustSee("nothing secret was copied")
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.MustSee("not confirmed", "X overwrites it")
		d.Advance(2 * time.Minute)
		if clip.value() == " " || clip.value() == "" {
			t.Fatal("it was wiped blindly")
		}
		d.Press("X")
		d.MustSee("A space instead.")
		d.MustNotSee("X overwrites it")
	})
}

func TestDroppedCopyIsSaid(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Clipboard: &fakeClipboard{drops: true}}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.MustSee("tmux would drop this")
		d.MustNotSee("Copied")
	})
}

func TestCopyMenu(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Command: []string{"apimtui", "--context", "prod west"}, Service: "s"}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, "o'brien+test@example.com")
		for down, want := range []string{"o'brien+test@example.com", w.id(t, "o'brien+test@example.com"), "/subscriptions/0000", "apimtui --context 'prod west' users show ", "az rest --method get --url ", `curl -H "Authorization: Bearer $TOKEN" '`} {
			d.Press("y")
			for range down {
				d.Press("down")
			}
			d.Press("enter")
			d.Settle()
			if !strings.HasPrefix(w.clip.value(), want) {
				t.Errorf("row %d copied %s", down, w.clip.value())
			}
		}
		d.MustNotSee("clipboard is cleared")
	})
}

// TestSecretCopiedWhileTheLastIsCleared keeps its own time.
func TestSecretCopiedWhileTheLastIsCleared(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.Settle()
		w.clip.set(func(f *fakeClipboard) { f.slow = 2 * time.Second })
		d.Advance(45 * time.Second)
		d.Press("y") // the first is being cleared
		d.Advance(5 * time.Second)
		d.MustSee("clipboard is cleared in")
		d.Advance(time.Minute)
		if w.clip.value() != "" {
			t.Error("the second secret stayed")
		}
	})
}

func TestFailedClearIsNotForgotten(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.Settle()
		w.clip.set(func(f *fakeClipboard) { f.stuck = true })
		d.Advance(50 * time.Second)
		d.MustSee("X overwrites it")
		d.Press("X")
		d.MustSee("A space instead.")
	})
}

// oddClipboard is a clipboard that answers as it is told.
type oddClipboard struct {
	*fakeClipboard
	takes  time.Duration
	result *clipboard.Result // nil: as the fake says
}

func (o *oddClipboard) Copy(ctx context.Context, v secret.Value) clipboard.Result {
	v = secret.New(v.Reveal())
	time.Sleep(o.takes) // simulated
	r := o.fakeClipboard.Copy(ctx, v)
	if o.result != nil {
		r = *o.result
		r.Sequence = secret.New(r.Sequence.Reveal())
	}
	return r
}

// leave ends the console as its owner does, and gives what is said then.
func leave(t *testing.T, d *tuitest.Driver, keys ...string) string {
	t.Helper()
	d.Press(keys...)
	model, err, ended := d.Done()
	if err != nil || !ended {
		t.Fatalf("the console has not ended: %v", err)
	}
	return model.(*guarded).model.(*root).clip.clearOnQuit()
}

// TestQuittingClears copies and leaves at once, while the copy is under way or
// has not even begun.
func TestQuittingClears(t *testing.T) {
	t.Parallel()
	for _, takes := range []time.Duration{0, time.Second, time.Minute} {
		for _, keys := range [][]string{{"y", "q", "q"}, {"y", "ctrl+c"}} {
			clip := &oddClipboard{fakeClipboard: &fakeClipboard{}, takes: takes}
			w := &world{options: Options{Clipboard: clip, ClearAfter: 45 * time.Second}}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				d.Press("t", "enter")
				d.MustSee("masked")
				began := time.Now()
				left := leave(t, d, keys...)
				if waited := time.Since(began); waited > 3*time.Second {
					t.Errorf("%v, %s: quitting waited %s", keys, takes, waited)
				}
				switch {
				case takes > time.Second && !strings.Contains(left, "may still be in the clipboard"):
					t.Errorf("%v, %s: said %q", keys, takes, left)
				case takes <= time.Second && (clip.value() != "" || left != ""):
					t.Errorf("%v, %s: the clipboard holds %q, said %q", keys, takes, clip.value(), left)
				}
			})
		}
	}
}

// TestCopyThatHasNotBegunNeverDoes is what a command is that is handed over as
// the console ends.
func TestCopyThatHasNotBegunNeverDoes(t *testing.T) {
	clip := &fakeClipboard{}
	r := newRoot(t.Context(), Options{Clipboard: clip, ClearAfter: time.Second}, 80, 24)
	defer r.close()
	cmd := r.clip.copy(ui.Copy{Text: secret.New("token"), What: "Token", Secret: true})
	if left := r.clip.clearOnQuit(); left != "" {
		t.Errorf("said %q", left)
	}
	if cmd(); clip.copied() != 0 {
		t.Error("it was copied after the end")
	}
}

// A copy that ends while the program does is cleared. What only the terminal would
// have taken was never sent to it.
func TestCopyThatEndsWithTheProgram(t *testing.T) {
	for name, result := range map[string]*clipboard.Result{
		"tool": nil, "terminal": {Claim: clipboard.Sent, Sequence: secret.New("\x1b]52;c;eA==\a")},
	} {
		clip := &oddClipboard{fakeClipboard: &fakeClipboard{}, result: result}
		r := newRoot(t.Context(), Options{Clipboard: clip, ClearAfter: time.Second}, 80, 24)
		r.clip.copy(ui.Copy{Text: secret.New("token"), What: "Token", Secret: true})()
		if left := r.clip.clearOnQuit(); left != "" || result == nil && clip.value() != "" {
			t.Errorf("%s: said %q, the tool holds %q", name, left, clip.value())
		}
		r.close()
	}
}

// TestQuittingSaysWhatIsLeft has a clipboard that cannot be read or cleared.
func TestQuittingSaysWhatIsLeft(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		clip  *fakeClipboard
		after time.Duration
		want  string
	}{
		"blind":   {&fakeClipboard{blind: true}, 45 * time.Second, "What was copied last (SSO URL) may still be in the clipboard: copy something else over it."},
		"stuck":   {&fakeClipboard{stuck: true}, 45 * time.Second, "Not cleared."},
		"never":   {&fakeClipboard{}, 0, "may still be in the clipboard"},
		"cleared": {&fakeClipboard{}, 45 * time.Second, ""},
		"dropped": {&fakeClipboard{drops: true}, 45 * time.Second, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{options: Options{Clipboard: tt.clip, ClearAfter: tt.after}}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				d.Press("s")
				d.Settle()
				d.Press("y")
				d.Settle()
				if left := leave(t, d, "q", "q"); left != tt.want && (tt.want == "" || !strings.Contains(left, tt.want)) {
					t.Errorf("said %q, want %q", left, tt.want)
				}
			})
		})
	}
}

// TestCopySentTwoWays has a desktop's tool hang, so that the terminal was sent
// the secret as well: only one of the two can be cleared.
func TestCopySentTwoWays(t *testing.T) {
	t.Parallel()
	both := &clipboard.Result{
		Claim: clipboard.Sent, CanReadBack: true, Sequence: secret.New("\x1b]52;c;eA==\a"),
		Words: "Sent to your terminal; not confirmed. (xclip did not finish within 2 s, and may still copy it)",
	}
	for _, early := range []bool{true, false} {
		clip := &oddClipboard{fakeClipboard: &fakeClipboard{}, result: both}
		w := &world{options: Options{Clipboard: clip, ClearAfter: 45 * time.Second}}
		w.show(t, func(d *tuitest.Driver) {
			at(d, kwame)
			d.Press("s")
			d.Settle()
			d.Press("y")
			d.MustSee("clipboard may hold a secret: X overwrites it")
			d.MustNotSee("clipboard is cleared in")
			if early {
				d.Press("X")
				d.Settle()
				d.MustSee("clipboard is cleared in")
			}
			d.Advance(50 * time.Second)
			if !early && clip.value() != "" {
				t.Error("the desktop's clipboard was not cleared")
			}
			if !early {
				d.MustSee("clipboard may hold a secret: X overwrites it")
				d.Press("X")
				d.Settle()
			}
			d.MustNotSee("X overwrites it")
		})
	}
}
