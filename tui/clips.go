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

// held is the secret that was copied last and may still be in the clipboard.
type held struct {
	value   secret.Value
	what    string
	clearAt time.Time // zero: it cannot be cleared from here
	// loose is set when a copy was sent to a place that cannot be cleared, even if
	// another place can.
	loose bool
	seq   int
}

// clips is the state of the clipboard.
type clips struct {
	ctx        context.Context
	out        *ui.Outbox
	board      Clipboard     // nil copies nothing
	clearAfter time.Duration // 0 leaves a secret where it was copied to
	held       held
	copies     []*copying // under way
	clock      time.Time  // as of the last tick of held
}

// copying is a copy under way. It is recorded before its outcome is known, so that
// quitting can clear what it leaves behind.
type copying struct {
	ask    ui.Copy
	taken  atomic.Bool           // by the copy, or by its cancellation
	result chan clipboard.Result // one, once it is over
}

func (c *clips) copy(ask ui.Copy) tea.Cmd {
	clip, ctx := c.board, c.ctx
	if clip == nil {
		c.out.Ask(ui.Notify{Text: "Not copied: there is no clipboard here.", Kind: ui.Warn})
		return nil
	}
	work := &copying{ask: ask, result: make(chan clipboard.Result, 1)}
	c.copies = append(c.copies, work)
	return func() tea.Msg {
		if work.taken.Swap(true) {
			return nil // the console is left
		}
		result := clip.Copy(ctx, ask.Text)
		work.result <- result
		return ui.Call(func() tea.Cmd { return c.took(work, result) })
	}
}

// took reports the outcome of a copy without claiming more than is known.
func (c *clips) took(of *copying, result clipboard.Result) tea.Cmd {
	c.copies = slices.DeleteFunc(c.copies, func(other *copying) bool { return other == of })
	words, kind := of.ask.What+": "+result.Words, ui.Good
	switch result.Claim {
	case clipboard.NotCopied, clipboard.WouldBeDropped:
		words, kind = result.Words, ui.Bad
	case clipboard.Sent:
		kind = ui.Info
	}
	switch {
	case result.Instead == "":
	case of.ask.Secret:
		words += " " + result.Instead
	default: // text that is not secret can be shown for selection
		words += " " + text.Clean(of.ask.Text.Reveal()).String()
	}
	c.out.Ask(ui.Notify{Text: words, Kind: kind})
	return tea.Batch(c.write(result.Sequence), c.hold(of.ask, result))
}

func (c *clips) write(sequence secret.Value) tea.Cmd {
	if sequence.Empty() {
		return nil
	}
	bytes := sequence.Reveal()
	sequence.Wipe()
	return tea.Raw(bytes)
}

func (c *clips) hold(ask ui.Copy, result clipboard.Result) tea.Cmd {
	gone := result.Claim == clipboard.NotCopied || result.Claim == clipboard.WouldBeDropped
	// A tool that timed out may still copy, so there may be something to clear.
	if !ask.Secret || gone && !result.CanReadBack {
		ask.Text.Wipe()
		return nil
	}
	c.held.value.Wipe()
	c.held = held{value: ask.Text, what: ask.What, loose: result.Claim == clipboard.Sent, seq: c.held.seq + 1}
	if !result.CanReadBack || c.clearAfter <= 0 {
		return nil
	}
	c.held.clearAt = time.Now().Add(c.clearAfter)
	c.clock = time.Now()
	return c.clearTick()
}

func (c *clips) clearTick() tea.Cmd {
	seq := c.held.seq
	return tea.Tick(time.Second, func(time.Time) tea.Msg {
		return ui.Call(func() tea.Cmd { return c.countDown(seq) })
	})
}

func (c *clips) countDown(seq int) tea.Cmd {
	if seq != c.held.seq || c.held.clearAt.IsZero() {
		return nil
	}
	if c.clock = time.Now(); c.clock.Before(c.held.clearAt) {
		return c.clearTick()
	}
	clip, ctx, value := c.board, c.ctx, c.held.value
	return func() tea.Msg {
		result := clip.Clear(ctx, value)
		return ui.Call(func() tea.Cmd { c.tookBack(seq, result); return nil })
	}
}

// tookBack forgets the secret once it is known to be gone. One that could not be
// cleared may still be there, and X still overwrites it.
func (c *clips) tookBack(seq int, result clipboard.ClearResult) {
	if seq != c.held.seq {
		return // another secret was copied meanwhile, and has its own time
	}
	kind := ui.Info
	if result.Outcome == clipboard.ClearFailed {
		kind = ui.Warn
	}
	c.out.Ask(ui.Notify{Text: result.Words, Kind: kind})
	if !c.held.loose && (result.Outcome == clipboard.Cleared || result.Outcome == clipboard.Changed) {
		c.forget()
		return
	}
	c.held.clearAt = time.Time{}
}

func (c *clips) forget() {
	c.held.value.Wipe()
	c.held = held{seq: c.held.seq + 1}
}

// overwrite replaces a copied secret with something harmless on request: a
// clipboard that cannot be read back is never wiped unasked.
func (c *clips) overwrite() tea.Cmd {
	clip, ctx, seq := c.board, c.ctx, c.held.seq
	return func() tea.Msg {
		result := clip.Overwrite(ctx)
		return ui.Call(func() tea.Cmd { return c.tookOver(seq, result) })
	}
}

func (c *clips) tookOver(seq int, result clipboard.Result) tea.Cmd {
	c.out.Ask(ui.Notify{Text: result.Words, Kind: ui.Info})
	switch {
	case seq != c.held.seq || result.Claim == clipboard.NotCopied || result.Claim == clipboard.WouldBeDropped:
	case result.Claim == clipboard.Sent && !c.held.clearAt.IsZero():
		c.held.loose = false // the rest is cleared on time
	default:
		c.forget()
	}
	return c.write(result.Sequence)
}

// holding describes what the clipboard still holds, for the status line. key is
// the one that overwrites it.
func (c *clips) holding(key string) string {
	switch {
	case c.held.what == "":
		return ""
	case c.held.clearAt.IsZero(), c.held.loose:
		return "clipboard may hold a secret: " + key + " overwrites it"
	}
	left := max(0, int(c.held.clearAt.Sub(c.clock).Round(time.Second).Seconds()))
	return fmt.Sprintf("clipboard is cleared in %d s", left)
}

// quitWait bounds the wait for a copy under way: slightly longer than a desktop
// tool may take.
const quitWait = 2500 * time.Millisecond

// clearOnQuit clears a copied secret if it is still there and can be read. It
// returns a sentence about what may be left behind, or "". It blocks for as long
// as the clipboard tool takes, which is bounded.
func (c *clips) clearOnQuit() string {
	c.awaitCopies()
	h := c.held
	defer c.forget()
	if h.what == "" {
		return ""
	}
	left := "What was copied last (" + h.what + ") may still be in the clipboard: copy something else over it."
	if h.clearAt.IsZero() {
		return left
	}
	switch done := c.board.Clear(context.Background(), h.value); {
	case done.Outcome == clipboard.ClearFailed && !h.loose:
		return done.Words
	case done.Outcome == clipboard.CannotReadBack || h.loose:
		return left
	}
	return ""
}

// awaitCopies waits for the secrets being copied. A copy that has not begun is
// cancelled.
func (c *clips) awaitCopies() {
	late := time.NewTimer(quitWait)
	defer late.Stop()
	for _, work := range c.copies {
		if !work.taken.Swap(true) || !work.ask.Secret {
			continue
		}
		result := clipboard.Result{Claim: clipboard.Sent, CanReadBack: true}
		select {
		case result = <-work.result:
			if !result.Sequence.Empty() {
				// The screen is gone, so the sequence cannot be written.
				result.Sequence.Wipe()
				result.Claim = clipboard.NotCopied
			}
		case <-late.C:
			late.Reset(0)
		}
		c.hold(work.ask, result)
	}
	c.copies = nil
}
