package cli

import (
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"
)

// answering is a terminal with typed input.
func answering(typed string, env ...string) func(*stdio, *run) {
	return func(s *stdio, r *run) {
		atTerminal(env...)(s, r)
		s.input = strings.NewReader(typed)
	}
}

func TestQuestions(t *testing.T) {
	for _, c := range []struct {
		name, command, typed string
		code                 int
		asks, says           string
	}{
		{"yes", "users delete mateo-garcia", "y\n", 0, "Delete Mateo García (mateo.garcia@contoso.com, user id mateo-garcia) from contoso-apim? " +
			"It has 0 product subscriptions, not asked to be deleted. [y/N] ", "saved: "},
		{"no", "users delete mateo-garcia", "n\n", 1, "[y/N] ", "Not done: you did not agree, and nothing was sent."},
		{"nothing", "users delete mateo-garcia", "\n", 1, "[y/N] ", "Not done"},
		{"end of input", "users delete mateo-garcia", "", 1, "[y/N] ", "Not done"},
		{"anything else", "users delete mateo-garcia", "maybe\n", 1, "[y/N] ", "Not done"},
		{"with subscriptions", "users delete lena.fischer@fabrikam.com --delete-subscriptions", "YES\n", 0,
			"It has 2 product subscriptions, deleted too. [y/N] ", "deleting its 2 product subscriptions was asked for too"},
		{"password mail", "users reset-password mateo-garcia", "yes\n", 0,
			"Send a password mail to Mateo García (mateo.garcia@contoso.com, user id mateo-garcia)? Its link leads to the developer portal and is valid for 2 days. [y/N] ", "saved: "},
		{"invitation", "users invite mateo-garcia --app-type portal", "\n", 1, "Send an invitation to Mateo", "Not done"},
		{"closing an account", "users update mateo-garcia --state deleted", "n\n", 1, "No observation of it exists: ", "Not done"},
		{"--yes", "users delete mateo-garcia --yes", "", 0, "", "saved: "},
		{"--dry-run", "users delete mateo-garcia --dry-run", "", 0, "", "DELETE "},
		{"block", "users block mateo-garcia", "", 0, "", "saved: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := carryOut(t, answering(c.typed), append([]string{"--demo", "--api-version", "2021-08-01"}, strings.Fields(c.command)...)...)
			if r.code != c.code || !strings.Contains(r.out+r.err, c.says) {
				t.Errorf("exit code %d, want %d\n%s%s", r.code, c.code, r.out, r.err)
			}
			if !strings.Contains(r.err, c.asks) || c.asks == "" && strings.Contains(r.err, "?") {
				t.Errorf("asked %q, want %q", r.err, c.asks)
			}
		})
	}
}

func TestAQuestionNeedsATerminal(t *testing.T) {
	for _, blind := range []func(*stdio){func(s *stdio) { s.inTerminal = false }, func(s *stdio) { s.errTerminal = false }} {
		r := carryOut(t, func(s *stdio, r *run) { answering("y\n")(s, r); blind(s) }, "--demo", "users", "delete", "mateo-garcia")
		if r.code != exitUsage || !strings.Contains(r.err, "--yes") {
			t.Errorf("exit code %d: %s", r.code, r.err)
		}
	}
}

func TestSecretsAreOnlyShownOnRequest(t *testing.T) {
	for _, args := range [][]string{{"users", "sso", "mateo-garcia"}, {"users", "token", "mateo-garcia", "--expires", "1h"}} {
		args = append([]string{"--demo"}, args...)
		r := carryOut(t, atTerminal(), args...)
		if r.code != exitUsage || r.out != "" || !strings.Contains(r.err, "--show") || !strings.Contains(r.err, "--copy") {
			t.Errorf("%v: exit code %d\n%s%s", args, r.code, r.out, r.err)
		}
		r = carryOut(t, atTerminal(), append(args, "--show")...)
		if r.code != 0 || strings.Count(r.out, "\n") != 1 || !strings.Contains(r.out, "mateo-garcia") {
			t.Errorf("%v --show: exit code %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
}

// tty is the controlling terminal of a process.
type tty struct{ strings.Builder }

func (*tty) Close() error { return nil }

// TestCopyReachesTheTerminal copies over SSH, where a sequence must reach the
// terminal even if stdout is redirected.
func TestCopyReachesTheTerminal(t *testing.T) {
	args := []string{"users", "token", "mateo-garcia", "--expires", "1h", "--copy", "--demo"}
	overSSH := []string{"SSH_CONNECTION=1 2 3 4"}
	r := carryOut(t, atTerminal(overSSH...), args...)
	if r.code != 0 || !copiesToken(r.out) || strings.Contains(r.err, "&") {
		t.Errorf("to stdout: exit code %d\n%q\n%s", r.code, r.out, r.err)
	}
	var at tty
	piped := func(open func() (io.WriteCloser, error)) func(*stdio, *run) {
		return func(s *stdio, r *run) {
			atTerminal(overSSH...)(s, r)
			s.outTerminal, s.openTTY = false, open
		}
	}
	r = carryOut(t, piped(func() (io.WriteCloser, error) { return &at, nil }), args...)
	if r.code != 0 || r.out != "" || !copiesToken(at.String()) || !strings.Contains(r.err, "not confirmed") {
		t.Errorf("past a pipe: exit code %d\n%q\n%s", r.code, at.String(), r.err)
	}
	r = carryOut(t, piped(func() (io.WriteCloser, error) { return nil, errors.New("none") }), args...)
	if r.code != exitFailed || r.out != "" || !strings.Contains(r.err, "Not copied: there is no terminal to send it to. The token was not asked for.") {
		t.Errorf("without a terminal: exit code %d\n%q\n%s", r.code, r.out, r.err)
	}
}

func copiesToken(sequence string) bool {
	_, rest, ok := strings.Cut(sequence, "\x1b]52;c;")
	value, err := base64.StdEncoding.DecodeString(strings.TrimRight(rest, "\x07\x1b\\"))
	return ok && err == nil && strings.HasPrefix(string(value), "mateo-garcia&")
}
