package tui

import (
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// shownScenes are screens whose keys are those of another scene.
func shownScenes() []scene {
	on := func(name, email string, prepare func(*testing.T, *world), steps ...string) scene {
		return scene{name: name, world: prepare, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			at(d, email)
			for _, k := range steps {
				d.Press(k)
				d.Advance(time.Second)
			}
		}}
	}
	denied := func(name string, steps []string, ops ...simulator.Operation) scene {
		return scene{name: name, enter: func(_ *testing.T, w *world, d *tuitest.Driver) {
			at(d, amelia)
			for _, op := range ops {
				w.sim.InjectFault(simulator.Fault{Operation: op, Times: -1, Status: 403})
			}
			d.Press(steps...)
			d.Advance(time.Minute)
		}}
	}
	present := func(_ *testing.T, w *world) { w.options.Present = true }
	hostile := func(_ *testing.T, w *world) { w.simulated.Hostile = true }
	return []scene{
		on("long address", "eleanor.bennett@wideworldimporters.com", nil),
		on("user with product subscriptions", jonas, nil, "enter"),
		on("sorted", "contoso", nil, "o", "o", "o", "o"),
		on("presentation", amelia, present, "enter"),
		on("SSO URL revealed", kwame, nil, "s", "v"),
		on("token revealed", kwame, nil, "t", "enter", "v"),
		on("token alone", kwame, nil, "t", "enter", "a"),
		on("replace a key?", jonas, nil, "u", "K", "G"),
		on("cancel?", jonas, nil, "u", "x"),
		on("edit a product subscription", jonas, nil, "u", "e"),
		on("more marked", "contoso", nil, "*"),
		denied("reload failed", []string{"r"}, simulator.UserList),
		denied("groups unread", []string{"m"}, simulator.UserGroups, simulator.GroupList),
		{name: "hostile names", world: hostile, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) { d.Press("end") }},
		{name: "offboard?", enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			at(d, jonas)
			command(d, "offboard")
			d.WaitFor("Offboard:", time.Minute)
		}},
	}
}
