package cli

import (
	"bytes"
	"context"
	"testing"

	"go.uber.org/goleak"

	"apimtui/tui"
)

// run is a command line that runs in this process.
type run struct {
	code          int
	out, err      string
	shown         *tui.Options // the options of the console; nil: not opened
	consoleEnv    []string
	unset         []string
	consoleResult error
	panics        string            // what the console panics with
	during        func(tui.Options) // while the console is open
}

// carryOut runs a command line in an environment described by adjust. The
// console is only recorded, and returns the result set by adjust.
func carryOut(t *testing.T, adjust func(*stdio, *run), args ...string) *run {
	t.Helper()
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var out, err bytes.Buffer
	r := &run{}
	s := stdio{
		out: &out, err: &err,
		columns:  func() int { return 80 },
		unsetenv: func(name string) error { r.unset = append(r.unset, name); return nil },
	}
	if adjust != nil {
		adjust(&s, r)
	}
	a := newApp(s, newBuild(nil))
	a.console = func(_ context.Context, o tui.Options, at tui.Terminal) error {
		r.shown, r.consoleEnv = &o, at.Env
		if r.panics != "" {
			panic(r.panics)
		}
		if r.during != nil {
			r.during(o)
		}
		return r.consoleResult
	}
	defer a.close()
	r.code = a.run(args)
	r.out, r.err = out.String(), err.String()
	return r
}

// atTerminal is an environment with an interactive terminal.
func atTerminal(env ...string) func(*stdio, *run) {
	return func(s *stdio, _ *run) {
		s.inTerminal, s.outTerminal, s.errTerminal = true, true, true
		s.env = append([]string{"TERM=xterm-256color"}, env...)
	}
}
