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

// canary is a bearer token that must be seen nowhere but in the header of a
// request.
const canary = "canary-0c9d5e1f7a"

// builtProgram is the program as it is installed, not the one that the test
// binary turns into: start-up and signals differ. It is built with the race
// detector if the tests are. It goes away with the folder that testscript made
// for the program's other form.
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

// programDir is where the built program stands, under the name apimtui.
func programDir(t testing.TB) string {
	t.Helper()
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

// size is that of a terminal, in cells.
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

// serveHTTP serves a simulated service on loopback, and gives it with the
// environment and the flags that lead there.
func serveHTTP(t testing.TB, o simulator.Options) (service *simulator.Service, env, flags []string) {
	t.Helper()
	o.AccessToken = canary
	service = simulator.New(o)
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	// A hung answer would keep the server from closing.
	t.Cleanup(server.CloseClientConnections)
	return service, []string{"APIMTUI_ACCESS_TOKEN=" + canary}, at(server.URL, "token")
}

// at are the flags for the simulator's own service behind an address.
func at(url, auth string) []string {
	return []string{"--endpoint", url, "--auth", auth,
		"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1"}
}

// mustEnd waits for the end of the program, which must leave the terminal as it
// was.
func mustEnd(t testing.TB, s *ptytest.Session, code int) {
	t.Helper()
	if e := s.Wait(patience); e.Code != code {
		t.Errorf("ended with %+v, want code %d:\n%s", e, code, s.Screen())
	}
	if !s.RestoredScreen() || !s.RestoredTTY() {
		t.Errorf("the terminal is not as it was: tty %v, left over %v", s.RestoredTTY(), s.LeftOver())
	}
}

// mustNotSee fails for a text on the screen.
func mustNotSee(t testing.TB, s *ptytest.Session, text string) {
	t.Helper()
	if screen := s.Screen(); strings.Contains(screen, text) {
		t.Errorf("%q is on the screen:\n%s", text, screen)
	}
}

// within waits for what a channel brings, but not for ever.
func within[T any](t testing.TB, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("nothing came within %v", patience)
		panic("unreachable")
	}
}
