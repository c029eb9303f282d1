package clipboard

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
)

const (
	features = "bpaste,ccolour,clipboard,cstyle,focus,title"
	noMs     = "bpaste,focus,title"
	override = `tmux*:Tc *:Ms=\E]52;c;%p2%s\7`
)

var (
	plainOSC52 = "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(canary)) + "\x07"
	inTmux     = "\x1bPtmux;\x1b" + plainOSC52 + "\x1b\\"
)

// TestEveryWay goes through what was measured, one situation a row: which way is
// taken, what may be claimed, and what has to be configured.
func TestEveryWay(t *testing.T) {
	tmux := []string{"TERM=tmux-256color", "TMUX=/tmp/t,1,0", "TMUX_PANE=%3"}
	ssh := []string{"TERM=xterm-256color", "SSH_CONNECTION=::1 1 ::1 22", "SSH_TTY=/dev/pts/1"}
	with := func(env []string, more ...string) []string { return append(append([]string(nil), env...), more...) }
	const (
		toTmux    = "Sent to tmux 3.3a for your terminal; not confirmed."
		through   = "Sent through tmux 3.3a to your terminal; not confirmed."
		terminal  = "Sent to your terminal; not confirmed."
		noDesktop = "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
		msLine    = `set -as terminal-overrides ',*:Ms=\E]52;c;%p2%s\7'`
	)
	for _, c := range []struct {
		name      string
		mode      string
		env       []string
		installed string
		tmux      []string
		above     map[int][]string
		route     Route
		claim     Claim
		words     string
		line      string
		sequence  string
	}{
		{"tmux, default", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm-256color", features, "external", "0"}, nil, RouteTmux, Sent, toTmux, "", ""},
		{"tmux, set-clipboard off", "", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm-256color", features, "off", "0"}, nil, RouteTmux, Sent, toTmux, "", ""},
		{"tmux, set-clipboard on", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm-256color", features, "on", "0"}, nil, RouteTmux, Sent, toTmux, "", ""},
		{"tmux, both ways", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm-256color", features, "external", "1"}, nil, RouteTmux, Sent, toTmux, "", ""},
		{"tmux, asked for", "tmux", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm-256color", features, "on", "0"}, nil, RouteTmux, Sent, toTmux, "", ""},
		{"no Ms", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "vt100", noMs, "on", "0"}, nil, RouteNone, WouldBeDropped,
			"tmux would drop this: set -as terminal-features ',vt100:clipboard'.", "set -as terminal-features ',vt100:clipboard'", ""},
		{"no Ms, hostile TERM", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "a'\x1b]", noMs, "on", "0"}, nil, RouteNone, WouldBeDropped,
			"tmux would drop this: set -as terminal-features ',*:clipboard'.", "set -as terminal-features ',*:clipboard'", ""},
		{"no Ms, passthrough", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "vt100", noMs, "external", "1"}, nil, RouteTmuxPassthrough, Sent, through, "", inTmux},
		{"a newer tmux says on", "auto", tmux, "tmux", []string{"next-3.5", "/dev/pts/0", "77", "vt100", noMs, "external", "on"}, nil, RouteTmuxPassthrough, Sent,
			"Sent through tmux next-3.5 to your terminal; not confirmed.", "", inTmux},
		{"a tmux from before the option", "auto", tmux, "tmux", []string{"3.1c", "/dev/pts/0", "77", "xterm", "", "external", ""}, nil, RouteTmuxPassthrough, Sent,
			"Sent through tmux 3.1c to your terminal; not confirmed.", "", inTmux},
		{"detached", "auto", tmux, "tmux", []string{"3.3a", "", "", "", "", "external", "1"}, nil, RouteNone, WouldBeDropped, "tmux would drop this: no terminal is attached to it.", "", ""},
		{"mosh around tmux", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm-256color", features, "external", "0"},
			map[int][]string{77: {"bash", "mosh-server"}}, RouteNone, WouldBeDropped, "tmux inside mosh would drop this: " + msLine + ".", msLine, ""},
		{"mosh around tmux, with the override", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm-256color", features, "external", "0", override},
			map[int][]string{77: {"mosh-server"}}, RouteTmux, Sent, toTmux, "", ""},
		{"mosh around tmux, passthrough", "auto", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm-256color", features, "external", "1"},
			map[int][]string{77: {"mosh-server"}}, RouteTmuxPassthrough, Sent, through, "", inTmux},
		{"no tmux to ask", "auto", tmux, "", nil, nil, RouteNone, NotCopied, "Not copied: this is a tmux session, but tmux cannot be asked (tmux is not installed).", "", ""},
		{"nonsense from tmux", "auto", tmux, "tmux", []string{"3.3a"}, nil, RouteNone, NotCopied, "Not copied: this is a tmux session, but tmux cannot be asked (tmux gave an answer that makes no sense).", "", ""},
		{"tmux without tmux", "tmux", ssh, "tmux", nil, nil, RouteNone, NotCopied, "Not copied: clipboard is set to tmux, but this is not a tmux session ($TMUX is not set).", "", ""},

		{"OSC 52 in tmux, default", "osc52", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm", features, "external", "0"}, nil, RouteNone, WouldBeDropped,
			"tmux would drop this: set -g set-clipboard on.", "set -g set-clipboard on", ""},
		{"OSC 52 in tmux, set-clipboard on", "osc52", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm", features, "on", "0"}, nil, RouteTmux, Sent, toTmux, "", ""},
		{"OSC 52 in tmux, passthrough", "osc52", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm", features, "external", "1"}, nil, RouteTmuxPassthrough, Sent, through, "", inTmux},
		{"OSC 52 in tmux, no Ms", "osc52", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "vt100", noMs, "on", "0"}, nil, RouteNone, WouldBeDropped,
			"tmux would drop this: set -as terminal-features ',vt100:clipboard'.", "set -as terminal-features ',vt100:clipboard'", ""},
		{"OSC 52 in tmux in mosh", "osc52", tmux, "tmux", []string{"3.3a", "/dev/pts/0", "77", "xterm", features, "on", "0"},
			map[int][]string{77: {"mosh-server"}}, RouteNone, WouldBeDropped, "tmux inside mosh would drop this: " + msLine + ".", msLine, ""},

		{"screen", "auto", []string{"TERM=screen", "STY=1.pts"}, "", nil, nil, RouteScreen, Sent, "Sent through screen to your terminal; not confirmed.", "", "\x1bP" + plainOSC52 + "\x1b\\"},
		{"OSC 52 in screen", "osc52", []string{"TERM=screen", "STY=1.pts"}, "", nil, nil, RouteScreen, Sent, "Sent through screen to your terminal; not confirmed.", "", "\x1bP" + plainOSC52 + "\x1b\\"},

		{"ssh", "auto", ssh, "xclip", nil, nil, RouteOSC52, Sent, terminal, "", plainOSC52},
		{"ssh to a desktop", "auto", with(ssh, "DISPLAY=:0", "WAYLAND_DISPLAY=wayland-0"), "xclip wl-copy wl-paste", nil, nil, RouteOSC52, Sent, terminal, "", plainOSC52},
		{"ssh, forwarded", "auto", with(ssh, "DISPLAY=localhost:10.0"), "xclip", nil, nil, RouteNative, Copied, "Copied (xclip).", "", ""},
		{"ssh, forwarded, no tool", "auto", with(ssh, "DISPLAY=localhost:10.0"), "", nil, nil, RouteOSC52, Sent, terminal, "", plainOSC52},
		{"ssh, forwarded, but Wayland here", "auto", with(ssh, "DISPLAY=localhost:10.0", "WAYLAND_DISPLAY=w"), "xclip wl-copy wl-paste", nil, nil, RouteOSC52, Sent, terminal, "", plainOSC52},
		{"ssh out of tmux", "auto", with(ssh, "TERM=tmux-256color"), "", nil, nil, RouteOSC52, Sent, "Sent to the tmux or screen at your end; not confirmed.", "set -g set-clipboard on", plainOSC52},
		{"ssh, no terminal", "auto", with(ssh, "TERM=dumb"), "", nil, nil, RouteNone, NotCopied, "Not copied: the terminal (TERM=dumb) has no clipboard.", "", ""},
		{"mosh", "auto", ssh, "", nil, map[int][]string{0: {"bash", "mosh-server"}}, RouteOSC52, Sent, terminal, "", plainOSC52},
		{"native over ssh", "native", with(ssh, "DISPLAY=:0"), "xclip", nil, nil, RouteNative, Copied, "Copied (xclip on the machine that apimtui runs on).", "", ""},

		{"X", "auto", []string{"TERM=xterm", "DISPLAY=:0"}, "xclip xsel", nil, nil, RouteNative, Copied, "Copied (xclip).", "", ""},
		{"X, xsel", "native", []string{"TERM=xterm", "DISPLAY=:0"}, "xsel", nil, nil, RouteNative, Copied, "Copied (xsel).", "", ""},
		{"Wayland", "auto", []string{"TERM=xterm", "DISPLAY=:0", "WAYLAND_DISPLAY=w"}, "xclip wl-copy wl-paste", nil, nil, RouteNative, Copied, "Copied (wl-copy).", "", ""},
		{"no display, a terminal", "auto", []string{"TERM=xterm"}, "xclip", nil, nil, RouteOSC52, Sent, terminal, "", plainOSC52},
		{"no display", "native", []string{"TERM=xterm"}, "xclip", nil, nil, RouteNone, NotCopied, "Not copied: " + noDesktop + ".", "", ""},
		{"Linux console", "auto", []string{"TERM=linux"}, "xclip", nil, nil, RouteNone, NotCopied, "Not copied: " + noDesktop + ", and the terminal (TERM=linux) has no clipboard.", "", ""},
		{"no tool", "native", []string{"TERM=xterm", "DISPLAY=:0"}, "", nil, nil, RouteNone, NotCopied, "Not copied: no clipboard tool is installed (xclip or xsel).", "", ""},
		{"no terminal at all", "osc52", nil, "", nil, nil, RouteNone, NotCopied, "Not copied: there is no terminal here (TERM is not set).", "", ""},

		{"off", "off", tmux, "tmux", nil, nil, RouteNone, NotCopied, "Not copied: the clipboard is switched off (clipboard: off).", "", ""},
		{"nonsense", "x\x1b", tmux, "tmux", nil, nil, RouteNone, NotCopied, "Not copied: clipboard is set to x␛, which is none of auto, tmux, osc52, native, command and off.", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &machine{env: append(c.env, "APIMTUI_ACCESS_TOKEN=bearer"), installed: strings.Fields(c.installed), ancestors: c.above, desktop: &memoryDesktop{}}
			if c.tmux != nil {
				m.run = tmuxSays(c.tmux...)
			}
			copier := m.copier(c.mode)
			p, r := copier.Plan(t.Context()), copyCanary(t, copier)
			if p.Route != c.route || p.Claim != c.claim || p.Line != c.line {
				t.Errorf("planned %v, claim %d, line %q; want %v, %d, %q", p.Route, p.Claim, p.Line, c.route, c.claim, c.line)
			}
			if r.Claim != c.claim || r.Words != c.words {
				t.Errorf("copying claims %d: %s\nwant %d: %s", r.Claim, r.Words, c.claim, c.words)
			}
			if got := r.Sequence.Reveal(); got != c.sequence {
				t.Errorf("the terminal gets %q, want %q", got, c.sequence)
			}
			if (r.Claim <= WouldBeDropped) != (r.Instead != "") || (p.Route == RouteNone) != (p.Instead != "") {
				t.Errorf("instead: %q and %q", r.Instead, p.Instead)
			}
			if r.CanReadBack != (r.Claim == Copied) {
				t.Errorf("can be read back: %v", r.CanReadBack)
			}
			if (p.Line == "") != (p.Where == "") {
				t.Errorf("the line %q belongs into %q", p.Line, p.Where)
			}
			m.checkNoLeak(t, r.Words+p.Words+strings.Join(p.Because, ""))
		})
	}
}

// TestThePlanSpeaksOfTheFuture holds the sentences of doctor clipboard.
func TestThePlanSpeaksOfTheFuture(t *testing.T) {
	m := &machine{env: []string{"TERM=xterm", "SSH_TTY=/dev/pts/1", "DISPLAY=localhost:10.0"}, installed: []string{"xclip"}}
	p := m.copier("auto").Plan(t.Context())
	if p.Words != "Would be copied (xclip)." {
		t.Errorf("words: %s", p.Words)
	}
	want := "This is an SSH session with a forwarded display (localhost:10.0). The desktop's clipboard is reached by xclip."
	if got := strings.Join(p.Because, " "); got != want {
		t.Errorf("because: %s", got)
	}
	m = &machine{env: []string{"TERM=xterm"}}
	p = m.copier("").Plan(t.Context())
	want = "This is a local session. There is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set). Terminals obey or ignore OSC 52 without a word."
	if got := strings.Join(p.Because, " "); got != want || p.Words != "Would be sent to your terminal; not confirmed." {
		t.Errorf("%s because: %s", p.Words, got)
	}
}

func TestToolsOfOtherSystems(t *testing.T) {
	for _, c := range []struct{ goos, env, installed, name, reason string }{
		{"windows", "", "", "the Windows clipboard", ""},
		{"darwin", "", "", "pbcopy", ""},
		{"linux", "", "clip.exe powershell.exe", "clip.exe", ""},
		{"linux", "", "termux-clipboard-set termux-clipboard-get", "termux-clipboard-set", ""},
		{"linux", "", "clip.exe powershell.exe xclip", "", "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)"},
		{"linux", "WAYLAND_DISPLAY=w", "xclip", "", "WAYLAND_DISPLAY is set, but wl-copy and wl-paste are not installed"},
		{"linux", "WAYLAND_DISPLAY=w", "", "", "wl-copy and wl-paste (package wl-clipboard) are not installed"},
		{"linux", "", "", "", "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)"},
	} {
		tool, reason := findTool(c.goos, []string{c.env}, func(name string) bool { return strings.Contains(" "+c.installed+" ", " "+name+" ") })
		if tool.name != c.name || reason != c.reason {
			t.Errorf("%s with %q and %q: %q, %q", c.goos, c.env, c.installed, tool.name, reason)
		}
	}
}

func TestScreenGetsShortStrings(t *testing.T) {
	m := &machine{env: []string{"TERM=screen", "STY=1.pts"}}
	long := strings.Repeat("0123456789", 200)
	r := m.copier("auto").Copy(t.Context(), secretOf(long))
	var joined strings.Builder
	for chunk := range strings.SplitSeq(strings.TrimSuffix(r.Sequence.Reveal(), "\x1b\\"), "\x1b\\") {
		if len(chunk)+2 > 256 {
			t.Fatalf("a string of %d bytes", len(chunk)+2)
		}
		body, ok := strings.CutPrefix(chunk, "\x1bP")
		if !ok {
			t.Fatalf("not a string: %q", chunk)
		}
		joined.WriteString(body)
	}
	if want := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(long)) + "\x07"; joined.String() != want {
		t.Errorf("screen hands on %q", joined.String())
	}
}

func TestMoshHasALimit(t *testing.T) {
	m := &machine{env: []string{"TERM=xterm", "SSH_TTY=/dev/pts/1"}, ancestors: map[int][]string{0: {"mosh-server"}}}
	c := m.copier("auto")
	if r := c.Copy(t.Context(), secretOf(strings.Repeat("x", 12280))); r.Claim != Sent || r.Sequence.Empty() {
		t.Errorf("12,280 bytes: %s", r.Words)
	}
	r := c.Copy(t.Context(), secretOf(strings.Repeat("x", 12281)))
	if r.Words != "Not copied: mosh would cut it: it passes on up to 12,280 bytes." || !r.Sequence.Empty() {
		t.Errorf("12,281 bytes: %s", r.Words)
	}
}

func TestAncestorsOfTheTerminal(t *testing.T) {
	// The names above the tmux client decide, not those above this program, which
	// runs under a server that was started from anywhere.
	m := &machine{env: []string{"TERM=tmux", "TMUX=x"}, installed: []string{"tmux"}, ancestors: map[int][]string{0: {"mosh-server"}},
		run: tmuxSays("3.3a", "/dev/pts/0", "77", "xterm", features, "external", "0")}
	if p := m.copier("").Plan(context.Background()); p.Route != RouteTmux {
		t.Errorf("%v: %s", p.Route, p.Words)
	}
}
