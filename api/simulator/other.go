package simulator

import "slices"

// entityOperations lists the operations that answer about one entity, so that
// Fault.OtherEntity applies to them.
func entityOperations() []Operation {
	return []Operation{
		UserGet, UserHead, UserPut, UserPatch, UserSSO, UserToken, UserGroups, UserIdentities,
		UserSubscriptionList, UserSubscriptionGet, GroupGet, GroupHead, GroupPut, GroupPatch,
		GroupUserList, GroupUserPut, SubscriptionGet, SubscriptionHead, SubscriptionSecrets, SubscriptionPut, SubscriptionPatch,
	}
}

// shown returns the entity that a call is answered with: the one it named, or
// another one under Fault.OtherEntity. That is always the first of the list;
// built-in ones are only the last resort.
func shown[T comparable](c *call, named T, all []T, builtIn func(T) bool) T {
	if !c.fault.OtherEntity {
		return named
	}
	other := named
	for _, e := range all {
		switch {
		case e == named:
		case !builtIn(e):
			return e
		case other == named:
			other = e
		}
	}
	return other
}

func (s *Service) namedUser(c *call) *User                 { return s.users.byID[c.args["user"]] }
func (s *Service) namedGroup(c *call) *Group               { return s.group(c.args["group"]) }
func (s *Service) namedSubscription(c *call) *Subscription { return s.subs.byID[c.args["sid"]] }

func (s *Service) shownUser(c *call) *User {
	return shown(c, s.namedUser(c), s.users.list, func(u *User) bool { return u.ID == builtInUser })
}

func (s *Service) shownGroup(c *call) *Group {
	return shown(c, s.namedGroup(c), s.groups, func(g *Group) bool { return g.BuiltIn })
}

func (s *Service) shownSubscription(c *call) *Subscription {
	return shown(c, s.namedSubscription(c), s.subs.list, func(*Subscription) bool { return false })
}

type handler func(*Service, *call) answer

// about returns what makes handlers of operations on one entity: where find knows
// none, they answer that it is missing.
func about[E any](what string, find func(*Service, *call) *E) func(run func(*Service, *call, *E) answer) handler {
	return func(run func(*Service, *call, *E) answer) handler {
		return func(s *Service, c *call) answer {
			if e := find(s, c); e != nil {
				return run(s, c, e)
			}
			return missing(what)
		}
	}
}

// headOf answers a HEAD like a GET, without the body and its type.
func headOf(get handler) handler {
	return func(s *Service, c *call) answer {
		a := get(s, c)
		a.body, a.header = nil, slices.DeleteFunc(a.header, func(p pair) bool { return p.name == "Content-Type" })
		return a
	}
}
