package config

// SourceKind is the kind of place a value came from.
type SourceKind int

// The places, from the farthest to the nearest.
const (
	FromDefault     SourceKind = iota // nobody said anything
	FromFile                          // the configuration file
	FromEnvironment                   // an APIMTUI_* variable
	FromFlag                          // the command line
	FromDemo                          // the simulator of a demonstration
)

// Source names where a value came from, in the words a reader can act on.
type Source struct {
	Kind SourceKind
	// Name is the flag ("--service"), the variable ("APIMTUI_SERVICE"), the
	// place in the file ("~/.config/apimtui/config.yaml:12:14", line and column
	// counted from 1 in characters), or how a default was made.
	Name string
}

// String gives the name, or "default" for a Source that has none.
func (s Source) String() string {
	if s.Name == "" {
		return "default"
	}
	return s.Name
}

// Value is an effective value together with where it came from.
type Value[T any] struct {
	V    T
	From Source
}

func flagSource(name string) Source { return Source{FromFlag, "--" + name} }
func envSource(name string) Source  { return Source{FromEnvironment, name} }
