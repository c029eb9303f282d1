//go:build unix

package cli

import (
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

// TestInterruptedWriteReportsItsOutcome interrupts writes that get no answer.
// The output is the same as without the interruption, and a pending write is
// stored.
func TestInterruptedWriteReportsItsOutcome(t *testing.T) {
	t.Parallel()
	const create = "create --id ada --email ada@example.com --first-name Ada --last-name Byron --confirmation invite"
	const still = "Nothing had been changed when the user was read at "
	hang := func(op simulator.Operation, applied bool) []simulator.Fault {
		return []simulator.Fault{{Operation: op, Hang: true, Apply: applied}}
	}
	blind := simulator.Fault{Operation: simulator.UserGet, Calls: 2, Times: -1, Status: 403, Code: "AuthorizationFailed", Message: "no"}
	for _, c := range []struct {
		name, command string
		faults        []simulator.Fault
		signal        syscall.Signal
		code          int
		out, says     string
		left          int
	}{
		{"block", "block mateo-garcia", hang(simulator.UserPatch, false), syscall.SIGINT, 130, "not applied: ", still, 1},
		{"block, TERM", "block mateo-garcia", hang(simulator.UserPatch, false), syscall.SIGTERM, 130, "not applied: ", still, 1},
		{"block, HUP", "block mateo-garcia", hang(simulator.UserPatch, false), syscall.SIGHUP, 130, "not applied: ", still, 1},
		{"block, applied", "block mateo-garcia", hang(simulator.UserPatch, true), syscall.SIGINT, 0, "confirmed after a lost answer: ", "", 0},
		{"block, unknown", "block mateo-garcia", append(hang(simulator.UserPatch, true), blind), syscall.SIGTERM, 7, "outcome unknown: ", "could not be read after that", 1},
		{"delete", "delete mateo-garcia --yes", hang(simulator.UserDelete, false), syscall.SIGTERM, 130, "not applied: ", still, 1},
		{"delete, applied", "delete mateo-garcia --yes", hang(simulator.UserDelete, true), syscall.SIGINT, 0, "confirmed after a lost answer: ", "", 0},
		{"create", create, hang(simulator.UserPut, false), syscall.SIGINT, 130, "not applied: ", "A mail may have been sent.", 1},
		{"create, applied", create, hang(simulator.UserPut, true), syscall.SIGTERM, 0, "confirmed after a lost answer: ", "", 0},
		{"password mail", "reset-password mateo-garcia --yes", hang(simulator.UserPasswordMail, false), syscall.SIGINT, 7, "outcome unknown: ", "A mail may have been sent.", 1},
		{"groups", "groups mateo-garcia --remove partners --add beta-testers", hang(simulator.GroupUserDelete, false), syscall.SIGINT, 130, "not applied: ", "interrupted before", 1},
		{"token", "token mateo-garcia --expires 1h", hang(simulator.UserToken, false), syscall.SIGTERM, 7, "", "one may exist until", 0},
		{"reading", "block mateo-garcia", hang(simulator.UserGet, false), syscall.SIGINT, 130, "", "Interrupted.", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			service := simulator.New(simulator.Options{Users: 20, Seed: 1, Faults: c.faults})
			server := httptest.NewServer(service)
			defer server.Close()
			defer server.CloseClientConnections()
			args := append([]string{"users"}, strings.Fields(c.command)...)
			cmd := exec.CommandContext(t.Context(), "apimtui", append(args, "--endpoint", server.URL,
				"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1")...)
			state := t.TempDir()
			cmd.Env = append(os.Environ(), "APIMTUI_ACCESS_TOKEN=x", "XDG_STATE_HOME="+state)
			var out, said strings.Builder
			cmd.Stdout, cmd.Stderr = &out, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			await(t, func() bool { return hung(service, c.faults[0].Apply) })
			if err := cmd.Process.Signal(c.signal); err != nil {
				t.Fatal(err)
			}
			code := exitOf(t, cmd.Wait())
			if code != c.code || !strings.HasPrefix(out.String(), c.out) || !strings.Contains(said.String(), c.says) {
				t.Errorf("exit code %d, want %d\n%s%s", code, c.code, out.String(), said.String())
			}
			left, err := filepath.Glob(filepath.Join(state, "apimtui", "intents", "*.json"))
			if err != nil || len(left) != c.left {
				t.Errorf("%d reminders, want %d: %v", len(left), c.left, err)
			}
		})
	}
}

// hung reports whether a request, applied or not, waits for its answer.
func hung(s *simulator.Service, applied bool) bool {
	return slices.ContainsFunc(s.Journal(), func(e simulator.Entry) bool { return e.Fault == "hang" && e.Applied == applied })
}

// await polls a condition of a service that answers a real program.
func await(t *testing.T, condition func() bool) {
	t.Helper()
	often, late := time.NewTicker(5*time.Millisecond), time.After(patience)
	defer often.Stop()
	for !condition() {
		select {
		case <-often.C:
		case <-late:
			t.Fatal("timeout")
		}
	}
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
			t.Errorf("typed %q: the user exists: %v", c.typed, there)
		}
	}
	s := ask("update hiroshi-tanaka --state deleted")
	s.WaitFor("No observation of it exists", patience)
	s.WaitFor("PRODUCTION: type the user id to close it:", patience)
	s.Send("hiroshi-tanaka\r")
	if e := s.Wait(patience); e.Code != 0 {
		t.Errorf("ended with %+v\n%s", e, s.Screen())
	}
}
