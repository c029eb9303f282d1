package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"apimtui/api/secret"
)

// Confirmation is the mail that greets a new user.
type Confirmation string

// The confirmations. The empty one sends no mail.
const (
	ConfirmNone   Confirmation = ""
	ConfirmSignup Confirmation = "signup" // asks to confirm the address
	ConfirmInvite Confirmation = "invite" // asks to set a password
)

// AppType is the portal that a mail's link leads to.
type AppType string

// The portals. Services made before 2020 refuse the property.
const (
	AppDeveloperPortal AppType = "developerPortal"
	AppLegacyPortal    AppType = "portal"
	AppUnset           AppType = "" // not sent: the service takes portal
)

type NewUser struct {
	ID           UserID
	Editable     Editable
	Password     secret.Value // empty: the service makes one and does not show it
	Confirmation Confirmation
	AppType      AppType
	Notify       bool // send a mail that the account exists
}

func (n NewUser) patch() Patch {
	p := n.sent()
	p.Password = n.Password
	if len(n.Editable.Identities) > 0 {
		p.Properties = append(p.Properties, PropIdentities)
	}
	return p
}

func (n NewUser) properties() map[string]any {
	m := n.patch().properties()
	if n.Confirmation != ConfirmNone {
		m["confirmation"] = string(n.Confirmation)
	}
	if n.AppType != AppUnset {
		m["appType"] = string(n.AppType)
	}
	return m
}

// TakenError reports that a user with this id or e-mail, or another entity with this
// id, exists already. Nothing was sent.
type TakenError struct {
	By       User
	Property string // "userId" or "email"; else "", and What has the id
	What     string // "product subscription" or "group"
}

func (t *TakenError) Error() string {
	switch t.Property {
	case "email":
		return "the e-mail address belongs to another user already"
	case "":
		return "the id belongs to another " + t.What + " already"
	}
	return "the user id belongs to another user already"
}

// Create creates a user (User_CreateOrUpdate, PUT). It looks up the id and the
// e-mail first, and fails with *TakenError when either is taken.
func (u *Users) Create(n NewUser) Write {
	q := url.Values{}
	if n.Notify {
		q.Set("notify", "true")
	}
	lacks := func(now User) []Property { return n.sent().missing(now.Editable()) }
	w := u.noun().create(OpUserPut, User{ID: n.ID}, nil, n.patch().changes(Editable{}), lacks)
	w.request = u.noun().request(OpUserPut, http.MethodPut, string(n.ID), q, n.properties)
	w.mails = n.Notify || n.Confirmation != ConfirmNone
	w.ready = func(ctx context.Context) error { return u.free(ctx, n) }
	settled := w.settled
	w.settled = func(ctx context.Context, a answer, made User, watch Watch) (Result, state[User]) {
		r, _ := settled(ctx, a, made, watch)
		if w.mails {
			r.Mail = MailAccepted
		}
		// The answer has been seen without a whole ETag too.
		now := state[User]{made, strong(a.header.Get("ETag"))}
		if len(now.etag.bytes()) == 16 {
			return r, now
		}
		watch.tell(Progress{Saved: true})
		now, err := w.look(ctx)
		if err != nil {
			now = state[User]{entity: made}
		}
		return r, now
	}
	return w
}

func (u *Users) free(ctx context.Context, n NewUser) error {
	user, _, err := u.Get(ctx, n.ID)
	switch {
	case err == nil:
		return &TakenError{By: user, Property: "userId"}
	case !errors.Is(err, KindNotFound):
		return err
	}
	m, err := u.findByEmail(ctx, n.Editable.Email.Exact())
	switch {
	case err != nil:
		return err
	case len(m.Users) > 0:
		return &TakenError{By: m.Users[0], Property: "email"}
	}
	return nil
}

// sent is the part of a creation that can be found again. The service adds
// identities of its own.
func (n NewUser) sent() Patch {
	p := Patch{Properties: []Property{PropEmail, PropFirstName, PropLastName}, To: n.Editable}
	if n.Editable.State != "" {
		p.Properties = append(p.Properties, PropState)
	}
	if n.Editable.Note != "" {
		p.Properties = append(p.Properties, PropNote)
	}
	return p
}
