package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Operation is the name of an operation in the REST specification; "" for a
// request that matches none.
type Operation string

const (
	UserList         Operation = "User_ListByService"
	UserGet          Operation = "User_Get"
	UserHead         Operation = "User_GetEntityTag"
	UserPut          Operation = "User_CreateOrUpdate"
	UserPatch        Operation = "User_Update"
	UserDelete       Operation = "User_Delete"
	UserSSO          Operation = "User_GenerateSsoUrl"
	UserToken        Operation = "User_GetSharedAccessToken"
	UserPasswordMail Operation = "UserConfirmationPassword_Send"
	UserGroups       Operation = "UserGroup_List"
	UserIdentities   Operation = "UserIdentities_List"

	UserSubscriptionList Operation = "UserSubscription_List"
	UserSubscriptionGet  Operation = "UserSubscription_Get"

	GroupList       Operation = "Group_ListByService"
	GroupGet        Operation = "Group_Get"
	GroupHead       Operation = "Group_GetEntityTag"
	GroupPut        Operation = "Group_CreateOrUpdate"
	GroupPatch      Operation = "Group_Update"
	GroupDelete     Operation = "Group_Delete"
	GroupUserList   Operation = "GroupUser_List"
	GroupUserHead   Operation = "GroupUser_CheckEntityExists"
	GroupUserPut    Operation = "GroupUser_Create"
	GroupUserDelete Operation = "GroupUser_Delete"

	SubscriptionList    Operation = "Subscription_List"
	SubscriptionGet     Operation = "Subscription_Get"
	SubscriptionHead    Operation = "Subscription_GetEntityTag"
	SubscriptionSecrets Operation = "Subscription_ListSecrets"

	SubscriptionPut       Operation = "Subscription_CreateOrUpdate"
	SubscriptionPatch     Operation = "Subscription_Update"
	SubscriptionDelete    Operation = "Subscription_Delete"
	SubscriptionPrimary   Operation = "Subscription_RegeneratePrimaryKey"
	SubscriptionSecondary Operation = "Subscription_RegenerateSecondaryKey"

	ProductList Operation = "Product_ListByService"
	APIList     Operation = "Api_ListByService"

	ReportByUser         Operation = "Reports_ListByUser"
	ReportBySubscription Operation = "Reports_ListBySubscription"

	ServiceGet         Operation = "ApiManagementService_Get"
	ServiceListByGroup Operation = "ApiManagementService_ListByResourceGroup"
	ServiceList        Operation = "ApiManagementService_List"

	// SubscriptionsList lists Azure's subscriptions, SubscriptionList a
	// service's product subscriptions.
	SubscriptionsList      Operation = "Subscriptions_List"
	TenantsList            Operation = "Tenants_List"
	ResourceGraph          Operation = "Resources"
	PermissionsList        Operation = "Permissions_ListForResource"
	PermissionsListByGroup Operation = "Permissions_ListForResourceGroup"
	OperationResult        Operation = "OperationResult" // any poll of an asynchronous operation
)

// AnyWrite stands for every operation that changes the service, in a fault.
const AnyWrite Operation = "write"

// includes reports whether a fault for o affects an operation.
func (o Operation) includes(op Operation) bool {
	if o != AnyWrite {
		return o == "*" || o == op
	}
	switch op {
	case UserPut, UserPatch, UserDelete, UserPasswordMail, GroupPut, GroupPatch, GroupDelete, GroupUserPut, GroupUserDelete,
		SubscriptionPut, SubscriptionPatch, SubscriptionDelete, SubscriptionPrimary, SubscriptionSecondary:
		return true
	}
	return false
}

// route is an operation with its path below the service, or below the host if
// it begins with a slash.
type route struct {
	method string
	path   string
	op     Operation
	run    handler

	segments []string
}

const servicesPath = "/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.ApiManagement/service"

func routes() []route {
	const get, head, put, patch, del, post = http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodPost
	showUser, changeUser := about("User", (*Service).shownUser), about("User", (*Service).namedUser)
	showGroup := about("Group", (*Service).shownGroup)
	showSubscription, changeSubscription := about("Subscription", (*Service).shownSubscription), about("Subscription", (*Service).namedSubscription)
	table := []route{
		{method: get, path: "users", op: UserList, run: (*Service).listUsers},
		{method: get, path: "users/{user}", op: UserGet, run: showUser((*Service).getUser)},
		{method: head, path: "users/{user}", op: UserHead, run: headOf(showUser((*Service).getUser))},
		{method: put, path: "users/{user}", op: UserPut, run: (*Service).writeUser},
		{method: patch, path: "users/{user}", op: UserPatch, run: (*Service).writeUser},
		{method: del, path: "users/{user}", op: UserDelete, run: (*Service).deleteUser},
		{method: post, path: "users/{user}/generateSsoUrl", op: UserSSO, run: showUser((*Service).generateSSO)},
		{method: post, path: "users/{user}/token", op: UserToken, run: showUser((*Service).sharedAccessToken)},
		{method: post, path: "users/{user}/confirmations/password/send", op: UserPasswordMail, run: changeUser((*Service).sendPasswordMail)},
		{method: get, path: "users/{user}/groups", op: UserGroups, run: showUser((*Service).listUserGroups)},
		{method: get, path: "users/{user}/identities", op: UserIdentities, run: showUser((*Service).listIdentities)},
		{method: get, path: "users/{user}/subscriptions", op: UserSubscriptionList, run: showUser((*Service).listUserSubscriptions)},
		{method: get, path: "users/{user}/subscriptions/{sid}", op: UserSubscriptionGet, run: (*Service).getUserSubscription},
		{method: get, path: "groups", op: GroupList, run: (*Service).listGroups},
		{method: get, path: "groups/{group}", op: GroupGet, run: showGroup((*Service).getGroup)},
		{method: head, path: "groups/{group}", op: GroupHead, run: headOf(showGroup((*Service).getGroup))},
		{method: put, path: "groups/{group}", op: GroupPut, run: (*Service).writeGroup},
		{method: patch, path: "groups/{group}", op: GroupPatch, run: (*Service).writeGroup},
		{method: del, path: "groups/{group}", op: GroupDelete, run: (*Service).deleteGroup},
		{method: get, path: "groups/{group}/users", op: GroupUserList, run: showGroup((*Service).listMembers)},
		{method: head, path: "groups/{group}/users/{user}", op: GroupUserHead, run: (*Service).headMember},
		{method: put, path: "groups/{group}/users/{user}", op: GroupUserPut, run: (*Service).putMember},
		{method: del, path: "groups/{group}/users/{user}", op: GroupUserDelete, run: (*Service).deleteMember},
		{method: get, path: "subscriptions", op: SubscriptionList, run: (*Service).listSubscriptions},
		{method: get, path: "subscriptions/{sid}", op: SubscriptionGet, run: showSubscription((*Service).getSubscription)},
		{method: head, path: "subscriptions/{sid}", op: SubscriptionHead, run: headOf(showSubscription((*Service).getSubscription))},
		{method: post, path: "subscriptions/{sid}/listSecrets", op: SubscriptionSecrets, run: showSubscription((*Service).listSecrets)},
		{method: put, path: "subscriptions/{sid}", op: SubscriptionPut, run: (*Service).writeSubscription},
		{method: patch, path: "subscriptions/{sid}", op: SubscriptionPatch, run: (*Service).writeSubscription},
		{method: del, path: "subscriptions/{sid}", op: SubscriptionDelete, run: (*Service).deleteSubscription},
		{method: post, path: "subscriptions/{sid}/regeneratePrimaryKey", op: SubscriptionPrimary, run: changeSubscription(regenerate(0))},
		{method: post, path: "subscriptions/{sid}/regenerateSecondaryKey", op: SubscriptionSecondary, run: changeSubscription(regenerate(1))},
		{method: get, path: "products", op: ProductList, run: (*Service).listProducts},
		{method: get, path: "apis", op: APIList, run: (*Service).listAPIs},
		{method: get, path: "reports/byUser", op: ReportByUser, run: (*Service).reportByUser},
		{method: get, path: "reports/bySubscription", op: ReportBySubscription, run: (*Service).reportBySubscription},
		{method: get, path: "tenant/operationResults/{operation}", op: OperationResult, run: (*Service).tenantOperation},
		{method: get, path: "", op: ServiceGet, run: (*Service).getService},
		{method: get, path: servicesPath, op: ServiceListByGroup, run: (*Service).listServices},
		{method: get, path: "/subscriptions/{subscription}/providers/Microsoft.ApiManagement/service", op: ServiceList, run: (*Service).listServices},
		{method: get, path: "/subscriptions", op: SubscriptionsList, run: (*Service).listAzureSubscriptions},
		{method: get, path: "/tenants", op: TenantsList, run: (*Service).listTenants},
		{method: post, path: "/providers/Microsoft.ResourceGraph/resources", op: ResourceGraph, run: (*Service).queryGraph},
		{method: get, path: "providers/Microsoft.Authorization/permissions", op: PermissionsList, run: (*Service).listPermissions},
		{method: get, path: "/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Authorization/permissions",
			op: PermissionsListByGroup, run: (*Service).listPermissions},
	}
	for i, r := range table {
		if !strings.HasPrefix(r.path, "/") {
			r.path = strings.TrimSuffix(servicesPath+"/{service}/"+r.path, "/")
		}
		table[i].segments = strings.Split(r.path[1:], "/")
	}
	return table
}

// find matches a request. Fixed segments ignore case, as in Resource Manager;
// the others are unescaped separately, so that an id may contain a slash. known
// reports whether the path exists with another method.
func find(table []route, method, escapedPath string) (found *route, args map[string]string, known bool) {
	segments := strings.Split(strings.TrimPrefix(escapedPath, "/"), "/")
	for i := range table {
		got, ok := table[i].match(segments)
		if !ok {
			continue
		}
		if table[i].method == method {
			return &table[i], got, true
		}
		known, args = true, got
	}
	return nil, args, known
}

func (r *route) match(segments []string) (map[string]string, bool) {
	if len(segments) != len(r.segments) {
		return nil, false
	}
	args := map[string]string{}
	for i, want := range r.segments {
		got, err := url.PathUnescape(segments[i])
		if err != nil || got == "" {
			return nil, false
		}
		if name, ok := strings.CutPrefix(want, "{"); ok {
			args[strings.TrimSuffix(name, "}")] = got
		} else if !strings.EqualFold(want, got) {
			return nil, false
		}
	}
	return args, true
}

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
