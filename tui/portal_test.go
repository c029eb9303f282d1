package tui

import (
	"testing"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// A link to a portal that is switched off is made, with a warning beside it.
func TestDisabledPortalIsToldOf(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{DeveloperPortal: "Disabled"}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		mustSay(t, d, "The developer portal of this service is disabled: the link will not open it.")
	})
}
