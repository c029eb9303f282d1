package tui

import (
	"slices"
	"sync"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// notebook remembers what was begun, as a disk would.
type notebook struct {
	mu    sync.Mutex
	open  map[string]bool
	begun []string
	seen  []string
	found []string
	ended []string
}

func (m *notebook) Begin(e api.Entry) (func(api.Result), error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := e.What + " of " + e.Entity
	m.begun = append(m.begun, key)
	if m.open == nil {
		m.open = map[string]bool{}
	}
	m.open[key] = true
	return func(r api.Result) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.ended = append(m.ended, r.Outcome.String())
		delete(m.open, key)
	}, nil
}

func (m *notebook) Found(e api.Entry, f api.Finding) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.found = append(m.found, string(f.Found)+": "+e.What)
}

func (m *notebook) Seen(user string) { m.seen = append(m.seen, user) }

// want says which intents were begun, and which of them still stand.
func (m *notebook) want(t *testing.T, begun string, open bool) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Contains(m.begun, begun) || m.open[begun] != open {
		t.Errorf("begun %q, standing %v; want %q, standing: %v", m.begun, m.open, begun, open)
	}
}

// A write is remembered for as long as no one was told what became of it.
func TestWritesAreRememberedUntilTold(t *testing.T) {
	t.Parallel()
	for keys, what := range map[string]string{"b": "change of state to blocked", "D": "deletion", "p": "password mail", "i": "invitation"} {
		m := &notebook{}
		w := &world{options: Options{Journal: m}}
		w.show(t, func(d *tuitest.Driver) {
			id := w.id(t, amelia)
			at(d, amelia)
			d.Press(keys)
			d.Settle()
			w.sim.InjectFault(simulator.Fault{Operation: "*", Delay: time.Second})
			d.Press("y")
			m.want(t, what+" of "+id, true)
			d.Advance(10 * time.Second)
			m.want(t, what+" of "+id, false)
		})
	}
}

// What a look tells of a write is recorded too.
func TestOutcomeThatALookToldIsRecorded(t *testing.T) {
	t.Parallel()
	m := &notebook{}
	w := &world{options: Options{Journal: m}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, CutAfter: true})
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Times: -1, Status: 403})
		d.Press("y")
		d.WaitFor("outcome unknown", time.Minute)
		w.sim.ClearFaults()
		d.Advance(2 * time.Second)
		d.Press("c")
		d.WaitFor("is blocked", time.Minute)
		if want := []string{"outcome unknown", "confirmed after a lost answer"}; !slices.Equal(m.ended, want) {
			t.Errorf("recorded %q, want %q", m.ended, want)
		}
	})
}

// No one is told what became of a write once the console is gone.
func TestLeavingAWriteIsRemembered(t *testing.T) {
	t.Parallel()
	m := &notebook{}
	w := &world{options: Options{Journal: m}}
	w.show(t, func(d *tuitest.Driver) {
		id := w.id(t, amelia)
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Hang: true, Apply: true})
		d.Press("y")
		d.Advance(time.Second)
		d.Press("ctrl+c")
		d.MustSee("A write is in flight")
		d.Press("y")
		d.Advance(time.Minute)
		m.want(t, "change of state to blocked of "+id, true)
	})
}

// A write that an earlier session left is told of before anything else, and
// until someone looks at the user.
func TestLeftWritesAreToldOf(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		m := &notebook{}
		w := &world{size: size, options: Options{Journal: m, Left: []Left{
			{Began: time.Date(1999, 12, 31, 22, 30, 0, 0, time.UTC), User: "long-gone", What: "deletion",
				Entry: api.Entry{Entity: "long-gone", What: "deletion", Operation: api.OpUserDelete, Effect: "removal"}},
			{Began: time.Date(1999, 12, 31, 23, 58, 0, 0, time.UTC), User: "hiroshi-tanaka", What: "change of e-mail, note",
				Entry: api.Entry{Entity: "hiroshi-tanaka", What: "change of e-mail, note", Operation: api.OpUserUpdate, Changes: []api.Change{
					{Property: api.PropNote, Sealed: &[2]string{api.PropNote.Seal("", ""), api.PropNote.Seal("", "mine")}}}}},
		}}}
		w.show(t, func(d *tuitest.Driver) {
			d.Press("enter") // typed ahead, for the list
			d.Settle()
			d.MustSee("Left unfinished", "Dec 31 23:30 CET  deletion of long-gone", "in place: the user is gone",
				"00:58 CET  change of e-mail, note of hiroshi-tanaka", "not there so far: the user is as it was before")
			if !slices.Equal(m.found, []string{"in place: deletion", "not there: change of e-mail, note"}) {
				t.Errorf("recorded %q", m.found)
			}
			d.Golden("left-unfinished")
			d.Advance(time.Second)
			d.Press("down", "enter")
			d.Settle()
			d.MustSee("h.tanaka@proseware.com", "ETag")
			if !slices.Equal(m.seen, []string{"hiroshi-tanaka"}) {
				t.Errorf("looked at: %v", m.seen)
			}
			d.Press("esc")
			d.MustSee("60/60")
		})
	}
}

// Who has no time for it goes on; it is not forgotten.
func TestLeftWritesWait(t *testing.T) {
	t.Parallel()
	m := &notebook{}
	w := &world{options: Options{Journal: m, Left: []Left{{Began: time.Unix(0, 0), User: "mia", What: "deletion"}}}}
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(time.Second)
		d.Press("esc")
		d.MustNotSee("Left unfinished")
		d.MustSee("60/60")
		if len(m.seen) != 0 {
			t.Errorf("looked at: %v", m.seen)
		}
	})
}

// Only who saw what a user is has looked; and after one look the box comes back
// with what else was left.
func TestLeftWritesAreLookedAtOneByOne(t *testing.T) {
	t.Parallel()
	m := &notebook{}
	began := time.Unix(0, 0)
	w := &world{options: Options{Journal: m, Left: []Left{
		{Began: began, User: "svc-invoicing", What: "deletion"}, {Began: began, User: "hiroshi-tanaka", What: "creation"}, {Began: began, User: "nobody", What: "deletion"},
	}}}
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(time.Second)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Status: 403})
		d.Press("enter")
		d.WaitFor("Not permitted", time.Minute)
		if len(m.seen) != 0 {
			t.Errorf("looked at: %v, and nothing could be read", m.seen)
		}
		d.Press("r")
		d.WaitFor("svc-invoicing@contoso.com", time.Minute)
		d.Press("esc")
		d.MustSee("Left unfinished", "creation of hiroshi-tanaka", "deletion of nobody")
		d.MustNotSee("deletion of svc-invoicing")
		d.Advance(time.Second)
		d.Press("down", "enter")
		d.WaitFor("Not found", time.Minute)
		d.Press("esc")
		d.MustSee("creation of hiroshi-tanaka")
		d.MustNotSee("deletion of")
		d.Advance(time.Second)
		d.Press("esc")
		d.MustNotSee("Left unfinished")
		if !slices.Equal(m.seen, []string{"svc-invoicing", "nobody"}) {
			t.Errorf("looked at: %v", m.seen)
		}
	})
}

// A write about a group of the service, or a product subscription without an owner, is
// about no user.
func TestLeftWritesAboutNoUser(t *testing.T) {
	t.Parallel()
	for entity, c := range map[string]struct {
		entry      api.Entry
		row, title string
	}{
		"groups/nothing": {api.Entry{What: "deletion of group nothing", Operation: api.OpGroupDelete, Effect: "removal"},
			"deletion of group nothing", "Groups"},
		"subscriptions/nothing": {api.Entry{What: "deletion of product subscription nothing", Operation: api.OpSubscriptionDelete, Effect: "removal"},
			"deletion of product subscription nothing", "Product subscriptions"},
	} {
		m := &notebook{}
		c.entry.Entity, c.entry.Resource = entity, entity
		w := &world{options: Options{Journal: m, Left: []Left{{Began: time.Unix(0, 0), User: api.UserID(entity), What: c.entry.What, Entry: c.entry}}}}
		w.show(t, func(d *tuitest.Driver) {
			d.Settle()
			d.MustSee(c.row, "in place: ")
			d.MustNotSee("of " + entity)
			d.Advance(time.Second)
			d.Press("enter")
			d.Settle()
			d.MustNotSee("user no longer exists", "Not found")
			d.MustSee(c.title)
			if !slices.Equal(m.seen, []string{entity}) {
				t.Errorf("looked at: %v", m.seen)
			}
		})
	}
}

// What cannot be told was not seen.
func TestLeftWriteThatCannotBeToldStays(t *testing.T) {
	t.Parallel()
	m := &notebook{}
	entry := api.Entry{Entity: "groups/nothing", What: "change of group nothing"}
	w := &world{options: Options{Journal: m, Left: []Left{{Began: time.Unix(0, 0), User: "groups/nothing", What: entry.What, Entry: entry}}}}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("cannot be told", time.Minute)
		d.Advance(time.Second)
		d.Press("enter")
		d.Settle()
		d.MustSee("Groups")
		if len(m.seen) > 0 {
			t.Errorf("looked at: %v", m.seen)
		}
	})
}
