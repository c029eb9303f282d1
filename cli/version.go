package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api"
)

// build says which program this is.
type build struct {
	version string    // such as v1.2.3, or devel
	commit  string    // "" when unknown
	changed bool      // the working copy had changes
	date    time.Time // of the commit; zero when unknown
}

func newBuild(info *debug.BuildInfo) build {
	b := build{version: "devel"}
	if info == nil {
		return b
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.commit = s.Value
		case "vcs.modified":
			b.changed = s.Value == "true"
		case "vcs.time":
			b.date, _ = time.Parse(time.RFC3339, s.Value) // unknown otherwise
		}
	}
	return b
}

// String is one line: version, commit, Go and the api-version asked for by
// default.
func (b build) String() string {
	parts := []string{}
	if b.commit != "" {
		commit := "commit " + b.commit
		if b.changed {
			commit += " with changes"
		}
		parts = append(parts, commit)
	}
	parts = append(parts, runtime.Version()+" "+runtime.GOOS+"/"+runtime.GOARCH, "api-version "+api.DefaultAPIVersion)
	return "apimtui " + b.version + " (" + strings.Join(parts, ", ") + ")"
}

// userAgent is how the service's logs know the program. A header takes no more
// than this alphabet.
func (b build) userAgent() string { return "apimtui/" + strings.ReplaceAll(b.version, " ", "-") }

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which version this is",
		Long:  "Say which version this is: of the program, its source, Go, and the\napi-version that is asked for by default.",
		Args:  noArguments,
		RunE:  func(*cobra.Command, []string) error { return a.printVersion() },
	}
}

func (a *app) printVersion() error {
	_, err := fmt.Fprintln(a.io.out, a.build)
	return err
}
