package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// What is said about a row is not cut while lines below it are empty, nor a name
// beside room that less wanted columns take.
func TestTextHasTheRoomThatIsFree(t *testing.T) {
	t.Parallel()
	sized := func(width, height int, script func(d *tuitest.Driver)) {
		w := &world{size: [2]int{width, height}}
		w.show(t, script)
	}
	for _, width := range []int{80, 90} {
		sized(width, 24, func(d *tuitest.Driver) {
			openServiceGroups(d)
			d.MustSee("Contoso Integration (contoso.onmicrosoft.com)", "into this group.")
		})
	}
	sized(80, 24, func(d *tuitest.Driver) {
		openServiceSubscriptions(d)
		d.MustSee("starter load test", "Katarzyna Wiśniewska")
		d.MustNotSee("…")
	})
	sized(60, 14, func(d *tuitest.Driver) {
		openServiceSubscriptions(d)
		d.MustSee("starter san…") // the eighth row
		d.Press("esc")
		command(d, "view")
		d.Settle()
		d.MustNotSee("…")
	})
	sized(120, 40, func(d *tuitest.Driver) {
		editAmelia(d)
		d.Type(strings.Repeat("y", 60))
		d.MustSee(`"AAAAAAAACBAAAAAAAAAIEQ=="`)
		for _, l := range strings.Split(d.Screen(), "\n") {
			if _, field, found := strings.Cut(l, "▌E-mail"); found {
				field, _, _ = strings.Cut(field, "│")
				if n := ansi.StringWidth(strings.TrimSpace(field)); n < 40 {
					t.Errorf("%d cells are shown: %q", n, field)
				}
			}
		}
	})
}

// The border goes on behind a filter that is typed.
func TestFilterLeavesTheBorderWhole(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 120} {
		w := &world{size: [2]int{width, 24}}
		w.show(t, func(d *tuitest.Driver) {
			openServiceGroups(d)
			d.Press("/")
			d.Type("pa")
			d.Settle()
			if border := strings.Split(d.Screen(), "\n")[1]; !strings.Contains(border, "/pa  ─") || !strings.HasSuffix(border, "──╮") {
				t.Errorf("the border is %q", border)
			}
		})
	}
}

// A value that has no room beside its label begins at the same place in every field.
func TestLongValuesBeginAtTheSamePlace(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, jonas)
		d.Advance(time.Second)
		d.MustSee("││   jonas.lindqvist@fabrikam.com")
		at(d, "priya.nair@northwindtraders.com")
		d.Advance(time.Second)
		d.MustSee("││   priya.nair@northwindtraders.com")
	})
}

// What stands in an empty field stays in place when the focus comes.
func TestPlaceholderStaysInPlace(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		d.MustSee(" Password      unchanged")
		d.Press("tab", "tab", "tab")
		d.MustSee("▌Password      unchanged")
		x, y := d.Find("unchanged")
		if !d.Cell(x, y).Reverse {
			t.Errorf("the cursor is elsewhere:\n%s", d.Styled())
		}
	})
}

// A list that is read says once that it takes time.
func TestOneSpinner(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Latency: 5 * time.Second}}
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(time.Minute)
		d.Press(":")
		d.Type("groups")
		d.Press("enter")
		d.Advance(3 * time.Second)
		d.MustSee("Reading the groups…")
		if n := strings.Count(d.Screen(), "esc cancels"); n != 1 {
			t.Errorf("said %d times:\n%s", n, d.Screen())
		}
	})
}
