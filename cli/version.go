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

// String returns one line: version, commit, Go and the default api-version.
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

// userAgent identifies the program in the service's logs, restricted to the
// characters of a header.
func (b build) userAgent() string { return "apimtui/" + strings.ReplaceAll(b.version, " ", "-") }

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return a.printVersion() },
		Long: "Print the version of the program, its source and Go, and the default\napi-version.",
	}
}

func (a *app) printVersion() error {
	_, err := fmt.Fprintln(a.io.out, a.build)
	return err
}
