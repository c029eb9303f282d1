// Package transfer reads users from files, writes what belongs to them, and plans
// how to bring them to a service. It sends nothing: it compares what a file says
// with what was read of a service.
package transfer

import (
	"fmt"
	"slices"

	"apimtui/api"
	"apimtui/api/text"
)

// Refusal is why a file cannot be read, and where. Line and Column count from 1,
// in characters.
type Refusal struct {
	Line, Column int
	Why          string // safe to draw
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", r.Line, r.Column, r.Why)
}

// File is what a file says.
type File struct {
	Records []Record
	// Ignored are the first columns that mean nothing here, safe to draw.
	Ignored []string
	// Cut is set when the file names a next page, which it does not have.
	Cut bool

	line, counted int // line ends up to an offset
}

// Record is a user as a file, or another service, describes it.
type Record struct {
	Line int // 0 for one of a service
	// ID is "" when the user is known by the e-mail alone.
	ID api.UserID
	// Has are the properties that are described; the others stay as they are.
	Has []api.Property
	To  api.Editable
	// Groups are ids or display names.
	Groups        []text.Text
	Subscriptions []Subscription

	// cells are values of a CSV file in which a guard was taken off; nil when
	// the record is not of a CSV file.
	cells map[api.Property]string
	bad   string // why the record cannot be used; safe to draw
}

func (r *Record) has(p api.Property) bool { return slices.Contains(r.Has, p) }

func (r *Record) set(p api.Property, value string) {
	if p == api.PropState && value == "" {
		return // the service chooses
	}
	if to := r.To.At(p); to != nil {
		*to = text.Text(value)
	}
	r.Has = append(r.Has, p)
}

func (r *Record) setIdentities(all []api.Identity) {
	if len(all) == 0 {
		return // some lists have none of anybody
	}
	r.To.Identities = all
	r.Has = append(r.Has, api.PropIdentities)
}

// Of describes a user of a service for another one. Identities are for a new user
// only: they belong to the service that the user signed in to.
func Of(u *api.User, b *Belongings) Record {
	r := Record{ID: u.ID, To: u.Editable(), Subscriptions: b.Subscriptions(u.ID),
		Has: []api.Property{api.PropEmail, api.PropFirstName, api.PropLastName, api.PropState, api.PropNote}}
	for _, g := range b.GroupsOf[Key(u.ID)] {
		r.Groups = append(r.Groups, b.GroupLabel(g))
	}
	return r
}
