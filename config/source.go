package config

import "cmp"

// SourceKind is the kind of a source.
type SourceKind int

// The sources, from the lowest precedence to the highest.
const (
	FromDefault     SourceKind = iota // no source has a value
	FromFile                          // the configuration file
	FromEnvironment                   // an APIMTUI_* variable
	FromFlag                          // the command line
	FromDemo                          // the simulator of a demonstration
)

// Source names where a value came from, in words that help the user.
type Source struct {
	Kind SourceKind
	// Name is the flag ("--service"), the variable ("APIMTUI_SERVICE"), the
	// place in the file ("~/.config/apimtui/config.yaml:12:14", line and column
	// counted from 1 in characters), or the origin of a default.
	Name string
}

// String returns the name, or "default" for a Source without one.
func (s Source) String() string { return cmp.Or(s.Name, "default") }

// Value is an effective value with its source.
type Value[T any] struct {
	V    T
	From Source
}

func flagSource(name string) Source { return Source{FromFlag, "--" + name} }
func envSource(name string) Source  { return Source{FromEnvironment, name} }

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
