package tui

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// round does what the script says next, from the list.
func (m *machine) round(r round) {
	m.home()
	if r.Size != [2]int{} {
		m.Resize(59, 3) // on the way, as a window that is dragged
		m.Settle()
		m.Resize(r.Size[0], r.Size[1])
	}
	m.id, m.answers, m.most, m.claims, m.wanted = contested[r.User], r.Answers, 1, map[string]string{}, nil
	m.press("esc", "/")
	m.Paste(m.id)
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
	case "invite":
		m.ask("i", r, nil)
	case "groups":
		m.groups(r)
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
	m.checkGroups()
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
	if m.look().pages == 1 {
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
		if r.Hasty && len(want) > 0 && m.wrong == "" { // else it is the form that is typed into
			m.Type("moytnzc")
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
	if m.look().chosen.State == "blocked" {
		want[state] = "active"
	}
	m.ask("b", r, want)
}

// join puts each user into a group, so that there is one to leave.
func (m *machine) join() {
	for i, group := range []text.Text{"partners", "beta-testers", "contoso-integration"} {
		m.world.client.Groups.Member(api.UserID(contested[i]), api.Group{ID: group}, true).Do(context.Background(), nil)
	}
}

// groups puts the user into groups and takes it out of others.
func (m *machine) groups(r round) {
	m.press("m")
	m.Advance(4 * time.Minute)
	if m.look().pages == 1 || !strings.Contains(m.Screen(), "IN  GROUP") {
		return
	}
	m.wire.begin(m.id, m.wire.read(m.id))
	m.press("G")
	m.most = 0
	for _, change := range r.Groups {
		if change {
			m.press("space")
			m.most++
		}
		m.press("up")
	}
	m.Settle()
	m.wanted = map[string]string{}
	for _, row := range changed.FindAllStringSubmatch(m.Screen(), -1) {
		m.wanted[row[2]] = map[string]string{"x": "in", " ": "out of"}[row[1]]
	}
	m.meddle(r.Before)
	m.ambush(r)
	m.sends()
	m.press("ctrl+s")
	m.converse(nil)
}

// changed is a row of the page that is to be written.
var changed = regexp.MustCompile(`\[(x| )\] (Beta testers|Contoso Integration|Partners).* changed`)

// claim is a sentence about a membership, such as "saved: Mateo García is in
// Partners" and "not applied: Mateo García out of Partners".
var claim = regexp.MustCompile(`(saved|confirmed after a lost answer|not applied): [^:]*? (is )?(in|into|out of) (Beta testers|Contoso Integration|Partners)`)

// heed notes what the screen claims of memberships.
func (m *machine) heed() {
	said := strings.Join(strings.Fields(strings.ReplaceAll(m.Screen(), "│", " ")), " ")
	if n := fmt.Sprintf("saved: %d of %d changes", len(m.wanted), len(m.wanted)); strings.Contains(said, n) {
		m.claims = maps.Clone(m.wanted)
	}
	for _, c := range claim.FindAllStringSubmatch(said, -1) {
		m.claims[c[4]] = strings.TrimSuffix(c[3], "to")
		if c[1] == "not applied" {
			m.claims[c[4]] = map[string]string{"in": "out of", "out of": "in"}[m.claims[c[4]]]
		}
	}
}

// checkGroups compares what was claimed with what the service has.
func (m *machine) checkGroups() {
	if len(m.claims) == 0 {
		return
	}
	groups, err := m.world.client.Groups.Of(context.Background(), api.UserID(m.id))
	if err != nil {
		return // the user is gone, and every membership with it
	}
	for name, want := range m.claims {
		is := "out of"
		if slices.ContainsFunc(groups.Items, func(g api.Group) bool { return strings.HasPrefix(g.DisplayName.Exact(), name) }) {
			is = "in"
		}
		if is != want {
			m.failf("said to be %s %s, and is %s it", want, name, is)
		}
	}
}

// undo takes back the last change, of this user or another.
func (m *machine) undo(r round) {
	u := m.look().undo
	if u == nil {
		return
	}
	m.id = string(u.After.User.ID)
	before, after := asSimulated(u.Before.User), asSimulated(u.After.User)
	want := map[string]string{}
	for _, p := range properties {
		if valueOf(before, p) != valueOf(after, p) {
			want[p] = valueOf(before, p)
		}
	}
	if len(u.After.User.Editable().Changed(u.Before.User.Editable())) == 0 {
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
	shown := m.look().chosen
	m.sends()
	m.press(key)
	if r.Hasty && shown.ID != "" {
		// An answer before the user is read is an answer to what was shown; after
		// that, to what the question says of it.
		m.wire.begin(m.id, asSimulated(shown))
		if m.Settle(); strings.Contains(m.Screen(), "since it was shown") {
			m.wire.begin(m.id, m.wire.read(m.id))
		}
		m.press("y")
	}
	m.Advance(4 * time.Minute)
	m.wire.begin(m.id, m.wire.read(m.id))
	m.meddle(r.Before)
	m.ambush(r)
	m.converse(want)
}
