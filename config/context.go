package config

import (
	"slices"
	"strconv"
)

// context resolves the values of the chosen context.
func (r *resolver) context(b base) Context {
	c := Context{Name: b.name}
	entry := b.entry
	if entry == nil {
		entry = &ContextEntry{}
	}
	for _, k := range contextKeys() {
		inFile := r.inFile(*entry.text(k.name), entry.at[k.name])
		// Keys before this one, in the order of contextKeys, are already
		// resolved.
		if k.name == "developerPortal" && b.entry != nil && r.elsewhere(&c, entry) {
			inFile.given = false
		}
		candidates := []candidate{r.flag(k.flag), r.env(k.env), inFile}
		if v, typed := r.values[k.name]; typed {
			candidates = []candidate{{v, flagSource(k.flag), v != ""}}
		}
		if r.only {
			candidates = []candidate{inFile}
		}
		*c.text(k.name) = r.pick(k.name, k.rule, byDefault(fallback(k.name)), candidates...)
	}
	for _, from := range []candidate{r.inFile(entry.Audit, entry.at["audit"]), r.env("APIMTUI_AUDIT")} {
		if from.value == "required" && c.Audit.V != "required" {
			c.Audit = Value[string]{from.value, from.from}
		}
	}
	for _, k := range contextSwitches() {
		*c.on(k.name) = r.strictest(k, entry)
	}
	r.complete(&c, b)
	return c
}

// strictest is true if any source says so: a protection can be added, never
// removed. A switch that does not protect has the usual precedence.
func (r *resolver) strictest(k switchKey, entry *ContextEntry) Value[bool] {
	flag, flagGiven := false, false
	if k.flag == "read-only" {
		flag, flagGiven = r.flags.readOnly()
	}
	env, envGiven := r.envBool(k.name, k.env)
	envGiven = envGiven && (k.protects || !r.only)
	at, inFile := entry.at[k.name]
	places := []struct {
		value, given bool
		from         Source
	}{
		{flag, flagGiven, flagSource(k.flag)},
		{env, envGiven, envSource(k.env)},
		{*entry.on(k.name), inFile || *entry.on(k.name), r.file.source(at)},
	}
	result := byDefault(false)
	for _, p := range slices.Backward(places) {
		if p.given && (p.value || !result.V || !k.protects) {
			result = Value[bool]{p.value, p.from}
		}
	}
	if flagGiven && !flag && result.V {
		r.add(flagSource(k.flag), "it cannot be false: "+result.From.Name+" makes this context read-only",
			"a context is made writable where it was made read-only", "")
	}
	return result
}

func (r *resolver) envBool(key, name string) (value, given bool) {
	c := r.env(name)
	if !c.given {
		return false, false
	}
	value, err := strconv.ParseBool(c.value)
	if err != nil {
		r.add(c.from, key+" "+quoted(c.value)+" is neither true nor false", "it must be true or false", name+"=true")
	}
	return value, true
}

// complete derives missing values and checks that the values are consistent.
func (r *resolver) complete(c *Context, b base) {
	r.requireService(c, b)
	if known, ok := knownCloud(c.Cloud.V); ok {
		from := Source{FromDefault, "default of cloud " + c.Cloud.V}
		orElse(&c.Endpoint, Value[string]{known.endpoint, from})
		orElse(&c.Authority, Value[string]{known.authority, from})
	} else {
		r.requireAddresses(c)
	}
	// A token is requested for the place it is sent to. The audience of Azure
	// itself would send a valid token to any --endpoint.
	orElse(&c.Audience, Value[string]{c.Endpoint.V, Source{FromDefault, "default, the endpoint"}})
	r.checkHTTP(c)
}

func orElse(v *Value[string], fallback Value[string]) {
	if v.V == "" {
		*v = fallback
	}
}

// requireService reports missing names of the service in a context of the file.
func (r *resolver) requireService(c *Context, b base) {
	if b.entry == nil || r.account {
		return
	}
	for _, k := range serviceKeys() {
		if v := c.text(k.name); v.V == "" && v.From.Kind == FromDefault {
			r.lacks(k.flags(), r.file.source(b.entry.key), "context "+b.name.V+" has no "+k.name,
				"it must be there, or given in another place", k.name+": "+k.rule.example)
		}
	}
}

// requireAddresses reports missing addresses of a custom cloud, which has no
// defaults.
func (r *resolver) requireAddresses(c *Context) {
	needed := []string{"endpoint"}
	if c.Auth.V != "token" {
		// A given token is not requested, so it needs no audience.
		needed = append(needed, "audience")
	}
	if slices.Contains([]string{"default", "device", "browser", "environment", "workload"}, c.Auth.V) {
		needed = append(needed, "authority")
	}
	for _, k := range contextKeys() {
		if slices.Contains(needed, k.name) && c.Cloud.V == "custom" && c.text(k.name).V == "" {
			r.lacks(k.flags(), c.Cloud.From, "a custom cloud has no "+k.name,
				"it must be given for this cloud and auth "+c.Auth.V, k.name+": "+k.rule.example)
		}
	}
}

// checkHTTP keeps tokens of a real sign-in off plain http. Only a token from
// the environment, given for that server, may be sent.
func (r *resolver) checkHTTP(c *Context) {
	switch {
	case !isHTTP(c.Endpoint.V), c.Auth.V == "token":
	case c.Auth.From.Kind == FromDefault:
		c.Auth = Value[string]{"token", Source{FromDefault, "default over plain http"}}
	default:
		r.add(c.Auth.From, "auth "+c.Auth.V+" cannot be used with the plain http endpoint of "+c.Endpoint.From.String(),
			"over http only a token given for that server is sent", "auth token")
	}
}
