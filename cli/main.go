package cli

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/log"
	"github.com/spf13/cobra"

	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/tui"
)

// Main runs the program and gives its exit code. args are without the
// program's name; info may be nil, and the version is then unknown.
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
	token  secret.Value // APIMTUI_ACCESS_TOKEN, which is in no environment any more
	log    *logFile     // nil without --log-file
	// started says that the command line was understood, so that errors from
	// then on are no longer about it.
	started bool
	console func(context.Context, tui.Options, tui.Terminal) error
}

func newApp(s stdio, b build) *app {
	a := &app{io: s, build: b, console: tui.Run}
	a.token = secret.New(a.io.take(signin.TokenVariable))
	return a
}

// close wipes and closes what a run leaves.
func (a *app) close() {
	a.token.Wipe()
	a.log.close()
}

// run carries out one command line. A bug ends it in words, since what a panic
// says may be a stranger's text.
func (a *app) run(args []string) (code int) {
	defer func() {
		if p := recover(); p != nil {
			code = a.fail(nil, &tui.CrashError{Reason: text.Clean(fmt.Sprint(p)).String(), Stack: string(debug.Stack())})
		}
	}()
	// The SDK writes to stderr, over the console, when AZURE_SDK_GO_LOGGING is
	// set. Only --log-file lets it write, and elsewhere.
	log.SetListener(nil)

	root := a.root()
	// Without arguments cobra would take those of the process.
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

// start is what every command does first, once its command line is known to be
// right.
func (a *app) start(cmd *cobra.Command, _ []string) error {
	a.started = true
	a.global.settle(cmd.Flags())
	if a.global.Set["log-file"] && a.global.logFile == "" {
		return usagef(cmd, "--log-file is empty: name the file to write")
	}
	if _, ok := cmd.Annotations[withoutService]; ok {
		if err := alone(cmd); err != nil {
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
