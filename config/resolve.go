package config

import (
	"cmp"
)

// Resolve combines flags, environment and file, in this order of precedence,
// and checks every value that it uses.
//
// The context is the one named by --context, by APIMTUI_CONTEXT or by current
// in the file. Flags and variables replace single values of it. When flags or
// variables name subscription, resource group and service, and --context is not
// given, they form a context of their own. It is named after the service and
// takes nothing from the contexts of the file, neither a sign-in nor a
// read-only mark. (APIMTUI_CONTEXT is only overridden when all three are
// flags.) A developerPortal in the file is ignored when another service is
// selected, because sign-in links would go to the wrong portal.
//
// readOnly and production are true if any source says so. A flag that says
// false against that is an error, and a variable that says false is ignored.
// Over plain http, which is only allowed to this machine, auth must be token,
// which is the default there.
//
// Without a context, the error is a *NoContextError and the Settings are still
// returned, with HasContext false. Every other error matches ErrInvalid and
// comes with nil Settings.
func Resolve(f *File, flags Flags, getenv func(string) string) (*Settings, error) {
	r := &resolver{file: f, flags: flags, getenv: getenv}
	s := r.settings()
	before := len(r.problems)
	var missing error
	if b, ok := r.chosen(); !ok {
		missing = r.nothingChosen()
	} else if len(r.problems) == before {
		s.Context, s.HasContext = r.context(b), true
	}
	if _, err := r.done(s); err != nil {
		return nil, err
	}
	return s, missing
}

// ResolveAccount is Resolve for what needs a sign-in but no service: sign-in,
// cloud and addresses are those of the context, where there is one, and else
// of flags, variables and defaults. HasContext is false. The names of the
// service in the Context are to be ignored.
func ResolveAccount(f *File, flags Flags, getenv func(string) string) (*Settings, error) {
	r := &resolver{file: f, flags: flags, getenv: getenv, account: true}
	s := r.settings()
	b, _ := r.chosen()
	if len(r.problems) == 0 {
		s.Context = r.context(b)
	}
	return r.done(s)
}

// ResolveContext is Resolve for a context of the file that was chosen while the
// program runs. Flags and variables that were meant for another context do not
// replace its values. They can still protect it.
func ResolveContext(f *File, flags Flags, getenv func(string) string, name string) (*Settings, error) {
	r := &resolver{file: f, flags: flags, getenv: getenv, only: true}
	s := r.settings()
	b := r.named(candidate{name, Source{FromFlag, cmp.Or(flags.ContextFrom, "the choice")}, true})
	if b.entry != nil {
		s.Context, s.HasContext = r.context(b), true
	}
	return r.done(s)
}

// ResolveValues is Resolve for a service whose values were typed or found. They,
// and emptiness among them, have precedence over flags and variables. Nothing comes
// from a context of the file.
func ResolveValues(f *File, flags Flags, getenv func(string) string, values map[string]string) (*Settings, error) {
	r := &resolver{file: f, flags: flags, getenv: getenv, values: values}
	s := r.settings()
	s.Context, s.HasContext = r.context(base{name: Value[string]{cmp.Or(values["name"], values["service"]), flagSource("service")}}), true
	typed := EntryOf(values)
	for _, k := range contextSwitches() {
		if *typed.on(k.name) {
			*s.Context.on(k.name) = Value[bool]{true, flagSource(k.flag)}
		}
	}
	return r.done(s)
}

// SignInValues returns how to sign in, by the keys of a context, where a source
// says so.
func (c *Context) SignInValues() map[string]string {
	values := map[string]string{}
	for _, key := range []string{"auth", "tenant", "clientId", "cloud", "endpoint", "audience", "authority"} {
		if v := c.text(key); v.From.Kind != FromDefault {
			values[key] = v.V
		}
	}
	return values
}

// Demo returns the settings of a demonstration. The context is that of the
// embedded simulator. File and environment are ignored. Flags for theme,
// read-only mode and api-version apply; a flag that names another service or
// sign-in is an error that matches ErrInvalid. from is the source that
// requested the demonstration.
func Demo(flags Flags, simulator ContextEntry, from Source) (*Settings, error) {
	nothing := func(string) string { return "" }
	r := &resolver{file: &File{}, flags: flags, getenv: nothing}
	s := r.settings()
	s.HasContext = true
	s.Context.Name = Value[string]{"demo", from}
	r.refuseBeside(from, "context")
	for _, k := range contextKeys() {
		value := Value[string]{*simulator.text(k.name), from}
		if k.name == "apiVersion" {
			orElse(&value, byDefault(DefaultAPIVersion))
			value = r.pick(k.name, k.rule, value, r.flag(k.flag))
		} else {
			r.refuseBeside(from, k.flag)
		}
		*s.Context.text(k.name) = value
	}
	orElse(&s.Context.Audit, Value[string]{"off", from})
	for _, k := range contextSwitches() {
		*s.Context.on(k.name) = Value[bool]{*simulator.on(k.name), from}
	}
	if readOnly, given := flags.readOnly(); given {
		s.Context.ReadOnly = Value[bool]{readOnly, flagSource("read-only")}
	}
	return r.done(s)
}

func (r *resolver) refuseBeside(demo Source, flag string) {
	if c := r.flag(flag); c.given {
		r.add(c.from, "it cannot be combined with "+demo.Name+", which brings its own service", "omit one of the two", "")
	}
}

// resolver collects the problems of one Resolve.
type resolver struct {
	file     *File
	flags    Flags
	getenv   func(string) string
	account  bool              // no service is needed
	only     bool              // the file alone gives the values of the context
	values   map[string]string // typed or found, by key; nil for none
	problems Errors
}

// done returns the settings, unless there are problems.
func (r *resolver) done(s *Settings) (*Settings, error) {
	if err := r.problems.err(); err != nil {
		return nil, err
	}
	return s, nil
}

func (r *resolver) add(from Source, what, must, example string) {
	r.lacks(nil, from, what, must, example)
}

// lacks adds a problem that flags would solve.
func (r *resolver) lacks(flags []string, from Source, what, must, example string) {
	r.problems = append(r.problems, &Error{from, what, must, example, flags})
}

// candidate is a value from one source, if given.
type candidate struct {
	value string
	from  Source
	given bool
}

func (r *resolver) flag(name string) candidate {
	v, given := r.flags.text(name)
	from := flagSource(name)
	if name == "context" && r.flags.ContextFrom != "" {
		from.Name = r.flags.ContextFrom
	}
	return candidate{v, from, given}
}

// env treats an empty variable as absent, the usual way to unset one for a
// single command.
func (r *resolver) env(name string) candidate {
	v := r.getenv(name)
	return candidate{v, envSource(name), v != ""}
}

func (r *resolver) inFile(v string, at position) candidate {
	return candidate{v, r.file.source(at), v != ""}
}

// pick returns the first given candidate and checks it, or returns the default.
func (r *resolver) pick(key string, rule rule, fallback Value[string], candidates ...candidate) Value[string] {
	for _, c := range candidates {
		if !c.given {
			continue
		}
		if problem := rule.check(key, c.value, c.from); problem != nil {
			r.problems = append(r.problems, problem)
		}
		return Value[string]{c.value, c.from}
	}
	return fallback
}

// fromFile returns the value of a top-level key, or the default.
func fromFile[T any](f *File, key string, v T, given bool, fallback T) Value[T] {
	if given {
		return Value[T]{v, f.source(f.at[key])}
	}
	return byDefault(fallback)
}

func byDefault[T any](v T) Value[T] { return Value[T]{v, Source{FromDefault, "default"}} }
