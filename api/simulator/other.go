package simulator

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

// shownUser returns the user to answer with, or nil.
func (s *Service) shownUser(c *call) *User {
	return shown(c, s.users.byID[c.args["user"]], s.users.list, func(u *User) bool { return u.ID == builtInUser })
}

// shownGroup returns the group to answer with, or nil.
func (s *Service) shownGroup(c *call) *Group {
	return shown(c, s.group(c.args["group"]), s.groups, func(g *Group) bool { return g.BuiltIn })
}

// shownSubscription returns the subscription to answer with, or nil.
func (s *Service) shownSubscription(c *call) *Subscription {
	return shown(c, s.subs.byID[c.args["sid"]], s.subs.list, func(*Subscription) bool { return false })
}
