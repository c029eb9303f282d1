package tui

import (
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/term"
	"apimtui/tui/tuitest"
)

// answers is a terminal whose answer is on its way.
type answers struct{ io.Reader }

func (answers) Ready(time.Duration) bool { return false }

// What the terminal answers is not left to the shell: leaving waits for it, and
// not for long. Keys that are pressed meanwhile mean nothing.
func TestLeavingWaitsForTheTerminalsAnswer(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{"answers": "\x1b[?62;22c", "never answers": ""} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			var g *guarded
			w.program = []tea.ProgramOption{tea.WithFilter(func(m tea.Model, msg tea.Msg) tea.Msg { return g.filter(m, msg) })}
			w.change = func(made *guarded) {
				g = made
				g.line = &term.Line{}
				_, _ = g.line.Write(io.Discard, []byte("\x1b]11;?\a"))
			}
			w.show(t, func(d *tuitest.Driver) {
				d.Press("q", "/", "x")
				if _, _, ended := d.Done(); ended {
					t.Fatal("left before the terminal had answered")
				}
				d.MustNotSee("/x")
				if answer != "" {
					_, _ = g.line.Read(answers{strings.NewReader(answer)}, make([]byte, 100))
				} else {
					d.Advance(2 * time.Second)
				}
				if _, err, ended := d.Done(); !ended || err != nil {
					t.Errorf("still there, or %v", err)
				}
			})
		})
	}
}
