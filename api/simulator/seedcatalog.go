package simulator

import "time"

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
	return stock{
		cast: cast(hostile), cultures: cultures(), domains: domains(), providers: providerMix(), notes: notes(),
		products: products(), names: subscriptionNames(),
		developers: []string{developers},
		partners:   []string{developers, "partners"},
		testers:    []string{developers, "partners", "beta-testers"},
		external:   []string{developers, "contoso-integration"},
	}
}

func products() []string {
	return []string{"starter", "unlimited", "payments", "logistics", "insights"}
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

// subscriptionNames shares the possible names between all users.
func subscriptionNames() map[string][]string {
	names := map[string][]string{}
	for _, p := range products() {
		names[p] = []string{p + " production", p + " sandbox", p + " load test", "Mobile app: " + p}
	}
	return names
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
