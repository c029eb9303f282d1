package tui

import (
	"image/color"
	"testing"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
)

// The colours are the console's own where the terminal has enough of them and tells
// its background, and the operator's own where not.
func TestColoursFollowTheTerminal(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		env   []string
		toned bool
	}{
		"256 colours": {[]string{"TERM=xterm-256color"}, true},
		"true colour": {[]string{"TERM=xterm-256color", "COLORTERM=truecolor"}, true},
		"16 colours":  {[]string{"TERM=xterm"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{env: tt.env, options: Options{Theme: theme.Auto}}
			w.show(t, func(d *tuitest.Driver) {
				for _, background := range []color.Color{color.White, color.Black} {
					d.Send(tea.BackgroundColorMsg{Color: background})
					x, y := d.Find("STATE")
					c := d.Cell(x, y)
					if (c.Fg != nil) != tt.toned || c.Faint == tt.toned {
						t.Errorf("on %v a label is %+v", background, c)
					}
					x, y = d.Find("● active")
					if state := d.Cell(x, y); (state.Fg != nil) != tt.toned {
						t.Errorf("on %v a state is %+v", background, state)
					}
				}
			})
		})
	}
}
