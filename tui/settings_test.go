package tui

import (
	"errors"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
)

func TestColumnFrames(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			d.Press("C", "down", "space", "<")
			d.Golden("columns")
		})
	}
}

// titles are the column titles, as they stand.
func titles(d *tuitest.Driver) string {
	d.Settle()
	for _, line := range strings.Split(d.Screen(), "\n") {
		if strings.Contains(line, "NAME") || strings.Contains(line, "E-MAIL") {
			list := strings.FieldsFunc(line, func(r rune) bool { return r == '│' || r == '┃' })[0]
			return strings.Join(strings.Fields(list), " ")
		}
	}
	return ""
}

// The chosen columns are shown at once, and kept for the next session.
func TestColumnsAreChosenAndKept(t *testing.T) {
	t.Parallel()
	var kept []string
	w := &world{size: [2]int{160, 40}, options: Options{Columns: []string{"name", "id", "email"}, KeepColumns: func(c []string) error { kept = c; return nil }}}
	w.show(t, func(d *tuitest.Driver) {
		if got := titles(d); got != "NAME USER ID E-MAIL" {
			t.Errorf("the columns are %s", got)
		}
		d.Press("C", "right", "right", "up", "space", "space", "up", "space", "end", "down", "down", "down", "down", "down", "space")
		d.Press("enter")
		d.MustSee("Columns kept in the configuration file.")
		if want := []string{"email", "name", "note"}; !slices.Equal(kept, want) || titles(d) != "E-MAIL NAME NOTE" {
			t.Errorf("kept %v, shown %s", kept, titles(d))
		}
		// What is left with esc changes nothing, and a marked user is seen in any
		// column.
		d.Press("C", "space", "esc", "space")
		if d.MustSee("✓"); titles(d) != "E-MAIL NAME NOTE" {
			t.Errorf("shown after esc: %s", titles(d))
		}
	})
}

// A list of the members of a group has them as well.
func TestColumnsOfMembers(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{160, 40}, options: Options{KeepColumns: func([]string) error { return nil }}}
	w.show(t, func(d *tuitest.Driver) {
		openServiceGroups(d)
		d.Press("/")
		d.Type("partners")
		d.Press("enter", "enter")
		d.WaitFor("Members of Partners", time.Minute)
		d.Settle()
		d.MustSee("STATE")
		d.Press("C", "space", "enter")
		d.MustSee("Columns kept")
		d.MustNotSee("STATE")
	})
}

// At least one column stays.
func TestLastColumnStays(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Columns: []string{"email"}}}
	w.show(t, func(d *tuitest.Driver) {
		d.Press("C", "space")
		d.MustSee("[x] email", "at least one column stays")
	})
}

func TestColumnsThatCannotBeKept(t *testing.T) {
	t.Parallel()
	for want, keep := range map[string]func([]string) error{
		"for this session. There is no configuration file":   nil,
		"for this session. ~/config.yaml: permission denied": func([]string) error { return errors.New("~/config.yaml: permission denied") },
	} {
		w := &world{options: Options{KeepColumns: keep}}
		w.show(t, func(d *tuitest.Driver) {
			d.Press("C", "space", "enter")
			d.MustSee(want)
			if strings.Contains(titles(d), "STATE") {
				t.Errorf("the column is still there: %s", titles(d))
			}
		})
	}
}

// Where the selection is a bar, the chosen row is one in every list and box.
func TestSelectionIsABar(t *testing.T) {
	t.Parallel()
	for _, s := range scenes() {
		if !slices.Contains([]string{"list", "matches", "groups", "product subscriptions", "contexts", "first run", "find services", "copy", "commands", "left unfinished", "columns", "several, some left"}, s.name) {
			continue
		}
		prepare := s.world
		s.world = func(t *testing.T, w *world) {
			if w.options.FullRow = true; prepare != nil {
				prepare(t, w)
			}
		}
		s.play(t, func(st *stage) {
			bar := 0
			for y := range st.size[1] {
				for x := range st.size[0] {
					if st.Cell(x, y).Text == "▌" && st.Cell(x, y).Reverse && st.Cell(x+12, y).Reverse {
						bar++
					}
				}
			}
			if bar != 1 {
				t.Errorf("%s: %d rows are bars:\n%s", s.name, bar, st.Screen())
			}
		})
	}
}

// An own colour that cannot be read is told of once; others are drawn.
func TestOwnColours(t *testing.T) {
	t.Parallel()
	own := map[string]string{"accent": "#333333", "bad": "#ffafff"}
	for _, name := range []theme.Name{theme.Auto, theme.Dark} {
		w := &world{size: [2]int{120, 24}, options: Options{Theme: name, Colors: own}}
		w.show(t, func(d *tuitest.Driver) {
			d.MustSee("Own colours that are not used: accent. Their contrast with the background is below 4.5:1.")
			x, y := d.Find("■ blocked")
			if got := d.Cell(x, y).Fg; got != color.Color(nil) && got == theme.New(theme.Dark).Bad.GetForeground() || got == nil {
				t.Errorf("%s: blocked is drawn in %v", name, got)
			}
			d.Press("j")
			d.MustNotSee("Own colours")
			d.Send(tea.BackgroundColorMsg{Color: color.Black})
			d.MustNotSee("Own colours")
		})
	}
}
