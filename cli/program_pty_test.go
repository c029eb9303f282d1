//go:build linux || darwin

package cli

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest/ptytest"
)

// canary is a bearer token that may only appear in the header of a request.
const canary = "canary-0c9d5e1f7a"

// builtProgram is the program as it is installed. Start-up and signals differ
// from the test binary that acts as the program. It is built with the race
// detector if the tests are. It is deleted with testscript's folder.
var builtProgram = sync.OnceValues(func() (string, error) {
	other, err := exec.LookPath("apimtui")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(filepath.Dir(filepath.Dir(other)), "built")
	return dir, buildInto(dir, "apimtui", "apimtui")
})

// buildInto builds a package of this module as dir/name.
func buildInto(dir, name, pkg string) error {
	args := []string{"build", "-o", filepath.Join(dir, name)}
	if withRace() {
		args = append(args, "-race")
	}
	out, err := exec.Command("go", append(args, pkg)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build %s: %w\n%s", pkg, err, out)
	}
	return nil
}

func withRace() bool {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return false
	}
	for _, s := range info.Settings {
		if s.Key == "-race" {
			return s.Value == "true"
		}
	}
	return false
}

// programDir is the folder of the built program, named apimtui. What needs it is
// left out of the quick run, but not of the one that looks for races.
func programDir(t testing.TB) string {
	t.Helper()
	if testing.Short() && !withRace() {
		t.Skip("a real terminal: part of the full run")
	}
	dir, err := builtProgram()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// withProgram is an environment in which sh finds the built program.
func withProgram(t testing.TB, env ...string) []string {
	t.Helper()
	return append([]string{"PATH=" + programDir(t) + ":" + os.Getenv("PATH"), "GORACE=" + promptEnd}, env...)
}

type size struct{ width, height int }

var (
	usual = size{80, 24}
	wide  = size{120, 40}
)

// openProgram runs the built program in a terminal.
func openProgram(t testing.TB, at size, env []string, args ...string) *ptytest.Session {
	t.Helper()
	command := append([]string{filepath.Join(programDir(t), "apimtui")}, args...)
	return ptytest.Start(t, command, withProgram(t, env...), at.width, at.height)
}

// serveHTTP serves a simulated service on loopback, and returns it with the
// environment and the flags to use it.
func serveHTTP(t testing.TB, o simulator.Options) (service *simulator.Service, env, flags []string) {
	t.Helper()
	o.AccessToken = canary
	service = simulator.New(o)
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	// A hung answer would prevent the server from closing.
	t.Cleanup(server.CloseClientConnections)
	return service, []string{"APIMTUI_ACCESS_TOKEN=" + canary}, at(server.URL, "token")
}

// at returns the flags for the simulated service at an address.
func at(url, auth string) []string {
	return []string{"--endpoint", url, "--auth", auth,
		"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1"}
}

// mustEnd waits for the end of the program, which must restore the terminal.
func mustEnd(t testing.TB, s *ptytest.Session, code int) {
	t.Helper()
	if e := s.Wait(patience); e.Code != code {
		t.Errorf("ended with %+v, want code %d:\n%s", e, code, s.Screen())
	}
	if !s.RestoredScreen() || !s.RestoredTTY() {
		t.Errorf("the terminal is not restored: tty %v, left over %v", s.RestoredTTY(), s.LeftOver())
	}
}

func mustNotSee(t testing.TB, s *ptytest.Session, text string) {
	t.Helper()
	if screen := s.Screen(); strings.Contains(screen, text) {
		t.Errorf("%q is on the screen:\n%s", text, screen)
	}
}

// within waits for a value from a channel, with a timeout.
func within[T any](t testing.TB, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("no value within %v", patience)
		panic("unreachable")
	}
}
