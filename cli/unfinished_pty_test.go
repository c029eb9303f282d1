//go:build linux || darwin

package cli

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest/ptytest"
)

// TestLostConnectionIsToldOfAtTheNextStart takes the terminal away while a write
// is in flight, as a dropped SSH connection does.
func TestLostConnectionIsToldOfAtTheNextStart(t *testing.T) {
	t.Parallel()
	service, env, flags := serveHTTP(t, simulator.Options{Users: 20, Faults: []simulator.Fault{
		{Operation: simulator.UserPatch, Hang: true, Apply: true},
	}})
	env = append(env, "XDG_STATE_HOME="+t.TempDir())
	block := func() {
		s := openProgram(t, usual, env, append(flags, "--user", "mateo-garcia")...)
		s.WaitFor("Mateo García", patience)
		s.Press("b")
		s.WaitFor("Block", patience)
		s.WaitQuiet(200*time.Millisecond, patience) // a yes counts only for what was seen
		s.Press("y")
		await(t, func() bool { return blocked(service, "mateo-garcia") })
		s.CloseInput()
		s.Wait(patience)
	}
	block()

	// A command says it too, and only a look at the user is the end of it.
	for _, c := range []struct {
		command string
		told    bool
	}{
		{"activate hiroshi-tanaka --dry-run", false},
		{"activate hiroshi-tanaka", true},
		{"show nobody", true},
		{"show mateo-garcia", true},
		{"show mateo-garcia", false},
	} {
		s := openProgram(t, wide, env, append(flags, append([]string{"users"}, strings.Fields(c.command)...)...)...)
		s.Wait(patience)
		if told := strings.Contains(s.Screen(), "outcome unknown: change of state to blocked of mateo-garcia"); told != c.told {
			t.Errorf("%s told of it: %v\n%s", c.command, told, s.Screen())
		}
	}

	service.Edit("mateo-garcia", func(u *simulator.User) { u.State = "active" })
	service.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Hang: true, Apply: true})
	block()
	s := openProgram(t, usual, env, flags...)
	s.WaitFor("change of state to blocked of mateo-garcia", patience)
	s.WaitQuiet(600*time.Millisecond, patience) // what is typed at once is not meant for the box
	s.Press("enter")
	s.WaitFor("ETag", patience)
	s.Press("ctrl+c")
	mustEnd(t, s, 0)
}

// TestLostDeletionIsToldOfUntilTheUserIsLookedFor kills a command whose deletion
// is applied.
func TestLostDeletionIsToldOfUntilTheUserIsLookedFor(t *testing.T) {
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
			t.Errorf("told of it: %v\n%s", got, s.Screen())
		}
	}
}

// TestInterruptedWriteIsToldOfUntilTheUserIsSeen gives a write up, and lists
// users after that.
func TestInterruptedWriteIsToldOfUntilTheUserIsSeen(t *testing.T) {
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
			t.Errorf("%s told of it: %v\n%s", c.command, told, s.Screen())
		}
	}
}
