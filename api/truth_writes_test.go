package api_test

import (
	"net/http"
	"slices"
	"time"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/secret"
	"apimtui/api/simulator"
)

// truthWrite is a row of the table: one write, and how to see on the service
// whether it was done.
type truthWrite struct {
	name string
	id   string // whom it is about
	sent report.Sent
	// write makes the write, from the version that was loaded.
	write func(c *api.Client, base api.Version) api.Write
	// held says that what was sent stands on the service, as far as the service
	// shows it. It is nil for a mail.
	held func(u simulator.User, there bool) bool
	// same, ours and other are changes by someone else: of what is sent, to
	// what is sent, and of something else.
	same, ours, other func(u *simulator.User)

	// sub makes the write of a product subscription instead. On the service, its
	// name, comment and creation stand for the last name, note and registration.
	sub func(c *api.Client, base api.SubscriptionVersion) api.Write

	// group is the same for a group: its name and description stand for the last
	// name and note.
	group func(c *api.Client, base api.GroupVersion) api.Write

	password, mails, exact, forced bool
	key                            bool   // it has no condition
	version                        string // of the API; "" is the newest
	// documented says that a success with this body is one of this operation.
	documented func(status int, body string) bool
}

// untraced writes leave nothing that could be read.
func (w truthWrite) untraced() bool { return w.sent == report.Mail }

func (w truthWrite) act() report.Act {
	about := ""
	switch {
	case w.key:
		about = report.Key
	case w.sub != nil:
		about = report.Subscription
	case w.group != nil:
		about = report.Group
	}
	return report.Act{About: about, What: w.name, Who: "Hiroshi Tanaka", Sent: w.sent, Mails: w.mails}
}

func never(int, string) bool { return false }

func emptyIs(ok ...int) func(int, string) bool {
	return func(status int, body string) bool { return body == "" && slices.Contains(ok, status) }
}

func notes(s string) func(u *simulator.User) { return func(u *simulator.User) { u.Note = &s } }

func lastName(s string) func(u *simulator.User) { return func(u *simulator.User) { u.LastName = s } }

func blocks(u *simulator.User) { u.State = "blocked" }

// noteIs says that the note was changed.
func noteIs(u simulator.User, _ bool) bool { return u.Note != nil && *u.Note == "mine" }

// edited is the change of a user from the version loaded.
func edited(base api.Version, change func(e *api.Editable)) api.Patch {
	to := base.User.Editable()
	change(&to)
	return api.PatchOf(base.User.Editable(), to)
}

func noted(base api.Version) api.Patch {
	return edited(base, func(e *api.Editable) { e.Note = "mine" })
}

func truthWrites() []truthWrite {
	return slices.Concat(truthUpdates(), truthCreations(), truthRemovals(), truthMails(), truthMemberships(), truthSubscriptions(), truthGroups())
}

func truthUpdates() []truthWrite {
	note := truthWrite{
		name: "note", id: hiroshi, sent: report.Change, documented: never,
		write: func(c *api.Client, b api.Version) api.Write { return c.Users.Update(b, noted(b)) },
		held:  noteIs, same: notes("theirs"), ours: notes("mine"), other: lastName("Theirs"),
	}
	names := note
	names.name = "two names"
	names.write = func(c *api.Client, b api.Version) api.Write {
		return c.Users.Update(b, edited(b, func(e *api.Editable) { e.FirstName, e.LastName = "Mine", "Mine" }))
	}
	names.held = func(u simulator.User, _ bool) bool { return u.FirstName == "Mine" && u.LastName == "Mine" }
	names.same, names.other = lastName("Theirs"), notes("theirs")
	names.ours = func(u *simulator.User) { u.FirstName, u.LastName = "Mine", "Mine" }
	state := note
	state.name = "block"
	state.write = func(c *api.Client, b api.Version) api.Write {
		return c.Users.Update(b, edited(b, func(e *api.Editable) { e.State = api.StateBlocked }))
	}
	state.held = func(u simulator.User, _ bool) bool { return u.State == "blocked" }
	state.same, state.ours = func(u *simulator.User) { u.State = "pending" }, blocks
	both := note
	both.name, both.password = "note and password", true
	both.write = func(c *api.Client, b api.Version) api.Write {
		p := noted(b)
		p.Password = secret.New("correct horse")
		return c.Users.Update(b, p)
	}
	password := note
	password.name, password.password = "password", true
	password.write = func(c *api.Client, b api.Version) api.Write {
		return c.Users.Update(b, api.Patch{Password: secret.New("correct horse")})
	}
	password.held = func(_ simulator.User, there bool) bool { return there }
	exact := note
	exact.name, exact.exact = "note, of this version alone", true
	exact.write = func(c *api.Client, b api.Version) api.Write {
		b.Exact = true
		return c.Users.Update(b, noted(b))
	}
	forced := note
	forced.name, forced.forced = "note, of any version", true
	forced.write = func(c *api.Client, b api.Version) api.Write {
		b.ETag, b.Exact = api.AnyVersion, true
		return c.Users.Update(b, noted(b))
	}
	older := note
	older.name, older.version, older.documented = "note, 2019-12-01", "2019-12-01", emptyIs(http.StatusNoContent)
	return []truthWrite{note, names, state, both, password, exact, forced, older}
}

func truthCreations() []truthWrite {
	plain := truthWrite{
		name: "creation", id: "anna", sent: report.Creation, documented: never,
		write: func(c *api.Client, _ api.Version) api.Write {
			n := anna()
			n.Confirmation, n.AppType = "", ""
			return c.Users.Create(n)
		},
		held: func(u simulator.User, there bool) bool {
			return there && u.Email == "anna@example.com" && u.FirstName == "Anna" && u.LastName == "Berg" && u.Note != nil && *u.Note == "new"
		},
		same: lastName("Theirs"), other: notes("theirs"),
		ours: func(u *simulator.User) {
			u.Email, u.FirstName, u.LastName, u.Note = "anna@example.com", "Anna", "Berg", new(string)
			*u.Note = "new"
		},
	}
	mailed := plain
	mailed.name, mailed.mails = "creation with a mail", true
	mailed.write = func(c *api.Client, _ api.Version) api.Write { return c.Users.Create(anna()) }
	return []truthWrite{plain, mailed}
}

func truthRemovals() []truthWrite {
	plain := truthWrite{
		name: "deletion", id: hiroshi, sent: report.Deletion, documented: emptyIs(http.StatusOK, http.StatusAccepted, http.StatusNoContent),
		write: func(c *api.Client, b api.Version) api.Write { return c.Users.Delete(b, api.DeleteOptions{}) },
		held:  func(_ simulator.User, there bool) bool { return !there },
		same:  notes("theirs"), ours: blocks, other: lastName("Theirs"),
	}
	mailed := plain
	mailed.name, mailed.mails = "deletion with a mail", true
	mailed.write = func(c *api.Client, b api.Version) api.Write {
		return c.Users.Delete(b, api.DeleteOptions{Notify: true})
	}
	older := mailed
	older.name, older.version = "deletion with a mail, 2022-08-01", "2022-08-01"
	return []truthWrite{plain, mailed, older}
}

func truthMails() []truthWrite {
	invite := truthWrite{
		name: "invitation", id: hiroshi, sent: report.Mail, mails: true, documented: never,
		write: func(c *api.Client, b api.Version) api.Write { return c.Users.Invite(b, api.AppDeveloperPortal) },
		same:  notes("theirs"), ours: blocks, other: lastName("Theirs"),
	}
	password := invite
	password.name, password.documented = "password mail", emptyIs(http.StatusNoContent)
	password.write = func(c *api.Client, b api.Version) api.Write {
		return c.Users.PasswordMail(b, api.AppDeveloperPortal)
	}
	return []truthWrite{invite, password}
}

// custom is a group that takes members by hand.
func custom() api.Group { return api.Group{ID: "partners", Type: "custom"} }

func member(u simulator.User) bool { return slices.Contains(u.Groups, "partners") }

func joins(u *simulator.User) { u.Groups = append(slices.Clone(u.Groups), "partners") }

func leaves(u *simulator.User) {
	u.Groups = slices.DeleteFunc(slices.Clone(u.Groups), func(g string) bool { return g == "partners" })
}

func truthMemberships() []truthWrite {
	in := truthWrite{
		name: "joining", id: hiroshi, sent: report.Membership, documented: never,
		write: func(c *api.Client, b api.Version) api.Write { return c.Groups.Member(b.User.ID, custom(), true) },
		held:  func(u simulator.User, there bool) bool { return there && member(u) },
		same:  leaves, ours: joins, other: lastName("Theirs"),
	}
	out := in
	out.name, out.documented = "leaving", emptyIs(http.StatusOK, http.StatusNoContent)
	out.write = func(c *api.Client, b api.Version) api.Write { return c.Groups.Member(b.User.ID, custom(), false) }
	out.held = func(u simulator.User, there bool) bool { return !there || !member(u) }
	out.same, out.ours = joins, leaves
	return []truthWrite{in, out}
}

// begin puts the users back to where every cell begins.
func (w truthWrite) begin(s *simulator.Service) {
	switch {
	case w.group != nil:
		w.beginGroup(s)
		return
	case w.sub != nil:
		w.beginSubscription(s)
		return
	}
	s.Remove("anna")
	admit(s, hiroshi)
	s.Edit(hiroshi, func(u *simulator.User) {
		u.FirstName, u.LastName, u.State, u.Note, u.Groups = "Hiroshi", "Tanaka", "active", nil, []string{"developers"}
		u.Identities = []simulator.Identity{{Provider: "Basic", ID: u.Email}}
		u.RegistrationDate = time.Date(2014, 5, 6, 7, 8, 9, 0, time.UTC)
		if w.name == "leaving" {
			joins(u)
		}
	})
}
