//go:build unix

package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest/ptytest"
)

// TestInterruptedWriteSaysWhatBecameOfIt interrupts a write whose answer never
// comes.
func TestInterruptedWriteSaysWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	hang := simulator.Fault{Operation: simulator.UserPatch, Hang: true}
	applied := hang
	applied.Apply = true
	blind := simulator.Fault{Operation: simulator.UserGet, Calls: 2, Status: 403, Code: "AuthorizationFailed", Message: "no"}
	for _, c := range []struct {
		name   string
		faults []simulator.Fault
		code   int
		out    string
	}{
		{"nothing was applied", []simulator.Fault{hang}, 130, "not applied: "},
		{"it was applied", []simulator.Fault{applied}, 0, "confirmed after a lost answer: "},
		{"nobody knows", []simulator.Fault{applied, blind}, 7, "outcome unknown: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			service := simulator.New(simulator.Options{Users: 20, Faults: c.faults})
			server := httptest.NewServer(service)
			defer server.Close()
			defer server.CloseClientConnections()
			cmd := exec.CommandContext(t.Context(), "apimtui", "users", "block", "mateo-garcia", "--endpoint", server.URL,
				"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1")
			cmd.Env = append(os.Environ(), "APIMTUI_ACCESS_TOKEN=x")
			var out, said strings.Builder
			cmd.Stdout, cmd.Stderr = &out, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			await(t, func() bool { return patched(service) && (!c.faults[0].Apply || blocked(service, "mateo-garcia")) })
			if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			if code := exitOf(t, cmd.Wait()); code != c.code || !strings.HasPrefix(out.String(), c.out) {
				t.Errorf("exit code %d, want %d\n%s%s", code, c.code, out.String(), said.String())
			}
		})
	}
}

// await waits until something is true of a service that answers a real program.
func await(t *testing.T, condition func() bool) {
	t.Helper()
	often, late := time.NewTicker(5*time.Millisecond), time.After(patience)
	defer often.Stop()
	for !condition() {
		select {
		case <-often.C:
		case <-late:
			t.Fatal("it did not happen in time")
		}
	}
}

// patched says that a change of a user has reached the service.
func patched(s *simulator.Service) bool {
	return slices.ContainsFunc(s.Journal(), func(e simulator.Entry) bool { return e.Method == http.MethodPatch })
}

func blocked(s *simulator.Service, id string) bool {
	u, _ := s.User(id)
	return u.State == "blocked"
}

// TestProductionAsksForTheTypedID deletes from a production context, on a real
// terminal.
func TestProductionAsksForTheTypedID(t *testing.T) {
	t.Parallel()
	service := simulator.New(simulator.Options{Users: 20})
	server := httptest.NewServer(service)
	defer server.Close()
	file := filepath.Join(t.TempDir(), "config.yaml")
	text := "current: prod\ncontexts:\n  prod:\n    subscription: 00000000-0000-0000-0000-000000000000\n" +
		"    resourceGroup: rg1\n    service: apimService1\n    production: true\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(command string) *ptytest.Session {
		return ptytest.Start(t, append([]string{"apimtui", "--api-version", "2021-08-01", "--config", file, "--endpoint", server.URL, "users"}, strings.Fields(command)...),
			[]string{"APIMTUI_ACCESS_TOKEN=x", "GORACE=" + promptEnd}, 100, 24)
	}
	for _, c := range []struct {
		typed string
		code  int
		there bool
	}{{"y\r", 1, true}, {"\x03", 130, true}, {"mateo-garcia\r", 0, false}} {
		s := ask("delete mateo-garcia")
		s.WaitFor("PRODUCTION: type the user id to delete it:", patience)
		s.Send(c.typed)
		if e := s.Wait(patience); e.Code != c.code {
			t.Errorf("typed %q: ended with %+v\n%s", c.typed, e, s.Screen())
		}
		if _, there := service.User("mateo-garcia"); there != c.there {
			t.Errorf("typed %q: the user is there: %v", c.typed, there)
		}
	}
}
