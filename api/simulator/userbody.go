package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// userBody is what a PUT or PATCH says beside the user's new properties.
type userBody struct {
	email                 *string // nil when absent
	identities, password  bool    // they are there
	confirmation, appType string
}

// readUser changes a user as the body says. was is the user before, or nil. A PUT
// requires properties that PATCH may omit, and resets others to their defaults.
func (c *call) readUser(now, was *User, put bool) (b userBody, f *fields) {
	f = c.properties("")
	read := f.text
	if put {
		read, now.State, now.Note = f.required, "active", nil
	}
	b.email = read("email", 1, 254)
	if b.email != nil && !looksLikeMail(*b.email) {
		f.refuse("email", "The field 'email' must be an e-mail address.")
	}
	set(&now.Email, b.email)
	set(&now.FirstName, read("firstName", 1, 100))
	set(&now.LastName, read("lastName", 1, 100))
	state := f.choice("state", true, "active", "blocked", "pending", "deleted")
	now.State = cmp.Or(state, now.State)
	if _, given := f.left["note"]; given {
		now.Note = f.text("note", 0, 0)
	}
	b.password = f.text("password", 0, 0) != nil
	b.identities = f.identities(now, was)
	if put {
		b.confirmation = f.choice("confirmation", false, "signup", "invite")
		b.appType = f.choice("appType", false, "portal", "developerPortal")
	}
	if was != nil && was.ID == builtInUser && state != "" && state != "active" {
		f.refuse("state", "The state of the built-in user cannot be changed.")
	}
	return b, f
}

// looksLikeMail only requires text on both sides of an @.
func looksLikeMail(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsAny(s, " \t\r\n")
}

// identities reads the list, and reports whether there is one.
func (f *fields) identities(now, was *User) bool {
	raw, ok := f.take("identities")
	if !ok {
		return false
	}
	var items []struct{ Provider, ID *string }
	if err := json.Unmarshal(raw, &items); err != nil {
		f.refuse("identities", "The field 'identities' must be a list of objects with provider and id.")
		return false
	}
	now.Identities = nil
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
		now.Identities = append(now.Identities, id)
	}
	return true
}

// addable reports whether an administrator can add an identity. Directory
// identities only come from a sign-in.
func addable(provider string) bool {
	return slices.Contains([]string{"Basic", "Google", "Facebook", "Twitter", "Microsoft"}, provider)
}
