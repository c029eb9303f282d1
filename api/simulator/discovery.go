package simulator

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"slices"
	"strings"
)

const location = "West US"

// Account is what the signed-in account sees besides the simulated service. The
// zero value sees nothing else, in one tenant.
type Account struct {
	// Tenants are the account's; the first is its own, and holds the simulated
	// service.
	Tenants []Tenant
	// Hidden leaves the subscription of the simulated service out of the lists of
	// subscriptions and of Resource Graph.
	Hidden      bool
	Permissions string // those on every resource, as JSON; "" means a Contributor's
}

// Tenant is a tenant of an Account. Requests with another token than those of
// the other tenants are for the first.
type Tenant struct {
	ID, Name, Domain, Token string
	Subscriptions           []AzureSubscription
}

// AzureSubscription is one of Azure's subscriptions; "" as State means Enabled.
// With Refuse, its services cannot be listed, and Resource Graph omits them.
type AzureSubscription struct {
	ID, Name, State string
	Refuse          bool
	Services        []Listed

	hidden bool
}

// Listed is a service that can be listed and read. It has no users.
type Listed struct {
	Name, ResourceGroup, Location string
	SKU, State                    string // "" means Developer, Succeeded

	in *AzureSubscription
}

// tenants returns the account's tenants with the simulated service.
func (o *Options) tenants() []Tenant {
	all := slices.Clone(o.Account.Tenants)
	if len(all) == 0 {
		all = []Tenant{{ID: "11111111-1111-1111-1111-111111111111", Name: "Contoso", Domain: "contoso.onmicrosoft.com"}}
	}
	own := AzureSubscription{ID: o.SubscriptionID, Name: "Contoso Production", hidden: o.Account.Hidden, Services: []Listed{
		{Name: o.ServiceName, ResourceGroup: o.ResourceGroup, Location: location, SKU: o.SKU},
	}}
	all[0].Subscriptions = append([]AzureSubscription{own}, all[0].Subscriptions...)
	return all
}

// tenantOf returns the tenant that a request is for, by its token.
func (s *Service) tenantOf(r *http.Request) *Tenant {
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	i := slices.IndexFunc(s.tenants, func(t Tenant) bool { return t.Token != "" && t.Token == token })
	return &s.tenants[max(i, 0)]
}

func (t *Tenant) named(id string) *AzureSubscription {
	i := slices.IndexFunc(t.Subscriptions, func(a AzureSubscription) bool { return strings.EqualFold(a.ID, id) })
	if i < 0 {
		return nil
	}
	return &t.Subscriptions[i]
}

func (t *Tenant) services() []Listed {
	var all []Listed
	for i := range t.Subscriptions {
		for _, v := range t.Subscriptions[i].Services {
			v.in, v.SKU, v.State = &t.Subscriptions[i], cmp.Or(v.SKU, "Developer"), cmp.Or(v.State, "Succeeded")
			all = append(all, v)
		}
	}
	return all
}

func (s *Service) listed(c *call) []Listed {
	return slices.DeleteFunc(s.tenantOf(c.r).services(), func(v Listed) bool {
		return !c.selects("subscription", v.in.ID) || !c.selects("resourceGroup", v.ResourceGroup) || !c.selects("service", v.Name)
	})
}

// selects reports whether the path has that argument or none.
func (c *call) selects(name, value string) bool {
	given, ok := c.args[name]
	return !ok || strings.EqualFold(given, value)
}

func (v Listed) path() string {
	return "/subscriptions/" + v.in.ID + "/resourceGroups/" + v.ResourceGroup + "/providers/Microsoft.ApiManagement/service/" + v.Name
}

// serviceContract returns the service resource. Unlike the entities below it,
// it has an ETag in the body, without quotes.
func (s *Service) serviceContract(c *call, v Listed) object {
	created := epoch.Add(-serviceAge)
	url := func(domain string) any { return "https://" + strings.ToLower(v.Name) + "." + domain }
	gateway := url("azure-api.net")
	if v.State == "Activating" {
		url = func(string) any { return nil }
	}
	hosts := object{
		{"gatewayRegionalUrl", url("westus-01.regional.azure-api.net")},
		{"portalUrl", url("portal.azure-api.net")},
		{"developerPortalUrl", url("developer.azure-api.net")},
		{"managementApiUrl", url("management.azure-api.net")},
		{"scmUrl", url("scm.azure-api.net")},
	}
	if v.SKU == "Consumption" {
		hosts = nil
	}
	var portals object
	if c.version().portals {
		portals = object{{"developerPortalStatus", s.o.DeveloperPortal}, {"legacyPortalStatus", s.o.LegacyPortal}}
	}
	return object{
		{"id", v.path()}, {"name", v.Name}, {"type", "Microsoft.ApiManagement/service"},
		{"tags", object{}}, {"location", v.Location},
		{"etag", base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, firstRow))},
		{"properties", slices.Concat(object{
			{"publisherEmail", s.o.PublisherEmail}, {"publisherName", "Contoso"},
			{"notificationSenderEmail", "apimgmt-noreply@mail.windowsazure.com"},
			{"provisioningState", v.State}, {"targetProvisioningState", ""}, {"createdAtUtc", created},
			{"gatewayUrl", gateway},
		}, hosts, object{
			{"hostnameConfigurations", list{}}, {"publicIPAddresses", list{"203.0.113.10"}}, {"additionalLocations", nil},
			{"virtualNetworkType", "None"}, {"disableGateway", false}, {"platformVersion", "stv2"},
		}, portals)},
		{"sku", v.sku()}, {"identity", nil}, {"zones", nil},
		{"systemData", object{
			{"createdBy", s.o.PublisherEmail}, {"createdByType", "User"}, {"createdAt", created},
			{"lastModifiedBy", s.o.PublisherEmail}, {"lastModifiedByType", "User"}, {"lastModifiedAt", created},
		}},
	}
}

func (v Listed) sku() object {
	capacity := 1
	if v.SKU == "Consumption" {
		capacity = 0
	}
	return object{{"name", v.SKU}, {"capacity", capacity}}
}

func (s *Service) getService(c *call) answer {
	return entity(http.StatusOK, s.serviceContract(c, s.listed(c)[0])) // notHere has found it
}

// listServices serves the list of the resource group and of the subscription.
// Neither has a count.
func (s *Service) listServices(c *call) answer {
	all := list{}
	for _, v := range s.listed(c) {
		all = append(all, s.serviceContract(c, v))
	}
	return withLink(c, object{{"value", all}})
}

// listAzureSubscriptions has a count that is an object.
func (s *Service) listAzureSubscriptions(c *call) answer {
	t := s.tenantOf(c.r)
	all := list{}
	for _, a := range t.Subscriptions {
		if a.hidden {
			continue
		}
		all = append(all, object{
			{"id", "/subscriptions/" + a.ID}, {"authorizationSource", "RoleBased"}, {"managedByTenants", list{}},
			{"subscriptionId", a.ID}, {"tenantId", t.ID}, {"displayName", a.Name}, {"state", cmp.Or(a.State, "Enabled")},
			{"subscriptionPolicies", object{
				{"locationPlacementId", "Public_2014-09-01"}, {"quotaId", "PayAsYouGo_2014-09-01"}, {"spendingLimit", "Off"},
			}},
		})
	}
	return withLink(c, object{
		{"value", all},
		{"count", object{{"type", "Total"}, {"value", len(all)}}},
	})
}

// listTenants lists all tenants, whatever tenant the token is for.
func (s *Service) listTenants(c *call) answer {
	all := list{}
	for _, t := range s.tenants {
		all = append(all, object{
			{"id", "/tenants/" + t.ID}, {"tenantId", t.ID}, {"countryCode", "US"}, {"displayName", t.Name},
			{"defaultDomain", t.Domain}, {"domains", list{t.Domain}}, {"tenantCategory", "Home"}, {"tenantType", "AAD"},
		})
	}
	return withLink(c, object{{"value", all}})
}

// listPermissions answers alike for every resource and resource group.
func (s *Service) listPermissions(*call) answer {
	const contributor = `[{"actions":["*"],"notActions":["Microsoft.Authorization/*/Delete","Microsoft.Authorization/*/Write",` +
		`"Microsoft.Authorization/elevateAccess/Action"],"dataActions":[],"notDataActions":[]}]`
	return withBody(http.StatusOK, []byte(`{"value":`+cmp.Or(s.o.Account.Permissions, contributor)+`}`))
}

func withLink(c *call, body object) answer {
	if c.fault.NextLink != "" {
		body = append(body, member{"nextLink", c.fault.NextLink})
	}
	return entity(http.StatusOK, body)
}

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
