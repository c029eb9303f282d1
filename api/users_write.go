package api

import "time"

const (
	OpUserUpdate Operation = "User_Update"
	OpUserPut    Operation = "User_CreateOrUpdate"
	OpUserDelete Operation = "User_Delete"
)

// AnyVersion as a version's ETag overwrites any version. It requires Exact, which
// makes it explicit.
const AnyVersion ETag = "*"

func (u *Users) noun() *noun[User, Editable] {
	return &noun[User, Editable]{
		c: u.c, name: "user", path: "users", get: OpUserGet,
		id:    func(u User) string { return string(u.ID) },
		edit:  User.Editable,
		born:  func(u User) time.Time { return u.RegistrationDate },
		entry: func(u User, what string) Entry { return Entry{Entity: string(u.ID), What: what} },
		// The answer to an update and a plain read omit the groups.
		written: func(was User, r Result, now state[User]) Written {
			if len(now.entity.Groups) == 0 && now.entity.ID == was.ID {
				now.entity.Groups = was.Groups
			}
			return Written{Result: r, Now: Version{User: now.entity, ETag: now.etag}}
		},
	}
}
