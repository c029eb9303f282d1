package tui

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/ui"
)

// Clipboard copies to where the operator pastes.
type Clipboard interface {
	Copy(ctx context.Context, v secret.Value) clipboard.Result
	Clear(ctx context.Context, v secret.Value) clipboard.ClearResult
	Overwrite(ctx context.Context) clipboard.Result
}

// held is the secret that was copied last and may still be where it was copied
// to.
type held struct {
	value   secret.Value
	what    string
	clearAt time.Time // zero: it cannot be cleared from here
	// loose says that it was sent to where nobody can clear it, also where
	// another place can be cleared.
	loose bool
	seq   int
}

// copying is a copy under way. It is known before its outcome is, so that
// quitting clears what a copy leaves behind that nobody has heard of yet.
type copying struct {
	ask    ui.Copy
	taken  atomic.Bool           // by the copy, or by whoever says that there is to be none
	result chan clipboard.Result // one, once it is over
}

// The messages of the clipboard's work.
type (
	copied struct {
		of     *copying
		ask    ui.Copy
		result clipboard.Result
	}
	cleared struct {
		seq    int
		result clipboard.ClearResult
	}
	overwritten struct {
		seq    int
		result clipboard.Result
	}
	clearTick struct{ seq int }
)

// copy copies in a command: it asks other programs.
func (r *root) copy(ask ui.Copy) tea.Cmd {
	clip, ctx := r.opts.Clipboard, r.ctx
	if clip == nil {
		r.toast = &ui.Notify{Text: "Not copied: there is no clipboard here.", Kind: ui.Warn}
		return nil
	}
	c := &copying{ask: ask, result: make(chan clipboard.Result, 1)}
	r.copies = append(r.copies, c)
	return func() tea.Msg {
		if c.taken.Swap(true) {
			return nil // the console is left
		}
		result := clip.Copy(ctx, ask.Text)
		c.result <- result
		return copied{c, ask, result}
	}
}

// took says what became of a copy, in words that claim only what is known.
func (r *root) took(c copied) tea.Cmd {
	r.copies = slices.DeleteFunc(r.copies, func(other *copying) bool { return other == c.of })
	words, kind := c.ask.What+": "+c.result.Words, ui.Good
	switch c.result.Claim {
	case clipboard.NotCopied, clipboard.WouldBeDropped:
		words, kind = c.result.Words, ui.Bad
	case clipboard.Sent:
		kind = ui.Info
	}
	switch {
	case c.result.Instead == "":
	case c.ask.Secret:
		words += " " + c.result.Instead
	default: // what is no secret can stand here to be selected
		words += " " + text.Clean(c.ask.Text.Reveal()).String()
	}
	r.toast = &ui.Notify{Text: words, Kind: kind}
	return tea.Batch(r.write(c.result.Sequence), r.hold(c))
}

// write sends a sequence to the terminal as it is.
func (r *root) write(sequence secret.Value) tea.Cmd {
	if sequence.Empty() {
		return nil
	}
	bytes := sequence.Reveal()
	sequence.Wipe()
	return tea.Raw(bytes)
}

// hold remembers a copied secret, to clear it in time.
func (r *root) hold(c copied) tea.Cmd {
	gone := c.result.Claim == clipboard.NotCopied || c.result.Claim == clipboard.WouldBeDropped
	// A tool that was given up may still copy: then there is something to
	// clear although nothing is claimed.
	if !c.ask.Secret || gone && !c.result.CanReadBack {
		c.ask.Text.Wipe()
		return nil
	}
	r.held.value.Wipe()
	r.held = held{value: c.ask.Text, what: c.ask.What, loose: c.result.Claim == clipboard.Sent, seq: r.held.seq + 1}
	if !c.result.CanReadBack || r.opts.ClearAfter <= 0 {
		return nil
	}
	r.held.clearAt = time.Now().Add(r.opts.ClearAfter)
	r.clock = time.Now()
	return r.clearTick()
}

// clearTick counts the seconds down.
func (r *root) clearTick() tea.Cmd {
	seq := r.held.seq
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return clearTick{seq} })
}

func (r *root) countDown(t clearTick) tea.Cmd {
	if t.seq != r.held.seq || r.held.clearAt.IsZero() {
		return nil
	}
	if r.clock = time.Now(); r.clock.Before(r.held.clearAt) {
		return r.clearTick()
	}
	clip, ctx, value := r.opts.Clipboard, r.ctx, r.held.value
	return func() tea.Msg { return cleared{t.seq, clip.Clear(ctx, value)} }
}

// tookBack forgets the secret once it is known to be gone. What could not be
// cleared may still be there, and X still overwrites it.
func (r *root) tookBack(c cleared) {
	if c.seq != r.held.seq {
		return // another secret was copied meanwhile, and has its own time
	}
	kind := ui.Info
	if c.result.Outcome == clipboard.ClearFailed {
		kind = ui.Warn
	}
	r.toast = &ui.Notify{Text: c.result.Words, Kind: kind}
	if !r.held.loose && (c.result.Outcome == clipboard.Cleared || c.result.Outcome == clipboard.Changed) {
		r.forget()
		return
	}
	r.held.clearAt = time.Time{}
}

func (r *root) forget() {
	r.held.value.Wipe()
	r.held = held{seq: r.held.seq + 1}
}

// overwrite puts something harmless where a secret was copied to, on the
// operator's key: what cannot be read back is never wiped blindly.
func (r *root) overwrite() tea.Cmd {
	clip, ctx, seq := r.opts.Clipboard, r.ctx, r.held.seq
	return func() tea.Msg { return overwritten{seq, clip.Overwrite(ctx)} }
}

func (r *root) tookOver(o overwritten) tea.Cmd {
	r.toast = &ui.Notify{Text: o.result.Words, Kind: ui.Info}
	switch {
	case o.seq != r.held.seq || o.result.Claim == clipboard.NotCopied || o.result.Claim == clipboard.WouldBeDropped:
	case o.result.Claim == clipboard.Sent && !r.held.clearAt.IsZero():
		r.held.loose = false // what is left is where it is cleared in its time
	default:
		r.forget()
	}
	return r.write(o.result.Sequence)
}

// holding says what the clipboard still holds, for the status line.
func (r *root) holding() string {
	switch {
	case r.held.what == "":
		return ""
	case r.held.clearAt.IsZero(), r.held.loose:
		return "clipboard may hold a secret: X overwrites it"
	}
	left := max(0, int(r.held.clearAt.Sub(r.clock).Round(time.Second).Seconds()))
	return fmt.Sprintf("clipboard is cleared in %d s", left)
}

// quitWait is how long a copy under way is waited for: as long as a desktop's
// tool may take, and a little.
const quitWait = 2500 * time.Millisecond

// clearOnQuit clears what was copied, if it still is there and can be read, and
// gives a sentence about what may be left behind, "" when nothing is. It blocks
// for as long as the clipboard's tool takes, which is bounded.
func (r *root) clearOnQuit() string {
	r.awaitCopies()
	h := r.held
	defer r.forget()
	if h.what == "" {
		return ""
	}
	left := "What was copied last (" + h.what + ") may still be in the clipboard: copy something else over it."
	if h.clearAt.IsZero() {
		return left
	}
	switch c := r.opts.Clipboard.Clear(context.Background(), h.value); {
	case c.Outcome == clipboard.ClearFailed && !h.loose:
		return c.Words
	case c.Outcome == clipboard.CannotReadBack || h.loose:
		return left
	}
	return ""
}

// awaitCopies learns what became of the secrets that are being copied. A copy
// that has not begun never will.
func (r *root) awaitCopies() {
	late := time.NewTimer(quitWait)
	defer late.Stop()
	for _, c := range r.copies {
		if !c.taken.Swap(true) || !c.ask.Secret {
			continue
		}
		result := clipboard.Result{Claim: clipboard.Sent, CanReadBack: true}
		select {
		case result = <-c.result:
			if !result.Sequence.Empty() {
				// There is no screen any more to write it to.
				result.Sequence.Wipe()
				result.Claim = clipboard.NotCopied
			}
		case <-late.C:
			late.Reset(0)
		}
		r.hold(copied{c, c.ask, result})
	}
	r.copies = nil
}
