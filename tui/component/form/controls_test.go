package form_test

import (
	"fmt"
	"strings"
	"testing"

	"apimtui/tui/component/form"
	"apimtui/tui/tuitest"
)

func TestAreaEditsLines(t *testing.T) {
	for _, c := range []struct {
		name, from string
		do         func(d *tuitest.Driver)
		want       string
	}{
		{"a new line", "ab", func(d *tuitest.Driver) { d.Press("left", "enter") }, "a\nb"},
		{"keeps how lines end", "a\r\nb", func(d *tuitest.Driver) { d.Press("enter"); d.Type("c") }, "a\r\nb\r\nc"},
		{"backspace joins", "a\nb", func(d *tuitest.Driver) { d.Press("home", "backspace") }, "ab"},
		{"delete joins", "a\nb", func(d *tuitest.Driver) { d.Press("up", "end", "delete") }, "ab"},
		{"left crosses", "a\nb", func(d *tuitest.Driver) { d.Press("home", "left"); d.Type("x") }, "ax\nb"},
		{"right crosses", "a\nb", func(d *tuitest.Driver) { d.Press("up", "end", "right"); d.Type("x") }, "a\nxb"},
		{"up keeps the column", "abc\nd\nefg", func(d *tuitest.Driver) { d.Press("left", "up", "up"); d.Type("x") }, "axbc\nd\nefg"},
		{"up among wide characters", "山田太郎\nabcd", func(d *tuitest.Driver) { d.Press("up"); d.Type("x") }, "山田x太郎\nabcd"},
		{"stays at the top", "ab", func(d *tuitest.Driver) { d.Press("up", "up", "left"); d.Type("x") }, "axb"},
		{"emptied", "a\nb", func(d *tuitest.Driver) { d.Press("backspace", "backspace", "backspace") }, ""},
		{"deletes to the start of the line", "a\nbc", func(d *tuitest.Driver) { d.Press("ctrl+u", "ctrl+u") }, "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := form.NewArea(c.from)
			show(t, one(a), func(d *tuitest.Driver, h *host) {
				c.do(d)
				if a.Value() != c.want {
					t.Errorf("%q became %q, not %q", c.from, a.Value(), c.want)
				}
			})
		})
	}
}

// A field of 60 columns has 44 cells for a value, one of which is the cursor's.
func TestAreaMovesByLinesOfTheScreen(t *testing.T) {
	a := form.NewArea("one two three four five six seven eight nine ten eleven twelve")
	show(t, one(a), func(d *tuitest.Driver, h *host) {
		d.MustSee("one two three four five six seven eight", "nine ten eleven twelve")
		_, x, y := cursor(d)
		d.Press("up")
		if _, x2, y2 := cursor(d); x2 != x || y2 != y-1 {
			t.Errorf("up went from %d,%d to %d,%d", x, y, x2, y2)
		}
		d.Press("down")
		if _, x2, y2 := cursor(d); x2 != x || y2 != y {
			t.Errorf("down went to %d,%d, not back to %d,%d", x2, y2, x, y)
		}
	})
}

// numbered is a note of n lines, named from "line 01." on.
func numbered(n int) string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %02d.", i+1)
	}
	return strings.Join(lines, "\n")
}

// Of 16 lines the heading, the other field and the buttons take 4.
func TestALongAreaSaysWhatIsOutOfSight(t *testing.T) {
	a := form.NewArea(numbered(20))
	show(t, []form.Control{a, form.NewText("")}, func(d *tuitest.Driver, h *host) {
		d.MustSee("field a       line 09.", "↑ 8 more      line 10.", "line 20.", "field b", "[ Save ]")
		d.MustNotSee("line 08.", "↓")
		for range 10 {
			d.Press("up")
		}
		d.MustSee("field a       line 04.", "↑ 3 more      line 05.", "↓ 5 more      line 15.", "[ Save ]")
		for range 9 {
			d.Press("up")
		}
		d.MustSee("field a       line 01.", "↓ 8 more      line 12.")
		d.MustNotSee("↑")
		d.Press("tab")
		d.MustSee("and 18 more lines")
		d.MustNotSee("↑", "↓")
	})
}

func TestALongPastedLineHidesNothingUnsaid(t *testing.T) {
	a := form.NewArea("Call before 10:00.\nSecond contact: Jo.")
	show(t, []form.Control{a, form.NewText("")}, func(d *tuitest.Driver, h *host) {
		d.Press("enter")
		d.Paste(strings.Repeat("word ", 60))
		d.MustSee("Call before 10:00.", "Second contact: Jo.", "[ Save ]")
		d.Paste(strings.Repeat("word ", 60))
		d.MustSee("↑ ", " more ", "[ Save ]")
	})
}

func TestAValueThatCannotBeTypedUsesTheFreeLines(t *testing.T) {
	show(t, []form.Control{form.NewArea("one\ttwo\n" + numbered(4)), form.NewText("")}, func(d *tuitest.Driver, h *host) {
		d.MustSee("one␉two", "line 04.", "cannot be typed")
		d.Press("tab")
		d.MustSee("one␉two", "line 01.", "and 3 more lines")
	})
}

func options() []form.Option {
	return []form.Option{{Value: "x", Meaning: "means X"}, {Value: "y", Meaning: "means Y"}, {Value: "z", Meaning: "means Z"}}
}

func TestPickerShowsMeaningsWhileItHasTheFocus(t *testing.T) {
	p := form.NewPicker("y", options()...)
	show(t, []form.Control{p, form.NewText("")}, func(d *tuitest.Driver, h *host) {
		d.MustSee("( ) x  (●) y  ( ) z", "means Y")
		d.MustNotSee("means X", "means Z")
		for _, step := range []struct{ key, want string }{
			{"down", "z"}, {"right", "z"}, {"left", "y"}, {"up", "x"}, {"up", "x"}, {"right", "y"},
		} {
			if d.Press(step.key); p.Value() != step.want {
				t.Errorf("after %s it is %q, not %q", step.key, p.Value(), step.want)
			}
		}
		d.Type("z")
		d.Paste("z")
		d.Press("enter")
		d.MustSee("field a       y  means Y")
		d.MustNotSee("means X")
		if p.Value() != "y" {
			t.Errorf("typing chose %q", p.Value())
		}
	})
}

func TestToggle(t *testing.T) {
	g := form.NewToggle(false, "say so")
	show(t, one(g), func(d *tuitest.Driver, h *host) {
		d.MustSee("[ ] say so")
		d.Press("space")
		d.MustSee("[x] say so")
		if !g.On() || h.last() != form.Edited {
			t.Errorf("on %v, %v", g.On(), h.last())
		}
	})
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(d *tuitest.Driver)
		want []form.Row
	}{
		{"adds", func(d *tuitest.Driver) {
			d.Press("down", "down")
			d.Type("C:3")
			d.Press("enter")
			d.Type("D:4")
			d.Press("tab")
		},
			[]form.Row{{Text: "A:1", Origin: 0}, {Text: "B:2", Origin: 1}, {Text: "C:3", Origin: -1}, {Text: "D:4", Origin: -1}}},
		{"changes", func(d *tuitest.Driver) { d.Type("0") }, []form.Row{{Text: "A:10", Origin: -1}, {Text: "B:2", Origin: 1}}},
		{"changes back", func(d *tuitest.Driver) { d.Type("0"); d.Press("backspace") }, []form.Row{{Text: "A:1", Origin: 0}, {Text: "B:2", Origin: 1}}},
		{"removes", func(d *tuitest.Driver) { d.Press("ctrl+x") }, []form.Row{{Text: "B:2", Origin: 1}}},
		{"removes the emptied", func(d *tuitest.Driver) { d.Press("ctrl+u", "down"); d.Type("!") }, []form.Row{{Text: "B:2!", Origin: -1}}},
		{"removes all", func(d *tuitest.Driver) { d.Press("ctrl+x", "ctrl+x", "ctrl+x") }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := form.NewRows("add one", "A:1", "B:2")
			show(t, []form.Control{r, form.NewText("")}, func(d *tuitest.Driver, h *host) {
				d.MustSee("add one")
				c.do(d)
				got := r.Values()
				if len(got) != len(c.want) {
					t.Fatalf("got %v, want %v", got, c.want)
				}
				for i := range got {
					if got[i] != c.want[i] {
						t.Errorf("row %d is %v, not %v", i, got[i], c.want[i])
					}
				}
			})
		})
	}
}

func TestEnterInTheEmptyRowGoesOn(t *testing.T) {
	show(t, []form.Control{form.NewRows("", "A:1"), form.NewText("")}, func(d *tuitest.Driver, h *host) {
		d.Press("enter")
		if h.form.Focused() != "a" {
			t.Error("enter left the rows from the first of them")
		}
		d.Press("enter")
		if h.form.Focused() != "b" {
			t.Errorf("the focus is on %q", h.form.Focused())
		}
	})
}
