package api

import (
	"context"
	"net/http"

	"apimtui/api/secret"
	"apimtui/api/text"
)

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
