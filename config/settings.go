// Package config determines which API Management service the program uses, how
// it signs in and how it behaves, and records where each value came from.
//
// A value is taken from the first of these sources that has it: a flag, an
// APIMTUI_* environment variable, the configuration file, a default. Load or
// Open reads the file, Resolve combines the sources, and every value of the
// resulting Settings has its Source. Every problem is reported as an *Error
// that names the line and column, flag or variable, the rule and an example.
//
// Three values do not follow this order, because they protect: every source can
// add readOnly and production, none can remove them, and an audit that the file
// or the environment requires stays required.
//
// Secrets have no place here. The package neither reads nor stores
// APIMTUI_ACCESS_TOKEN, and its errors do not repeat URLs, which may contain a
// password.
package config

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// Settings are all effective values with their sources.
type Settings struct {
	Clipboard           Value[string]        // one of Clipboards
	ClipboardCommand    Value[[]string]      // set when Clipboard is "command"
	ClearClipboardAfter Value[time.Duration] // 0 means never
	Theme               Value[string]        // one of Themes
	Selection           Value[string]        // one of Selections
	Mouse               Value[bool]
	Columns             Value[[]string]          // of the user list: some of Columns, in order
	Colors              Value[map[string]string] // by Meanings: #rrggbb, or 0 to 255

	Context    Context
	HasContext bool // false when no service is chosen; Context is then empty

	Path     string   // the configuration file; "" when no path is known
	Exists   bool     // whether the file exists
	Warnings []string // remarks that do not prevent anything
}

// Context names a service and how to reach it. Optional text without a value
// (tenant, clientId, developerPortal) is "".
type Context struct {
	Name Value[string]

	Subscription, ResourceGroup, Service Value[string]

	Auth            Value[string] // one of AuthModes
	Tenant          Value[string]
	ClientID        Value[string]
	Cloud           Value[string] // one of Clouds
	Endpoint        Value[string] // of Azure Resource Manager
	Audience        Value[string] // what the token is requested for; by default the endpoint
	Authority       Value[string] // "" in a custom cloud that needs none
	APIVersion      Value[string]
	DeveloperPortal Value[string] // "" means the service's own answer

	Audit Value[string] // one of Audits

	ReadOnly, Production, AuditValues Value[bool]
}

// Row is one effective value, named as in the configuration file.
type Row struct {
	Key   string
	Value string // "" when the value is not set
	From  Source
}

// Rows lists every effective value with its source. The keys of a context are
// omitted if there is none.
func (s *Settings) Rows() []Row {
	var rows []Row
	if c := &s.Context; s.HasContext {
		rows = append(rows, Row{"context", c.Name.V, c.Name.From})
		for _, k := range contextKeys() {
			v := c.text(k.name)
			rows = append(rows, Row{k.name, v.V, v.From})
		}
		for _, k := range contextSwitches() {
			v := c.on(k.name)
			rows = append(rows, Row{k.name, strconv.FormatBool(v.V), v.From})
		}
	}
	var colors []string
	for _, name := range Meanings() {
		if colour, given := s.Colors.V[name]; given {
			colors = append(colors, name+" "+colour)
		}
	}
	return append(rows,
		Row{"clipboard", s.Clipboard.V, s.Clipboard.From},
		Row{"clipboardCommand", strings.Join(s.ClipboardCommand.V, " "), s.ClipboardCommand.From},
		Row{"clearClipboardAfter", s.ClearClipboardAfter.V.String(), s.ClearClipboardAfter.From},
		Row{"theme", s.Theme.V, s.Theme.From},
		Row{"selection", s.Selection.V, s.Selection.From},
		Row{"mouse", strconv.FormatBool(s.Mouse.V), s.Mouse.From},
		Row{"columns", strings.Join(s.Columns.V, ", "), s.Columns.From},
		Row{"colors", strings.Join(colors, ", "), s.Colors.From},
	)
}

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

	// ContextFrom is what named the context, where that was not --context.
	ContextFrom string

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
