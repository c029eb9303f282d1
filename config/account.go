package config

import "cmp"

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
	b := r.named(candidate{name, Source{FromFlag, "the choice"}, true})
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
		if *k.entry(&typed) {
			*k.effective(&s.Context) = Value[bool]{true, flagSource(k.flag)}
		}
	}
	return r.done(s)
}

// SignInValues returns how to sign in, by the keys of a context, where a source
// says so.
func (c *Context) SignInValues() map[string]string {
	values := map[string]string{}
	for _, k := range contextKeys() {
		switch k.name {
		case "auth", "tenant", "clientId", "cloud", "endpoint", "audience", "authority":
			if v := k.effective(c); v.From.Kind != FromDefault {
				values[k.name] = v.V
			}
		}
	}
	return values
}
