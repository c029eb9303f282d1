// Package rules decides what may be done with a user, and why not, for every
// surface. It names no key, flag or command.
package rules

import (
	"errors"
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/text"
)

type Deed string

const (
	Block        Deed = "block"
	Activate     Deed = "activate"
	Delete       Deed = "delete"
	Invite       Deed = "invite"
	PasswordMail Deed = "password mail"
	SignIn       Deed = "sign-in link"
	Token        Deed = "shared access token"
	Create       Deed = "create"
)

// Refuse returns why a deed is impossible for a user, or "" when it can be
// tried.
func Refuse(d Deed, u api.User) string {
	switch {
	case u.ID == api.BuiltInUser && (d == Block || d == Delete):
		return "user 1 is the built-in administrator, which can be neither blocked nor deleted"
	case u.State.Is(api.StateDeleted) && (d == Block || d == Activate):
		return "this account is closed (state deleted)"
	case d == Invite && !u.Invitable():
		return "the service invites only users with a first and a last name"
	}
	return ""
}

// RefuseMember returns why the members of a group cannot be changed, or "" when
// they can.
func RefuseMember(g api.Group) string {
	if g.Locked() {
		return "the group is built in, and the service itself decides who is in it"
	}
	return ""
}

// RefuseGroup returns why a group cannot be changed or deleted, or "" when it can.
func RefuseGroup(g api.Group) string {
	if g.Locked() {
		return "the group is built in, and belongs to the service itself"
	}
	return ""
}

// RefusesAppType reports whether the service does not know the property
// appType, as services made before 2020.
func RefusesAppType(err error) bool {
	const name = "appType"
	var e *api.Error
	if !errors.As(err, &e) || e.Kind != api.KindInvalid {
		return false
	}
	about := func(t text.Text) bool { return strings.Contains(strings.ToLower(t.Exact()), "'apptype'") }
	return about(e.Message) || slices.ContainsFunc(e.Details, func(d api.Detail) bool {
		target := d.Target.Exact()
		return about(d.Message) || strings.EqualFold(target[strings.LastIndexByte(target, '.')+1:], name)
	})
}

// RefuseState returns why a user cannot be put into a state, or "" when it can
// be tried.
func RefuseState(u api.User, to api.State) string {
	if to.Is(api.StateActive) || to.Is(u.State) {
		return ""
	}
	return Refuse(Block, api.User{ID: u.ID})
}

// Warn returns a sentence for each reason why a deed will probably not work.
func Warn(d Deed, u api.User) []string {
	var all []string
	add := func(when bool, says string) {
		if when {
			all = append(all, says)
		}
	}
	mails := d == PasswordMail || d == Invite
	signsIn := d == SignIn || d == Token || mails
	add(signsIn && u.State.Is(api.StateBlocked), "The user is blocked: the portal and the APIs refuse it.")
	add(signsIn && u.State.Is(api.StatePending) && d != Invite, "The user is pending: the identity is not confirmed yet.")
	add(signsIn && u.State.Is(api.StateDeleted), "The account is closed (state deleted).")
	add((d == SignIn || d == Create) && !access.PortalReads(string(u.ID)),
		"The developer portal reads only letters, digits, - and _ in a user id, and will refuse this one.")
	add(d == Token && u.ID == api.BuiltInUser, "User 1 is the built-in administrator: this token administers the portal.")
	add(mails && u.Email == "", "No e-mail address is known of this user.")
	add(d == PasswordMail && !hasPassword(u), "The user does not sign in with a password (no Basic identity), so there is none to set.")
	return all
}

func hasPassword(u api.User) bool {
	basic := func(i api.Identity) bool { return strings.EqualFold(i.Provider.Exact(), "Basic") }
	return len(u.Identities) == 0 || slices.ContainsFunc(u.Identities, basic) // none is unknown
}

// Toggled returns the new state and the deed: a blocked user is activated, any
// other is blocked.
func Toggled(s api.State) (api.State, Deed) {
	if s.Is(api.StateBlocked) {
		return api.StateActive, Activate
	}
	return api.StateBlocked, Block
}

// WarnPortal returns why a sign-in link will not open the developer portal of a
// service, or "".
func WarnPortal(s api.Service) string {
	if strings.EqualFold(s.DeveloperPortalStatus.Exact(), "Disabled") {
		return "The developer portal of this service is disabled: the link will not open it."
	}
	return ""
}

// Retired is the notice about the direct management endpoint, which accepts
// shared access tokens.
const Retired = "The direct management API, to which this command leads, was retired on 15 March 2025, and the v2 tiers never had it."
