package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"apimtui/tui/tuitest"
)

// What is said about a row is not cut while lines below it are empty, nor a name
// beside room that less wanted columns take.
func TestTextHasTheRoomThatIsFree(t *testing.T) {
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
