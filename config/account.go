package config

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
	if err := r.problems.err(); err != nil {
		return nil, err
	}
	return s, nil
}
