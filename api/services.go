package api

import (
	"context"
	"encoding/json"
	"strings"

	"apimtui/api/text"
)

// Services has the operations on API Management services.
type Services struct{ c *Client }

// Service holds the parts of ApiManagementServiceResource that matter for
// administering users.
type Service struct {
	ResourceID         text.Text
	Name               text.Text
	Location           text.Text
	SKU                text.Text // such as Developer; Consumption has no users
	PublisherEmail     text.Text
	ProvisioningState  text.Text
	GatewayURL         text.Text
	PortalURL          text.Text // of the legacy portal; "" while the service activates
	DeveloperPortalURL text.Text // "" while the service activates
	// DeveloperPortalStatus and LegacyPortalStatus are Enabled or Disabled; ""
	// where the api-version has none.
	DeveloperPortalStatus text.Text
	LegacyPortalStatus    text.Text
	// ManagementURL is the direct management endpoint for shared access tokens
	// (managementApiUrl); "" while the service activates, and where there is
	// none.
	ManagementURL text.Text
}

// UnmarshalJSON reads a service as Resource Manager writes it.
func (s *Service) UnmarshalJSON(data []byte) error {
	var w struct {
		ID       text.Text `json:"id"`
		Name     text.Text `json:"name"`
		Location text.Text `json:"location"`
		SKU      struct {
			Name text.Text `json:"name"`
		} `json:"sku"`
		Properties *struct {
			PublisherEmail     *text.Text `json:"publisherEmail"`
			ProvisioningState  *text.Text `json:"provisioningState"`
			GatewayURL         *text.Text `json:"gatewayUrl"`
			PortalURL          *text.Text `json:"portalUrl"`
			DeveloperPortalURL *text.Text `json:"developerPortalUrl"`
			DeveloperStatus    *text.Text `json:"developerPortalStatus"`
			LegacyStatus       *text.Text `json:"legacyPortalStatus"`
			ManagementURL      *text.Text `json:"managementApiUrl"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	p := w.Properties
	if p == nil {
		return errNoProperties
	}
	*s = Service{
		ResourceID: w.ID, Name: w.Name, Location: w.Location, SKU: w.SKU.Name,
		PublisherEmail: deref(p.PublisherEmail), ProvisioningState: deref(p.ProvisioningState),
		GatewayURL: deref(p.GatewayURL), PortalURL: deref(p.PortalURL), DeveloperPortalURL: deref(p.DeveloperPortalURL),
		DeveloperPortalStatus: deref(p.DeveloperStatus), LegacyPortalStatus: deref(p.LegacyStatus),
		ManagementURL: deref(p.ManagementURL),
	}
	return nil
}

// Get reads the client's service (ApiManagementService_Get). An answer about another
// service is ErrMalformed.
func (s *Services) Get(ctx context.Context) (Service, error) {
	v, _, err := get[Service](ctx, s.c, OpServiceGet, nil, nil)
	if err == nil && !strings.EqualFold(v.Name.Exact(), s.c.scope.ServiceName) {
		return Service{}, &Error{Operation: OpServiceGet, Kind: KindMalformed, Sent: true,
			Message: "the answer is about another service than the one asked for: something on the way answers in the service's place"}
	}
	return v, err
}
