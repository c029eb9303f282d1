package cli

import (
	"flag"
	"os"
	"runtime/debug"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// promptEnd keeps a program built with -race from sleeping for a second at its
// end.
const promptEnd = "atexit_sleep_ms=0"

// TestMain puts the program on the PATH of scripts and tests as apimtui.
func TestMain(m *testing.M) {
	// Most of these tests wait for a program instead of computing.
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	if os.Getenv("GORACE") != promptEnd { // not the program itself, started by a test
		ownFiles()
		// Nothing can be kept there, and nothing is found that another test left.
		for name, value := range map[string]string{"GORACE": promptEnd, "XDG_STATE_HOME": os.DevNull} {
			if err := os.Setenv(name, value); err != nil {
				panic(err)
			}
		}
	}
	testscript.Main(m, map[string]func(){
		"apimtui": func() {
			info, _ := debug.ReadBuildInfo()
			os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ(), info))
		},
	})
}
