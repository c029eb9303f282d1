package simulator

import "fmt"

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

// LargeAccount is an account with many subscriptions, over which that many
// services are spread.
func LargeAccount(subscriptions, services int) Account {
	all := make([]AzureSubscription, subscriptions)
	for i := range all {
		all[i] = AzureSubscription{ID: fmt.Sprintf("00000000-0000-0000-0001-%012d", i), Name: fmt.Sprintf("Subscription %03d", i)}
	}
	for i := range services {
		a := &all[i*subscriptions/services]
		a.Services = append(a.Services, Listed{Name: fmt.Sprintf("apim-%03d", i), ResourceGroup: "rg-apim", Location: location})
	}
	return Account{Tenants: []Tenant{{ID: "11111111-1111-1111-1111-111111111111", Name: "Contoso", Domain: "contoso.onmicrosoft.com", Subscriptions: all}}}
}
