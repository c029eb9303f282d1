package api

import "time"

// Operations that write users.
const (
	OpUserUpdate Operation = "User_Update"
	OpUserPut    Operation = "User_CreateOrUpdate"
	OpUserDelete Operation = "User_Delete"
)

// AnyVersion as a version's ETag overwrites any version. It requires Exact, which
// makes it explicit.
const AnyVersion ETag = "*"

// userWrite is a write of a user.
type userWrite struct{ write[User] }

// noun describes users.
func (u *Users) noun() *noun[User, Editable] {
	return &noun[User, Editable]{
		c: u.c, name: "user", path: "users", get: OpUserGet,
		id:    func(u User) string { return string(u.ID) },
		edit:  User.Editable,
		born:  func(u User) time.Time { return u.RegistrationDate },
		entry: func(u User, what string) Entry { return Entry{Entity: string(u.ID), What: what} },
	}
}

// conditional is a write of a user that requires a version.
func (u *Users) conditional(op Operation, base Version, what string) *userWrite {
	return keepingGroups(u.noun().conditional(op, state[User]{base.User, base.ETag}, base.Exact, what))
}

func (u *Users) writeOf(user User, what string) *userWrite {
	return keepingGroups(u.noun().write(user, what))
}

// keepingGroups keeps the user's groups: the answer to an update and a plain read
// omit them.
func keepingGroups(w write[User]) *userWrite {
	u := &userWrite{w}
	u.out = func(r Result, now state[User]) Written {
		if len(now.entity.Groups) == 0 && now.entity.ID == u.base.entity.ID {
			now.entity.Groups = u.base.entity.Groups
		}
		return Written{Result: r, Now: Version{User: now.entity, ETag: now.etag}}
	}
	return u
}
