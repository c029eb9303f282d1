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
