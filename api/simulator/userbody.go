package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// userChange is the body of a user PUT or PATCH; nil means absent.
type userChange struct {
	email, first, last      *string
	state                   string // "" when absent
	noteSet                 bool
	note                    *string
	identities              []Identity
	password                bool
	confirmation, appType   string
	identitiesSet, creation bool
}

// readUser reads the body. was is the user before, or nil; creation (PUT)
// requires properties that PATCH may omit.
func (c *call) readUser(was *User, creation bool) (userChange, *fields) {
	f := c.properties("")
	read := f.text
	if creation {
		read = f.required
	}
	u := userChange{creation: creation}
	u.email = read("email", 1, 254)
	if u.email != nil && !looksLikeMail(*u.email) {
		f.refuse("email", "The field 'email' must be an e-mail address.")
	}
	u.first = read("firstName", 1, 100)
	u.last = read("lastName", 1, 100)
	u.state = f.choice("state", true, "active", "blocked", "pending", "deleted")
	_, u.noteSet = f.left["note"]
	u.note = f.text("note", 0, 0)
	u.password = f.text("password", 0, 0) != nil
	u.readIdentities(f, was)
	if creation {
		u.confirmation = f.choice("confirmation", false, "signup", "invite")
		u.appType = f.choice("appType", false, "portal", "developerPortal")
	}
	if was != nil && was.ID == builtInUser && u.state != "" && u.state != "active" {
		f.refuse("state", "The state of the built-in user cannot be changed.")
	}
	return u, f
}

// looksLikeMail only requires text on both sides of an @.
func looksLikeMail(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsAny(s, " \t\r\n")
}

func (u *userChange) readIdentities(f *fields, was *User) {
	raw, ok := f.take("identities")
	if !ok {
		return
	}
	var items []struct{ Provider, ID *string }
	if err := json.Unmarshal(raw, &items); err != nil {
		f.refuse("identities", "The field 'identities' must be a list of objects with provider and id.")
		return
	}
	u.identitiesSet = true
	for i, item := range items {
		target := fmt.Sprintf("identities[%d].", i)
		if item.ID == nil || *item.ID == "" {
			f.refuse(target+"id", "The field 'id' is required.")
			continue
		}
		if item.Provider == nil || *item.Provider == "" {
			f.refuse(target+"provider", "The field 'provider' is required.")
			continue
		}
		id := Identity{Provider: *item.Provider, ID: *item.ID}
		if !addable(id.Provider) && (was == nil || !slices.Contains(was.Identities, id)) {
			f.refuse(target+"provider", "The specified condition was not met for 'provider'.")
		}
		u.identities = append(u.identities, id)
	}
}

// addable reports whether an administrator can add an identity. Directory
// identities only come from a sign-in.
func addable(provider string) bool {
	return slices.Contains([]string{"Basic", "Google", "Facebook", "Twitter", "Microsoft"}, provider)
}

// onto returns the user after the change. A PUT resets absent properties to
// their defaults, a PATCH keeps them.
func (u *userChange) onto(was User) User {
	now := was
	if u.creation {
		now.State, now.Note = "active", nil
	}
	set(&now.Email, u.email)
	set(&now.FirstName, u.first)
	set(&now.LastName, u.last)
	now.State = cmp.Or(u.state, now.State)
	if u.noteSet {
		now.Note = u.note
	}
	if u.identitiesSet {
		now.Identities = u.identities
	}
	return now
}
