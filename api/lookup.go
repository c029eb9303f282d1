package api

import (
	"context"
	"errors"
	"time"
)

// Presence is what a look at the service says about a write of an earlier process.
type Presence string

// What can be found.
const (
	InPlace    Presence = "in place"
	NotThere   Presence = "not there"
	CannotTell Presence = "cannot be told"
)

// Finding is the result of a look.
type Finding struct {
	Found Presence
	Why   string // within a sentence, safe to draw
	At    time.Time
}

// LookUp reads the entity of a write that has no outcome and compares it with what
// was to be written. It says what is there now, which another write may have made.
func (c *Client) LookUp(ctx context.Context, e Entry) Finding {
	ctx, cancel := context.WithTimeout(ctx, lookDeadline)
	defer cancel()
	f := c.lookUp(ctx, e)
	f.At = c.Now()
	if e.Mails && e.Effect != untraceable && f.Found != CannotTell {
		f.Why += "; a mail may have been sent"
	}
	c.journal.Found(e, f)
	return f
}

func (c *Client) lookUp(ctx context.Context, e Entry) Finding {
	switch {
	case e.Operation == "":
		return Finding{Found: CannotTell, Why: "the entry does not say what was written"}
	case e.Effect == untraceable:
		return Finding{Found: CannotTell, Why: "a mail cannot be looked up"}
	case e.Operation == OpGroupUserCreate || e.Operation == OpGroupUserDelete:
		return c.lookUpMember(ctx, e)
	}
	user, etag, err := c.Users.Get(ctx, UserID(e.Entity))
	gone := errors.Is(err, ErrNotFound)
	switch {
	case gone && e.Effect == removal:
		return Finding{Found: InPlace, Why: "the user is gone"}
	case gone && e.Effect == creation:
		return Finding{Found: NotThere, Why: "there is no such user"}
	case gone:
		return Finding{Found: CannotTell, Why: "the user is gone"}
	case err != nil:
		return unreadable(err)
	case e.IfMatch != "" && etag == e.IfMatch:
		return Finding{Found: NotThere, Why: "the user has not changed since"}
	case !e.Registered.IsZero() && !user.RegistrationDate.IsZero() && !e.Registered.Equal(user.RegistrationDate):
		return Finding{Found: CannotTell, Why: "another user has this id now"}
	case e.Effect == removal:
		return Finding{Found: NotThere, Why: "the user is still there"}
	}
	return e.compare(user.Editable())
}

// compare compares a change or creation with the user as it is.
func (e Entry) compare(now Editable) Finding {
	before, after, hidden, compared := true, true, false, 0
	for _, ch := range e.Changes {
		switch {
		case ch.Property == PropPassword:
			hidden = true
		case ch.Sealed == nil, e.Effect == creation && ch.Property == PropIdentities: // the service adds its own
		default:
			is := ch.Property.Seal(e.Salt, now.Text(ch.Property))
			before, after, compared = before && is == ch.Sealed[0], after && is == ch.Sealed[1], compared+1
		}
	}
	switch {
	case compared == 0 || after && hidden && e.Effect != creation:
		return Finding{Found: CannotTell, Why: "a password cannot be read"}
	case after:
		return Finding{Found: InPlace, Why: "the user is as it was to be"}
	case e.Effect == creation:
		return Finding{Found: CannotTell, Why: "another user with this id is there"}
	case before:
		return Finding{Found: NotThere, Why: "the user is as it was before"}
	}
	return Finding{Found: CannotTell, Why: "the user has other values by now"}
}

func (c *Client) lookUpMember(ctx context.Context, e Entry) Finding {
	if len(e.Changes) != 1 {
		return Finding{Found: CannotTell, Why: "the entry does not name the group"}
	}
	ch := e.Changes[0]
	is, err := c.Groups.contains(ctx, UserID(e.Entity), Group{ID: ch.Before + ch.After})
	where := "the user is not in the group"
	if is {
		where = "the user is in the group"
	}
	switch {
	case errors.Is(err, ErrNotFound):
		return Finding{Found: CannotTell, Why: "the user is gone"}
	case err != nil:
		return unreadable(err)
	case is == (ch.After != ""):
		return Finding{Found: InPlace, Why: where}
	}
	return Finding{Found: NotThere, Why: where}
}

func unreadable(err error) Finding {
	return Finding{Found: CannotTell, Why: "the user could not be read: " + Explain(err).What.String()}
}
