package api

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

const permissionsVersion = "2022-04-01"

// Permissions are what roles allow an identity to do with a service. They are a
// hint only: locks, deny assignments and conditions do not show in them.
type Permissions struct{ sets []permissionSet }

// permissionSet is what one role allows: its actions without its own
// notActions. Another role may still allow those.
type permissionSet struct {
	Actions    []string `json:"actions"`
	NotActions []string `json:"notActions"`
}

// Permissions reads what the identity may do with the service.
func (c *Client) Permissions(ctx context.Context) (Permissions, error) {
	all, err := getAll[permissionSet](ctx, c, OpPermissions, []string{"providers", "Microsoft.Authorization", "permissions"},
		url.Values{"api-version": {permissionsVersion}})
	return Permissions{all.Items}, err
}

// Allows reports whether a role allows an action, such as
// Microsoft.ApiManagement/service/users/write.
func (p Permissions) Allows(action string) bool {
	covers := func(pattern string) bool {
		words := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
		ok, err := regexp.MatchString("(?is)^"+words+"$", action)
		return ok && err == nil
	}
	return slices.ContainsFunc(p.sets, func(s permissionSet) bool {
		return slices.ContainsFunc(s.Actions, covers) && !slices.ContainsFunc(s.NotActions, covers)
	})
}

// UsedAction is an action of Resource Manager that this client needs.
type UsedAction struct{ Action, What string }

// ActionsWeUse lists all actions that this client needs, and what for.
func ActionsWeUse() []UsedAction {
	const service = "Microsoft.ApiManagement/service/"
	return []UsedAction{
		{service + "read", "read the service"},
		{service + "users/read", "list and read users"},
		{service + "users/write", "create, change, block and activate users"},
		{service + "users/delete", "delete users"},
		{service + "users/confirmations/send/action", "send password mails"},
		{service + "users/generateSsoUrl/action", "hand out sign-in links"},
		{service + "users/token/action", "hand out access tokens"},
		{service + "users/groups/read", "read a user's groups"},
		{service + "users/subscriptions/read", "read a user's product subscriptions"},
		{service + "users/identities/read", "read a user's identities"},
		{service + "groups/read", "list groups"},
		{service + "groups/users/write", "add users to groups"},
		{service + "groups/users/delete", "take users out of groups"},
	}
}
