package cli

import (
	"cmp"
	"maps"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui/page/plainform"
)

func (b *switchboard) Fields(name string, found *api.FoundService) ([]plainform.Field, error) {
	values := map[string]string{}
	f, err := b.app.configFile()
	switch {
	case err != nil:
	case found != nil:
		if values, err = b.found(found); err == nil {
			values["name"] = found.Scope.ServiceName
			if f.Contexts[values["name"]] != nil { // taken
				values["name"] += "-" + found.Scope.ResourceGroup
			}
		}
	case f.Contexts[name] != nil:
		values = f.Contexts[name].Values()
		values["name"] = name
	default:
		values, err = b.fresh()
	}
	fields := []plainform.Field{{Key: "name", Label: "Context", Value: values["name"], Hint: "How you call it: 1 to 64 letters, digits, dots, hyphens and underscores."}}
	for _, k := range config.Keys() {
		x := plainform.Field{Key: k.Name, Label: labels()[k.Name], Value: values[k.Name], Hint: cmp.Or(meanings()[k.Name], text.Sentence(k.Must)), Options: k.Words, Switch: k.Switch}
		if x.Options != nil {
			x.Value = cmp.Or(x.Value, k.Default)
		}
		fields = append(fields, x)
	}
	return fields, err
}

// fresh returns the values that the form of a new context begins with: how the
// program was told to sign in, so that what is kept is what is opened.
func (b *switchboard) fresh() (map[string]string, error) {
	settings, err := b.account()
	if err != nil {
		return map[string]string{}, err
	}
	c := &settings.Context
	values := c.SignInValues()
	values["auth"] = c.Auth.V
	if c.APIVersion.From.Kind != config.FromDefault {
		values["apiVersion"] = c.APIVersion.V
	}
	return values, nil
}

func labels() map[string]string {
	return map[string]string{
		"subscription": "Subscription", "resourceGroup": "Res. group", "service": "Service", "auth": "Sign-in", "tenant": "Tenant",
		"clientId": "Client id", "cloud": "Cloud", "endpoint": "Endpoint", "audience": "Audience", "authority": "Authority",
		"apiVersion": "api-version", "developerPortal": "Portal", "audit": "Audit log", "readOnly": "Read-only", "production": "Production", "auditValues": "Audit values",
	}
}

func meanings() map[string]string {
	return map[string]string{
		"readOnly":    "refuse every write",
		"production":  "mark it, and ask for more before what cannot be undone",
		"auditValues": "keep e-mail addresses and notes in full in the audit log",
		"tenant":      "The id or a domain of the tenant; empty for the account's own.",
		"clientId":    "Of the application or managed identity that signs in; empty for the usual one.",
		"endpoint":    "Of Azure Resource Manager; empty for that of the cloud.",
		"audience":    "What the token is requested for; empty for the endpoint.",
		"authority":   "Of the sign-in; empty for that of the cloud.",
		"apiVersion":  "Empty for " + config.DefaultAPIVersion + ".",
	}
}

// entryOf leaves out what is the default anyway.
func entryOf(values map[string]string) config.ContextEntry {
	values = maps.Clone(values)
	for _, k := range config.Keys() {
		if k.Words != nil && values[k.Name] == k.Default {
			delete(values, k.Name)
		}
	}
	return config.EntryOf(values)
}

// Check implements tui.Contexts. The error says for which key it is.
func (b *switchboard) Check(old string, values map[string]string) plainform.Problems {
	wrong := plainform.Problems{}
	add := func(key, problem string) {
		if wrong[key] == "" {
			wrong[key] = text.Sentence(problem)
		}
	}
	for _, key := range []string{"name", "subscription", "resourceGroup", "service"} {
		if values[key] == "" {
			add(key, "it is empty")
		}
	}
	if f, err := b.app.configFile(); err == nil && values["name"] != old && f.Contexts[values["name"]] != nil {
		add("name", "there is a context of this name already")
	}
	err := config.CheckContext(cmp.Or(values["name"], "x"), entryOf(values), func(key string) config.Source { return config.Source{Name: key} })
	for _, e := range config.Problems(err) {
		key := e.Source.Name
		if _, known := labels()[key]; !known {
			key = "name"
			for _, k := range config.Keys() {
				if strings.Contains(e.What, k.Name) {
					key = k.Name
				}
			}
		}
		add(key, e.What+": "+e.Rule)
	}
	return wrong
}

func (b *switchboard) Save(old string, values map[string]string) error {
	path, e := config.FilePath(b.app.global.Flags, b.app.io.getenv), entryOf(values)
	if old != "" {
		if err := config.ChangeContext(path, old, values["name"], e); err != nil {
			return err
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, at := range []*string{&b.here, &b.previous} {
			if *at == old {
				*at = values["name"]
			}
		}
		return nil
	}
	f, err := b.app.configFile()
	if err != nil {
		return err
	}
	if err := config.AddContext(path, values["name"], e, f.Current == ""); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept, b.keptFor = values["name"], api.Scope{SubscriptionID: e.Subscription, ResourceGroup: e.ResourceGroup, ServiceName: e.Service}
	if b.here == "" && b.open == b.keptFor {
		b.here = b.kept
	}
	return nil
}

func (b *switchboard) Remove(name string) error {
	return config.RemoveContext(config.FilePath(b.app.global.Flags, b.app.io.getenv), name)
}
