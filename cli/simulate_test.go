package cli

import (
	"net"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"apimtui/api/simulator"
	"apimtui/tui/term"
)

// A port in use is not a usage error.
func TestSimulateOnAPortInUse(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	r := carryOut(t, nil, "simulate", "--addr", taken.Addr().String())
	if r.code != exitFailed || !strings.Contains(r.err, "cannot listen there") || !strings.Contains(r.err, "another port") || r.out != "" {
		t.Errorf("exit code %d, %q, %q", r.code, r.out, r.err)
	}
}

// The help describes every key of a fault file, and its example is valid.
func TestSimulateHelpDescribesFaults(t *testing.T) {
	help := carryOut(t, nil, "simulate", "--help").out
	for f := range reflect.TypeFor[simulator.Fault]().Fields() {
		key := f.Tag.Get("json")
		if !regexp.MustCompile(`\b` + key + `\b`).MatchString(help) {
			t.Errorf("%s is missing", key)
		}
	}
	for _, op := range simulator.Operations() {
		if !regexp.MustCompile(`\b` + string(op) + `\b`).MatchString(help) {
			t.Errorf("%s is missing", op)
		}
	}
	about, _, _ := strings.Cut(help, "Usage:")
	for line := range strings.Lines(about) {
		if w := term.Width(strings.TrimRight(line, "\n")); w > 80 {
			t.Errorf("%d columns: %s", w, line)
		}
	}
	from, to := strings.Index(help, "[{"), strings.Index(help, "}]")
	if from < 0 || to < from {
		t.Fatal("no example")
	}
	if faults, err := simulator.ParseFaults(strings.NewReader(help[from : to+2])); err != nil || len(faults) < 2 {
		t.Errorf("the example: %d faults, %v", len(faults), err)
	}
}
