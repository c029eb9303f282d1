package simulator

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
	// OperationResult is any poll of an asynchronous operation.
	OperationResult Operation = "OperationResult"
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
