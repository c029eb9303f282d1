//go:build linux || darwin

package cli

import (
	"strings"
	"syscall"
	"testing"

	"apimtui/api/simulator"
)

// A draft that a dropped connection takes along is told of by the next command
// and the next console, until the user is looked at.
func TestLostDraftIsToldOfAtTheNextStart(t *testing.T) {
	onlyInFull(t)
	service, env, flags := serveHTTP(t, simulator.Options{Users: 20})
	env = append(env, "XDG_STATE_HOME="+t.TempDir())
	s := openProgram(t, usual, env, append(flags, "--user", "mateo-garcia")...)
	s.WaitFor("Mateo García", patience)
	s.Press("e")
	s.WaitFor("Edit Mateo", patience)
	s.Press("x")
	s.WaitFor("1 change: e-mail", patience)
	s.Signal(syscall.SIGHUP)
	mustEnd(t, s, 129)
	if out := string(s.Output()); !strings.Contains(out, "An unsaved draft was lost") {
		t.Errorf("nothing is said of the draft: %q", out)
	}

	s = openProgram(t, usual, env, flags...)
	s.Answer("esc", "unsaved draft of mateo-garcia was lost", patience)
	s.Press("ctrl+c")
	mustEnd(t, s, 0)

	for _, told := range []bool{true, false} {
		s := openProgram(t, wide, env, append(flags, "users", "show", "mateo-garcia")...)
		s.Wait(patience)
		if got := strings.Contains(s.Screen(), "an unsaved draft of mateo-garcia was lost"); got != told {
			t.Errorf("told of it: %v\n%s", got, s.Screen())
		}
	}
	for _, e := range service.Journal() {
		if e.Applied {
			t.Errorf("%s %s was applied", e.Method, e.Path)
		}
	}
}
