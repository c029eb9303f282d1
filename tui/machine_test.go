package tui

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"apimtui/api/simulator"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/tuitest"
)

// runs is how many sessions are tried; each is a whole program in simulated time.
// -short makes a fifth of them.
const runs = "40"

// An operator, other administrators and an unreliable service, at random. The
// promises of the console hold whatever they do:
//
//   - an update carries the ETag of a version that was read, and replaces
//     no one's change but where the operator said that mine wins;
//   - "saved" and "confirmed" are true, and so is "not applied";
//   - one mail at most for one yes;
//   - the program goes on;
//   - after a reload the list shows what the service has.
//
// A whole script is drawn first and run in a simulated-time bubble of its own,
// so that rapid shrinks it and prints the seed that repeats it.
func TestMachine(t *testing.T) {
	limitRuns(t)
	rapid.Check(t, func(rt *rapid.T) {
		script := rapid.SliceOfN(rapid.Custom(drawRound), 1, 5).Draw(rt, "script")
		if wrong := play(t, script); wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

// Each lie about each operation of each act, one at a time.
func TestEveryLie(t *testing.T) {
	t.Parallel()
	var all []round
	for _, act := range []string{"edit", "block", "delete", "mail", "invite", "groups"} {
		for _, op := range slices.Compact(struck(act)) {
			for _, f := range lies() {
				if f.OtherEntity && op == simulator.UserGroups {
					continue // nothing in a list of groups tells whose it is
				}
				calls := 1
				if op == simulator.UserGet || op == simulator.UserGroups {
					calls = 2 // before the write and behind it
				}
				for f.Operation, f.Calls = op, 1; f.Calls <= calls; f.Calls++ {
					all = append(all, round{Act: act, Mine: map[string]string{lastName: "Uno"}, Answers: make([]int, 12), Groups: []bool{true, true, true}, Faults: []simulator.Fault{f}})
				}
			}
		}
	}
	if testing.Short() {
		all = sample(sample(sample(all)))
	}
	for _, r := range all {
		if wrong := play(t, []round{r}); wrong != "" {
			t.Error(wrong)
		}
	}
	t.Logf("%d lies", len(all))
}

// limitRuns asks rapid for fewer runs than it makes of cheap checks, unless the
// command line says how many.
func limitRuns(t *testing.T) {
	f := flag.Lookup("rapid.checks")
	if before := f.Value.String(); before == f.DefValue {
		if err := f.Value.Set(runs); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Value.Set(before) })
	}
}

// machine is the operator at the console.
type machine struct {
	*tuitest.Driver
	world   *world
	wire    *witness
	id      string // of the user at hand
	answers []int
	mails   int               // before the last yes
	applied int               // writes before the last key that sends
	most    int               // writes that one key may lead to
	wanted  map[string]string // memberships, by group: "in" or "out of"
	claims  map[string]string // what was said to be so, as wanted
	wrong   string
}

// play runs a script and says what went wrong, "" for nothing.
func play(t *testing.T, script []round) (wrong string) {
	m := &machine{world: &world{size: [2]int{80, 24}, line: &term.Line{}, simulated: simulator.Options{Hostile: true, Latency: 80 * time.Millisecond}}}
	ctx, cancel := context.WithCancel(t.Context())
	m.world.ctx = ctx
	m.world.wrap = func(rt http.RoundTripper) http.RoundTripper {
		m.wire = newWitness(m.world.sim, rt)
		return m.wire
	}
	model := func() tea.Model {
		g := m.world.model()
		return &watched{g, g.(*guarded).model.(*root)}
	}
	tuitest.Run(t, tuitest.Options{Width: 80, Height: 24, FPS: 5, Line: m.world.line}, model, func(d *tuitest.Driver) {
		defer cancel()
		m.Driver = d
		d.Advance(time.Second)
		m.join()
		for i, r := range script {
			if m.round(r); m.wrong != "" {
				wrong = fmt.Sprintf("round %d, %+v: %s\n%s", i, r, m.wrong, d.Screen())
				return
			}
		}
		if m.finally(); m.wrong != "" {
			wrong = m.wrong + "\n" + d.Screen()
		}
	})
	return wrong
}

func (m *machine) failf(format string, args ...any) {
	if m.wrong == "" {
		m.wrong = fmt.Sprintf(format, args...)
	}
}

// press presses keys, unless something is wrong already.
func (m *machine) press(names ...string) {
	for _, k := range names {
		if _, err, ended := m.Done(); ended {
			m.failf("the program ended: %v", err)
		}
		if m.wrong != "" {
			return
		}
		m.Press(k)
	}
}

func (m *machine) retype(value string) {
	m.press("ctrl+a", "ctrl+k")
	if m.wrong == "" {
		m.Paste(value)
	}
}

func (m *machine) count() int { // of applied writes
	n := 0
	for _, e := range m.world.sim.Journal() {
		if e.Applied {
			n++
		}
	}
	return n
}

// mailed counts the requests for a mail that reached the service. A gateway that
// repeats one sends a second mail, which is none of the console's.
func (m *machine) mailed() int {
	n := 0
	for _, e := range m.world.sim.Journal() {
		if e.Applied && (e.Operation == simulator.UserPasswordMail || e.Operation == simulator.UserPut) {
			n++
		}
	}
	return n
}

// sends notes how things stand before a key that may send something.
func (m *machine) sends() {
	m.applied, m.mails = m.count(), m.mailed()
	m.wire.watch(m.id)
}

func (m *machine) meddle(what *meddling) {
	switch {
	case what == nil:
	case what.Remove:
		m.world.sim.Remove(m.id)
	default:
		m.world.sim.Edit(m.id, func(u *simulator.User) {
			for p, v := range what.Set {
				setValue(u, p, v)
			}
		})
	}
}

// home goes back to the list, with everything answered.
func (m *machine) home() {
	for range 30 {
		at := m.look()
		if m.wrong != "" || at.pages == 1 && at.box == 0 && !at.typing {
			return
		}
		switch {
		case at.writing:
			m.Advance(30 * time.Second)
		case at.box == 0 && at.asking:
			m.press("y")
		default:
			m.Advance(2 * time.Second)
			m.press("esc")
		}
		m.Settle()
	}
	m.failf("no way back to the list")
}

func (m *machine) next() int {
	n := m.answers[0]
	m.answers = append(m.answers[1:], n)
	return n
}

// converse answers whatever is asked until nothing is, and checks every claim
// on the way. mine is what a form wants.
func (m *machine) converse(mine map[string]string) {
	want := maps.Clone(mine)
	for range 24 {
		m.Settle()
		m.check(want)
		if m.wrong != "" || m.look().box == 0 {
			return
		}
		m.Advance(2 * time.Second) // it listens only after a while
		switch at := m.look(); {
		case at.box == 0:
		case at.writing:
			m.Advance(40 * time.Second)
		default:
			m.answer(at.scope, want)
		}
	}
	m.Advance(5 * time.Minute)
	m.home()
}

// answer presses one of the keys that a box offers.
func (m *machine) answer(s keys.Scope, want map[string]string) {
	pick := func(options ...string) string {
		k := options[m.next()%len(options)]
		if k != "esc" {
			m.sends()
		}
		return k
	}
	switch s {
	case keys.ConflictBox:
		k := pick("m", "m", "o", "r", "esc")
		if k == "m" || k == "o" {
			// What they made the same is no change of mine any more: the
			// next change of it is of theirs.
			theirs := m.wire.read(m.id)
			maps.DeleteFunc(want, func(p, v string) bool { return v == valueOf(theirs, p) })
		}
		switch k {
		case "o":
			m.wire.agree(m.id, properties...)
		case "r":
			clear(want) // if it comes to that, nothing of mine is saved
		}
		m.press(k)
	case keys.ChoiceBox:
		k := pick("m", "t", "m", "t", "esc")
		asked := m.asked()
		if k == "m" {
			m.wire.agree(m.id, asked)
		} else {
			delete(want, asked)
		}
		m.press(k)
	case keys.DeleteBox:
		m.press(pick("y", "y", "s", "n", "esc"))
	case keys.MailBox:
		m.press(pick("y", "y", "a", "esc"))
	case keys.UnknownBox:
		m.press(pick("c", "c", "esc"))
	case keys.GoneBox:
		m.press("esc")
	case keys.QuestionBox:
		m.press(pick("y", "y", "y", "n"))
	default:
		m.press("esc")
	}
}

// asked is the property that the conflict asks about.
func (m *machine) asked() string {
	labels := map[string]string{"e-mail": email, "first name": firstName, "last name": lastName, "state": state, "note": note}
	for line := range strings.Lines(m.Screen()) {
		_, after, asking := strings.Cut(line, "▌ ")
		for label, property := range labels {
			if asking && strings.HasPrefix(after, label+"  ") {
				return property
			}
		}
	}
	m.failf("a choice, and nothing on the screen says of what")
	return ""
}

// check compares what the screen claims with what the service has.
func (m *machine) check(want map[string]string) {
	screen := m.Screen()
	m.heed()
	claim := func(o string) bool { return strings.Contains(screen, " "+o+": ") }
	n := m.count() - m.applied
	switch {
	case n > max(1, m.most):
		m.failf("%d writes were applied for one key", n)
	case len(m.claims) > 0: // several writes, each with its own claim
	case strings.Contains(screen, "not applied") && n > 0:
		m.failf("applied, and said to be not applied")
	case claim("saved") && strings.Contains(screen, " is deleted"):
		if _, there := m.world.sim.User(m.id); there {
			m.failf("said to be deleted, and is there")
		}
	case len(want) > 0 && (claim("saved") || claim("confirmed after a lost answer")) && !m.wire.had(m.id, want):
		m.failf("said to be saved, and the service never had %v", want)
	}
	if sent := m.mailed() - m.mails; sent > 1 {
		m.failf("%d mails for one yes", sent)
	}
}

// finally reloads the list and compares it with the service.
func (m *machine) finally() {
	m.home()
	m.Resize(120, 40)
	m.press("esc")
	m.Advance(5 * time.Minute)
	m.press("r")
	m.Advance(5 * time.Minute)
	for _, id := range contested {
		m.press("esc", "/")
		if m.wrong != "" {
			return
		}
		m.Paste(id)
		m.press("enter")
		m.Settle()
		u, there := m.world.sim.User(id)
		shown := strings.Contains(m.Screen(), id)
		row := fmt.Sprintf("%s %s %s", u.State, u.FirstName, u.LastName)
		if there && !strings.Contains(strings.Join(strings.Fields(m.Screen()), " "), row) {
			m.failf("after a reload %q is not in the list", row)
		}
		if !there && !strings.Contains(m.Screen(), "0 of") && shown {
			m.failf("after a reload %s is in the list, and was deleted", id)
		}
	}
}
