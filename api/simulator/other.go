package simulator

// entityOperations are the operations that answer about one entity, so that
// the answer can be about another one (Fault.OtherEntity).
func entityOperations() []Operation {
	return []Operation{
		UserGet, UserHead, UserPut, UserPatch, UserSSO, UserToken, UserGroups, UserIdentities,
		UserSubscriptionList, UserSubscriptionGet, GroupGet, GroupHead, GroupPut, GroupPatch,
		GroupUserList, GroupUserPut, SubscriptionGet, SubscriptionHead, SubscriptionSecrets,
	}
}

// shown is what the answer to a call is about: the entity it named, or under
// Fault.OtherEntity another one. That is the first in the order of the list, so
// it stays the same from call to call; built-in ones are the last resort.
func shown[T comparable](c *call, named T, all []T, builtIn func(T) bool) T {
	if c.fault == nil || !c.fault.OtherEntity {
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

// shownUser is the user to answer with; nil when there is none.
func (s *Service) shownUser(c *call) *User {
	return shown(c, s.users.byID[c.args["user"]], s.users.list, func(u *User) bool { return u.ID == builtInUser })
}

// shownGroup is the group to answer with; nil when there is none.
func (s *Service) shownGroup(c *call) *Group {
	return shown(c, s.group(c.args["group"]), s.groups, func(g *Group) bool { return g.BuiltIn })
}

// shownSubscription is the subscription to answer with; nil when there is none.
func (s *Service) shownSubscription(c *call) *Subscription {
	return shown(c, s.subs.byID[c.args["sid"]], s.subs.list, func(*Subscription) bool { return false })
}
