package api

import "context"

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
type userWrite struct {
	write[User]
	// finish adds what the engine cannot know; nil adds nothing.
	finish func(*Written)
}

func (w *userWrite) Request() Request { return w.request(w.base.etag) }

func (w *userWrite) Do(ctx context.Context, watch Watch) Written {
	return w.written(w.do(ctx, watch))
}

func (w *userWrite) Check(ctx context.Context, before Written) Written {
	return w.written(w.check(ctx, before.Result))
}

func (w *userWrite) written(r Result, now state[User]) Written {
	// The answer to an update and a plain read omit the user's groups.
	if len(now.entity.Groups) == 0 && now.entity.ID == w.base.entity.ID {
		now.entity.Groups = w.base.entity.Groups
	}
	out := Written{Result: r, Now: Version{User: now.entity, ETag: now.etag}}
	if w.finish != nil {
		w.finish(&out)
	}
	return out
}

// conditional is a write of a user that requires a version.
func (u *Users) conditional(op Operation, base Version, what string) *userWrite {
	w := u.writeOf(base.User.ID, what)
	w.base, w.exact = state[User]{base.User, base.ETag}, base.Exact
	w.entry.Registered = base.User.RegistrationDate
	w.ready = func(context.Context) error { return checkWrite(op, base) }
	return w
}

func (u *Users) writeOf(id UserID, what string) *userWrite {
	return &userWrite{write: write[User]{
		c: u.c, entry: Entry{Entity: string(id), What: what},
		read: func(ctx context.Context) (state[User], error) {
			user, etag, err := u.Get(ctx, id)
			return state[User]{user, etag}, err
		},
		differs: func(was, now User) bool { return len(was.Editable().Changed(now.Editable())) > 0 },
		replaced: func(was, now User) bool {
			return !was.RegistrationDate.IsZero() && !now.RegistrationDate.IsZero() && !was.RegistrationDate.Equal(now.RegistrationDate)
		},
	}}
}

// checkWrite refuses what must never be sent: a write without a condition, or with
// one that is always true and was not requested.
func checkWrite(op Operation, base Version) error {
	if err := checkID(op, base.User.ID); err != nil {
		return err
	}
	if base.ETag == "" || base.ETag == AnyVersion && !base.Exact {
		return &Error{Operation: op, Kind: KindRefused, Message: "the user's version is not known: read the user again before changing it"}
	}
	return nil
}
