package clipboard

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"apimtui/api/secret"
)

const canary = "canary-4711&20260102030405&Qm9keSBvZiBzZWNyZXQ="

// machine stands for everything around the copier.
type machine struct {
	env       []string
	installed []string
	ancestors map[int][]string
	run       func(ctx context.Context, p Program) (Output, error)
	desktop   Desktop

	mu    sync.Mutex
	calls []call
}

// call is a program that was run, and what it read at that moment.
type call struct {
	args  string
	stdin string
	env   []string
}

func (m *machine) copier(mode string, command ...string) *Copier {
	return New(Options{
		Mode: mode, Command: command, Env: m.env, Desktop: m.desktop,
		LookPath: func(name string) (string, error) {
			if slices.Contains(m.installed, name) {
				return "/usr/bin/" + name, nil
			}
			return "", exec.ErrNotFound
		},
		Run: func(ctx context.Context, p Program) (Output, error) {
			m.mu.Lock()
			m.calls = append(m.calls, call{strings.Join(p.Args, " "), p.Stdin.Reveal(), p.Env})
			m.mu.Unlock()
			if m.run == nil {
				return Output{}, errors.New("nothing is expected to be run")
			}
			return m.run(ctx, p)
		},
		Ancestors: func(pid int) []string { return m.ancestors[pid] },
	})
}

// ran lists the programs that were run, with the name of the tmux buffer made
// readable.
func (m *machine) ran() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []string
	for _, c := range m.calls {
		words := strings.Fields(c.args)
		for i, w := range words {
			if strings.HasPrefix(w, "apimtui-") {
				words[i] = "NAME"
			}
		}
		all = append(all, strings.Join(words, " "))
	}
	return all
}

// checkNoLeak fails when the canary or a bearer token went where it must not.
func (m *machine) checkNoLeak(t *testing.T, words string) {
	t.Helper()
	for _, c := range m.calls {
		if all := c.args + strings.Join(c.env, " "); strings.Contains(all, "canary") || strings.Contains(all, "bearer") {
			t.Errorf("a secret stands in the arguments or environment of %q", c.args)
		}
	}
	if strings.Contains(words, "canary") {
		t.Errorf("the words hold the secret: %q", words)
	}
}

// tmuxSays answers what a tmux would, the version first; the rest are as in
// tmuxQuestion, with the terminal-overrides behind.
func tmuxSays(fields ...string) func(context.Context, Program) (Output, error) {
	return func(_ context.Context, p Program) (Output, error) {
		switch {
		case slices.Contains(p.Args, "display-message"):
			return Output{Stdout: []byte(strings.Join(fields[:min(7, len(fields))], "|") + "\n")}, nil
		case slices.Contains(p.Args, "terminal-overrides"):
			return Output{Stdout: []byte(strings.Join(fields[7:], ""))}, nil
		}
		return Output{}, nil
	}
}

// memoryDesktop is a desktop's clipboard.
type memoryDesktop struct {
	blocking chan struct{} // if not nil, nothing ends before it is closed

	mu      sync.Mutex
	text    string
	err     error
	readErr error
	writes  int
}

func (d *memoryDesktop) Write(s string) error {
	if d.blocking != nil {
		<-d.blocking
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.writes++
	if d.err == nil {
		d.text = s
	}
	return d.err
}

func (d *memoryDesktop) Read() (string, error) {
	if d.blocking != nil {
		<-d.blocking
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text, d.readErr
}

func copyCanary(t *testing.T, c *Copier) Result {
	t.Helper()
	return c.Copy(t.Context(), secret.New(canary))
}
