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
