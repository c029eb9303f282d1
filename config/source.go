package config

// SourceKind is the kind of a source.
type SourceKind int

// The sources, from the lowest precedence to the highest.
const (
	FromDefault     SourceKind = iota // no source has a value
	FromFile                          // the configuration file
	FromEnvironment                   // an APIMTUI_* variable
	FromFlag                          // the command line
	FromDemo                          // the simulator of a demonstration
)

// Source names where a value came from, in words that help the user.
type Source struct {
	Kind SourceKind
	// Name is the flag ("--service"), the variable ("APIMTUI_SERVICE"), the
	// place in the file ("~/.config/apimtui/config.yaml:12:14", line and column
	// counted from 1 in characters), or the origin of a default.
	Name string
}

// String returns the name, or "default" for a Source without one.
func (s Source) String() string {
	if s.Name == "" {
		return "default"
	}
	return s.Name
}

// Value is an effective value with its source.
type Value[T any] struct {
	V    T
	From Source
}

func flagSource(name string) Source { return Source{FromFlag, "--" + name} }
func envSource(name string) Source  { return Source{FromEnvironment, name} }
