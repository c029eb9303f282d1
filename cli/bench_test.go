//go:build linux || darwin

package cli

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest/ptytest"
)

// BenchmarkPTYFirstFrame measures the time from process start to the first text
// on the screen, compared to an empty Bubble Tea program. They start in turn, so
// that a busy machine slows all.
func BenchmarkPTYFirstFrame(b *testing.B) {
	dir := programDir(b)
	if err := buildInto(dir, "empty", "./testdata/empty"); err != nil {
		b.Fatal(err)
	}
	_, env, flags := serveHTTP(b, simulator.Options{Latency: time.Second})
	programs := []struct {
		name, shown string
		open        func() *ptytest.Session
	}{
		{"empty-program", "empty", func() *ptytest.Session {
			return ptytest.Start(b, []string{filepath.Join(dir, "empty")}, nil, wide.width, wide.height)
		}},
		{"demo", "contoso-apim", func() *ptytest.Session { return openProgram(b, wide, nil, "--demo") }},
		{"server", "apimService1", func() *ptytest.Session { return openProgram(b, wide, env, flags...) }},
	}
	frames := make([][]time.Duration, len(programs))
	for b.Loop() {
		for i, c := range programs {
			s := c.open()
			s.WaitFor(c.shown, patience)
			frames[i] = append(frames[i], s.FirstFrame())
			s.Press("q")
			s.Wait(patience)
		}
	}
	for i, c := range programs {
		slices.Sort(frames[i])
		reportMetric(b, milliseconds(frames[i][len(frames[i])/2]), "ms/"+c.name)
	}
}

// BenchmarkUsersList measures a whole process that lists 5,000 users from a
// service that takes 50 ms for a page, compared to the pager of the official
// client. Both run in turn, so that a busy machine slows both. Run it with
//
//	go test ./cli -run '^$' -bench UsersList -benchtime 5x
func BenchmarkUsersList(b *testing.B) {
	dir := programDir(b)
	if err := buildInto(dir, "pager", "./testdata/pager"); err != nil {
		b.Fatal(err)
	}
	_, env, flags := serveHTTP(b, simulator.Options{Users: 5000, Latency: 50 * time.Millisecond, Throttle: &simulator.Throttle{Off: true}})
	run := func(name string, args ...string) time.Duration {
		cmd := exec.Command(filepath.Join(dir, name), args...)
		cmd.Env = append(env, "HOME="+b.TempDir())
		start := time.Now()
		out, err := cmd.Output()
		took := time.Since(start)
		if n := bytes.Count(out, []byte(`"registrationDate"`)); err != nil || n != 5000 {
			b.Fatalf("%s listed %d users: %v", name, n, err)
		}
		return took
	}
	var ours, theirs time.Duration
	for b.Loop() {
		ours += run("apimtui", append([]string{"users", "list", "-o", "json"}, flags...)...)
		theirs += run("pager", flags[1], flags[5], flags[7], flags[9])
	}
	reportMetric(b, milliseconds(ours)/float64(b.N), "ms/list")
	reportMetric(b, milliseconds(theirs)/float64(b.N), "ms/official-pager")
	reportMetric(b, float64(theirs)/float64(ours), "times-sooner")
}

// lists opens the loaded lists for which keys are measured.
func lists(b *testing.B, measure func(*testing.B, *ptytest.Session)) {
	b.Run("demo", func(b *testing.B) {
		s := openProgram(b, wide, nil, "--demo")
		s.WaitFor("Users 60/60", patience)
		measure(b, s)
	})
	b.Run("10000 users", func(b *testing.B) {
		_, env, flags := serveHTTP(b, simulator.Options{Users: 10_000})
		s := openProgram(b, wide, env, flags...)
		s.WaitFor("Users 10,000/10,000", patience)
		measure(b, s)
	})
}

// BenchmarkPTYCursorMove measures what a cursor move writes to the terminal, on
// a screen of 120x40 that does not scroll.
func BenchmarkPTYCursorMove(b *testing.B) {
	lists(b, func(b *testing.B, s *ptytest.Session) {
		var costs []int
		for b.Loop() {
			costs = append(costs, cursorMoves(b, s, "j")...)
			s.Press("g")
		}
		reportBytes(b, costs, "key")
	})
}

// BenchmarkPTYFilterLetter measures what a typed letter of a filter writes:
// first while every letter changes rows, then when only the letter changes.
func BenchmarkPTYFilterLetter(b *testing.B) {
	lists(b, func(b *testing.B, s *ptytest.Session) {
		var narrowing, idle []int
		for b.Loop() {
			s.Type("/")
			narrowing = append(narrowing, letters(s, "", "fabrikam")...)
			idle = append(idle, letters(s, "fabrikam", "zzzz")[1:]...)
			s.Press("esc")
			s.WaitFor("Administrator", patience)
		}
		reportBytes(b, narrowing, "letter")
		reportBytes(b, idle, "empty-letter")
	})
}

// letters types letters one by one after the typed text, and returns the cost
// of each.
func letters(s *ptytest.Session, typed, more string) []int {
	var costs []int
	s.WaitQuiet(settles, patience)
	for _, r := range more {
		typed += string(r)
		costs = append(costs, cost(s, func() { s.Type(string(r)) }, "/"+typed))
	}
	return costs
}

// BenchmarkPTYIdle measures what the idle console writes.
func BenchmarkPTYIdle(b *testing.B) {
	const rest = 3 * time.Second
	lists(b, func(b *testing.B, s *ptytest.Session) {
		s.WaitQuiet(settles, patience)
		s.ResetOutput()
		for b.Loop() {
			s.WaitQuiet(rest, rest+patience)
		}
		reportMetric(b, float64(len(s.Output())), "bytes")
	})
}

// reportMetric replaces the time of an iteration, which includes the test's own
// waits.
func reportMetric(b *testing.B, n float64, unit string) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(n, unit)
}

func reportBytes(b *testing.B, costs []int, per string) {
	sum := 0
	for _, n := range costs {
		sum += n
	}
	reportMetric(b, float64(sum)/float64(len(costs)), "bytes/"+per)
	reportMetric(b, float64(slices.Max(costs)), "bytes/worst-"+per)
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
