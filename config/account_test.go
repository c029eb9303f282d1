package config_test

import (
	"testing"

	"apimtui/config"
)

// What was set for another context does not follow to the next one, unless it
// protects.
func TestResolveContextKeepsProtections(t *testing.T) {
	file := &config.File{Contexts: map[string]*config.ContextEntry{
		"next": {Subscription: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg", Service: "apim", Audit: "optional"},
	}}
	env := map[string]string{"APIMTUI_AUDIT": "required", "APIMTUI_AUDIT_VALUES": "true", "APIMTUI_PRODUCTION": "true", "APIMTUI_TENANT": "fabrikam.com"}
	s, err := config.ResolveContext(file, config.Flags{Tenant: "contoso.com"}, func(name string) string { return env[name] }, "next")
	if err != nil {
		t.Fatal(err)
	}
	if c := s.Context; c.Audit.V != "required" || !c.Production.V || c.AuditValues.V || c.Tenant.V != "" {
		t.Errorf("audit %s, production %t, values %t, tenant %q", c.Audit.V, c.Production.V, c.AuditValues.V, c.Tenant.V)
	}
}

// A value that was typed, or emptied, is not filled from elsewhere.
func TestResolveValuesAsTyped(t *testing.T) {
	values := map[string]string{"subscription": "00000000-0000-0000-0000-000000000000", "resourceGroup": "rg", "service": "apim", "tenant": "", "audit": "optional"}
	env := map[string]string{"APIMTUI_AUDIT": "required", "APIMTUI_API_VERSION": "2022-08-01"}
	s, err := config.ResolveValues(&config.File{}, config.Flags{Tenant: "contoso.com"}, func(name string) string { return env[name] }, values)
	if err != nil {
		t.Fatal(err)
	}
	if c := s.Context; c.Tenant.V != "" || c.Audit.V != "required" || c.APIVersion.V != "2022-08-01" {
		t.Errorf("tenant %q, audit %s, api-version %s", c.Tenant.V, c.Audit.V, c.APIVersion.V)
	}
}

// A sign-in needs no service, and takes nothing from a context that is not
// chosen.
func TestResolveAccount(t *testing.T) {
	file := &config.File{Current: "prod", Contexts: map[string]*config.ContextEntry{
		"prod":  {Tenant: "contoso.com", Auth: "cli"},
		"china": {Cloud: "china", Service: "apim"},
	}}
	inPlace := config.Flags{Subscription: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg", Service: "apim"}
	for _, c := range []struct {
		name   string
		file   *config.File
		flags  config.Flags
		env    map[string]string
		tenant string
		end    string // the endpoint; "" for an error
	}{
		{"nothing", &config.File{}, config.Flags{}, nil, "", "https://management.azure.com"},
		{"the current context", file, config.Flags{}, nil, "contoso.com", "https://management.azure.com"},
		{"a flag wins", file, config.Flags{Tenant: "fabrikam.com"}, nil, "fabrikam.com", "https://management.azure.com"},
		{"another context", file, config.Flags{Context: "china"}, nil, "", "https://management.chinacloudapi.cn"},
		{"a variable", &config.File{}, config.Flags{}, map[string]string{"APIMTUI_CLOUD": "usGovernment"}, "", "https://management.usgovcloudapi.net"},
		{"a service in place", file, inPlace, nil, "", "https://management.azure.com"},
		{"a service in part", &config.File{}, config.Flags{Service: "apim"}, nil, "", "https://management.azure.com"},
		{"no such context", file, config.Flags{Context: "test"}, nil, "", ""},
		{"a bad tenant", &config.File{}, config.Flags{Tenant: "a b"}, nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := config.ResolveAccount(c.file, c.flags, func(name string) string { return c.env[name] })
			if (err == nil) != (c.end != "") {
				t.Fatal(err)
			}
			if err == nil && (s.HasContext || s.Context.Endpoint.V != c.end || s.Context.Tenant.V != c.tenant) {
				t.Errorf("%+v", s.Context)
			}
		})
	}
}
