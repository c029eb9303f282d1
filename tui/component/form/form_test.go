package form_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/component/form"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
)

func TestFocusGoesRound(t *testing.T) {
	controls := []form.Control{form.NewText(""), form.NewPicker("x", options()...), form.NewText("")}
	show(t, controls, func(d *tuitest.Driver, h *host) {
		for _, step := range []struct{ key, want string }{
			{"tab", "b"}, {"enter", "c"}, {"shift+tab", "b"}, {"shift+tab", "a"}, {"shift+tab", ""}, {"shift+tab", ""}, {"tab", ""}, {"tab", "a"},
		} {
			if d.Press(step.key); h.form.Focused() != step.want {
				t.Errorf("after %s the focus is on %q, not %q", step.key, h.form.Focused(), step.want)
			}
		}
	})
}

func TestSavingAndLeaving(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want form.Action
	}{
		{[]string{"ctrl+s"}, form.Save},
		{[]string{"esc"}, form.Cancel},
		{[]string{"tab", "enter"}, form.Save},
		{[]string{"tab", "space"}, form.Save},
		{[]string{"tab", "tab", "enter"}, form.Cancel},
		{[]string{"tab", "right", "enter"}, form.Cancel},
		{[]string{"tab", "right", "left", "enter"}, form.Save},
		{[]string{"ctrl+o"}, form.None},
	} {
		show(t, one(form.NewText("")), func(d *tuitest.Driver, h *host) {
			if d.Press(c.keys...); h.last() != c.want {
				t.Errorf("%v leads to %v, not %v", c.keys, h.last(), c.want)
			}
		})
	}
}

func TestOffer(t *testing.T) {
	show(t, one(form.NewText("")), func(d *tuitest.Driver, h *host) {
		h.form.SetOffer("Open that user")
		if d.Press("ctrl+o"); h.last() != form.Offer {
			t.Errorf("the key leads to %v", h.last())
		}
		d.Press("tab", "tab", "shift+tab", "right")
		d.MustSee("[ Open that user ]")
		h.acts = nil
		if d.Press("enter"); h.last() != form.Offer {
			t.Errorf("the button leads to %v", h.last())
		}
		h.form.SetOffer("")
		d.Press("left")
		d.MustNotSee("Open that user")
	})
}

func TestALockedFieldSaysWhy(t *testing.T) {
	p := form.NewPicker("x", options()...)
	show(t, []form.Control{p, form.NewText("")}, func(d *tuitest.Driver, h *host) {
		h.form.Field("a").Locked = "No one may change this."
		d.Press("down")
		d.MustSee("No one may change this.", "x  means X")
		d.MustNotSee("means Y")
		if p.Value() != "x" {
			t.Error("it was changed")
		}
		d.Press("tab")
		d.MustNotSee("No one may")
	})
}

func TestErrorsStandUnderTheirFieldAndProblemsAbove(t *testing.T) {
	show(t, one(form.NewText("")), func(d *tuitest.Driver, h *host) {
		x := h.form.Field("a")
		x.Error, x.Warning = text.Clean("wrong\x1b[2J"), text.Clean("odd")
		h.form.SetProblem(&form.Problem{Title: "not applied", Explained: component.Explained{
			What: text.Clean("It was refused."), Do: text.Clean("Try again."), RequestID: text.Clean("id-1"),
		}})
		d.Press("left")
		d.MustSee("✗ not applied", "It was refused.", "Try again.", "Request id id-1", "✗ wrong␛[2J", "! odd")
		_, above := d.Find("not applied")
		_, field := d.Find("field a")
		_, below := d.Find("wrong")
		if above > field || below != field+1 {
			t.Errorf("problem on row %d, field on %d, error on %d", above, field, below)
		}
		h.form.SetProblem(nil)
		d.Press("left")
		d.MustNotSee("refused")
	})
}

// least is the height from which a field, its options and its error all fit; a
// page has 13 lines in the smallest terminal.
const least = 10

// TestTheFocusIsAlwaysInSight goes through a form with everything that makes
// it long, at every height.
func TestTheFocusIsAlwaysInSight(t *testing.T) {
	for height := 3; height <= 24; height++ {
		for _, width := range []int{60, 80, 120} {
			f := long()
			f.Resize(width, height)
			for _, forth := range []bool{true, false} {
				for range 3 {
					for _, id := range ids {
						if !forth {
							id = ids[len(ids)-1-slices.Index(ids, id)]
						}
						f.Focus(id)
						view := ansi.Strip(f.View(theme.New(theme.Mono)))
						lines := strings.Split(view, "\n")
						if len(lines) > height {
							t.Fatalf("%dx%d: %d lines", width, height, len(lines))
						}
						if height >= least && !strings.Contains(view, "▌field "+id) {
							t.Fatalf("%dx%d: field %s is out of sight:\n%s", width, height, id, view)
						}
						if height >= least && !strings.Contains(view, "error of "+id) {
							t.Fatalf("%dx%d: the error of field %s is out of sight:\n%s", width, height, id, view)
						}
					}
				}
			}
		}
	}
}

// TestNothingOfALongAreaIsHiddenUnsaid goes through a long note: what stands on
// the screen and what is said to be out of sight are all its lines.
func TestNothingOfALongAreaIsHiddenUnsaid(t *testing.T) {
	const all = 30
	line, more := regexp.MustCompile(`line \d\d\.`), regexp.MustCompile(`[↑↓] (\d+) more`)
	for _, height := range []int{6, 7, 8, 9, 10, 12, 13, 16, 21, 24, 37, 45} {
		for _, width := range []int{60, 120} {
			f := long()
			f.SetProblem(nil)
			f.Field("c").Control = form.NewArea(numbered(all))
			f.Resize(width, height)
			f.Focus("c")
			for range all {
				view := ansi.Strip(f.View(theme.New(theme.Mono)))
				n := len(line.FindAllString(view, -1))
				for _, m := range more.FindAllStringSubmatch(view, -1) {
					hidden, _ := strconv.Atoi(m[1])
					n += hidden
				}
				if n != all || strings.Count(view, "\n") >= height {
					t.Fatalf("%dx%d: %d of %d lines are accounted for:\n%s", width, height, n, all, view)
				}
				f.Update(tea.KeyPressMsg{Code: tea.KeyUp})
			}
		}
	}
}

// TestHiddenCountsBothEnds adds up what is shown and what is not.
func TestHiddenCountsBothEnds(t *testing.T) {
	for height := least; height <= 24; height++ {
		f := long()
		f.SetProblem(nil)
		f.Resize(60, height)
		seen := false
		for _, id := range ids {
			f.Focus(id)
			above, below := f.Hidden()
			view := strings.Split(ansi.Strip(f.View(theme.New(theme.Mono))), "\n")
			if first := strings.HasPrefix(view[0], " ONE"); first != (above == 0) {
				t.Errorf("height %d, field %s: %d above, and the first line is %q", height, id, above, view[0])
			}
			if last := strings.Contains(view[len(view)-1], "[ Save ]"); last != (below == 0) {
				t.Errorf("height %d, field %s: %d below, and the last line is %q", height, id, below, view[len(view)-1])
			}
			seen = seen || above > 0 && below > 0
		}
		if !seen && height == least {
			t.Error("nothing was hidden at both ends")
		}
	}
}

var ids = []string{"a", "b", "c", "d"}

func long() *form.Form {
	fields := []*form.Field{
		{ID: "a", Control: form.NewText("x")},
		{ID: "b", Control: form.NewPicker("x", options()...)},
		{ID: "c", Control: form.NewArea("1\n2\n3\n4\n5\n6\n7\n8")},
		{ID: "d", Control: form.NewRows("", "A:1", "B:2", "C:3")},
	}
	for _, x := range fields {
		x.Label, x.Error = "field "+x.ID, text.Clean("error of "+x.ID)
	}
	f := form.New(form.Section{Title: "ONE", Fields: fields[:2]}, form.Section{Title: "TWO", Right: true, Fields: fields[2:]})
	f.SetProblem(&form.Problem{Title: "no"})
	return f
}

func TestAnySizeCanBeDrawn(t *testing.T) {
	for width := range 30 {
		for height := range 5 {
			f := long()
			f.Resize(width, height)
			for _, id := range ids {
				f.Focus(id)
				if f.View(theme.New(theme.Mono)) == "" {
					t.Fatal(fmt.Sprint("nothing is drawn at ", width, "x", height))
				}
			}
		}
	}
}
