package config

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
		value := Value[string]{*k.entry(&simulator), from}
		if k.name == "apiVersion" {
			orElse(&value, byDefault(DefaultAPIVersion))
			value = r.pick(k.name, k.rule, value, r.flag(k.flag))
		} else {
			r.refuseBeside(from, k.flag)
		}
		*k.effective(&s.Context) = value
	}
	orElse(&s.Context.Audit, Value[string]{"off", from})
	for _, k := range contextSwitches() {
		*k.effective(&s.Context) = Value[bool]{*k.entry(&simulator), from}
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
