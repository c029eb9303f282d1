//go:build linux || darwin

package screenshots_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	// The test builds the program itself. This import makes go test rerun when
	// the program changes.
	_ "apimtui/cli"
	"apimtui/screenshots"
	"apimtui/tui/tuitest/ptytest"
	"apimtui/tui/tuitest/vterm"
)

// update is the environment variable that, set to 1, updates the pictures.
const update = "APIMTUI_UPDATE_SCREENSHOTS"

// again is the command that updates the pictures.
const again = update + "=1 go test ./screenshots"

const columns = 100

// still is a frame in its stored formats.
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

// build compiles the program as it is installed.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "apimtui")
	if out, err := exec.Command("go", "build", "-o", path, "apimtui").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

// shoot plays a scene and captures its last frame.
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

// mustHideSecrets checks that a picture shows no secret, and that Leak would
// find one.
func mustHideSecrets(t *testing.T, p *ptytest.Session, s scene, taken still) {
	t.Helper()
	if leak := screenshots.Leak(taken.text); leak != "" {
		t.Fatalf("%q is shown in clear:\n%s", leak, taken.text)
	}
	if !s.secret {
		return
	}
	p.Press("v")
	p.WaitGone("masked", patience)
	p.WaitQuiet(200*time.Millisecond, patience)
	if screenshots.Leak(p.Screen()) == "" {
		t.Errorf("Leak does not find the secret that v reveals:\n%s", p.Screen())
	}
}

// compare checks a frame against the stored one.
func (s still) compare(t *testing.T, name string) {
	t.Helper()
	if diff := screenshots.Differences(screenshots.Steady(read(t, name+".txt")), screenshots.Steady(s.text)); diff != "" {
		t.Fatalf("%s.txt (-) differs from the program (+):\n%s\nIf the program is right: %s", name, diff, again)
	}
	if diff := screenshots.Differences(screenshots.Steady(read(t, name+".svg")), screenshots.Steady(s.svg)); diff != "" {
		t.Errorf("%s.svg (-) has other colours or lines than the program (+):\n%s\nIf the program is right: %s", name, diff, again)
	}
}

// keep stores a frame, unless it only differs from the stored one by the clock.
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
