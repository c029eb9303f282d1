package cli

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/log"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/tui"
)

// Main runs the program and returns its exit code. args exclude the program's
// name. Without info, the version is unknown.
func Main(args []string, stdin, stdout, stderr *os.File, environ []string, info *debug.BuildInfo) int {
	harden()
	a := newApp(newStdio(stdin, stdout, stderr, environ), newBuild(info))
	defer a.close()
	return a.run(args)
}

// app is one run of the program.
type app struct {
	io     stdio
	build  build
	global globals
	token  secret.Value // APIMTUI_ACCESS_TOKEN, removed from the environment
	log    *logFile     // nil without --log-file
	// started reports that the command line was valid, so that later errors are
	// not about it.
	started bool
	session *session // of a conversation; nil outside it
	ended   bool     // the input of a conversation
	console func(context.Context, tui.Options, tui.Terminal) error
	// prompt shows in the console how to sign in; nil outside the console.
	prompt   prompt
	accounts accounts
}

func newApp(s stdio, b build) *app {
	a := &app{io: s, build: b, console: tui.Run}
	a.token = secret.New(a.io.take(signin.TokenVariable))
	return a
}

func (a *app) close() {
	a.token.Wipe()
	a.log.close()
}

// run runs one command line. A panic is reported safely, because its message
// may hold untrusted text.
func (a *app) run(args []string) (code int) {
	defer func() {
		if p := recover(); p != nil {
			code = a.fail(nil, &tui.CrashError{Reason: text.Clean(fmt.Sprint(p)).String(), Stack: string(debug.Stack())})
		}
	}()
	// With AZURE_SDK_GO_LOGGING, the SDK would write to stderr, over the
	// console. It may only write to --log-file.
	if a.log == nil {
		log.SetListener(nil)
	}

	root := a.root()
	// Without arguments, cobra would use those of the process.
	root.SetArgs(append([]string{}, args...))
	cmd, err := root.ExecuteContextC(context.Background())
	if err == nil {
		return exitDone
	}
	if !a.started {
		err = usage(cmd, err)
	}
	return a.fail(cmd, err)
}

// start is the first step of every command, after its command line was checked.
func (a *app) start(cmd *cobra.Command, _ []string) error {
	a.started = true
	a.global.settle(cmd.Flags())
	if a.global.Set["log-file"] && a.global.logFile == "" {
		return usagef(cmd, "--log-file is empty: name the file to write")
	}
	if _, ok := cmd.Annotations[withoutService]; ok {
		if err := refuseServiceFlags(cmd); err != nil {
			return err
		}
	}
	if a.global.logFile == "" {
		return nil
	}
	l, err := openLog(a.global.logFile)
	if err != nil {
		return err
	}
	a.log = l
	a.log.listen()
	a.log.write("apimtui", a.build.version+" runs "+cmd.CommandPath())
	return nil
}

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
