//go:build linux || darwin

package screenshots_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	// The tests build the program themselves. This import makes go test rerun
	// when the program changes.
	_ "apimtui/cli"
	"apimtui/tui/tuitest/ptytest"
	"apimtui/tui/tuitest/vterm"
)

// update is the environment variable that, set to 1, makes the pictures anew.
const update = "APIMTUI_UPDATE_SCREENSHOTS"

// again is the command that makes the pictures anew.
const again = update + "=1 go test ./screenshots"

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func updating() bool { return os.Getenv(update) == "1" }

// format is a terminal that scenes are played in.
type format struct {
	theme         string
	columns, rows int
}

func (f format) String() string { return fmt.Sprintf("%s-%dx%d", f.theme, f.columns, f.rows) }

// wide reports whether the list has a preview, and a QR code has room.
func (f format) wide() bool { return f.columns >= 160 }

// rest is how long a frame takes to be complete.
func (f format) rest() time.Duration {
	if f.wide() {
		return preview
	}
	return rest
}

// compared is the format whose frames the test compares, and whose text is kept.
func compared() format { return format{"dark", 100, 30} }

func formats() []format {
	return []format{compared(), {"dark", 160, 45}, {"light", 100, 30}, {"light", 160, 45}}
}

func TestPicturesShowTheProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("pictures of every scene: part of the full run")
	}
	program := build(t)
	for _, f := range formats() {
		for _, s := range scenes() {
			if f != compared() && !updating() {
				continue
			}
			t.Run(f.String()+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				last := shoot(t, program, s, f)
				name := filepath.Join(f.String(), s.name)
				if f == compared() {
					keep(t, name+".txt", strings.Join(last.text(), "\n")+"\n")
				}
				keep(t, name+".svg", still(palettes()[f.theme], last))
			})
		}
	}
	t.Run("tour", func(t *testing.T) {
		t.Parallel()
		frames := shootTour(t, program, compared())
		keep(t, "tour.txt", script(frames))
		keep(t, "tour.svg", film(palettes()[compared().theme], frames))
	})
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

func start(t *testing.T, program string, f format, args ...string) *ptytest.Session {
	t.Helper()
	command := append([]string{program, "--demo", "--theme", f.theme}, args...)
	return ptytest.StartOn(t, palettes()[f.theme].ground, command, []string{"TZ=UTC"}, f.columns, f.rows)
}

// shoot plays a scene and returns its last frame.
func shoot(t *testing.T, program string, s scene, f format) frame {
	t.Helper()
	p := start(t, program, f, s.args()...)
	for _, step := range s.steps {
		step.take(p, f)
	}
	if f.wide() {
		for _, step := range s.wide {
			step.take(p, f)
		}
	}
	last := capture(t, p, f)
	if s.secret && f == compared() {
		p.Press("v")
		p.WaitGone("masked", patience)
		p.WaitQuiet(rest, patience)
		if leak(p.Screen()) == "" {
			t.Errorf("leak does not find the secret that v reveals:\n%s", p.Screen())
		}
	}
	return last
}

// capture returns the frame on the screen, which must show no secret.
func capture(t *testing.T, p *ptytest.Session, f format) frame {
	t.Helper()
	if secret := leak(p.Screen()); secret != "" {
		t.Fatalf("%q is shown in clear:\n%s", secret, p.Screen())
	}
	cells := make(frame, f.rows)
	for y := range cells {
		cells[y] = make([]vterm.Cell, f.columns)
		for x := range cells[y] {
			cells[y][x] = p.Cell(x, y)
		}
	}
	return cells
}

// keep compares content with the stored file, or stores it if more than the
// clock has changed.
func keep(t *testing.T, name, content string) {
	t.Helper()
	diff := differences(read(t, name), content)
	switch {
	case diff == "":
	case !updating():
		t.Errorf("%s (-) differs from the program (+):\n%s\nIf the program is right: %s", name, diff, again)
	default:
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// read returns a stored file, "" when there is none.
func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(b)
}
