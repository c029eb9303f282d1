package simulator

import (
	"cmp"
	"time"
)

// Options describes the simulated service. The zero value is a Developer
// service apimService1 with 60 users and the machine's clock.
type Options struct {
	// Users is the initial number of users, including the built-in user 1; 0
	// means 60. A larger service starts with the same people.
	Users int
	// Seed determines ids, ETags and all people after the first 60 users.
	Seed int64
	// Hostile gives some of the first 60 users names, e-mails and notes that are
	// hard to display or meant to harm.
	Hostile bool
	// Latency is added to every answer.
	Latency time.Duration
	// Now is the service's clock; nil means time.Now. The request budget
	// refills by this clock.
	Now func() time.Time
	// Faults are active from the first request.
	Faults []Fault
	// SubscriptionID, ResourceGroup and ServiceName locate the service;
	// defaults are the zero GUID, rg1 and apimService1.
	SubscriptionID, ResourceGroup, ServiceName string
	// AccessToken is the only bearer token accepted besides those of the
	// account's tenants; "" accepts any.
	AccessToken string
	// Account is what can be found besides the service.
	Account Account
	// Throttle is the request budget; nil means Resource Manager's.
	Throttle *Throttle
	// StampMinutes writes the expiry of tokens with 12 digits instead of 14, as
	// builds of the service before 2023 did.
	StampMinutes bool
	// NoCount omits the count from lists, as services of 2017 to 2019 did.
	NoCount bool
	// SKU is the pricing tier; default "Developer".
	SKU string
	// DeveloperPortal and LegacyPortal are the states of the two portals,
	// "Enabled" (default) or "Disabled". Services return them since
	// 2023-09-01-preview.
	DeveloperPortal, LegacyPortal string
	// PublisherEmail is the address of the service's owner and of user 1;
	// default "api-admin@contoso.com".
	PublisherEmail string
	// PublicURL replaces scheme and host in nextLink and Location, and may add
	// a base path; "" uses those of the request.
	PublicURL string
	// AsyncPolls is how often an asynchronous delete answers "still running"; 0
	// means once, below 0 never.
	AsyncPolls int
}

func (o Options) withDefaults() Options {
	o.Users = cmp.Or(max(o.Users, 0), 60)
	if o.Now == nil {
		o.Now = time.Now
	}
	o.SubscriptionID = cmp.Or(o.SubscriptionID, "00000000-0000-0000-0000-000000000000")
	o.ResourceGroup = cmp.Or(o.ResourceGroup, "rg1")
	o.ServiceName = cmp.Or(o.ServiceName, "apimService1")
	o.SKU = cmp.Or(o.SKU, "Developer")
	o.DeveloperPortal = cmp.Or(o.DeveloperPortal, "Enabled")
	o.LegacyPortal = cmp.Or(o.LegacyPortal, "Enabled")
	o.PublisherEmail = cmp.Or(o.PublisherEmail, "api-admin@contoso.com")
	if o.Throttle == nil {
		o.Throttle = &Throttle{}
	}
	o.AsyncPolls = max(cmp.Or(o.AsyncPolls, 1), 0)
	return o
}
