package config

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// base is the source of the context values. entry is nil for a context given
// only by flags and variables.
type base struct {
	name  Value[string]
	entry *ContextEntry
}

// chosen returns the context that a source names.
func (r *resolver) chosen() (base, bool) {
	named, env := r.flag("context"), r.env("APIMTUI_CONTEXT")
	service, inPlace := r.inPlace(env.given)
	switch {
	case named.given:
		return r.named(named), true
	case inPlace:
		return base{name: service}, true
	case env.given:
		return r.named(env), true
	case r.file.Current != "":
		return r.named(r.inFile(r.file.Current, r.file.at["current"])), true
	}
	return base{}, false
}

// inPlace reports whether flags and variables name a complete service, and
// returns its name. With flagsOnly, variables do not count.
func (r *resolver) inPlace(flagsOnly bool) (Value[string], bool) {
	var service Value[string]
	for _, k := range serviceKeys() {
		c := r.flag(k.flag)
		if !c.given && !flagsOnly {
			c = r.env(k.env)
		}
		if !c.given {
			return service, false
		}
		if k.name == "service" {
			service = Value[string]{c.value, c.from}
		}
	}
	return service, true
}

// named looks up a context of the file.
func (r *resolver) named(c candidate) base {
	entry := r.file.Contexts[c.value]
	if entry == nil {
		what := "there is no context " + quoted(c.value) + " in " + r.file.source(position{}).Name
		switch names := slices.Sorted(maps.Keys(r.file.Contexts)); len(names) {
		case 0:
			r.add(c.from, what, "add it there, under contexts", "")
		case 1:
			r.add(c.from, what, "its only context is "+names[0], "")
		default:
			r.add(c.from, what, "its contexts are "+list(names), "")
		}
	}
	return base{Value[string]{c.value, c.from}, entry}
}

// nothingChosen reports a service that is only partly named, or no context at
// all.
func (r *resolver) nothingChosen() error {
	var given []Source
	var missing, flags []string
	for _, k := range serviceKeys() {
		switch flag, env := r.flag(k.flag), r.env(k.env); {
		case flag.given:
			given = append(given, flag.from)
		case env.given:
			given = append(given, env.from)
		default:
			missing, flags = append(missing, k.name), append(flags, k.flag)
		}
	}
	if len(given) == 0 {
		return &NoContextError{r.file.Path, slices.Sorted(maps.Keys(r.file.Contexts))}
	}
	r.lacks(flags, given[0], "a service is named only in part: "+list(missing)+" missing",
		"without a current context, all three are needed", "")
	return nil
}

// elsewhere reports whether flags or variables select another service than the
// one in the file.
func (r *resolver) elsewhere(c *Context, entry *ContextEntry) bool {
	for _, key := range []string{"subscription", "resourceGroup", "service", "endpoint"} {
		v := c.text(key)
		if (v.From.Kind == FromFlag || v.From.Kind == FromEnvironment) && !strings.EqualFold(v.V, *entry.text(key)) {
			return true
		}
	}
	return false
}

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
