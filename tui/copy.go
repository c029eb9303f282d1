package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/secret"
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
	seq     int
}

// The messages of the clipboard's work.
type (
	copied struct {
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
	return func() tea.Msg { return copied{ask, clip.Copy(ctx, ask.Text)} }
}

// took says what became of a copy, in words that claim only what is known.
func (r *root) took(c copied) tea.Cmd {
	words, kind := c.ask.What+": "+c.result.Words, ui.Good
	switch c.result.Claim {
	case clipboard.NotCopied, clipboard.WouldBeDropped:
		words, kind = c.result.Words, ui.Bad
	case clipboard.Sent:
		kind = ui.Info
	}
	if c.result.Instead != "" {
		words += " " + c.result.Instead
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
	r.held = held{value: c.ask.Text, what: c.ask.What, seq: r.held.seq + 1}
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
	if c.result.Outcome == clipboard.Cleared || c.result.Outcome == clipboard.Changed {
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
	if o.seq == r.held.seq && o.result.Claim != clipboard.NotCopied && o.result.Claim != clipboard.WouldBeDropped {
		r.forget()
	}
	return r.write(o.result.Sequence)
}

// holding says what the clipboard still holds, for the status line.
func (r *root) holding() string {
	switch {
	case r.held.what == "":
		return ""
	case r.held.clearAt.IsZero():
		return "clipboard may hold a secret: X overwrites it"
	}
	left := max(0, int(r.held.clearAt.Sub(r.clock).Round(time.Second).Seconds()))
	return fmt.Sprintf("clipboard is cleared in %d s", left)
}

// clearOnQuit clears what was copied, if it still is there and can be read. It
// blocks for as long as the clipboard's tool takes, which is bounded.
func (r *root) clearOnQuit() {
	if r.opts.Clipboard != nil && r.held.what != "" && !r.held.clearAt.IsZero() {
		r.opts.Clipboard.Clear(context.Background(), r.held.value)
	}
	r.forget()
}
