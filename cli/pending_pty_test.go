//go:build linux || darwin

package cli

import (
	"strings"
	"syscall"
	"testing"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest/ptytest"
)

// TestLostConnectionIsReportedAtTheNextStart closes the terminal during a
// write, as a dropped SSH connection does.
func TestLostConnectionIsReportedAtTheNextStart(t *testing.T) {
	t.Parallel()
	service, env, flags := serveHTTP(t, simulator.Options{Users: 20, Faults: []simulator.Fault{
		{Operation: simulator.UserPatch, Hang: true, Apply: true},
	}})
	env = append(env, "XDG_STATE_HOME="+t.TempDir())
	block := func() {
		s := openProgram(t, usual, env, append(flags, "--user", "mateo-garcia")...)
		s.WaitFor("Mateo García", patience)
		s.Press("b")
		s.Answer("y", "y yes  n no", patience)
		await(t, func() bool { return blocked(service, "mateo-garcia") })
		s.CloseInput()
		s.Wait(patience)
	}
	block()

	// A command prints the reminder too. Only showing the user removes it.
	for _, c := range []struct {
		command string
		told    bool
	}{
		{"activate hiroshi-tanaka --dry-run", false},
		{"activate hiroshi-tanaka", true},
		{"show missing", true},
		{"show mateo-garcia", true},
		{"show mateo-garcia", false},
	} {
		s := openProgram(t, wide, env, append(flags, append([]string{"users"}, strings.Fields(c.command)...)...)...)
		s.Wait(patience)
		if told := strings.Contains(s.Screen(), "outcome unknown: change of state to blocked of mateo-garcia"); told != c.told {
			t.Errorf("%s printed a reminder: %v\n%s", c.command, told, s.Screen())
		}
	}

	service.Edit("mateo-garcia", func(u *simulator.User) { u.State = "active" })
	service.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Hang: true, Apply: true})
	block()
	s := openProgram(t, usual, env, flags...)
	s.Answer("enter", "change of state to blocked of mateo-garcia", patience)
	s.WaitFor("ETag", patience)
	s.Press("ctrl+c")
	mustEnd(t, s, 0)
}

// TestLostDeletionIsReportedUntilTheUserIsReadAgain kills a command after its
// deletion was applied.
func TestLostDeletionIsReportedUntilTheUserIsReadAgain(t *testing.T) {
	t.Parallel()
	service, env, flags := serveHTTP(t, simulator.Options{Users: 20, Faults: []simulator.Fault{
		{Operation: simulator.UserDelete, Hang: true, Apply: true},
	}})
	env = append(env, "XDG_STATE_HOME="+t.TempDir())
	run := func(command string) *ptytest.Session {
		return openProgram(t, wide, env, append(flags, append([]string{"users"}, strings.Fields(command)...)...)...)
	}
	s := run("delete mateo-garcia --yes")
	await(t, func() bool { _, there := service.User("mateo-garcia"); return !there })
	s.Signal(syscall.SIGKILL)
	s.Wait(patience)
	for _, told := range []bool{true, false} {
		s := run("show mateo-garcia")
		if e := s.Wait(patience); e.Code != exitNotFound {
			t.Errorf("ended with %+v", e)
		}
		if got := strings.Contains(s.Screen(), "outcome unknown: deletion of mateo-garcia"); got != told {
			t.Errorf("printed a reminder: %v\n%s", got, s.Screen())
		}
	}
}

// TestInterruptedWriteIsReportedUntilTheUserIsSeen cancels a write, and then
// lists users.
func TestInterruptedWriteIsReportedUntilTheUserIsSeen(t *testing.T) {
	service, env, flags := serveHTTP(t, simulator.Options{Users: 20, Faults: []simulator.Fault{{Operation: simulator.UserPatch, Hang: true}}})
	env = append(env, "XDG_STATE_HOME="+t.TempDir())
	run := func(command string) *ptytest.Session {
		return openProgram(t, wide, env, append(flags, append([]string{"users"}, strings.Fields(command)...)...)...)
	}
	s := run("block mateo-garcia")
	await(t, func() bool { return hung(service, false) })
	s.Press("ctrl+c")
	mustEnd(t, s, exitInterrupted)
	for _, c := range []struct {
		command string
		told    bool
	}{{"list --filter tanaka", true}, {"list --filter mateo", true}, {"list --filter mateo", false}} {
		s := run(c.command)
		s.Wait(patience)
		if told := strings.Contains(s.Screen(), "outcome unknown: change of state to blocked of mateo-garcia"); told != c.told {
			t.Errorf("%s printed a reminder: %v\n%s", c.command, told, s.Screen())
		}
	}
}
