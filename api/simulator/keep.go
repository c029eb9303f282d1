package simulator

import "slices"

// keepable lists the properties that a fault can keep.
func keepable() []string {
	return []string{"email", "firstName", "lastName", "state", "note", "identities"}
}

// unkeepable returns the first entry of Keep that is not keepable, or "".
func (f *Fault) unkeepable() string {
	for _, name := range f.Keep {
		if !slices.Contains(keepable(), name) {
			return name
		}
	}
	return ""
}

// keep restores the properties that the call's fault ignores. was is the user
// before the write.
func (c *call) keep(now *User, was User) {
	for _, name := range c.fault.Keep {
		switch name {
		case "email":
			now.Email = was.Email
		case "firstName":
			now.FirstName = was.FirstName
		case "lastName":
			now.LastName = was.LastName
		case "state":
			now.State = was.State
		case "note":
			now.Note = was.Note
		case "identities":
			now.Identities = was.Identities
		}
	}
}
