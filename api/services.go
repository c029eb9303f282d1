package api

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"apimtui/api/text"
)

// Services has the operations on API Management services.
type Services struct{ c *Client }

// Service holds the parts of ApiManagementServiceResource that matter for
// administering users.
type Service struct {
	ResourceID text.Text `json:"-"`
	Name       text.Text `json:"-"`
	Location   text.Text `json:"-"`
	SKU        text.Text `json:"-"` // such as Developer; Consumption has no users

	PublisherEmail     text.Text
	ProvisioningState  text.Text
	GatewayURL         text.Text
	PortalURL          text.Text // of the legacy portal; "" while the service activates
	DeveloperPortalURL text.Text // "" while the service activates
	// DeveloperPortalStatus and LegacyPortalStatus are Enabled or Disabled; ""
	// where the api-version has none.
	DeveloperPortalStatus text.Text
	LegacyPortalStatus    text.Text
	// ManagementURL is the direct management endpoint for shared access tokens;
	// "" while the service activates, and where there is none.
	ManagementURL text.Text `json:"managementApiUrl"`
}

func (s *Service) UnmarshalJSON(data []byte) error {
	type properties Service
	var w struct {
		resource[properties]
		Location text.Text
		SKU      struct{ Name text.Text }
	}
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	if w.Properties == nil {
		return errNoProperties
	}
	*s = Service(*w.Properties)
	s.ResourceID, s.Name, s.Location, s.SKU = w.ID, w.Name, w.Location, w.SKU.Name
	return nil
}

// Get reads the client's service (ApiManagementService_Get). An answer about another
// service is KindMalformed.
func (s *Services) Get(ctx context.Context) (Service, error) {
	v, _, err := get[Service](ctx, s.c, OpServiceGet, nil, nil)
	if err == nil && !strings.EqualFold(v.Name.Exact(), s.c.scope.ServiceName) {
		return Service{}, &Error{Operation: OpServiceGet, Kind: KindMalformed, Sent: true,
			Message: "the answer is about another service than the one asked for: something on the way answers in the service's place"}
	}
	return v, err
}

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

// OpReportByUser reports calls by user.
const OpReportByUser Operation = "Reports_ListByUser"

// Calls returns how many calls built-in analytics recorded with the product
// subscriptions of each user, by its id in lower case, in a period of UTC
// (Reports_ListByUser). Every user has a row, also with 0. Calls that no user owns
// are not in it, and the last ones may be missing.
func (c *Client) Calls(ctx context.Context, from, to time.Time) (map[string]int, error) {
	const layout = "2006-01-02T15:04:05"
	filter := "timestamp ge datetime'" + from.UTC().Format(layout) + "' and timestamp le datetime'" + to.UTC().Format(layout) + "'"
	type row struct { // ReportRecordContract
		UserID         text.Text
		CallCountTotal int
	}
	all, err := getAll[row](ctx, c, OpReportByUser, []string{"reports", "byUser"}, url.Values{"$filter": {filter}})
	calls := map[string]int{}
	for _, row := range all.Items {
		if id, ok := strings.CutPrefix(row.UserID.Exact(), "/users/"); ok {
			calls[strings.ToLower(id)] += row.CallCountTotal
		}
	}
	return calls, err
}
