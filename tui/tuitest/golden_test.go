package tuitest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/tuitest"
)

func TestGoldenIsWrittenThenCompared(t *testing.T) {
	t.Chdir(t.TempDir())
	run := func(update string) {
		t.Setenv("APIMTUI_UPDATE_GOLDEN", update)
		tuitest.Run(t, tuitest.Options{Width: 12, Height: 3}, func() tea.Model { return still{text: "one\ntwo"} },
			func(d *tuitest.Driver) { d.Golden("frame") })
	}
	run("1")
	path := filepath.Join("testdata", t.Name(), "frame.txtar")
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "-- 12x3 --\none\ntwo\n\n" {
		t.Fatalf("%s holds %q, %v", path, got, err)
	}
	run("")
}

// A failing assertion can only be seen from outside: the test binary runs
// itself with TUITEST_FAILS naming the script that has to fail.
const failing = "TUITEST_FAILS"

// failure is a script that must fail, and what its message must tell.
type failure struct {
	model  func() tea.Model
	script func(d *tuitest.Driver)
	want   []string
}

func failures() map[string]failure {
	return map[string]failure{
		"golden differs": {newStill, func(d *tuitest.Driver) { d.Golden("differs") },
			[]string{"row  2 want |zwei", "got  |two"}},
		"golden missing": {newStill, func(d *tuitest.Driver) { d.Golden("missing") },
			[]string{"APIMTUI_UPDATE_GOLDEN=1", "|two"}},
		"not seen": {newStill, func(d *tuitest.Driver) { d.MustSee("one", "three") },
			[]string{`"three" is not on the screen`, "|two"}},
		"seen": {newStill, func(d *tuitest.Driver) { d.MustNotSee("three", "two") },
			[]string{`"two" is on the screen`, "|two"}},
		"did not come": {newStill, func(d *tuitest.Driver) { d.WaitFor("three", 1e9) },
			[]string{`"three" did not appear within 1s`}},
		"no such key": {newStill, func(d *tuitest.Driver) { d.Press("entr") },
			[]string{`no key "entr"`}},
		"ambiguous key": {newStill, func(d *tuitest.Driver) { d.Press("ctrl+m") },
			[]string{`as "enter"`}},
		"key after the end": {newEcho, func(d *tuitest.Driver) { d.Press("ctrl+q", "x") },
			[]string{"already ended", `"x"`}},
		"unnoticed error": {func() tea.Model { return still{on: func() tea.Cmd { return tea.Interrupt }} },
			func(d *tuitest.Driver) { d.Press("x") },
			[]string{"the program ended by itself", "interrupted"}},
		"leak": {func() tea.Model {
			return still{on: func() tea.Cmd { return func() tea.Msg { select {} } }}
		}, func(d *tuitest.Driver) { d.Press("x") },
			[]string{"a goroutine outlived the program", "golden_test.go"}},
	}
}

func newStill() tea.Model { return still{text: "one\ntwo"} }

func TestFailuresAreReadable(t *testing.T) {
	if name := os.Getenv(failing); name != "" {
		f := failures()[name]
		tuitest.Run(t, tuitest.Options{Width: 12, Height: 3}, f.model, f.script)
		return
	}
	dir := t.TempDir()
	golden := filepath.Join(dir, "testdata", t.Name(), "differs.txtar")
	if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(golden, []byte("-- 12x3 --\none\nzwei\n\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, f := range failures() {
		t.Run(name, func(t *testing.T) {
			out, err := rerun(t, dir, name)
			if err == nil {
				t.Fatalf("it passed:\n%s", out)
			}
			for _, want := range f.want {
				if !strings.Contains(out, want) {
					t.Errorf("the message lacks %q:\n%s", want, out)
				}
			}
		})
	}
}

// rerun runs one failing script in a process of its own.
func rerun(t *testing.T, dir, name string) (string, error) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestFailuresAreReadable$")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), failing+"="+name, "APIMTUI_UPDATE_GOLDEN=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}
