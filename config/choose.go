package config

import (
	"maps"
	"slices"
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
		if names := slices.Sorted(maps.Keys(r.file.Contexts)); len(names) > 0 {
			r.add(c.from, what, "its contexts are "+list(names), "")
		} else {
			r.add(c.from, what, "add it there, under contexts", "")
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
