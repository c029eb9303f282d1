package cli

import (
	"flag"
	"os"
	"runtime/debug"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// promptEnd prevents a program built with -race from sleeping for a second at
// exit.
const promptEnd = "atexit_sleep_ms=0"

// TestMain adds the program as apimtui to the PATH of scripts and tests.
func TestMain(m *testing.M) {
	// Most of these tests wait for a program instead of computing.
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	if os.Getenv("GORACE") != promptEnd { // not the program itself, started by a test
		ownFiles()
		// State cannot be stored there, and no state of another test is found.
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

// onlyInFull leaves a test of many cases, or one that waits, to the full run.
func onlyInFull(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes long: part of the full run")
	}
}
