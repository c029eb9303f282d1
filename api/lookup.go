package api

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"apimtui/api/text"
)

// Presence is what a look at the service says about a write of an earlier process.
type Presence string

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
	case e.Operation == OpSubscriptionPrimary || e.Operation == OpSubscriptionSecondary:
		return Finding{Found: CannotTell, Why: "the key of before was not kept, so that the keys do not tell"}
	case e.Operation == OpGroupUserCreate || e.Operation == OpGroupUserDelete:
		return c.lookUpMember(ctx, e)
	}
	now, err := c.subject(ctx, e)
	gone := errors.Is(err, KindNotFound)
	switch {
	case gone && e.Effect == removal:
		return Finding{Found: InPlace, Why: "the " + now.what + " is gone"}
	case gone && e.Effect == creation:
		return Finding{Found: NotThere, Why: "there is no such " + now.what}
	case gone:
		return Finding{Found: CannotTell, Why: "the " + now.what + " is gone"}
	case err != nil:
		return unreadable(now.what, err)
	case e.IfMatch != "" && now.etag == e.IfMatch:
		return Finding{Found: NotThere, Why: "the " + now.what + " has not changed since"}
	case !e.Registered.IsZero() && !now.born.IsZero() && !e.Registered.Equal(now.born):
		return Finding{Found: CannotTell, Why: "another " + now.what + " has this id now"}
	case e.Effect == removal:
		return Finding{Found: NotThere, Why: "the " + now.what + " is still there"}
	}
	return e.compare(now)
}

// subject is what a write was about, as it is now.
type subject struct {
	what  string
	etag  ETag
	born  time.Time
	value func(Property) text.Text
}

func (c *Client) subject(ctx context.Context, e Entry) (subject, error) {
	if id, ok := strings.CutPrefix(e.Resource, "groups/"); ok {
		id, _ = url.PathUnescape(id) // else it is not found
		v, err := c.Groups.Get(ctx, id)
		return subject{"group", v.ETag, time.Time{}, v.Group.Edit().Text}, err
	}
	id, ok := strings.CutPrefix(e.Resource, "subscriptions/")
	if !ok {
		user, etag, err := c.Users.Get(ctx, UserID(e.Entity))
		return subject{"user", etag, user.RegistrationDate, user.Editable().Text}, err
	}
	id, _ = url.PathUnescape(id) // else it is not found
	v, err := c.Subscriptions.Get(ctx, id)
	return subject{"product subscription", v.ETag, v.Subscription.Created, func(p Property) text.Text {
		if p == PropScope {
			return text.Text(v.Subscription.Scoped().path())
		}
		return v.Subscription.Edit().Text(p)
	}}, err
}

func (e Entry) compare(now subject) Finding {
	before, after, hidden, compared := true, true, false, 0
	for _, ch := range e.Changes {
		switch {
		case ch.Property == PropPassword:
			hidden = true
		case ch.Sealed == nil, e.Effect == creation && ch.Property == PropIdentities: // the service adds its own
		default:
			is := ch.Property.Seal(e.Salt, now.value(ch.Property))
			before, after, compared = before && is == ch.Sealed[0], after && is == ch.Sealed[1], compared+1
		}
	}
	switch {
	case compared == 0 || after && hidden && e.Effect != creation:
		return Finding{Found: CannotTell, Why: "a password cannot be read"}
	case after:
		return Finding{Found: InPlace, Why: "the " + now.what + " is as it was to be"}
	case e.Effect == creation:
		return Finding{Found: CannotTell, Why: "another " + now.what + " with this id is there"}
	case before:
		return Finding{Found: NotThere, Why: "the " + now.what + " is as it was before"}
	}
	return Finding{Found: CannotTell, Why: "the " + now.what + " has other values by now"}
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
	case errors.Is(err, KindNotFound):
		return Finding{Found: CannotTell, Why: "the user is gone"}
	case err != nil:
		return unreadable("user", err)
	case is == (ch.After != ""):
		return Finding{Found: InPlace, Why: where}
	}
	return Finding{Found: NotThere, Why: where}
}

func unreadable(what string, err error) Finding {
	return Finding{Found: CannotTell, Why: "the " + what + " could not be read: " + Explain(err).What.String()}
}
