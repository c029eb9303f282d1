package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"apimtui/api/secret"
	"apimtui/api/text"
)

const (
	OpUserSSO   Operation = "User_GenerateSsoUrl"
	OpUserToken Operation = "User_GetSharedAccessToken"
)

// KeyType is the key that signs a shared access token. Regenerating it ends
// every token it signed.
type KeyType string

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
	return u.secretOf(ctx, id, r, watch)
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
	return u.secretOf(ctx, id, u.TokenRequest(id, key, expiry), watch)
}

// secretOf asks for a secret and records that it was handed out, by its kind.
func (u *Users) secretOf(ctx context.Context, id UserID, r Request, watch Watch) (secret.Value, error) {
	e := Entry{Entity: string(id), What: "sign-in link"}
	if r.Operation == OpUserToken {
		e.What = "shared access token"
	}
	for _, name := range []string{"keyType", "expiry"} {
		if given, ok := r.Body[name].(string); ok {
			e.Changes = append(e.Changes, Change{Property: Property(name), After: text.Text(given)})
		}
	}
	return handOut(ctx, u.c, e, r, func(ctx context.Context) (secret.Value, error) {
		v, err := secretsOf(ctx, u.c, r, watch, func(v struct{ Value secret.Value }) bool { return !v.Value.Empty() })
		return v.Value, err
	})
}

// handOut asks for a secret and records how that ended.
func handOut[T any](ctx context.Context, c *Client, e Entry, r Request, ask func(context.Context) (T, error)) (T, error) {
	e.Effect = Access
	ended, err := c.begin(&e, r)
	if err != nil {
		var none T
		return none, err
	}
	ctx, trail := follow(ctx)
	v, err := ask(ctx)
	res := Result{Outcome: Saved, Err: err, Sent: true}
	switch {
	case AccessLost(err):
		res.Outcome = Unknown
	case err != nil:
		res.Outcome = NotApplied
	}
	res.Exchanges = c.sent.settle(trail, res.Outcome)
	ended(res)
	return v, err
}

// secretsOf sends a request for secrets and reads the answer, which must be whole.
func secretsOf[T any](ctx context.Context, c *Client, r Request, watch Watch, whole func(T) bool) (v T, err error) {
	a, err := c.sendPatiently(ctx, r, nil, watch)
	if err != nil {
		return v, err
	}
	if json.Unmarshal(a.body, &v) != nil || !whole(v) || a.status != http.StatusOK {
		var none T
		return none, a.malformed(r.Operation, nil)
	}
	return v, nil
}

// AccessLost reports whether a requested link or token may exist although none was
// received: its answer was lost, or is one that a repeated request also gets.
func AccessLost(err error) bool {
	return err != nil && arrived(err) && (lost(err) || repeatable(err))
}

// Keys are the two keys of a product subscription.
type Keys struct{ Primary, Secondary secret.Value }

// Of returns one of the keys.
func (k Keys) Of(t KeyType) secret.Value {
	if t == SecondaryKey {
		return k.Secondary
	}
	return k.Primary
}

func (k *Keys) Wipe() {
	k.Primary.Wipe()
	k.Secondary.Wipe()
}

// Keys returns the keys of a product subscription (Subscription_ListSecrets), and
// records that they were handed out.
func (s *Subscriptions) Keys(ctx context.Context, sub Subscription, watch Watch) (Keys, error) {
	id := sub.ID.Exact()
	if err := s.noun().check(OpSubscriptionSecrets, id); err != nil {
		return Keys{}, err
	}
	return handOut(ctx, s.c, subscriptionEntry(sub, "keys"), s.secretsRequest(id), func(ctx context.Context) (Keys, error) { return s.keys(ctx, id, watch) })
}

func (s *Subscriptions) secretsRequest(id string) Request {
	return s.c.write(OpSubscriptionSecrets, http.MethodPost, []string{"subscriptions", id, "listSecrets"}, nil)
}

func (s *Subscriptions) keys(ctx context.Context, id string, watch Watch) (Keys, error) {
	type wire struct{ PrimaryKey, SecondaryKey secret.Value }
	v, err := secretsOf(ctx, s.c, s.secretsRequest(id), watch, func(v wire) bool { return !v.PrimaryKey.Empty() && !v.SecondaryKey.Empty() })
	return Keys{v.PrimaryKey, v.SecondaryKey}, err
}

// Regenerate replaces a key (Subscription_RegeneratePrimaryKey and -SecondaryKey).
// The old one stops working. A key has no ETag: the keys show the state, so they are
// read before.
func (s *Subscriptions) Regenerate(sub Subscription, key KeyType) Write {
	id, op, action := sub.ID.Exact(), OpSubscriptionPrimary, "regeneratePrimaryKey"
	if key == SecondaryKey {
		op, action = OpSubscriptionSecondary, "regenerateSecondaryKey"
	}
	w, known := &write[Keys]{}, false
	e := subscriptionEntry(sub, "regeneration of the "+string(key)+" key")
	e.Changes = []Change{{Property: "keyType", After: text.Text(key)}}
	*w = write[Keys]{
		c: s.c, entry: e, seen: SubscriptionPath(id), kind: Access,
		ready: func(ctx context.Context) error {
			err := s.noun().check(op, id)
			if err == nil && !known {
				w.base.entity, err = s.keys(ctx, id, nil)
				known = err == nil
			}
			return err
		},
		request: func(ETag) Request {
			return s.c.write(op, http.MethodPost, []string{"subscriptions", id, action}, nil)
		},
		answered: func(a answer) (Keys, error) {
			if len(a.body) > 0 || a.status != http.StatusNoContent {
				return Keys{}, a.malformed(op, nil)
			}
			return Keys{}, nil
		},
		settled: func(context.Context, answer, Keys, Watch) (Result, state[Keys]) {
			return Result{Outcome: Saved}, state[Keys]{}
		},
		read: func(ctx context.Context) (state[Keys], error) {
			if !known {
				return state[Keys]{}, &Error{Operation: op, Kind: KindRefused, Message: "the key before is not known, so that nothing can tell whether it was replaced"}
			}
			now, err := s.keys(ctx, id, nil)
			return state[Keys]{entity: now}, err
		},
		has: func(now Keys) trace {
			if now.Of(key).Reveal() == w.base.entity.Of(key).Reveal() {
				return missing
			}
			return whole
		},
		differs:  func(Keys, Keys) bool { return false },
		replaced: func(Keys, Keys) bool { return false },
		out: func(r Result, _ state[Keys]) Written {
			if !r.Open() {
				w.base.entity.Wipe()
			}
			return Written{Result: r}
		},
	}
	return w
}
