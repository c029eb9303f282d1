package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"
)

const location = "West US"

// host returns a host name of the service, which is always lower-case.
func (s *Service) host(domain string) string {
	return strings.ToLower(s.o.ServiceName) + "." + domain
}

// serviceContract returns the service resource. Unlike the entities below it,
// it has an ETag in the body, without quotes.
func (s *Service) serviceContract(c *call) object {
	created := epoch.Add(-serviceAge)
	gateway, portal := "https://"+s.host("azure-api.net"), "https://"+s.host("portal.azure-api.net")
	var portals object
	if c.version().portals {
		portals = object{{"developerPortalStatus", s.o.DeveloperPortal}, {"legacyPortalStatus", s.o.LegacyPortal}}
	}
	return object{
		{"id", s.base},
		{"name", s.o.ServiceName},
		{"type", "Microsoft.ApiManagement/service"},
		{"tags", object{}},
		{"location", location},
		{"etag", base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, firstRow))},
		{"properties", append(object{
			{"publisherEmail", s.o.PublisherEmail},
			{"publisherName", "Contoso"},
			{"notificationSenderEmail", "apimgmt-noreply@mail.windowsazure.com"},
			{"provisioningState", "Succeeded"},
			{"targetProvisioningState", ""},
			{"createdAtUtc", created},
			{"gatewayUrl", gateway},
			{"gatewayRegionalUrl", "https://" + s.host("westus-01.regional.azure-api.net")},
			{"portalUrl", portal},
			{"developerPortalUrl", "https://" + s.host("developer.azure-api.net")},
			{"managementApiUrl", "https://" + s.host("management.azure-api.net")},
			{"scmUrl", "https://" + s.host("scm.azure-api.net")},
			{"hostnameConfigurations", list{}},
			{"publicIPAddresses", list{"203.0.113.10"}},
			{"additionalLocations", nil},
			{"virtualNetworkType", "None"},
			{"disableGateway", false},
			{"platformVersion", "stv2"},
		}, portals...)},
		{"sku", object{{"name", s.o.SKU}, {"capacity", 1}}},
		{"identity", nil},
		{"zones", nil},
		{"systemData", object{
			{"createdBy", s.o.PublisherEmail},
			{"createdByType", "User"},
			{"createdAt", created},
			{"lastModifiedBy", s.o.PublisherEmail},
			{"lastModifiedByType", "User"},
			{"lastModifiedAt", created},
		}},
	}
}

func (s *Service) getService(c *call) answer {
	return entity(http.StatusOK, s.serviceContract(c))
}

// listServices serves the list of the resource group and of the subscription.
// Neither has a count.
func (s *Service) listServices(c *call) answer {
	return withLink(c, object{{"value", list{s.serviceContract(c)}}})
}

// listAzureSubscriptions has a count that is an object.
func (s *Service) listAzureSubscriptions(c *call) answer {
	one := object{
		{"id", "/subscriptions/" + s.o.SubscriptionID},
		{"authorizationSource", "RoleBased"},
		{"managedByTenants", list{}},
		{"subscriptionId", s.o.SubscriptionID},
		{"tenantId", "11111111-1111-1111-1111-111111111111"},
		{"displayName", "Contoso Production"},
		{"state", "Enabled"},
		{"subscriptionPolicies", object{
			{"locationPlacementId", "Public_2014-09-01"},
			{"quotaId", "PayAsYouGo_2014-09-01"},
			{"spendingLimit", "Off"},
		}},
	}
	return withLink(c, object{
		{"value", list{one}},
		{"count", object{{"type", "Total"}, {"value", 1}}},
	})
}

func withLink(c *call, body object) answer {
	if c.fault != nil && c.fault.NextLink != "" {
		body = append(body, member{"nextLink", c.fault.NextLink})
	}
	return entity(http.StatusOK, body)
}
