package simulator

// DemoAccount is an account with a few subscriptions and services.
func DemoAccount() Account {
	return Account{Tenants: []Tenant{{
		ID: "11111111-1111-1111-1111-111111111111", Name: "Contoso", Domain: "contoso.onmicrosoft.com",
		Subscriptions: []AzureSubscription{
			{ID: "00000000-0000-0000-0000-000000000001", Name: "Contoso Development", Services: []Listed{
				{Name: "contoso-apim-dev", ResourceGroup: "rg-contoso-dev", Location: "West Europe"},
				{Name: "contoso-hooks", ResourceGroup: "rg-contoso-dev", Location: "West Europe", SKU: "Consumption"},
			}},
			{ID: "00000000-0000-0000-0000-000000000002", Name: "Contoso Partners", State: "Warned", Services: []Listed{
				{Name: "contoso-partners", ResourceGroup: "rg-partners", Location: "North Europe", SKU: "StandardV2", State: "Activating"},
			}},
		},
	}}}
}
