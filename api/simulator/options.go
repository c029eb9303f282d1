package simulator

import (
	"cmp"
	"time"
)

// Options say which service is simulated. The zero value is a Developer
// service apimService1 with 60 users and the clock of the machine.
type Options struct {
	// Users is how many users the service starts with, the built-in user 1
	// included; 0 means 60. A larger service starts with the same people.
	Users int
	// Seed decides ids, ETags and everybody after the first 60 users.
	Seed int64
	// Latency is added to every answer.
	Latency time.Duration
	// Now is the service's clock; nil means time.Now. The throttling budget
	// refills by it: under a clock that stands still, it does not.
	Now func() time.Time
	// Faults are armed from the first request on.
	Faults []Fault
	// SubscriptionID, ResourceGroup and ServiceName locate the service;
	// defaults are the zero GUID, rg1 and apimService1.
	SubscriptionID, ResourceGroup, ServiceName string
	// AccessToken is the only bearer token accepted; "" accepts any.
	AccessToken string
	// Throttle is the request budget; nil is Resource Manager's.
	Throttle *Throttle
	// StampMinutes writes expiry stamps of tokens with 12 digits, as builds
	// of the service before 2023 did, instead of 14.
	StampMinutes bool
	// NoCount leaves the count out of lists, as services of 2017 to 2019 did.
	NoCount bool
	// SKU is the pricing tier; default "Developer".
	SKU string
	// DeveloperPortal and LegacyPortal are the states of the two portals,
	// "Enabled" (default) or "Disabled". Services tell them from
	// 2023-09-01-preview on.
	DeveloperPortal, LegacyPortal string
	// PublisherEmail is the address of the service's owner and of user 1;
	// default "api-admin@contoso.com".
	PublisherEmail string
	// PublicURL replaces scheme and host (and may add a base path) in
	// nextLink and Location; "" uses those the request came to.
	PublicURL string
	// AsyncPolls is how often an asynchronous delete answers "still running";
	// 0 means once, below 0 never.
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
