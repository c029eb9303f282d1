package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"apimtui/api"
	"apimtui/config"
	"apimtui/tui"
)

func TestExitCodes(t *testing.T) {
	of := func(k api.Kind) error { return &api.Error{Kind: k, Status: 400} }
	for _, c := range []struct {
		err  error
		code int
	}{
		{nil, 0},
		{errors.New("anything"), 1},
		{of(api.KindServer), 1},
		{of(api.KindNetwork), 1},
		{of(api.KindMalformed), 1},
		{of(api.KindRefused), 1},
		{of(api.KindInvalid), 1},
		{&api.Error{Kind: api.KindInvalid}, 2}, // found before anything was sent
		{&usageError{err: errors.New("x")}, 2},
		{fmt.Errorf("a: %w", config.ErrInvalid), 2},
		{&config.NoContextError{}, 2},
		{of(api.KindNotFound), 3},
		{of(api.KindNoService), 3},
		{of(api.KindSignIn), 4},
		{of(api.KindForbidden), 4},
		{of(api.KindConflict), 5},
		{of(api.KindLocked), 1},
		{of(api.KindVersion), 2},
		{&api.Error{Kind: api.KindPrecondition, Status: 412, Foreign: true}, 1},
		{of(api.KindPrecondition), 5},
		{of(api.KindThrottled), 6},
		{fmt.Errorf("a: %w", of(api.KindThrottled)), 6},
		{of(api.KindTimeout), 124},
		{&interrupted{os.Interrupt}, 130},
		{&interrupted{syscall.SIGTERM}, 143},
		{&tui.SignalError{Signal: syscall.SIGQUIT}, 131},
		{&coded{of(api.KindThrottled), 1}, 1}, // an incomplete list
	} {
		if got := exitCode(c.err); got != c.code {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.code)
		}
	}
}

func TestErrorsAreSentences(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"plain", errors.New("the disk is full"), "apimtui: The disk is full.\n"},
		{"something typed stays", errors.New("--addr: no"), "apimtui: --addr: no.\n"},
		{"strangers", errors.New("name \x1b]0;x\x07 \u202eeman"), "apimtui: Name ␛]0;x␇ <U+202E>eman.\n"},
		{"several", config.Errors{{What: "a is wrong"}, {What: "b is wrong"}}, "apimtui: A is wrong.\napimtui: B is wrong.\n"},
		{"candidates", &listed{errors.New("two"), []string{"  one"}}, "apimtui: Two.\n  one\n"},
		{"usage", &usageError{"apimtui users", errors.New("what")}, "apimtui: What. See `apimtui users --help`.\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			a := &app{io: stdio{err: &out}}
			a.fail(nil, c.err)
			if out.String() != c.want {
				t.Errorf("got  %q\nwant %q", out.String(), c.want)
			}
		})
	}
}

func TestServiceErrorHasItsRequestID(t *testing.T) {
	var out bytes.Buffer
	a := &app{io: stdio{err: &out}}
	a.fail(nil, &api.Error{Kind: api.KindServer, Status: 503, Message: "down\x9b31m", RequestID: "abc"})
	if s := out.String(); !strings.HasSuffix(s, "(request id abc)\n") || firstHarm(s) != "" {
		t.Errorf("got %q", s)
	}
}

// brokenPipe is a closed output.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestLostOutputIsAFailure(t *testing.T) {
	for _, args := range [][]string{{"users", "list"}, {"users", "list", "-o", "csv"}, {"users", "show", "1"}, {"man"}} {
		r := carryOut(t, func(s *stdio, _ *run) { s.out = brokenPipe{} }, append([]string{"--demo"}, args...)...)
		if r.code != exitFailed || !strings.Contains(r.err, "no space left") {
			t.Errorf("%v: exit code %d: %s", args, r.code, r.err)
		}
	}
}
