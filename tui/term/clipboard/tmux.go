package clipboard

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"apimtui/api/secret"
	"apimtui/api/text"
)

const (
	tmuxConf     = "~/.tmux.conf"
	setClipboard = "set -g set-clipboard on"
	// moshOverride makes tmux name the clipboard; mosh drops it otherwise.
	moshOverride = `set -as terminal-overrides ',*:Ms=\E]52;c;%p2%s\7'`
)

// tmuxQuestion asks for everything at once.
const tmuxQuestion = "#{version}|#{client_name}|#{client_pid}|#{client_termname}|#{client_termfeatures}|" +
	"#{set-clipboard}|#{allow-passthrough}"

// tmux is what a tmux server reports about itself and its terminal.
type tmux struct {
	version      string // "3.3a"
	client       string // the terminal's device, empty when none is attached
	term         string // the terminal's TERM
	hasClipboard bool   // tmux believes that the terminal has a clipboard
	setClipboard string // "on", "external" or "off"
	passthrough  bool
	mosh         bool // the terminal is at the other end of mosh
	moshOverride bool // and tmux was told how mosh wants it
}

// askTmux asks the server of this session. The reason for a failure is safe to
// draw.
func (c *Copier) askTmux(ctx context.Context) (t tmux, reason string) {
	args := []string{"tmux", "display-message", "-p"}
	if pane := c.env("TMUX_PANE"); pane != "" {
		args = append(args, "-t", pane)
	}
	out, failed := c.try(ctx, Program{Args: append(args, tmuxQuestion), Output: true}, secret.Value{})
	if failed != nil {
		return tmux{}, failed.reason
	}
	f := strings.SplitN(strings.TrimSuffix(string(out.Stdout), "\n"), "|", 7)
	if len(f) != 7 {
		return tmux{}, "tmux gave an answer that makes no sense"
	}
	t = tmux{
		version: text.Clean(f[0]).String(), client: f[1], term: text.Clean(f[3]).String(),
		hasClipboard: slices.Contains(strings.Split(f[4], ","), "clipboard"),
		setClipboard: f[5], passthrough: f[6] == "1" || f[6] == "on" || f[6] == "all",
	}
	if f[6] == "" && !t.atLeast(3, 3) {
		t.passthrough = true // there was no option to switch it off
	}
	if pid, err := strconv.Atoi(f[2]); err == nil && pid > 0 {
		t.mosh = slices.Contains(c.o.Ancestors(pid), moshServer)
	}
	if t.mosh {
		// Unlike other options, this one is not available in a format.
		out, _ := c.try(ctx, Program{Args: []string{"tmux", "show-options", "-sv", "terminal-overrides"}, Output: true}, secret.Value{})
		t.moshOverride = strings.Contains(string(out.Stdout), "]52;c;")
	}
	return t, ""
}

// atLeast compares versions such as "3.3a" and "next-3.4". One without a number
// counts as new.
func (t tmux) atLeast(major, minor int) bool {
	v := strings.TrimLeftFunc(t.version, func(r rune) bool { return r < '0' || r > '9' })
	var a, b int
	if n, _ := fmt.Sscanf(v, "%d.%d", &a, &b); n < 2 {
		return true
	}
	return a > major || a == major && b >= minor
}

// reaches reports whether tmux's own output sets the terminal's clipboard.
func (t tmux) reaches() bool { return t.hasClipboard && (!t.mosh || t.moshOverride) }

// canLoad reports whether load-buffer -w works. It came with tmux 3.2 and ignores
// set-clipboard.
func (t tmux) canLoad() bool { return t.reaches() && t.atLeast(3, 2) }

// planTmux uses tmux. With passthrough on there would be two routes; only one is
// taken, so that the terminal gets the text once.
func (c *Copier) planTmux(ctx context.Context) Plan {
	t, reason := c.askTmux(ctx)
	if reason != "" {
		return refuse("this is a tmux session, but tmux cannot be asked (" + reason + ")")
	}
	if t.client == "" {
		return t.detached()
	}
	switch {
	case t.canLoad():
		return t.load()
	case t.passthrough:
		return t.through()
	}
	return t.drops()
}

// planTmuxSequence plans mode osc52 in tmux. Where tmux reads OSC 52 it also keeps
// the text in a buffer, so a form that leaves none is preferred.
func (c *Copier) planTmuxSequence(ctx context.Context) Plan {
	t, reason := c.askTmux(ctx)
	switch {
	case reason != "":
		return c.planTerminal().because("This is a tmux session, but tmux cannot be asked (" + reason + ").")
	case t.client == "":
		return t.detached()
	case t.passthrough:
		return t.through()
	case t.setClipboard == "on" && t.canLoad():
		return t.load().because("tmux keeps a copy of OSC 52 in a buffer, and is asked to set the clipboard without.")
	case t.reaches():
		return dropped("tmux", setClipboard).because("tmux ignores OSC 52 from programs (set-clipboard "+
			text.Clean(t.setClipboard).String()+").", "With clipboard set to auto, tmux would be asked to set the clipboard itself.")
	}
	return t.drops()
}

func (t tmux) load() Plan {
	p := going(RouteTmux, Sent, "Sent to tmux "+t.version+" for your terminal; not confirmed.").
		because("tmux says that your terminal (" + t.term + ") has a clipboard.")
	p.client = t.client
	return t.limited(p)
}

func (t tmux) through() Plan {
	p := going(RouteTmuxPassthrough, Sent, "Sent through tmux "+t.version+" to your terminal; not confirmed.").
		because("tmux hands on unread what it is asked to (allow-passthrough), and terminals obey OSC 52 without a word.")
	return t.limited(p)
}

func (t tmux) detached() Plan {
	p := dropped("tmux", "no terminal is attached to it")
	p.Line, p.Where = "", ""
	return p
}

// limited adds mosh's limit where the route leads through mosh.
func (t tmux) limited(p Plan) Plan {
	if t.mosh {
		return p.throughMosh()
	}
	return p
}

// drops explains why tmux would not pass a copy on, and how to change that.
func (t tmux) drops() Plan {
	if t.mosh {
		return dropped("tmux inside mosh", moshOverride).
			because("mosh drops what tmux sends as it comes, for want of a clipboard's name in it.")
	}
	name := t.term
	if strings.ContainsAny(name, `',:*"\ `) || name == "" {
		name = "*"
	}
	return dropped("tmux", "set -as terminal-features ',"+name+":clipboard'").
		because("tmux believes that your terminal (" + t.term + ") has no clipboard. If it has, that line tells it so, after you attach again.")
}

// loadBuffer makes tmux set the clipboard from a buffer, and always deletes it
// again: tmux shows its buffers to any client.
func (c *Copier) loadBuffer(ctx context.Context, p Plan, v secret.Value) Result {
	name := "apimtui-" + rand.Text()
	_, failed := c.try(ctx, Program{
		Args:  []string{"tmux", "load-buffer", "-w", "-t", p.client, "-b", name, "-"},
		Stdin: v,
	}, v)
	// The buffer goes even when the operator has gone on.
	_, left := c.try(context.WithoutCancel(ctx), Program{Args: []string{"tmux", "delete-buffer", "-b", name}}, v)
	r := Result{Claim: p.Claim, Words: p.done}
	if failed != nil {
		r = failed.result()
	}
	if left != nil && !(failed != nil && strings.Contains(left.reason, "unknown buffer")) {
		r.Words += " tmux may keep it in a buffer (" + left.reason + "): run tmux delete-buffer -b " + name + "."
	}
	return r
}
