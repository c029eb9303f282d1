package tui

import (
	"strings"
	"testing"
	"time"

	"apimtui/tui/tuitest"
)

func TestClipboardIsCleared(t *testing.T) {
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
