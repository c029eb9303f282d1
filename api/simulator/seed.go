package simulator

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// epoch is when the seeded data ends: everyone registered before it. It does
// not follow the clock, so that screens are the same every day.
var epoch = time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)

const serviceAge = 4 * 365 * 24 * time.Hour // the age of the service at epoch

// firstRow and rowsPerUser spread row versions, so that a user's ETag does not
// depend on the number of users.
const (
	firstRow    = 0x0800
	rowsPerUser = 16
)

// seeder creates people. Each has separate random numbers, so that a large
// service starts with the same people as a small one.
type seeder struct {
	s      *Service
	source *rand.PCG
	*rand.Rand
	emails map[string]bool
	base   uint64
	stock
}

// stock is shared material for people, built once.
type stock struct {
	cast                                    []person
	cultures                                []culture
	domains, providers, notes, products     []string
	names                                   map[string][]string // of subscriptions, by product
	developers, partners, testers, external []string            // shared lists of groups
}

func (s *Service) seed() {
	source := rand.NewPCG(0, 0)
	d := &seeder{
		s: s, source: source, Rand: rand.New(source),
		emails: make(map[string]bool, s.o.Users), stock: newStock(s.o.Hostile),
		base: firstRow + uint64(s.o.Seed)&0xfff<<4,
	}
	s.users.byID = make(map[string]*User, s.o.Users)
	s.subs.byID = make(map[string]*Subscription, s.o.Users)
	s.subs.byOwner = make(map[string][]*Subscription, s.o.Users/2)
	s.groups = seedGroups()
	s.sortGroups()
	d.administrator()
	for i := 1; i < s.o.Users; i++ {
		d.user(i)
	}
	// Every service has this one, which no one owns.
	s.subs.add(&Subscription{ID: "master", Scope: "/", State: "active", Created: epoch.Add(-serviceAge), row: firstRow + 10})
	s.row = d.base + uint64(s.o.Users+1)*rowsPerUser
}

// about sets up the random numbers of user i.
func (d *seeder) about(i int) {
	d.source.Seed(uint64(d.s.o.Seed)^0x9e3779b97f4a7c15, uint64(i)+1)
}

// objectID returns 24 hexadecimal digits that begin with the time, like the
// service's own ids.
func (d *seeder) objectID(at time.Time) string {
	b := binary.BigEndian.AppendUint32(make([]byte, 0, 12), uint32(at.Unix()))
	return hex.EncodeToString(binary.BigEndian.AppendUint64(b, d.Uint64()))
}

func (d *seeder) version(i int) version {
	row := d.base + uint64(i)*rowsPerUser + d.Uint64N(4)
	return version{row, row + 1 + d.Uint64N(3)}
}

// registered returns the time user i registered: slowly at first, more often
// towards epoch, always later than the user before.
func (d *seeder) registered(i int) time.Time {
	at := func(i int) time.Time {
		left := float64(serviceAge-48*time.Hour) / (1 + float64(i)/20)
		return epoch.Add(-time.Duration(left))
	}
	from, to := at(i), at(i+1)
	return from.Add(time.Duration(d.Float64() * float64(to.Sub(from)))).Truncate(time.Millisecond)
}

func (d *seeder) administrator() {
	d.about(0)
	mail := d.s.o.PublisherEmail
	d.emails[strings.ToLower(mail)] = true
	u := &User{
		ID: builtInUser, FirstName: "Administrator", Email: mail, State: "active",
		RegistrationDate: epoch.Add(-serviceAge + 2*time.Hour + 11*time.Millisecond),
		Identities:       []Identity{{"Azure", mail}},
		Groups:           []string{administrators, developers},
		version:          d.version(0),
	}
	d.s.users.add(u)
	for _, product := range []string{"starter", "unlimited"} {
		d.subscribe(u, product, nil, "active").Started = nil // as on every service
	}
}

// user creates user i: one of the cast, or a random person.
func (d *seeder) user(i int) {
	d.about(i)
	at, known := d.registered(i), i <= len(d.cast)
	p := person{}
	if known {
		p = d.cast[i-1]
	}
	if p.days > 0 {
		at = epoch.AddDate(0, 0, -p.days).Add(at.Sub(at.Truncate(24 * time.Hour)))
	}
	id := d.objectID(at)
	v := d.version(i)
	if !known {
		p = d.stranger()
	}
	u := &User{
		ID: cmp.Or(p.id, id), FirstName: p.first, LastName: p.last, Email: d.unused(p.email),
		State: cmp.Or(p.state, "active"), RegistrationDate: at, Groups: d.memberships(), version: v,
	}
	if p.note != "" {
		u.Note = new(p.note)
	}
	u.Identities = d.identities(p.provider, u.Email)
	if p.group != "" {
		u.Groups = []string{developers, p.group}
	}
	d.s.users.add(u)
	for choice := range strings.FieldsSeq(p.products) {
		product, state, _ := strings.Cut(choice, "=")
		d.subscribe(u, product, &d.names[product][0], state)
	}
	if p.products == "" {
		d.subscriptions(u)
	}
}

// unused makes an address unique with a number, as mail providers do.
func (d *seeder) unused(email string) string {
	name, domain, _ := strings.Cut(email, "@")
	key := strings.ToLower(email)
	// The range grows with every clash, to find a free number quickly.
	for most := 90; d.emails[key]; most *= 4 {
		email = name + strconv.Itoa(2+d.IntN(most)) + "@" + domain
		key = strings.ToLower(email)
	}
	d.emails[key] = true
	return email
}

// identities returns identities of the named providers, separated by "+".
func (d *seeder) identities(providers, email string) []Identity {
	if providers == "" {
		return []Identity{{"Basic", email}}
	}
	var all []Identity
	for p := range strings.SplitSeq(providers, "+") {
		id := email
		switch p {
		case "Aad", "AadB2C":
			id = fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", d.Uint32(), d.Uint32()>>16, d.Uint32()>>20, d.Uint32()>>20, d.Uint64()>>16)
		case "Google":
			id = fmt.Sprintf("1%020d", d.Uint64N(1e19))
		case "Facebook", "Twitter":
			id = fmt.Sprintf("%015d", d.Uint64N(1e15))
		case "Microsoft":
			id = fmt.Sprintf("%016x", d.Uint64())
		}
		all = append(all, Identity{p, id})
	}
	return all
}

// stranger returns a random person: most are active and without a note.
func (d *seeder) stranger() person {
	c := d.cultures[d.IntN(len(d.cultures))]
	g, f := c.given[d.IntN(len(c.given))], c.family[d.IntN(len(c.family))]
	p := person{
		first: g.native, last: f.native,
		email:    g.latin + "." + f.latin + "@" + pick(d, d.domains),
		provider: pick(d, d.providers),
	}
	switch n := d.IntN(100); {
	case n < 9:
		p.state = "blocked"
	case n < 15:
		p.state = "pending"
	}
	if d.IntN(8) == 0 {
		p.note = pick(d, d.notes)
	}
	if d.IntN(12) == 0 {
		p.id = fmt.Sprintf("%s-%s-%05x", g.latin, f.latin, d.IntN(1<<20))
	}
	return p
}

func pick(d *seeder, from []string) string { return from[d.IntN(len(from))] }

const administrators = "administrators"

// seedGroups returns the three system groups, with the service's own texts, two
// custom groups and one from a directory.
func seedGroups() []*Group {
	group := func(row uint64, id, name, kind, description string) *Group {
		g := &Group{ID: id, DisplayName: name, BuiltIn: kind == "system", Type: kind, row: firstRow + row}
		if description != "" {
			g.Description = &description
		}
		return g
	}
	external := group(9, "contoso-integration", "Contoso Integration (contoso.onmicrosoft.com)", "external",
		"Everybody who builds integrations at Contoso.")
	external.ExternalID = new("aad://contoso.onmicrosoft.com/groups/3f2504e0-4f89-41d3-9a0c-0305e82c3301")
	return []*Group{
		group(1, administrators, "Administrators", "system",
			"Administrators is a built-in group. Its membership is managed by the system. Microsoft Azure subscription administrators fall into this group."),
		group(3, developers, "Developers", "system",
			"Developers is a built-in group. Its membership is managed by the system. Signed-in users fall into this group."),
		group(5, "guests", "Guests", "system",
			"Guests is a built-in group. Its membership is managed by the system. Unauthenticated users visiting the developer portal fall into this group."),
		group(7, "partners", "Partners", "custom", "Companies that resell our APIs."),
		group(8, "beta-testers", "Beta testers", "custom", ""),
		external,
	}
}

// memberships returns the groups of a new user. The slices are shared between
// users and must not be changed.
func (d *seeder) memberships() []string {
	switch n := d.IntN(20); {
	case n < 3:
		return d.partners
	case n < 5:
		return d.testers
	case n == 5:
		return d.external
	}
	return d.developers
}

func newStock(hostile bool) stock {
	s := stock{
		cast: cast(hostile), cultures: cultures(), domains: domains(), providers: providerMix(), notes: notes(),
		products:   []string{"starter", "unlimited", "payments", "logistics", "insights"},
		names:      map[string][]string{},
		developers: []string{developers},
		partners:   []string{developers, "partners"},
		testers:    []string{developers, "partners", "beta-testers"},
		external:   []string{developers, "contoso-integration"},
	}
	for _, p := range s.products {
		s.names[p] = []string{p + " production", p + " sandbox", p + " load test", "Mobile app: " + p}
	}
	return s
}

// subscriptions gives some users one to three subscriptions.
func (d *seeder) subscriptions(u *User) {
	for n := d.IntN(7) - 3; n > 0; n-- {
		product := pick(d, d.products)
		var name *string
		if d.IntN(4) > 0 {
			name = new(pick(d, d.names[product]))
		}
		state := "active"
		if d.IntN(4) == 0 {
			state = pick(d, []string{"submitted", "suspended", "expired", "cancelled", "rejected"})
		}
		d.subscribe(u, product, name, state)
	}
}

func (d *seeder) subscribe(u *User, product string, name *string, state string) *Subscription {
	created := u.RegistrationDate.Add(time.Duration(1+d.IntN(90)) * time.Hour)
	if created.After(epoch) {
		created = u.RegistrationDate
	}
	day := created.Truncate(24 * time.Hour)
	sub := &Subscription{
		ID:      d.objectID(created),
		OwnerID: u.ID, Scope: "/products/" + product, DisplayName: name, State: state, Created: created,
		row: u.version[0] + 4 + d.Uint64N(4),
	}
	year := day.AddDate(1, 0, 0)
	switch state {
	case "active":
		sub.Started = &day
	case "suspended":
		sub.Started, sub.StateComment = &day, new("Suspended for late payment.")
	case "expired":
		sub.Started, sub.Expires, sub.Ended, sub.Notified = &day, &year, &year, &day
	case "cancelled":
		sub.Started, sub.Ended = &day, &created
	case "rejected":
		sub.StateComment = new("Please use the company address to sign up.")
	}
	d.s.subs.add(sub)
	return sub
}
