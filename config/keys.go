package config

import "strconv"

// DefaultAPIVersion is the api-version of a context that names none.
const DefaultAPIVersion = "2024-05-01"

// key is a text property of a context, with its name in every source.
type key struct {
	name      string // in the file
	flag      string // without the dashes; "" when there is no such flag
	env       string
	rule      rule
	entry     func(*ContextEntry) *string
	effective func(*Context) *Value[string]
}

// flags returns the flag, if there is one.
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
		{"subscription", "subscription", "APIMTUI_SUBSCRIPTION", guidRule(),
			func(e *ContextEntry) *string { return &e.Subscription },
			func(c *Context) *Value[string] { return &c.Subscription }},
		{"resourceGroup", "resource-group", "APIMTUI_RESOURCE_GROUP", resourceGroupRule(),
			func(e *ContextEntry) *string { return &e.ResourceGroup },
			func(c *Context) *Value[string] { return &c.ResourceGroup }},
		{"service", "service", "APIMTUI_SERVICE", serviceRule(),
			func(e *ContextEntry) *string { return &e.Service },
			func(c *Context) *Value[string] { return &c.Service }},
		{"auth", "auth", "APIMTUI_AUTH", oneOf("a sign-in mode", AuthModes()),
			func(e *ContextEntry) *string { return &e.Auth },
			func(c *Context) *Value[string] { return &c.Auth }},
		{"tenant", "tenant", "APIMTUI_TENANT", tenantRule(),
			func(e *ContextEntry) *string { return &e.Tenant },
			func(c *Context) *Value[string] { return &c.Tenant }},
		{"clientId", "client-id", "APIMTUI_CLIENT_ID", guidRule(),
			func(e *ContextEntry) *string { return &e.ClientID },
			func(c *Context) *Value[string] { return &c.ClientID }},
		{"cloud", "", "APIMTUI_CLOUD", oneOf("a cloud", Clouds()),
			func(e *ContextEntry) *string { return &e.Cloud },
			func(c *Context) *Value[string] { return &c.Cloud }},
		{"endpoint", "endpoint", "APIMTUI_ENDPOINT", urlRule("https://management.azure.com"),
			func(e *ContextEntry) *string { return &e.Endpoint },
			func(c *Context) *Value[string] { return &c.Endpoint }},
		{"audience", "audience", "APIMTUI_AUDIENCE", urlRule("https://management.azure.com"),
			func(e *ContextEntry) *string { return &e.Audience },
			func(c *Context) *Value[string] { return &c.Audience }},
		{"authority", "", "APIMTUI_AUTHORITY", urlRule("https://login.microsoftonline.com"),
			func(e *ContextEntry) *string { return &e.Authority },
			func(c *Context) *Value[string] { return &c.Authority }},
		{"apiVersion", "api-version", "APIMTUI_API_VERSION", apiVersionRule(),
			func(e *ContextEntry) *string { return &e.APIVersion },
			func(c *Context) *Value[string] { return &c.APIVersion }},
		{"developerPortal", "", "APIMTUI_DEVELOPER_PORTAL", httpsRule("https://developer.contoso.com"),
			func(e *ContextEntry) *string { return &e.DeveloperPortal },
			func(c *Context) *Value[string] { return &c.DeveloperPortal }},
		{"audit", "", "APIMTUI_AUDIT", oneOf("a way to keep the audit log", Audits()),
			func(e *ContextEntry) *string { return &e.Audit },
			func(c *Context) *Value[string] { return &c.Audit }},
	}
}

// fallback is the value of a key that is not given anywhere.
func fallback(key string) string {
	return map[string]string{"auth": "default", "cloud": "public", "apiVersion": DefaultAPIVersion, "audit": "optional"}[key]
}

// namesService reports whether the key is one of the three that together name a
// service.
func (k key) namesService() bool {
	return k.name == "subscription" || k.name == "resourceGroup" || k.name == "service"
}

type switchKey struct {
	name      string
	flag      string
	protects  bool // true from any source stays
	env       string
	entry     func(*ContextEntry) *bool
	effective func(*Context) *Value[bool]
}

func contextSwitches() []switchKey {
	return []switchKey{
		{"readOnly", "read-only", true, "APIMTUI_READ_ONLY",
			func(e *ContextEntry) *bool { return &e.ReadOnly },
			func(c *Context) *Value[bool] { return &c.ReadOnly }},
		{"production", "", true, "APIMTUI_PRODUCTION",
			func(e *ContextEntry) *bool { return &e.Production },
			func(c *Context) *Value[bool] { return &c.Production }},
		{"auditValues", "", false, "APIMTUI_AUDIT_VALUES",
			func(e *ContextEntry) *bool { return &e.AuditValues },
			func(c *Context) *Value[bool] { return &c.AuditValues }},
	}
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
		values[k.name] = *k.entry(e)
	}
	for _, k := range contextSwitches() {
		values[k.name] = strconv.FormatBool(*k.entry(e))
	}
	return values
}

// EntryOf returns the context with these values.
func EntryOf(values map[string]string) ContextEntry {
	var e ContextEntry
	for _, k := range contextKeys() {
		*k.entry(&e) = values[k.name]
	}
	for _, k := range contextSwitches() {
		*k.entry(&e) = values[k.name] == "true"
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
