//go:build linux || darwin

package screenshots_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	// The program under test: built by itself, but its changes have to make
	// results that go test remembers void.
	_ "apimtui/cli"
	"apimtui/screenshots"
	"apimtui/tui/tuitest/ptytest"
	"apimtui/tui/tuitest/vterm"
)

// update is the environment variable that, set to 1, makes the pictures anew.
const update = "APIMTUI_UPDATE_SCREENSHOTS"

// again is the command that does.
const again = update + "=1 go test ./screenshots"

const columns = 100

// still is a frame in the forms it is kept in.
type still struct{ text, svg string }

func TestPicturesShowTheProgram(t *testing.T) {
	program := build(t)
	for _, s := range scenes() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			got := shoot(t, program, s)
			if os.Getenv(update) == "1" {
				got.keep(t, s.name)
				return
			}
			got.compare(t, s.name)
		})
	}
}

// build makes the program as it is installed.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "apimtui")
	if out, err := exec.Command("go", "build", "-o", path, "apimtui").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

// shoot plays a scene and takes its last frame, once that is complete.
func shoot(t *testing.T, program string, s scene) still {
	t.Helper()
	command := append([]string{program, "--demo", "--theme", "dark"}, s.args...)
	p := ptytest.Start(t, command, []string{"TZ=UTC"}, columns, s.rows)
	s.play(p)
	p.WaitQuiet(200*time.Millisecond, patience)
	cells := make([][]vterm.Cell, s.rows)
	for y := range cells {
		for x := range columns {
			cells[y] = append(cells[y], p.Cell(x, y))
		}
	}
	taken := still{text: screenshots.Text(cells), svg: string(screenshots.Draw("apimtui --demo", cells))}
	mustHideSecrets(t, p, s, taken)
	return taken
}

// mustHideSecrets holds that a picture has no secret in it, and that one would
// be found.
func mustHideSecrets(t *testing.T, p *ptytest.Session, s scene, taken still) {
	t.Helper()
	if leak := screenshots.Leak(taken.text); leak != "" {
		t.Fatalf("%q is in clear:\n%s", leak, taken.text)
	}
	if !s.secret {
		return
	}
	p.Press("v")
	p.WaitGone("masked", patience)
	p.WaitQuiet(200*time.Millisecond, patience)
	if screenshots.Leak(p.Screen()) == "" {
		t.Errorf("the secret that v reveals is not known as one:\n%s", p.Screen())
	}
}

// compare holds a frame against the one that is kept.
func (s still) compare(t *testing.T, name string) {
	t.Helper()
	if diff := screenshots.Differences(screenshots.Steady(read(t, name+".txt")), screenshots.Steady(s.text)); diff != "" {
		t.Fatalf("%s.txt (-) is not what the program shows (+):\n%s\nIf the program is right: %s", name, diff, again)
	}
	if diff := screenshots.Differences(screenshots.Steady(read(t, name+".svg")), screenshots.Steady(s.svg)); diff != "" {
		t.Errorf("%s.svg (-) has other colours or lines than the program (+):\n%s\nIf the program is right: %s", name, diff, again)
	}
}

// keep writes a frame, unless the one that is kept differs by the clock alone.
func (s still) keep(t *testing.T, name string) {
	t.Helper()
	same := screenshots.Steady(read(t, name+".txt")) == screenshots.Steady(s.text) &&
		screenshots.Steady(read(t, name+".svg")) == screenshots.Steady(s.svg)
	if !same {
		write(t, name+".txt", s.text)
		write(t, name+".svg", s.svg)
	}
	paint(t, name)
}
