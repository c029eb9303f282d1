package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"apimtui/api/secret"
)

const (
	OpUserSSO   Operation = "User_GenerateSsoUrl"
	OpUserToken Operation = "User_GetSharedAccessToken"
)

// KeyType is the key that signs a shared access token. Regenerating it ends
// every token it signed.
type KeyType string

// The keys.
const (
	PrimaryKey   KeyType = "primary"
	SecondaryKey KeyType = "secondary"
)

// SSOURL returns a link that signs the user in to the portal
// (User_GenerateSsoUrl). It is valid for five minutes. The value is as the service
// returned it: the host is the legacy portal's.
func (u *Users) SSOURL(ctx context.Context, id UserID, watch Watch) (secret.Value, error) {
	if err := checkID(OpUserSSO, id); err != nil {
		return secret.Value{}, err
	}
	r := u.c.write(OpUserSSO, http.MethodPost, []string{"users", string(id), "generateSsoUrl"}, nil)
	return u.secretOf(ctx, r, watch)
}

// TokenRequest returns the request that Token would send.
func (u *Users) TokenRequest(id UserID, key KeyType, expiry time.Time) Request {
	r := u.c.write(OpUserToken, http.MethodPost, []string{"users", string(id), "token"}, nil)
	r.Body = map[string]any{"keyType": string(key), "expiry": expiry.UTC().Format(time.RFC3339)}
	return r
}

// Token returns a shared access token (User_GetSharedAccessToken) that expires at
// expiry, at most 30 days from the service's time.
func (u *Users) Token(ctx context.Context, id UserID, key KeyType, expiry time.Time, watch Watch) (secret.Value, error) {
	if err := checkID(OpUserToken, id); err != nil {
		return secret.Value{}, err
	}
	return u.secretOf(ctx, u.TokenRequest(id, key, expiry), watch)
}

func (u *Users) secretOf(ctx context.Context, r Request, watch Watch) (secret.Value, error) {
	a, err := u.c.sendPatiently(ctx, r, nil, watch)
	if err != nil {
		return secret.Value{}, err
	}
	var v struct {
		Value secret.Value `json:"value"`
	}
	if json.Unmarshal(a.body, &v) != nil || v.Value.Empty() || a.status != http.StatusOK {
		return secret.Value{}, a.malformed(r.Operation, nil)
	}
	return v.Value, nil
}

// AccessLost reports whether a requested link or token may exist although none was
// received: its answer was lost, or is one that a repeated request also gets.
func AccessLost(err error) bool {
	return err != nil && arrived(err) && (lost(err) || repeatable(err))
}
