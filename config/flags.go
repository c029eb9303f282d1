package config

// Flags are the values of the command line.
type Flags struct {
	Config        string // --config
	Context       string // --context
	Subscription  string // --subscription
	ResourceGroup string // --resource-group
	Service       string // --service
	Endpoint      string // --endpoint
	Audience      string // --audience
	Auth          string // --auth
	Tenant        string // --tenant
	ClientID      string // --client-id
	APIVersion    string // --api-version
	Theme         string // --theme
	ReadOnly      bool   // --read-only

	// Set holds the long names, without dashes, of the flags that were given.
	// It distinguishes --service "", which is an error, from no --service at
	// all. A flag with a value counts as given without an entry here.
	Set map[string]bool
}

// text returns the value of a flag by its long name, and whether it was given.
func (f Flags) text(name string) (string, bool) {
	v := map[string]string{
		"config": f.Config, "context": f.Context, "subscription": f.Subscription, "resource-group": f.ResourceGroup,
		"service": f.Service, "endpoint": f.Endpoint, "audience": f.Audience, "auth": f.Auth, "tenant": f.Tenant,
		"client-id": f.ClientID, "api-version": f.APIVersion, "theme": f.Theme,
	}[name]
	return v, name != "" && (v != "" || f.Set[name])
}

// readOnly returns --read-only, and whether it was given.
func (f Flags) readOnly() (value, given bool) { return f.ReadOnly, f.ReadOnly || f.Set["read-only"] }
