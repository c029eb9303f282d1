package config

// Resolve puts flags, environment and file together, the nearest winning, and
// checks every value it takes, wherever it came from.
//
// The context is the one named by --context, by APIMTUI_CONTEXT or by current
// in the file; flags and variables then replace single values of it. When
// subscription, resource group and service are all given by flags or variables
// and no --context is, they make a context of their own, named after the
// service, that takes nothing from any context of the file: neither a sign-in
// nor a read-only mark meant for another service. (APIMTUI_CONTEXT yields to
// the three only when all of them are flags.) A developerPortal in the file is
// not used either once another service is meant, since sign-in links would go
// to the wrong portal.
//
// readOnly and production are true as soon as one place says so; a flag that
// says false against that is an error, and a variable that says false is
// ignored. Over plain http, which the rules allow to this machine alone, only
// auth token is accepted, and it is the default there.
//
// Without any context the error is a *NoContextError and the Settings are still
// returned, with HasContext false. Every other error matches ErrInvalid
// and comes with nil Settings.
func Resolve(f *File, flags Flags, getenv func(string) string) (*Settings, error) {
	r := &resolver{file: f, flags: flags, getenv: getenv}
	s := r.settings()
	before := len(r.problems)
	base, missing := r.choose()
	if missing == nil && len(r.problems) == before {
		s.Context, s.HasContext = r.context(base), true
	}
	if err := r.problems.err(); err != nil {
		return nil, err
	}
	return s, missing
}

// resolver collects the problems of one Resolve.
type resolver struct {
	file     *File
	flags    Flags
	getenv   func(string) string
	problems Errors
}

func (r *resolver) add(from Source, what, must, example string) {
	r.lacks(nil, from, what, must, example)
}

// lacks adds a problem that flags would solve.
func (r *resolver) lacks(flags []string, from Source, what, must, example string) {
	r.problems = append(r.problems, &Error{from, what, must, example, flags})
}

// candidate is a value that one place has, if given.
type candidate struct {
	value string
	from  Source
	given bool
}

func (r *resolver) flag(name string) candidate {
	v, given := r.flags.text(name)
	return candidate{v, flagSource(name), given}
}

// env takes an empty variable for an absent one, as shells have no better way
// to lift one for a single command.
func (r *resolver) env(name string) candidate {
	v := r.getenv(name)
	return candidate{v, envSource(name), v != ""}
}

func (r *resolver) inFile(v string, at position) candidate {
	return candidate{v, r.file.source(at), v != ""}
}

// pick takes the first candidate that was given and checks it, or the default.
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

func byDefault[T any](v T) Value[T] { return Value[T]{v, Source{FromDefault, "default"}} }
