package api

import (
	"context"
	"strings"
)

// OffboardKind is what a step of an offboarding does.
type OffboardKind string

// The kinds, in the order of the steps.
const (
	OffboardBlock      OffboardKind = "block"
	OffboardSuspend    OffboardKind = "suspend"
	OffboardRegenerate OffboardKind = "regenerate" // one key
	OffboardLeave      OffboardKind = "leave"
)

// Offboarding is what is done beside blocking a leaver.
type Offboarding struct {
	KeepGroups, KeepSubscriptions bool
	RegenerateKeys                bool // also of what is kept or suspended already
}

// OffboardStep is one step of an offboarding.
type OffboardStep struct {
	Kind         OffboardKind
	Subscription Subscription // to suspend, or with the key
	Key          KeyType
	Group        Group // to leave
	Done         bool  // it is so already
	// Write reads what the step depends on again. It fails with KindConflict when
	// that is another user or owner by then.
	Write Step
}

// Offboard plans the offboarding of a user, with its groups and product
// subscriptions as read. A new key cannot be told from the one before, so keys are
// never done already. Of the groups, only custom ones are left: the service decides
// on the built-in ones, and a directory on its own.
func (c *Client) Offboard(u User, groups []Group, subs []Subscription, o Offboarding) []OffboardStep {
	all := []OffboardStep{{Kind: OffboardBlock, Done: u.State.Is(StateBlocked), Write: c.blocking(u)}}
	for _, s := range subs {
		if !o.KeepSubscriptions {
			all = append(all, OffboardStep{Kind: OffboardSuspend, Subscription: s, Done: !s.Opens(), Write: c.suspending(s)})
		}
	}
	for _, s := range subs {
		for _, key := range []KeyType{PrimaryKey, SecondaryKey} {
			if o.RegenerateKeys {
				all = append(all, OffboardStep{Kind: OffboardRegenerate, Subscription: s, Key: key, Write: c.regenerating(s, key)})
			}
		}
	}
	for _, g := range groups {
		if !o.KeepGroups && g.Custom() {
			all = append(all, OffboardStep{Kind: OffboardLeave, Group: g, Write: c.leaving(u, g)})
		}
	}
	return all
}

// Opens reports whether the keys open the gateway, or may when a request for them is
// approved. Of the states, only active does, and a submitted one waits for it.
func (s Subscription) Opens() bool {
	switch State(strings.ToLower(s.State.Exact())) {
	case "suspended", "cancelled", "rejected", "expired":
		return false
	}
	return true
}

// Custom reports whether an administrator made the group and decides who is in it.
func (g Group) Custom() bool { return !g.Locked() && strings.EqualFold(g.Type.Exact(), "custom") }

func (c *Client) blocking(u User) Step {
	return func(ctx context.Context) (Write, error) {
		now, err := c.sameUser(ctx, u)
		if err != nil || now.User.State.Is(StateBlocked) {
			return nil, err
		}
		from := now.User.Editable()
		to := from
		to.State = StateBlocked
		return c.Users.Update(now, PatchOf(from, to)), nil
	}
}

func (c *Client) suspending(s Subscription) Step {
	return func(ctx context.Context) (Write, error) {
		now, err := c.sameSubscription(ctx, s)
		if err != nil || !now.Subscription.Opens() {
			return nil, err
		}
		to := now.Subscription.Edit()
		to.State = "suspended"
		return c.Subscriptions.Update(now, to), nil
	}
}

func (c *Client) regenerating(s Subscription, key KeyType) Step {
	return func(ctx context.Context) (Write, error) {
		now, err := c.sameSubscription(ctx, s)
		if err != nil {
			return nil, err
		}
		return c.Subscriptions.Regenerate(now.Subscription, key), nil
	}
}

func (c *Client) leaving(u User, g Group) Step {
	return func(ctx context.Context) (Write, error) {
		if _, err := c.sameUser(ctx, u); err != nil {
			return nil, err
		}
		return c.Groups.Member(u.ID, g, false), nil
	}
}

func (c *Client) sameUser(ctx context.Context, was User) (Version, error) {
	now, etag, err := c.Users.Get(ctx, was.ID)
	if err == nil && !was.IsStill(now) {
		err = replaced("the e-mail or the registration")
	}
	return Version{User: now, ETag: etag}, err
}

func (c *Client) sameSubscription(ctx context.Context, was Subscription) (SubscriptionVersion, error) {
	now, err := c.Subscriptions.Get(ctx, was.ID.Exact())
	if err == nil && !was.IsStill(now.Subscription) {
		err = replaced("the owner, the scope or the creation")
	}
	return now, err
}

func replaced(what string) error {
	return &Error{Kind: KindConflict, Message: plain(what + " is no longer the one that was looked up; nothing was sent")}
}

// IsStill reports whether a later read is of the same user: what was agreed to for
// one is not done to another.
func (u User) IsStill(now User) bool {
	return now.Email == u.Email && now.RegistrationDate.Equal(u.RegistrationDate)
}

// IsStill is the same for a product subscription, which must also have its owner.
func (s Subscription) IsStill(now Subscription) bool {
	return strings.EqualFold(now.Owner.Exact(), s.Owner.Exact()) && strings.EqualFold(now.Scope.Exact(), s.Scope.Exact()) && now.Created.Equal(s.Created)
}
