package tui

import (
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// reads counts the reads of what belongs to users.
func (w *world) reads() (n int) {
	for _, e := range w.sim.Journal() {
		if e.Operation == simulator.UserGroups {
			n++
		}
	}
	return n
}

// asRead waits for the preview of a user.
const asRead = "Partners                       custom"

func previewing(t *testing.T, w *world, script func(d *tuitest.Driver)) {
	t.Helper()
	w.size = [2]int{120, 40}
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(2 * time.Second)
		d.Press("down")
		d.WaitFor(asRead, 5*time.Second)
		script(d)
	})
}

// A preview that has the keys is read again when it is told to.
func TestPreviewIsReadAgain(t *testing.T) {
	w := &world{}
	previewing(t, w, func(d *tuitest.Driver) {
		before := w.reads()
		d.Press("tab", "r")
		d.Advance(2 * time.Second)
		d.MustSee(asRead)
		if n := w.reads() - before; n != 1 {
			t.Errorf("read %d times", n)
		}
	})
}

// A preview that is about to be read does not claim that reads are few.
func TestPreviewSaysWhyItIsEmpty(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Latency: 2 * time.Second}}
	w.size = [2]int{120, 40}
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(5 * time.Second)
		d.Press("down")
		d.Advance(time.Second)
		d.MustSee("loading…")
		d.Press("down") // it was still being read
		d.MustNotSee("Few reads are left")
	})
}

// The keys are the list's where there is no room for a preview.
func TestPreviewLosesTheKeysWithItsRoom(t *testing.T) {
	for _, size := range [][2]int{{100, 30}, {120, 18}} {
		w := &world{}
		previewing(t, w, func(d *tuitest.Driver) {
			d.Press("tab")
			d.Resize(size[0], size[1])
			d.Press("down")
			if x, y := d.Find("▌"); x > 1 || !strings.Contains(strings.Split(d.Screen(), "\n")[y], "jonas.lindqvist") {
				t.Errorf("%v: the cursor did not move:\n%s", size, d.Screen())
			}
		})
	}
}

// What is not drawn is not read.
func TestPreviewIsNotReadWithoutFrames(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{140, 16}}
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(2 * time.Second)
		d.Press("down")
		d.Advance(2 * time.Second)
		if n := w.reads(); n != 0 {
			t.Errorf("%d reads", n)
		}
	})
}

// No preview stays beside a list without users.
func TestPreviewGoesWithItsRow(t *testing.T) {
	w := &world{}
	previewing(t, w, func(d *tuitest.Driver) {
		d.Press("/")
		d.Type("zzzz")
		d.Advance(time.Second)
		d.MustSee("matches.")
		d.MustNotSee("OVERVIEW")
		d.Press("esc")
		d.Advance(time.Second)
		d.MustSee("OVERVIEW")
	})
}

// A preview shows what the list shows: after a reload neither is older.
func TestPreviewFollowsAReload(t *testing.T) {
	for _, key := range []string{"r", "R"} {
		w := &world{}
		previewing(t, w, func(d *tuitest.Driver) {
			d.MustSee("active, may sign in")
			w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.State = "blocked" })
			d.Press(key)
			d.Advance(3 * time.Second)
			d.MustNotSee("active, may sign in")
			d.MustSee("blocked, can neither", asRead)
		})
	}
}

// lists counts the reads of pages of the list.
func (w *world) lists() (n int) {
	for _, e := range w.sim.Journal() {
		if e.Operation == simulator.UserList {
			n++
		}
	}
	return n
}

// The automatic reload goes on after one was stopped.
func TestAutoReloadGoesOnAfterEsc(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Latency: 2 * time.Second}}
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(5 * time.Second)
		d.Press("R")
		d.Advance(time.Second)
		d.Press("esc")
		d.MustSee("The reload was stopped")
		before := w.lists()
		d.Advance(40 * time.Second)
		if w.lists() == before {
			t.Errorf("it says that it reloads, and does not:\n%s", d.Screen())
		}
	})
}

// The preview, the page of a user and the box that deletes it call a product by its
// name, which is read once; when it cannot be read, by its id.
func TestProductsAreCalledByName(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{false, true} {
		w := &world{size: [2]int{120, 40}}
		w.show(t, func(d *tuitest.Driver) {
			want := "Unlimited"
			if fails {
				w.sim.InjectFault(simulator.Fault{Operation: simulator.ProductList, Status: 403, Times: -1})
				want = "unlimited"
			}
			at(d, "jonas.lindqvist")
			d.Advance(2 * time.Second)
			d.MustSee(want + " ")
			d.Press("enter")
			d.Settle()
			d.MustSee(want + " ")
			d.Press("D")
			d.Settle()
			d.MustSee("unlimited sandbox → " + want)
			reads := 0
			for _, e := range w.sim.Journal() {
				if e.Operation == simulator.ProductList {
					reads++
				}
			}
			if reads != 1 {
				t.Errorf("products were read %d times", reads)
			}
		})
	}
}
