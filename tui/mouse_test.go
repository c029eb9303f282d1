package tui

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// mouse is a console that reads the mouse.
func mouse(width, height int) *world {
	return &world{size: [2]int{width, height}, options: Options{Mouse: true}}
}

// chosenRow is the row with the mark.
func chosenRow(d *tuitest.Driver) string {
	d.Settle()
	for _, line := range strings.Split(d.Screen(), "\n") {
		if strings.Contains(line, "▌") {
			return line
		}
	}
	return ""
}

// Without the setting, not one byte asks for the mouse.
func TestMouseIsOffByDefault(t *testing.T) {
	t.Parallel()
	for _, on := range []bool{false, true} {
		w := mouse(80, 24)
		w.options.Mouse = on
		w.show(t, func(d *tuitest.Driver) {
			d.Press("?")
			d.Settle()
			asks := false
			for _, mode := range []string{"?1000", "?1002", "?1003", "?1006"} {
				asks = asks || bytes.Contains(d.Output(), []byte(mode))
			}
			if says := strings.Contains(d.Screen(), "hold shift to select text"); asks != on || says != on {
				t.Errorf("mouse %v: asked for %v, told of %v", on, asks, says)
			}
		})
	}
}

func TestRowsAreClicked(t *testing.T) {
	t.Parallel()
	for _, size := range append(sizes, [2]int{160, 45}) {
		w := mouse(size[0], size[1])
		w.show(t, func(d *tuitest.Driver) {
			d.Click("NAME") // a title is no row
			if row := chosenRow(d); !strings.Contains(row, "Administrator") {
				t.Errorf("%v: a title chose %s", size, row)
			}
			d.Click("Kwame Mensah")
			if row := chosenRow(d); !strings.Contains(row, "Kwame Mensah") {
				t.Errorf("%v: chosen is %s", size, row)
			}
			d.MustSee("Chlo") // still the list
			d.Wheel(3)
			d.Wheel(-1)
			d.Click("Lucas Moreau")
			if row := chosenRow(d); !strings.Contains(row, "Lucas Moreau") {
				t.Errorf("%v: after scrolling, chosen is %s", size, row)
			}
			d.Click("Lucas Moreau")
			d.MustSee("lucas.moreau@example.org", "q back")
			d.Click("q back")
			d.MustSee("Kwame Mensah")
		})
	}
}

// With two columns of users out of sight, the wheel moves what is on top.
func TestWheelScrolls(t *testing.T) {
	t.Parallel()
	w := mouse(80, 18)
	w.show(t, func(d *tuitest.Driver) {
		d.Wheel(20)
		d.MustNotSee("Administrator")
		d.Press("?")
		d.MustSee("The mouse is on")
		d.Wheel(3)
		d.MustNotSee("The mouse is on")
		d.Click("esc closes")
		d.MustNotSee("Keys,")
		d.Click("? help")
		d.MustSee("The mouse is on")
	})
}

// A click on a filter that is typed keeps it, and the row under the mouse is the one
// that is drawn there.
func TestFilteredRowsAreClicked(t *testing.T) {
	t.Parallel()
	w := mouse(80, 24)
	w.show(t, func(d *tuitest.Driver) {
		d.Press("/")
		d.Type("fabrikam")
		d.Click("Lena Fischer")
		if row := chosenRow(d); !strings.Contains(row, "Lena Fischer") {
			t.Errorf("chosen is %s", row)
		}
		d.Click("enter keep")
		d.MustNotSee("enter keep")
		d.MustSee("/fabrikam")
	})
}

func TestBoxesAreClicked(t *testing.T) {
	t.Parallel()
	w := mouse(80, 24)
	w.show(t, func(d *tuitest.Driver) {
		d.Press("C")
		d.Click("[x] note")
		d.Click("[x] note")
		d.MustSee("[ ] note")
		d.Click("enter keep")
		d.MustSee("These columns hold for this session.")
		at(d, kwame)
		d.Press("y")
		d.Click("user id  ")
		d.MustNotSee("Copied")
		d.Click("user id  ")
		d.MustSee("Copied (fake).")
		if got := w.clip.value(); got != w.id(t, kwame) {
			t.Errorf("copied %q", got)
		}
	})
}

// A box that asks takes clicks on its hints alone, and the second click of two is no
// answer.
func TestQuestionsAreClicked(t *testing.T) {
	t.Parallel()
	w := mouse(80, 24)
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Click("b block")
		d.MustSee("y yes")
		x, y := d.Find("y yes")
		d.ClickAt(x, y)
		d.MustSee("y yes") // too soon
		d.Advance(time.Second)
		d.ClickAt(x, y-2)
		d.ClickAt(0, 0)
		d.Advance(time.Second)
		d.MustSee("y yes")
		d.ClickAt(x, y)
		d.MustSee("saved")
		if u, _ := w.sim.User(w.id(t, kwame)); u.State != "blocked" {
			t.Errorf("the user is %s", u.State)
		}
	})
}

func TestFormIsClicked(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 14}, {80, 30}, {120, 40}, {160, 45}} {
		w := mouse(size[0], size[1])
		w.show(t, func(d *tuitest.Driver) {
			editAmelia(d)
			d.Click("Last name")
			d.Type("X")
			d.MustSee("HartX")
			if size[1] > 14 {
				d.Click("State ")
				d.Click("( ) blocked")
				d.MustSee("(●) blocked", "changed")
				d.Wheel(1)
				d.MustSee("(●) blocked") // the wheel changes no value
				d.Click("[ Cancel ]")
			} else {
				d.Click("esc cancel")
			}
			d.MustSee("Discard")
			d.Click("Discard") // no hint
			d.MustSee("Discard")
			x, y := d.Find("yes  n no")
			d.ClickAt(x+5, y)
			d.MustNotSee("Discard")
			d.MustSee("HartX")
			if size[1] > 14 {
				d.Click("[ Save ]")
			} else {
				d.Click("ctrl+s save")
			}
			d.MustSee("saved")
		})
	}
}

// A name that reads like a hint is a name.
func TestNamesAreNoHints(t *testing.T) {
	t.Parallel()
	w := mouse(80, 24)
	w.show(t, func(d *tuitest.Driver) {
		w.sim.Edit(w.id(t, kwame), func(u *simulator.User) { u.FirstName, u.LastName = "D", "delete" })
		d.Press("r")
		d.Click("D delete")
		d.Settle()
		d.Click("D delete")
		d.MustSee("kwame.mensah")
		d.MustNotSee("Delete D delete")
	})
}
