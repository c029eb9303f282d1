package clipboard

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"strings"

	"apimtui/api/text"
)

const (
	// moshServer is the name of the process under which a mosh session runs.
	moshServer = "mosh-server"
	// moshLimit is the most text, in bytes, that mosh passes on uncut.
	moshLimit = 12280
)

// planTerminal writes OSC 52 straight to the terminal.
func (c *Copier) planTerminal() Plan {
	name := c.env("TERM")
	switch {
	case name == "":
		return refuse("there is no terminal here (TERM is not set)")
	case name == "dumb" || name == "linux":
		return refuse("the terminal (TERM=" + text.Clean(name).String() + ") has no clipboard")
	case strings.HasPrefix(name, "tmux") || strings.HasPrefix(name, "screen"):
		// Neither runs on this machine, but one runs at the other end.
		p := going(RouteOSC52, Sent, "Sent to the tmux or screen at your end; not confirmed.")
		p.Line, p.Where = setClipboard, tmuxConf+" at your end, if it is tmux"
		return p.because("The terminal is tmux or screen on another machine (TERM=" + text.Clean(name).String() +
			"): tmux passes OSC 52 on only with that line, and then keeps a copy in a buffer; screen drops it.")
	}
	p := going(RouteOSC52, Sent, "Sent to your terminal; not confirmed.").
		because("Terminals obey or ignore OSC 52 without a word.")
	if slices.Contains(c.o.Ancestors(0), moshServer) {
		p = p.throughMosh()
	}
	return p
}

// throughMosh adds mosh's limit to a plan.
func (p Plan) throughMosh() Plan {
	p.mosh = true
	return p.because("This session runs through mosh, which passes on up to 12,280 bytes.")
}

// planScreen wraps OSC 52 for GNU screen.
func (c *Copier) planScreen() Plan {
	return going(RouteScreen, Sent, "Sent through screen to your terminal; not confirmed.").
		because("This is a screen session ($STY is set).", "screen hands on what it is asked to, and terminals obey it without a word.")
}

// remote reports whether this is an SSH session.
func (c *Copier) remote() bool { return c.env("SSH_TTY") != "" || c.env("SSH_CONNECTION") != "" }

// forwarded reports whether the display is forwarded by SSH. A Wayland display
// never is, and the desktop's tools would prefer it.
func (c *Copier) forwarded() bool {
	host, _, ok := strings.Cut(c.env("DISPLAY"), ":")
	return ok && (host == "localhost" || host == "127.0.0.1") && c.env("WAYLAND_DISPLAY") == ""
}

// ancestors reads the names of the programs above a process from /proc. It stops
// at a process that cannot be read, which is the first where there is no such place.
func ancestors(pid int) []string {
	if pid == 0 {
		pid = os.Getpid()
	}
	var names []string
	for range 64 {
		_, parent, ok := process(pid)
		if !ok || parent <= 1 {
			break
		}
		name, _, ok := process(parent)
		if !ok {
			break
		}
		names = append(names, name)
		pid = parent
	}
	return names
}

// process reads "pid (name) state parent ..."; a name may contain anything, even
// brackets.
func process(pid int) (name string, parent int, ok bool) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if err != nil || open < 0 || end < open {
		return "", 0, false
	}
	f := bytes.Fields(stat[end+1:])
	if len(f) < 2 {
		return "", 0, false
	}
	parent, err = strconv.Atoi(string(f[1]))
	return string(stat[open+1 : end]), parent, err == nil
}
