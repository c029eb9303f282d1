package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"apimtui/api/secret"
)

// Operations that give access to somebody, or mail it.
const (
	OpUserSSO          Operation = "User_GenerateSsoUrl"
	OpUserToken        Operation = "User_GetSharedAccessToken"
	OpUserPasswordMail Operation = "UserConfirmationPassword_Send"
)

// KeyType is the key that signs a shared access token. Regenerating it ends
// every token it signed.
type KeyType string

// The keys.
const (
	PrimaryKey   KeyType = "primary"
	SecondaryKey KeyType = "secondary"
)

// SSOURL makes a link that signs the user in to the portal (User_GenerateSsoUrl).
// It lives five minutes. The value is as the service returned it: the host is
// the legacy portal's.
func (u *Users) SSOURL(ctx context.Context, id UserID, watch Watch) (secret.Value, error) {
	if err := checkID(OpUserSSO, id); err != nil {
		return secret.Value{}, err
	}
	r := u.c.write(OpUserSSO, http.MethodPost, []string{"users", string(id), "generateSsoUrl"}, nil)
	return u.secretOf(ctx, r, watch)
}

// TokenRequest is what Token would send.
func (u *Users) TokenRequest(id UserID, key KeyType, expiry time.Time) Request {
	r := u.c.write(OpUserToken, http.MethodPost, []string{"users", string(id), "token"}, nil)
	r.Body = map[string]any{"keyType": string(key), "expiry": expiry.UTC().Format(time.RFC3339)}
	return r
}

// Token makes a shared access token (User_GetSharedAccessToken) that expires at
// expiry, at most 30 days from the service's present.
func (u *Users) Token(ctx context.Context, id UserID, key KeyType, expiry time.Time, watch Watch) (secret.Value, error) {
	if err := checkID(OpUserToken, id); err != nil {
		return secret.Value{}, err
	}
	return u.secretOf(ctx, u.TokenRequest(id, key, expiry), watch)
}

func (u *Users) secretOf(ctx context.Context, r Request, watch Watch) (secret.Value, error) {
	a, err := u.c.sendPatiently(ctx, r, watch)
	if err != nil {
		return secret.Value{}, err
	}
	var v struct {
		Value secret.Value `json:"value"`
	}
	if json.Unmarshal(a.body, &v) != nil || v.Value.Empty() {
		return secret.Value{}, malformed(r.Operation, &http.Response{StatusCode: a.status, Header: a.header}, nil)
	}
	return v.Value, nil
}

// PasswordMailRequest is what SendPasswordMail would send.
func (u *Users) PasswordMailRequest(id UserID, app AppType) Request {
	q := url.Values{}
	if app != AppUnset {
		q.Set("appType", string(app))
	}
	return u.c.write(OpUserPasswordMail, http.MethodPost, []string{"users", string(id), "confirmations", "password", "send"}, q)
}

// SendPasswordMail mails the user a link to set a new password
// (UserConfirmationPassword_Send). One mail at most is sent: a lost answer is
// Unknown, and the mail may be on its way.
func (u *Users) SendPasswordMail(ctx context.Context, id UserID, app AppType, watch Watch) Written {
	if err := checkID(OpUserPasswordMail, id); err != nil {
		return Written{Outcome: NotApplied, Err: err}
	}
	_, err := u.c.sendPatiently(ctx, u.PasswordMailRequest(id, app), watch)
	w := Written{Outcome: Saved, Err: err}
	switch {
	case err == nil:
	case errors.Is(err, ErrNotFound):
		w = u.gone(ctx, Version{User: User{ID: id}}, err)
		w.Now = Version{}
	case lost(err):
		w.Outcome = Unknown
	default:
		w.Outcome = NotApplied
	}
	w.Mail = mailOf(w.Outcome != DeletedMeanwhile, w.Outcome)
	return w
}

// InviteRequest is what Invite would send: the user as it is, and the wish for
// an invitation.
func (u *Users) InviteRequest(base Version, app AppType) Request {
	e := base.User.Editable()
	r := u.c.write(OpUserPut, http.MethodPut, []string{"users", string(base.User.ID)}, nil)
	r.IfMatch = base.ETag
	r.Body = Patch{Properties: Properties(), To: e}.properties()
	r.Body["confirmation"] = string(ConfirmInvite)
	if app != AppUnset {
		r.Body["appType"] = string(app)
	}
	return r
}

// Invite mails the user an invitation once more (User_CreateOrUpdate). There is
// no operation for it but to write the user anew, unchanged, on the condition
// that it still is the version in base.
func (u *Users) Invite(ctx context.Context, base Version, app AppType, watch Watch) Written {
	id := base.User.ID
	if err := checkWrite(OpUserPut, id, base.ETag); err != nil {
		return Written{Outcome: NotApplied, Now: base, Err: err}
	}
	w := u.invite(ctx, base, app, watch)
	// A refused condition sent no mail.
	w.Mail = mailOf(w.Outcome != Conflict && w.Outcome != DeletedMeanwhile, w.Outcome)
	w.keepGroups(base)
	return w
}

func (u *Users) invite(ctx context.Context, base Version, app AppType, watch Watch) Written {
	sent := base
	for range mostResends {
		_, _, err := u.c.sendUser(ctx, u.InviteRequest(sent, app), watch)
		switch {
		case err == nil:
			now, readErr := u.readAgain(ctx, base.User.ID)
			if readErr != nil {
				now = Version{User: base.User}
			}
			return Written{Outcome: Saved, Now: now}
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrInvalid):
			// A user who is gone is validated as a new one would be.
			return u.gone(ctx, base, err)
		case errors.Is(err, ErrPrecondition):
			w, next := u.refusedAny(ctx, base, err)
			if next == "" {
				return w
			}
			sent.ETag = next
		case lost(err):
			return Written{Outcome: Unknown, Now: Version{User: base.User}, Err: err}
		default:
			return Written{Outcome: NotApplied, Now: base, Err: err}
		}
	}
	return tooFast(OpUserPut, base)
}
