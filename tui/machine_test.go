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

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui/keys"
	"apimtui/tui/tuitest"
)

// runs is how many sessions are tried; each is a whole program in simulated time.
const runs = "40"

// The users that everybody works on.
var contested = []string{"mateo-garcia", "hiroshi-tanaka", "svc-invoicing"}

// meddling is what another administrator does to a user.
type meddling struct {
	Set    map[string]string // no property: the ETag moves and nothing else
	Remove bool
}

func (m *meddling) String() string {
	switch {
	case m == nil:
		return "nothing"
	case m.Remove:
		return "removal"
	}
	return fmt.Sprint(m.Set)
}

// GoString is how rapid prints a script.
func (m *meddling) GoString() string { return m.String() }

// round is one thing the operator does, and what befalls it.
type round struct {
	Act     string
	User    int
	Mine    map[string]string
	Secret  bool              // a password is typed too
	Before  *meddling         // after the user was loaded, before it is written
	Ambush  []*meddling       // each before one of the requests that follow
	Faults  []simulator.Fault // met by what follows
	Answers []int             // to whatever is asked
	Size    [2]int
	Hasty   bool // types on without looking
}

func drawValues(t *rapid.T, least int) map[string]string {
	values := map[string]string{}
	for _, p := range rapid.SliceOfNDistinct(rapid.SampledFrom(properties), least, 3, rapid.ID).Draw(t, "properties") {
		values[p] = drawValue(t, p)
	}
	return values
}

func drawValue(t *rapid.T, property string) string {
	options := []string{"Uno", "Due", "Tre"}
	switch property {
	case email:
		options = []string{"uno@x.example", "due@x.example"}
	case state:
		options = []string{"active", "blocked", "pending"}
	}
	return rapid.SampledFrom(options).Draw(t, property)
}

func drawMeddling(t *rapid.T) *meddling {
	switch rapid.IntRange(0, 11).Draw(t, "meddling") {
	case 0:
		return &meddling{Remove: true}
	case 1:
		return &meddling{}
	case 2, 3, 4, 5:
		return &meddling{Set: drawValues(t, 1)}
	}
	return nil
}

func drawFault(t *rapid.T) simulator.Fault {
	f := rapid.SampledFrom([]simulator.Fault{
		{CutBefore: true}, {CutAfter: true}, {CutBody: true}, {Hang: true}, {Hang: true, Apply: true}, {Refuse: true}, {Refuse: true, Times: -1},
		{Status: 500}, {Status: 503, Apply: true}, {Status: 429, RetryAfter: 5}, {Status: 429, RetryAfter: 900}, {Status: 401}, {Status: 403},
		{Status: 404}, {Status: 409}, {Status: 412}, {Garbage: true}, {Garbage: true, Apply: true}, {Delay: 20 * time.Second}, {Delay: 90 * time.Second},
		{Redirect: "https://elsewhere.example/"},
	}).Draw(t, "effect")
	f.Operation = rapid.SampledFrom([]simulator.Operation{
		simulator.UserPatch, simulator.UserPatch, simulator.UserPatch, simulator.UserDelete, simulator.UserPasswordMail, simulator.UserPut,
		simulator.UserGet, simulator.UserGet, simulator.UserList, simulator.OperationResult,
	}).Draw(t, "operation")
	f.Calls = rapid.IntRange(1, 2).Draw(t, "call")
	return f
}

func drawRound(t *rapid.T) round {
	r := round{
		Act:     rapid.SampledFrom([]string{"edit", "edit", "edit", "edit", "block", "block", "undo", "delete", "mail", "reload"}).Draw(t, "act"),
		User:    rapid.IntRange(0, len(contested)-1).Draw(t, "user"),
		Mine:    drawValues(t, 0),
		Secret:  rapid.IntRange(0, 5).Draw(t, "secret") == 0,
		Before:  drawMeddling(t),
		Faults:  rapid.SliceOfN(rapid.Custom(drawFault), 0, 2).Draw(t, "faults"),
		Answers: rapid.SliceOfN(rapid.IntRange(0, 9), 12, 12).Draw(t, "answers"),
		Hasty:   rapid.IntRange(0, 7).Draw(t, "hasty") == 0,
	}
	if rapid.IntRange(0, 3).Draw(t, "clash") == 0 {
		// Two who change the same is rare by chance, and what matters most.
		r.Before = &meddling{Set: map[string]string{}}
		for _, p := range slices.Sorted(maps.Keys(r.Mine)) {
			r.Before.Set[p] = drawValue(t, p)
		}
	}
	r.Ambush = rapid.SliceOfN(rapid.Custom(drawMeddling), 0, 3).Draw(t, "ambush")
	if rapid.IntRange(0, 5).Draw(t, "resize") == 0 {
		r.Size = rapid.SampledFrom(sizes).Draw(t, "size")
	}
	return r
}

// An operator, other administrators and an unreliable service, at random. The
// promises of the console hold whatever they do:
//
//   - an update carries the ETag of a version that was read, and replaces
//     nobody's change but where the operator said that mine wins;
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
	console *root
	wire    *witness
	id      string // of the user at hand
	answers []int
	mails   int // before the last yes
	applied int // writes before the last key that sends
	wrong   string
}

// play runs a script and says what went wrong, "" for nothing.
func play(t *testing.T, script []round) (wrong string) {
	m := &machine{world: &world{size: [2]int{80, 24}, simulated: simulator.Options{Latency: 80 * time.Millisecond}}}
	ctx, cancel := context.WithCancel(t.Context())
	m.world.ctx = ctx
	m.world.wrap = func(rt http.RoundTripper) http.RoundTripper {
		m.wire = newWitness(m.world.sim, rt)
		return m.wire
	}
	model := func() tea.Model {
		g := m.world.model()
		m.console = g.(*guarded).model.(*root)
		return g
	}
	tuitest.Run(t, tuitest.Options{Width: 80, Height: 24}, model, func(d *tuitest.Driver) {
		defer cancel()
		m.Driver = d
		d.Advance(time.Second)
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
		m.Type(value)
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

// sends notes how things stand before a key that may send something.
func (m *machine) sends() {
	m.applied, m.mails = m.count(), len(m.world.sim.Mails())
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
		if m.wrong != "" || len(m.console.stack) == 1 && m.console.overlay() == nil && !m.console.page().Typing() {
			return
		}
		switch o := m.console.overlay(); {
		case o != nil && o.Writing():
			m.Advance(30 * time.Second)
		case o == nil && slices.Contains(m.console.page().Scopes(), keys.QuestionBox):
			m.press("y")
		default:
			m.Advance(2 * time.Second)
			m.press("esc")
		}
		m.Settle()
	}
	m.failf("no way back to the list")
}

func (m *machine) round(r round) {
	m.home()
	if r.Size != [2]int{} {
		m.Resize(59, 3) // on the way, as a window that is dragged
		m.Settle()
		m.Resize(r.Size[0], r.Size[1])
	}
	m.id, m.answers = contested[r.User], r.Answers
	m.press("esc", "/")
	m.Type(m.id)
	m.press("enter")
	for _, f := range r.Faults {
		m.world.sim.InjectFault(f)
	}
	switch r.Act {
	case "edit":
		m.edit(r)
	case "block":
		m.block(r)
	case "delete":
		m.ask("D", r, nil)
	case "mail":
		m.ask("p", r, nil)
	case "undo":
		m.undo(r)
	case "reload":
		m.press("r")
		m.Advance(time.Minute)
	}
	m.world.sim.ClearFaults()
	m.wire.mu.Lock()
	m.wire.ambushes = nil
	m.wire.mu.Unlock()
	if c := m.wire.complaints(); len(c) > 0 {
		m.failf("%s", strings.Join(c, "\n"))
	}
}

// ambush lets others strike between the requests that follow.
func (m *machine) ambush(r round) {
	m.wire.mu.Lock()
	defer m.wire.mu.Unlock()
	for _, what := range r.Ambush {
		m.wire.ambushes = append(m.wire.ambushes, func() { m.meddle(what) })
	}
}

// edit opens the form, fills it in and saves.
func (m *machine) edit(r round) {
	m.press("e")
	if !r.Hasty {
		m.Advance(4 * time.Minute)
	}
	m.Advance(4 * time.Minute) // every fault of a reading is over
	if len(m.console.stack) == 1 {
		return // it could not be read, or is not there
	}
	loaded := m.wire.read(m.id)
	m.wire.begin(m.id, loaded)
	m.fill(r)
	want := maps.Clone(r.Mine)
	maps.DeleteFunc(want, func(p, v string) bool { return v == valueOf(loaded, p) })
	m.meddle(r.Before)
	m.ambush(r)
	for range 2 {
		m.sends()
		m.press("ctrl+s")
		if r.Hasty {
			m.press("m", "o", "y", "t", "n", "z", "c")
		}
		m.converse(want)
	}
}

// fill types the changes into the form. Its fields come in this order.
func (m *machine) fill(r round) {
	for _, field := range []string{email, firstName, lastName, "password", state, note} {
		value, mine := r.Mine[field]
		switch {
		case field == "password" && r.Secret:
			m.Type("s3cret-of-mine")
		case !mine:
		case field == state:
			m.press("left", "left")
			for range slices.Index([]string{"active", "blocked", "pending"}, value) {
				m.press("right")
			}
		default:
			m.retype(value)
		}
		m.press("tab")
	}
}

// block asks for the other state than the one that is shown.
func (m *machine) block(r round) {
	want := map[string]string{state: "blocked"}
	if u := m.console.chosen(); u != nil && u.State == "blocked" {
		want[state] = "active"
	}
	m.ask("b", r, want)
}

// undo takes back the last change, whoever it was of.
func (m *machine) undo(r round) {
	u := m.console.undo
	if u == nil {
		return
	}
	m.id = string(u.after.User.ID)
	before, after := asSimulated(u.before.User), asSimulated(u.after.User)
	want := map[string]string{}
	for _, p := range properties {
		if valueOf(before, p) != valueOf(after, p) {
			want[p] = valueOf(before, p)
		}
	}
	if len(want) == 0 {
		m.failf("an undo is offered that would change nothing")
	}
	m.wire.begin(m.id, after)
	m.meddle(r.Before)
	m.ambush(r)
	m.sends()
	m.press("z")
	m.converse(want)
}

// asSimulated is what the console knows of a user, to compare.
func asSimulated(u api.User) simulator.User {
	s := simulator.User{Email: u.Email.Exact(), FirstName: u.FirstName.Exact(), LastName: u.LastName.Exact(), State: string(u.State)}
	if u.Note != nil {
		setValue(&s, note, u.Note.Exact())
	}
	return s
}

// ask presses the key of an action that asks first, and answers.
func (m *machine) ask(key string, r round, want map[string]string) {
	shown := m.console.chosen()
	m.sends()
	m.press(key)
	if r.Hasty && shown != nil {
		// An answer before the user is read is an answer to what was shown.
		m.wire.begin(m.id, asSimulated(*shown))
		m.press("y")
	}
	m.Advance(4 * time.Minute)
	m.wire.begin(m.id, m.wire.read(m.id))
	m.meddle(r.Before)
	m.ambush(r)
	m.converse(want)
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
		o := m.console.overlay()
		if o == nil || m.wrong != "" {
			return
		}
		m.Advance(2 * time.Second) // it listens only after a while
		if o.Writing() {
			m.Advance(40 * time.Second)
			continue
		}
		if o != m.console.overlay() {
			continue
		}
		m.answer(o.Scope(), want)
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
		label, _, both := strings.Cut(after, "  ! both changed it")
		if asking && both {
			return labels[label]
		}
	}
	m.failf("a choice, and nothing on the screen says of what")
	return ""
}

// check compares what the screen claims with what the service has.
func (m *machine) check(want map[string]string) {
	screen := m.Screen()
	claim := func(o string) bool { return strings.Contains(screen, " "+o+": ") }
	n := m.count() - m.applied
	switch {
	case n > 1:
		m.failf("%d writes were applied for one key", n)
	case strings.Contains(screen, "not applied") && n > 0:
		m.failf("applied, and said to be not applied")
	case claim("saved") && strings.Contains(screen, " is deleted"):
		if _, there := m.world.sim.User(m.id); there {
			m.failf("said to be deleted, and is there")
		}
	case len(want) > 0 && (claim("saved") || claim("confirmed after a lost answer")) && !m.wire.had(m.id, want):
		m.failf("said to be saved, and the service never had %v", want)
	}
	if sent := len(m.world.sim.Mails()) - m.mails; sent > 1 {
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
		m.Type(id)
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
