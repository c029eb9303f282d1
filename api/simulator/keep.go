package simulator

import "slices"

// keepable are the properties that a fault can keep a write from changing.
func keepable() []string {
	return []string{"email", "firstName", "lastName", "state", "note", "identities"}
}

// unkeepable is the first of Keep that is no such property, or "".
func (f *Fault) unkeepable() string {
	for _, name := range f.Keep {
		if !slices.Contains(keepable(), name) {
			return name
		}
	}
	return ""
}

// keep puts back what the fault of the call has the service ignore. was is the
// user before the write.
func (c *call) keep(now *User, was User) {
	if c.fault == nil {
		return
	}
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
