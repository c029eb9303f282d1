package clipboard

import (
	"context"
	"strings"

	"apimtui/api/text"
	"apimtui/tui/term"
)

// Route is a way to a clipboard, by its name.
type Route string

const (
	RouteNone            Route = "none"             // no way at all
	RouteTmux            Route = "tmux"             // tmux sets the clipboard of the terminal it is attached to
	RouteTmuxPassthrough Route = "tmux passthrough" // OSC 52, through tmux to that terminal
	RouteScreen          Route = "screen"           // OSC 52, through GNU screen, in pieces
	RouteOSC52           Route = "osc52"            // OSC 52, to the terminal
	RouteNative          Route = "native"           // the clipboard of the desktop here, or of a forwarded display
	RouteCommand         Route = "command"          // the operator's own program
)

func (r Route) String() string { return string(r) }

// Plan is the route of a copy made now. All its strings are safe to draw.
type Plan struct {
	Route Route
	// Claim is the most that the copy could claim.
	Claim Claim
	// Words describe what would happen, in one sentence.
	Words string
	// Because are the facts that decided, one sentence each.
	Because []string
	// Line is a line for the configuration file Where that would let the copy
	// through. Both are empty when no change is needed.
	Line, Where string
	// Instead is an alternative, where nothing would be copied.
	Instead string

	done   string // Result.Words of a copy that went well
	tool   tool   // for RouteNative
	client string // for RouteTmux: the terminal it is attached to
	mosh   bool   // it leads through mosh
	next   *Plan  // where to go when this way fails
}

// ThroughTerminal reports whether the copy writes a sequence to a terminal.
func (p Plan) ThroughTerminal() bool {
	return p.Route == RouteOSC52 || p.Route == RouteTmuxPassthrough || p.Route == RouteScreen
}

// Plan returns the route of a copy made now, without copying anything.
func (c *Copier) Plan(ctx context.Context) Plan {
	switch mode := c.o.Mode; mode {
	case "", "auto":
		return c.planAuto(ctx)
	case "tmux":
		if c.env("TMUX") == "" {
			return refuse("clipboard is set to tmux, but this is not a tmux session ($TMUX is not set)")
		}
		return c.planTmux(ctx)
	case "osc52":
		return c.planSequence(ctx)
	case "native":
		return c.planNative()
	case "command":
		return c.planCommand()
	case "off":
		return refuse("the clipboard is switched off (clipboard: off)")
	default:
		return refuse("clipboard is set to " + text.Clean(mode).String() + ", which is none of auto, tmux, osc52, native, command and off")
	}
}

// planAuto picks the innermost program between this one and the operator's
// terminal.
func (c *Copier) planAuto(ctx context.Context) Plan {
	switch {
	case c.env("TMUX") != "":
		return c.planTmux(ctx)
	case c.env("STY") != "":
		return c.planScreen()
	case c.remote() && !c.forwarded():
		return c.planTerminal().because("This is an SSH session, and no display is forwarded.")
	}
	why := "This is a local session."
	if c.remote() {
		why = "This is an SSH session with a forwarded display (" + text.Clean(c.env("DISPLAY")).String() + ")."
	}
	native, terminal := c.planNative(), c.planTerminal()
	switch {
	case native.Route == RouteNone && terminal.Route == RouteNone:
		return refuse(native.reason() + ", and " + terminal.reason()).because(why)
	case native.Route == RouteNone:
		return terminal.because(why, text.Sentence(native.reason()))
	case terminal.Route != RouteNone:
		native.next = &terminal
	}
	return native.because(why)
}

// planSequence plans mode osc52: OSC 52, wrapped as the surrounding program
// requires.
func (c *Copier) planSequence(ctx context.Context) Plan {
	switch {
	case c.env("TMUX") != "":
		return c.planTmuxSequence(ctx)
	case c.env("STY") != "":
		return c.planScreen()
	}
	return c.planTerminal()
}

func (c *Copier) env(name string) string { return term.Getenv(c.o.Env, name) }

// going is a plan with a route; done is the message of a successful copy.
func going(r Route, claim Claim, done string) Plan {
	return Plan{Route: r, Claim: claim, Words: "Would be " + strings.ToLower(done[:1]) + done[1:], done: done}
}

// refuse is a plan without a route; reason has no final period.
func refuse(reason string) Plan {
	words := "Not copied: " + reason + "."
	return Plan{Route: RouteNone, Claim: NotCopied, Words: words, Instead: instead, done: words}
}

// dropped is the plan of a copy that tmux would drop; who names what drops it, and
// line is the setting to add.
func dropped(who, line string) Plan {
	words := who + " would drop this: " + line + "."
	return Plan{Route: RouteNone, Claim: WouldBeDropped, Words: words, Line: line, Where: tmuxConf, Instead: instead, done: words}
}

// reason is the message of a refused plan.
func (p Plan) reason() string {
	return strings.TrimSuffix(strings.TrimPrefix(p.done, "Not copied: "), ".")
}

// because puts facts before the existing ones.
func (p Plan) because(facts ...string) Plan {
	p.Because = append(facts, p.Because...)
	return p
}
