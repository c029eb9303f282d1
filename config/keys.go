package config

import "strconv"

// DefaultAPIVersion is the api-version of a context that names none.
const DefaultAPIVersion = "2024-05-01"

// key is a text property of a context, with its name in every source.
type key struct {
	name string // in the file
	flag string // without the dashes; "" when there is no such flag
	env  string
	rule rule
}

func (k key) flags() []string {
	if k.flag == "" {
		return nil
	}
	return []string{k.flag}
}

// contextKeys returns the keys in the order in which a context is written and
// shown.
func contextKeys() []key {
	return []key{
		{"subscription", "subscription", "APIMTUI_SUBSCRIPTION", guidRule()},
		{"resourceGroup", "resource-group", "APIMTUI_RESOURCE_GROUP", resourceGroupRule()},
		{"service", "service", "APIMTUI_SERVICE", serviceRule()},
		{"auth", "auth", "APIMTUI_AUTH", oneOf("a sign-in mode", AuthModes())},
		{"tenant", "tenant", "APIMTUI_TENANT", tenantRule()},
		{"clientId", "client-id", "APIMTUI_CLIENT_ID", guidRule()},
		{"cloud", "", "APIMTUI_CLOUD", oneOf("a cloud", Clouds())},
		{"endpoint", "endpoint", "APIMTUI_ENDPOINT", urlRule("https://management.azure.com")},
		{"audience", "audience", "APIMTUI_AUDIENCE", urlRule("https://management.azure.com")},
		{"authority", "", "APIMTUI_AUTHORITY", urlRule("https://login.microsoftonline.com")},
		{"apiVersion", "api-version", "APIMTUI_API_VERSION", apiVersionRule()},
		{"developerPortal", "", "APIMTUI_DEVELOPER_PORTAL", httpsRule("https://developer.contoso.com")},
		{"audit", "", "APIMTUI_AUDIT", oneOf("a way to keep the audit log", Audits())},
	}
}

// text returns where a context of the file has the value of a key.
func (e *ContextEntry) text(key string) *string {
	return map[string]*string{
		"subscription": &e.Subscription, "resourceGroup": &e.ResourceGroup, "service": &e.Service,
		"auth": &e.Auth, "tenant": &e.Tenant, "clientId": &e.ClientID, "cloud": &e.Cloud,
		"endpoint": &e.Endpoint, "audience": &e.Audience, "authority": &e.Authority,
		"apiVersion": &e.APIVersion, "developerPortal": &e.DeveloperPortal, "audit": &e.Audit,
	}[key]
}

// text returns where a context has the effective value of a key.
func (c *Context) text(key string) *Value[string] {
	return map[string]*Value[string]{
		"subscription": &c.Subscription, "resourceGroup": &c.ResourceGroup, "service": &c.Service,
		"auth": &c.Auth, "tenant": &c.Tenant, "clientId": &c.ClientID, "cloud": &c.Cloud,
		"endpoint": &c.Endpoint, "audience": &c.Audience, "authority": &c.Authority,
		"apiVersion": &c.APIVersion, "developerPortal": &c.DeveloperPortal, "audit": &c.Audit,
	}[key]
}

// fallback is the value of a key that is not given anywhere.
func fallback(key string) string {
	return map[string]string{"auth": "default", "cloud": "public", "apiVersion": DefaultAPIVersion, "audit": "optional"}[key]
}

// serviceKeys returns the three keys that together name a service.
func serviceKeys() []key { return contextKeys()[:3] }

// switchKey is a property of a context that is true or false.
type switchKey struct {
	name     string
	flag     string
	protects bool // true from any source stays
	env      string
}

func contextSwitches() []switchKey {
	return []switchKey{
		{"readOnly", "read-only", true, "APIMTUI_READ_ONLY"},
		{"production", "", true, "APIMTUI_PRODUCTION"},
		{"auditValues", "", false, "APIMTUI_AUDIT_VALUES"},
	}
}

func (e *ContextEntry) on(key string) *bool {
	return map[string]*bool{"readOnly": &e.ReadOnly, "production": &e.Production, "auditValues": &e.AuditValues}[key]
}

func (c *Context) on(key string) *Value[bool] {
	return map[string]*Value[bool]{
		"readOnly": &c.ReadOnly, "production": &c.Production, "auditValues": &c.AuditValues,
	}[key]
}

// cloud holds the addresses of one of Azure's clouds. The audience of the token
// is the endpoint itself, which each cloud accepts.
type cloud struct{ endpoint, authority string }

// knownCloud returns the addresses that Microsoft publishes for a cloud, and
// false for custom.
func knownCloud(name string) (cloud, bool) {
	known, ok := map[string]cloud{
		"public":       {"https://management.azure.com", "https://login.microsoftonline.com"},
		"usGovernment": {"https://management.usgovcloudapi.net", "https://login.microsoftonline.us"},
		"china":        {"https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn"},
	}[name]
	return known, ok
}

// Key describes a key of a context, for a form.
type Key struct {
	Name    string
	Must    string // what a right value is
	Default string
	Words   []string // the only values; nil for any that are right
	Switch  bool     // true or false
}

// Keys describes all keys of a context, in the order in which they are written.
func Keys() []Key {
	words := map[string][]string{"auth": AuthModes(), "cloud": Clouds(), "audit": Audits()}
	var all []Key
	for _, k := range contextKeys() {
		all = append(all, Key{Name: k.name, Must: k.rule.must, Default: fallback(k.name), Words: words[k.name]})
	}
	for _, k := range contextSwitches() {
		all = append(all, Key{Name: k.name, Switch: true})
	}
	return all
}

// Values returns the values of a context by their keys, all of them.
func (e *ContextEntry) Values() map[string]string {
	values := map[string]string{}
	for _, k := range contextKeys() {
		values[k.name] = *e.text(k.name)
	}
	for _, k := range contextSwitches() {
		values[k.name] = strconv.FormatBool(*e.on(k.name))
	}
	return values
}

// EntryOf returns the context with these values.
func EntryOf(values map[string]string) ContextEntry {
	var e ContextEntry
	for _, k := range contextKeys() {
		*e.text(k.name) = values[k.name]
	}
	for _, k := range contextSwitches() {
		*e.on(k.name) = values[k.name] == "true"
	}
	return e
}

// written is a value as YAML, "" for one that is left out.
func (k Key) written(value string) string {
	switch {
	case k.Switch && value == "true":
		return value
	case k.Switch || value == "":
		return ""
	}
	return scalarText(value)
}
