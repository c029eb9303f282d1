//go:build linux || darwin

package cli

import (
	"strings"
	"testing"
	"time"

	"apimtui/tui/tuitest/ptytest"
)

// scene chooses a scene from the palette.
func scene(s *ptytest.Session, name, told string) {
	s.Press(":")
	s.WaitFor("Commands", patience)
	s.Type(name)
	s.WaitFor("▌ "+name, patience)
	s.Press("enter")
	s.WaitFor(told, patience)
}

// block blocks the chosen user and waits for what becomes of it.
func block(s *ptytest.Session, words ...string) {
	s.Press("b")
	s.Answer("y", "y yes  n no", patience)
	for _, w := range words {
		s.WaitFor(w, patience)
	}
}

// Each scene of a demonstration brings about what it says, and a reset the first
// frame.
func TestScenesOfADemonstration(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	s := openProgram(t, wide, nil, "--demo")
	s.WaitFor("1 of 60", patience)
	s.WaitQuiet(600*time.Millisecond, patience)
	first := s.Screen()

	s.Press("down")
	scene(s, "throttling", "The next write is throttled")
	block(s, "Nothing was written yet", "saved: Amelia Hart is blocked")
	s.Press("down")
	scene(s, "lost answer", "the connection breaks before its answer")
	block(s, "confirmed after a lost answer: Jonas Lindqvist is blocked")
	s.Press("down")
	scene(s, "no permission", "the account has no permission")
	block(s, "not applied", "403 AuthorizationFailed")
	s.Answer("esc", "403 AuthorizationFailed", patience)
	scene(s, "outage", "The service is down")
	s.Press("r")
	s.WaitFor("503 ServiceUnavailable", patience)
	scene(s, "outage", "The service is up again.")
	s.Press("r")
	s.WaitGone("503 ServiceUnavailable", patience)
	s.WaitFor("of 60", patience)
	scene(s, "reset", "The demonstration begins again")
	s.Press("f12") // the notice goes
	s.WaitGone("begins again", patience)
	s.WaitFor("1 of 60", patience)
	s.WaitQuiet(600*time.Millisecond, patience)
	if got := s.Screen(); got != first {
		t.Errorf("the reset shows\n%s\nthe first frame was\n%s", got, first)
	}
	s.Press("ctrl+c")
	mustEnd(t, s, 0)
}

// A presentation masks what it draws, and stays one after the demonstration begins
// again. It has nothing to mask where nothing is drawn.
func TestPresentation(t *testing.T) {
	t.Parallel()
	s := openProgram(t, wide, nil, "--demo", "--present")
	s.WaitFor("a••••••••••@c••••••.com", patience)
	s.WaitFor("6286…•", patience)
	scene(s, "reset", "The demonstration begins again")
	s.WaitFor("a••••••••••@c••••••.com", patience)
	if out := string(s.Output()); strings.Contains(out, "amelia.hart@") || strings.Contains(out, "@contoso.com") {
		t.Errorf("an address was drawn:\n%s", s.Screen())
	}
	s.Press("ctrl+c")
	mustEnd(t, s, 0)
}

// Not side by side with others: the logging of the SDK is set for the whole process.
func TestPresentationHasNoLines(t *testing.T) {
	if r := carryOut(t, nil, "--demo", "--present", "--linear"); r.code != exitUsage || !strings.Contains(r.err, "--linear draws nothing") {
		t.Errorf("exit code %d: %s", r.code, r.err)
	}
}
