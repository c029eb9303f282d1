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

// clips is what the console knows of the clipboard.
type clips struct {
	ctx        context.Context
	out        *ui.Outbox
	board      Clipboard     // nil copies nothing
	clearAfter time.Duration // 0 leaves a secret where it was copied to
	held       held
	copies     []*copying // under way
	clock      time.Time  // as of the last tick of held
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
		return copied{work, ask, result}
	}
}

// took says what became of a copy, in words that claim only what is known.
func (c *clips) took(m copied) tea.Cmd {
	c.copies = slices.DeleteFunc(c.copies, func(other *copying) bool { return other == m.of })
	words, kind := m.ask.What+": "+m.result.Words, ui.Good
	switch m.result.Claim {
	case clipboard.NotCopied, clipboard.WouldBeDropped:
		words, kind = m.result.Words, ui.Bad
	case clipboard.Sent:
		kind = ui.Info
	}
	switch {
	case m.result.Instead == "":
	case m.ask.Secret:
		words += " " + m.result.Instead
	default: // what is no secret can stand here to be selected
		words += " " + text.Clean(m.ask.Text.Reveal()).String()
	}
	c.out.Ask(ui.Notify{Text: words, Kind: kind})
	return tea.Batch(c.write(m.result.Sequence), c.hold(m))
}

// write sends a sequence to the terminal as it is.
func (c *clips) write(sequence secret.Value) tea.Cmd {
	if sequence.Empty() {
		return nil
	}
	bytes := sequence.Reveal()
	sequence.Wipe()
	return tea.Raw(bytes)
}

// hold remembers a copied secret, to clear it in time.
func (c *clips) hold(m copied) tea.Cmd {
	gone := m.result.Claim == clipboard.NotCopied || m.result.Claim == clipboard.WouldBeDropped
	// A tool that was given up may still copy: then there is something to
	// clear although nothing is claimed.
	if !m.ask.Secret || gone && !m.result.CanReadBack {
		m.ask.Text.Wipe()
		return nil
	}
	c.held.value.Wipe()
	c.held = held{value: m.ask.Text, what: m.ask.What, loose: m.result.Claim == clipboard.Sent, seq: c.held.seq + 1}
	if !m.result.CanReadBack || c.clearAfter <= 0 {
		return nil
	}
	c.held.clearAt = time.Now().Add(c.clearAfter)
	c.clock = time.Now()
	return c.clearTick()
}

// clearTick counts the seconds down.
func (c *clips) clearTick() tea.Cmd {
	seq := c.held.seq
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return clearTick{seq} })
}

func (c *clips) countDown(t clearTick) tea.Cmd {
	if t.seq != c.held.seq || c.held.clearAt.IsZero() {
		return nil
	}
	if c.clock = time.Now(); c.clock.Before(c.held.clearAt) {
		return c.clearTick()
	}
	clip, ctx, value := c.board, c.ctx, c.held.value
	return func() tea.Msg { return cleared{t.seq, clip.Clear(ctx, value)} }
}

// tookBack forgets the secret once it is known to be gone. What could not be
// cleared may still be there, and X still overwrites it.
func (c *clips) tookBack(m cleared) {
	if m.seq != c.held.seq {
		return // another secret was copied meanwhile, and has its own time
	}
	kind := ui.Info
	if m.result.Outcome == clipboard.ClearFailed {
		kind = ui.Warn
	}
	c.out.Ask(ui.Notify{Text: m.result.Words, Kind: kind})
	if !c.held.loose && (m.result.Outcome == clipboard.Cleared || m.result.Outcome == clipboard.Changed) {
		c.forget()
		return
	}
	c.held.clearAt = time.Time{}
}

func (c *clips) forget() {
	c.held.value.Wipe()
	c.held = held{seq: c.held.seq + 1}
}

// overwrite puts something harmless where a secret was copied to, on the
// operator's key: what cannot be read back is never wiped blindly.
func (c *clips) overwrite() tea.Cmd {
	clip, ctx, seq := c.board, c.ctx, c.held.seq
	return func() tea.Msg { return overwritten{seq, clip.Overwrite(ctx)} }
}

func (c *clips) tookOver(o overwritten) tea.Cmd {
	c.out.Ask(ui.Notify{Text: o.result.Words, Kind: ui.Info})
	switch {
	case o.seq != c.held.seq || o.result.Claim == clipboard.NotCopied || o.result.Claim == clipboard.WouldBeDropped:
	case o.result.Claim == clipboard.Sent && !c.held.clearAt.IsZero():
		c.held.loose = false // what is left is where it is cleared in its time
	default:
		c.forget()
	}
	return c.write(o.result.Sequence)
}

// holding says what the clipboard still holds, for the status line. key is the
// one that overwrites it.
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

// quitWait is how long a copy under way is waited for: as long as a desktop's
// tool may take, and a little.
const quitWait = 2500 * time.Millisecond

// clearOnQuit clears what was copied, if it still is there and can be read, and
// gives a sentence about what may be left behind, "" when nothing is. It blocks
// for as long as the clipboard's tool takes, which is bounded.
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

// awaitCopies learns what became of the secrets that are being copied. A copy
// that has not begun never will.
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
				// There is no screen any more to write it to.
				result.Sequence.Wipe()
				result.Claim = clipboard.NotCopied
			}
		case <-late.C:
			late.Reset(0)
		}
		c.hold(copied{work, work.ask, result})
	}
	c.copies = nil
}
