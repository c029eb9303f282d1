package api

import (
	"cmp"
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

// NewUser is a user to be made.
type NewUser struct {
	ID           UserID
	Editable     Editable
	Password     secret.Value // empty: the service makes one and tells nobody
	Confirmation Confirmation
	AppType      AppType
	Notify       bool // send a mail that the account exists
}

// CreateRequest is what Create would send.
func (u *Users) CreateRequest(n NewUser) Request {
	q := url.Values{}
	if n.Notify {
		q.Set("notify", "true")
	}
	r := u.c.write(OpUserPut, http.MethodPut, []string{"users", string(n.ID)}, q)
	r.Body = n.properties()
	return r
}

func (n NewUser) properties() map[string]any {
	p := Patch{Properties: []Property{PropEmail, PropFirstName, PropLastName}, To: n.Editable, Password: n.Password}
	for prop, given := range map[Property]bool{
		PropState: n.Editable.State != "", PropNote: n.Editable.Note != "", PropIdentities: len(n.Editable.Identities) > 0,
	} {
		if given {
			p.Properties = append(p.Properties, prop)
		}
	}
	m := p.properties()
	if n.Confirmation != ConfirmNone {
		m["confirmation"] = string(n.Confirmation)
	}
	if n.AppType != AppUnset {
		m["appType"] = string(n.AppType)
	}
	return m
}

func (n NewUser) mails() bool { return n.Notify || n.Confirmation != ConfirmNone }

// TakenError says that a user with this id or e-mail exists already. Nothing
// was sent.
type TakenError struct {
	By       User
	Property string // "userId" or "email"
}

func (t *TakenError) Error() string {
	if t.Property == "email" {
		return "the e-mail address belongs to another user already"
	}
	return "the user id belongs to another user already"
}

// Create makes a user (User_CreateOrUpdate) that is not there yet: it looks the
// id and the e-mail up first, and fails with *TakenError when either is taken.
func (u *Users) Create(ctx context.Context, n NewUser, watch Watch) Written {
	if err := checkID(OpUserPut, n.ID); err != nil {
		return Written{Outcome: NotApplied, Err: err}
	}
	if err := u.free(ctx, n); err != nil {
		return Written{Outcome: NotApplied, Err: err}
	}
	r := u.CreateRequest(n)
	r.again = func(ctx context.Context) error { return u.free(ctx, n) }
	a, user, err := u.c.sendUser(ctx, r, watch)
	var w Written
	switch {
	case err == nil:
		w = Written{Outcome: Saved, Overwrote: a.status == http.StatusOK, Own: true, Ignored: n.sent().missing(user.Editable())}
		w.Now = u.created(ctx, a, user)
	case lost(err):
		watch.tell(Progress{Checking: true})
		w = settled(ctx, func() Written { return u.reconcileCreate(ctx, n, err) })
	default:
		w = Written{Outcome: NotApplied, Err: err}
	}
	w.Mail = mailOf(n.mails(), w.Outcome)
	return w
}

// free looks up whether id and e-mail are.
func (u *Users) free(ctx context.Context, n NewUser) error {
	user, _, err := u.Get(ctx, n.ID)
	switch {
	case err == nil:
		return &TakenError{By: user, Property: "userId"}
	case !errors.Is(err, ErrNotFound):
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

// created is the version that was made, by the answer, which has been seen
// without a whole ETag too.
func (u *Users) created(ctx context.Context, a answer, answered User) Version {
	v := Version{User: answered, ETag: ETag(a.header.Get("ETag"))}
	if len(v.ETag.bytes()) == 16 {
		return v
	}
	if now, err := u.readAgain(ctx, answered.ID); err == nil {
		return now
	}
	return Version{User: answered}
}

// reconcileCreate finds out whether a user was made although the answer was
// lost. The id was free just before, so a user with all that was sent is ours.
func (u *Users) reconcileCreate(ctx context.Context, n NewUser, err error) Written {
	now, readErr := u.readAgain(ctx, n.ID)
	switch {
	case errors.Is(readErr, ErrNotFound):
		return Written{Outcome: NotApplied, Err: err}
	case readErr != nil:
		return Written{Outcome: Unknown, Err: cmp.Or(err, readErr)}
	}
	if n.sent().isIn(now.User.Editable()) {
		return Written{Outcome: Confirmed, Now: now}
	}
	return Written{Outcome: Conflict, Now: now, Err: err}
}

// sent is what can be found again of what a creation sends. The service adds
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
