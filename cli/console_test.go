package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"apimtui/tui"
	"apimtui/tui/ui"
)

func TestConsoleShowsTheContext(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	text := `current: live
theme: mono
contexts:
  live:
    subscription: 00000000-0000-0000-0000-000000000000
    resourceGroup: rg1
    service: apimService1
    production: true
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	token := "APIMTUI_ACCESS_TOKEN=canary"
	for _, c := range []struct {
		name    string
		args    []string
		context string
		service string
		badges  []tui.Badge
		theme   string
		query   string
	}{
		{"file", []string{"--config", file}, "live", "apimService1", []tui.Badge{{Text: "PROD", Kind: ui.Bad}}, "mono", ""},
		{"read-only", []string{"--config", file, "--read-only", "--theme", "light"}, "live", "apimService1",
			[]tui.Badge{{Text: "PROD", Kind: ui.Bad}, {Text: "READ-ONLY", Kind: ui.Warn}}, "light", ""},
		{"in place", []string{"--config", file, "--subscription", "11111111-1111-1111-1111-111111111111", "-g", "rg2", "-n", "other", "--auth", "token"},
			"other", "other", nil, "mono", ""},
		{"demo", []string{"--demo", "--user", "mia"}, "demo", "contoso-apim", []tui.Badge{{Text: "DEMO", Kind: ui.Info}}, "auto", "mia"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := carryOut(t, atTerminal(token), c.args...)
			if r.code != 0 || r.shown == nil {
				t.Fatalf("exit code %d: %s", r.code, r.err)
			}
			o := r.shown
			if o.Context != c.context || o.Service != c.service || string(o.Theme) != c.theme || o.Query != c.query || !slices.Equal(o.Badges, c.badges) {
				t.Errorf("shown: %+v", o)
			}
		})
	}
}

func TestDemoClockStartsAtTheSameMoment(t *testing.T) {
	r := carryOut(t, atTerminal(), "--demo")
	start := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	now := r.shown.Now()
	if late := now.Sub(start); late < 0 || late > time.Minute {
		t.Errorf("the demo's clock says %s", now)
	}
	if !r.shown.Now().After(now) {
		t.Error("the demo's clock does not advance")
	}
}

func TestTokenLeavesTheEnvironment(t *testing.T) {
	r := carryOut(t, atTerminal("APIMTUI_ACCESS_TOKEN=canary", "A=b"), "--demo")
	if !slices.Equal(r.unset, []string{"APIMTUI_ACCESS_TOKEN"}) {
		t.Errorf("removed from the process: %v", r.unset)
	}
	if env := strings.Join(r.consoleEnv, " "); strings.Contains(env, "canary") || !strings.Contains(env, "A=b") {
		t.Errorf("the console's environment: %s", env)
	}
}

func TestConsoleIsRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		adjust func(*stdio, *run)
		says   string
	}{
		{"output to a pipe", func(s *stdio, r *run) { atTerminal()(s, r); s.outTerminal = false }, "apimtui users list"},
		{"input from a pipe", func(s *stdio, r *run) { atTerminal()(s, r); s.inTerminal = false }, "apimtui users list"},
		{"dumb terminal", atTerminal("TERM=dumb"), "(TERM=dumb); use `apimtui --linear`, which asks and answers in plain lines, or set TERM"},
		{"terminal of no type", atTerminal("TERM="), "use `apimtui --linear`, which asks and answers in plain lines, or set TERM to what the terminal is"},
		{"trace", atTerminal("TEA_TRACE=/tmp/trace"), "--log-file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := carryOut(t, c.adjust, "--demo")
			if r.code != exitUsage || r.shown != nil || !strings.Contains(r.err, c.says) {
				t.Errorf("exit code %d, shown %v: %s", r.code, r.shown != nil, r.err)
			}
		})
	}
	log := filepath.Join(t.TempDir(), "log")
	if r := carryOut(t, atTerminal("TEA_TRACE=/tmp/trace"), "--demo", "--log-file", log); r.shown == nil {
		t.Errorf("a requested trace is refused: %s", r.err)
	}
}

func TestConsoleEnds(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		code int
		says string
	}{
		{"left", nil, 0, ""},
		{"hang-up", &tui.SignalError{Signal: syscall.SIGHUP}, 129, "apimtui: Ended by signal: hangup.\n"},
		{"draft", &tui.SignalError{Signal: syscall.SIGHUP, Draft: true}, 129, "apimtui: Ended by signal: hangup. An unsaved draft was lost.\n"},
		{"terminated", &tui.SignalError{Signal: syscall.SIGTERM}, 143, "apimtui: Ended by signal: terminated.\n"},
		{"input ended", tui.ErrInputEnded, 1, "apimtui: The terminal's input ended.\n"},
		{"bug", &tui.CrashError{Reason: "index out of range", Stack: "goroutine 1\n\tmain.go:1\x1b[31m\n"}, 1,
			"apimtui: Crashed: index out of range.\napimtui: This is a bug; please report it with the lines below.\n  goroutine 1\n  main.go:1␛[31m\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := carryOut(t, func(s *stdio, r *run) { atTerminal()(s, r); r.consoleResult = c.err }, "--demo")
			if r.code != c.code || r.err != c.says {
				t.Errorf("exit code %d, want %d; stderr:\n%s", r.code, c.code, r.err)
			}
		})
	}
}

func TestPanicIsReportedSafely(t *testing.T) {
	r := carryOut(t, func(s *stdio, r *run) { atTerminal()(s, r); r.panics = "bad name \x1b]0;owned\x07" }, "--demo")
	if r.code != exitFailed || firstHarm(r.err) != "" || !strings.HasPrefix(r.err, "apimtui: Crashed: bad name ␛]0;owned␇.\napimtui: This is a bug") {
		t.Errorf("exit code %d: %q", r.code, r.err)
	}
	if !strings.Contains(r.err, "console_test.go") && !strings.Contains(r.err, "inprocess_test.go") {
		t.Errorf("no stack trace:\n%s", r.err)
	}
}
