// Package clipboard copies to where the operator pastes, and claims no more than
// is known about it.
//
// There is no single clipboard. Inside tmux the way to the operator's terminal
// leads through tmux, inside screen through screen, over SSH through an escape
// sequence (OSC 52), and on a desktop through its own tool. Only the last of these
// confirms a copy. What each passes on and drops was measured with tmux 3.3a, GNU
// screen 4.09 and mosh 1.4.0.
//
// A [Copier] plans each copy anew, since a tmux session can move to another
// terminal while the program runs. Terminal sequences are returned, not written
// here, for the one place in the program that writes there.
package clipboard

import (
	"cmp"
	"context"
	"os/exec"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"apimtui/api/secret"
)

const (
	// limit is how long any one tool may take.
	limit = 2 * time.Second
	// screenChunk is the longest string that GNU screen 4.09 does not drop, less the
	// four bytes around it.
	screenChunk = 256 - 4
)

// Options configure a copier. The functions can be replaced in tests; nil means
// the real ones.
type Options struct {
	// Mode is auto, tmux, osc52, native, command or off. Empty is auto.
	Mode string
	// Command is the program, with arguments, of mode command. It reads the text
	// from its standard input.
	Command []string
	// Env is the program's environment, "KEY=value". It decides the route and is
	// passed on to the tools without its secrets.
	Env []string
	// LookPath finds a program.
	LookPath func(name string) (string, error)
	// Run runs a program to its end or to the end of ctx.
	Run func(ctx context.Context, p Program) (Output, error)
	// Desktop is the clipboard of the machine that the program runs on.
	Desktop Desktop
	// Ancestors names the programs above a process, its parent first; pid 0 means
	// this process.
	Ancestors func(pid int) []string
}

// Copier copies. It is safe for concurrent use. Its methods run other programs,
// each for up to 2 seconds: call them in commands.
type Copier struct {
	o Options

	mu        sync.Mutex
	last      *Plan // the way the last copy went, nil before the first
	onDesktop bool  // whether the desktop's clipboard may hold something of ours
}

// New returns a copier. It runs nothing before it is used.
func New(o Options) *Copier {
	if o.LookPath == nil {
		o.LookPath = exec.LookPath
	}
	if o.Run == nil {
		o.Run = run
	}
	o.Desktop = cmp.Or[Desktop](o.Desktop, atottoDesktop{})
	if o.Ancestors == nil {
		o.Ancestors = ancestors
	}
	return &Copier{o: o}
}

// Copy puts v where the operator pastes, once, or reports why it could not. The
// caller writes [Result.Sequence], if any, to the terminal and wipes it.
func (c *Copier) Copy(ctx context.Context, v secret.Value) Result {
	// A panel that closes meanwhile wipes v, and copying empty text clears the
	// clipboard.
	v = secret.New(v.Reveal())
	defer v.Wipe()
	if v.Empty() {
		return notCopied("there is nothing to copy")
	}
	p := c.Plan(ctx)
	r := c.send(ctx, p, v)
	if r.Claim == Copied || r.Claim == Sent || r.perhaps {
		c.remember(p, r)
	}
	return r
}

func (c *Copier) remember(p Plan, r Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p.next != nil && r.Claim == Sent {
		p = *p.next
	}
	c.last = &p
	c.onDesktop = c.onDesktop || r.CanReadBack
}

func (c *Copier) memory() (last *Plan, onDesktop bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last, c.onDesktop
}

// send copies v by the planned route.
func (c *Copier) send(ctx context.Context, p Plan, v secret.Value) Result {
	if p.mosh && v.Len() > moshLimit {
		return notCopied("mosh would cut it: it passes on up to 12,280 bytes")
	}
	switch p.Route {
	case RouteTmux:
		return c.loadBuffer(ctx, p, v)
	case RouteTmuxPassthrough:
		return p.sent(ansi.TmuxPassthrough(osc52(v)))
	case RouteScreen:
		return p.sent(ansi.ScreenPassthrough(osc52(v), screenChunk))
	case RouteOSC52:
		return p.sent(osc52(v))
	case RouteNative:
		return c.writeDesktop(ctx, p, v)
	case RouteCommand:
		return c.runCommand(ctx, p, v)
	}
	return Result{Claim: p.Claim, Words: p.done, Instead: p.Instead}
}

// osc52 is the sequence with the clipboard named, as mosh requires.
func osc52(v secret.Value) string { return ansi.SetSystemClipboard(v.Reveal()) }

// sent is the result that makes the caller write a sequence.
func (p Plan) sent(sequence string) Result {
	return Result{Claim: p.Claim, Words: p.done, Sequence: secret.New(sequence)}
}

// Claim is how much is known about a copy.
type Claim int

const (
	NotCopied      Claim = iota // the text went nowhere
	WouldBeDropped              // it was not sent: something on the way is known to drop it
	Sent                        // it is on its way, unconfirmed
	Copied                      // the tool that owns the clipboard has taken it
)

// instead is the alternative for an operator without a clipboard.
const instead = "Reveal it and select it with the mouse, or write it to a file that only you can read."

// Result is the outcome of a copy.
type Result struct {
	Claim Claim
	// Words describe it in one or two sentences, safe to draw: "Copied (xclip)."
	// They never contain what was copied.
	Words string
	// CanReadBack is set when the clipboard can be read, so that [Copier.Clear]
	// can clear it. It may be set for a failed copy, when the tool timed out and
	// may yet succeed.
	CanReadBack bool
	// Sequence is what the caller has to write to the terminal unchanged, all at
	// once, and then wipe. It is empty when there is nothing to write. It contains
	// what was copied.
	Sequence secret.Value
	// Instead is an alternative, where nothing was copied.
	Instead string

	// perhaps is set when the text may have arrived although the copy failed.
	perhaps bool
}

func notCopied(reason string) Result {
	return Result{Claim: NotCopied, Words: "Not copied: " + reason + ".", Instead: instead}
}

// ClearOutcome is the outcome of clearing.
type ClearOutcome int

const (
	ClearFailed    ClearOutcome = iota // it could not be read or written, and may still hold the text
	Cleared                            // it held the text and is empty now
	Changed                            // it holds something else, which was kept
	CannotReadBack                     // it was left alone; [Copier.Overwrite] is for the operator to decide
)

// ClearResult is the outcome of clearing, in words that are safe to draw.
type ClearResult struct {
	Outcome ClearOutcome
	Words   string
}
