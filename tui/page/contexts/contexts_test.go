package contexts

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// file is a configuration file of a test.
type file struct {
	rows     []Row
	err      error
	previous string
}

func (f *file) List() ([]Row, error) { return f.rows, f.err }
func (f *file) Previous() string     { return f.previous }
func (f *file) Test(context.Context, string) ([]string, error) {
	return nil, errors.New("it does not answer")
}

func TestContextsAreListed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &file{rows: []Row{{Name: "dev", Service: "apim-dev"}, {Name: "prod", Service: "apim", Production: true, ReadOnly: true, Here: true}}}
		out := &ui.Outbox{}
		p := New(t.Context(), 1, out, f, Host{
			Open: func(_ context.Context, to ui.Target) (any, error) { return "open " + to.Context, nil },
			Edit: func(name string) any { return "edit " + name },
		})
		p.Resize(80, 12)
		carry := func(cmd tea.Cmd) {
			tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return p.Receive(m.(ui.Result)) })
		}
		screen := func() string {
			frame := ui.Frame{Width: 80, Height: 12, Theme: theme.New(theme.Mono)}
			return ansi.Strip(p.View(frame) + "\n" + strings.Join(p.Notice(frame), "\n"))
		}
		do := func(a keys.Action) { cmd, _ := p.Do(a); carry(cmd) }
		carry(p.Init())
		for _, want := range []string{"· dev", "▌● prod", "PROD READ-ONLY"} {
			if !strings.Contains(screen(), want) {
				t.Errorf("no %q in\n%s", want, screen())
			}
		}
		do(keys.Open)
		do(edit)
		if asked := fmt.Sprint(out.Take()); asked != "[open prod edit prod]" {
			t.Errorf("asked %s", asked)
		}
		do(test)
		if !strings.Contains(screen(), "It does not answer.") {
			t.Errorf("nothing of the failure in\n%s", screen())
		}
		if p.Why(previous) == "" {
			t.Error("there is no context before")
		}
		f.previous = "dev"
		do(previous)
		if asked := fmt.Sprint(out.Take()); asked != "[open dev]" || p.Why(previous) != "" {
			t.Errorf("asked %s", asked)
		}
		// A file that is broken meanwhile is told, and what was listed is no more.
		f.rows, f.err = nil, errors.New("line 3 is wrong")
		carry(p.Init())
		if !strings.Contains(screen(), "Line 3 is wrong.") || p.Why(keys.Open) == "" {
			t.Errorf("the broken file is not told in\n%s", screen())
		}
	})
}
