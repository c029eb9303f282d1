//go:build linux || darwin

package cli

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apimtui/tui/tuitest/ptytest"
	"apimtui/tui/tuitest/vterm"
)

// insideScreen opens the console in GNU screen, which is started in a locale, and
// whose window may have another.
func insideScreen(t *testing.T, locale, window string, args ...string) *ptytest.Session {
	t.Helper()
	if _, err := exec.LookPath("screen"); err != nil {
		t.Skip("there is no screen here")
	}
	dir := filepath.Join(t.TempDir(), "s")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	// The virtual terminal around it knows neither insert mode nor regions
	// that scroll.
	rc := filepath.Join(t.TempDir(), "screenrc")
	if err := os.WriteFile(rc, []byte("termcapinfo * im@:ei@:ic@:IC@:mi@:cs@:al@:dl@:AL@:DL@:sr@:dc@:DC@\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := withProgram(t, "LANG="+locale, "SCREENDIR="+dir)
	t.Cleanup(func() {
		quit := exec.Command("screen", "-S", "console", "-X", "quit")
		quit.Env = append(os.Environ(), env...)
		_ = quit.Run() // the console may have ended, and screen with it
	})
	command := []string{"screen", "-c", rc, "-S", "console", "env", "LANG=" + window, "apimtui"}
	return ptytest.Start(t, append(command, args...), env, 110, 30)
}

// cells is all that a screen shows, with styles.
func cells(s *ptytest.Session, at size) [][]vterm.Cell {
	all := make([][]vterm.Cell, at.height)
	for y := range all {
		for x := range at.width {
			all[y] = append(all[y], s.Cell(x, y))
		}
	}
	return all
}

// held is longer than screen keeps an escape back that might begin a key of its
// own, and what comes behind it.
const held = 600 * time.Millisecond

// TestRowsStayTrueInGNUScreen presses keys at random in every locale, and holds
// what they led to against the same page drawn anew. Nothing is pressed that
// writes, leaves, or counts seconds.
func TestRowsStayTrueInGNUScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("300 keys in six screens")
	}
	keys := []string{"j", "k", "down", "up", "pgdown", "pgup", "G", "g", "o", "/", "a", "e", "n", "b", "D", "m",
		"enter", "enter", "esc", "tab", "?", ":", "backspace", "home", "end"}
	for name, in := range map[string]struct{ screen, window, row string }{
		"C":              {"C", "C", "* active  Amelia Hart"},
		"POSIX":          {"POSIX", "POSIX", "* active  Amelia Hart"},
		"ISO-8859-1":     {"en_US.ISO-8859-1", "en_US.ISO-8859-1", "* active  Amelia Hart"},
		"UTF-8":          {"C.UTF-8", "C.UTF-8", "● active  Amelia Hart"},
		"UTF-8 within C": {"C", "C.UTF-8", "* active  Amelia Hart"},
		"C within UTF-8": {"C.UTF-8", "C", "* active  Amelia Hart"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := insideScreen(t, in.screen, in.window, "--demo")
			s.WaitFor(in.row, patience)
			random := rand.New(rand.NewPCG(8, 300))
			for i := range 300 {
				s.Press(keys[random.IntN(len(keys))])
				if i%3 == 0 {
					s.WaitQuiet(40*time.Millisecond, patience)
				}
				if i%50 == 49 {
					s.Press("f12") // bound to nothing: it takes the message away
					s.WaitQuiet(held, patience)
					before, text := cells(s, size{110, 30}), s.Screen()
					s.Press("ctrl+l")
					s.WaitQuiet(settles*4, patience)
					mustBeCells(t, i, cells(s, size{110, 30}), before, text)
				}
			}
		})
	}
}

func mustBeCells(t *testing.T, key int, fresh, before [][]vterm.Cell, text string) {
	t.Helper()
	for y := range fresh {
		for x := range fresh[y] {
			if fresh[y][x] != before[y][x] {
				t.Fatalf("after key %d, cell %d,%d was %+v, and is %+v when drawn anew:\n%s", key+1, x, y, before[y][x], fresh[y][x], text)
			}
		}
	}
}

// TestTablesInASCII lists users on a terminal that is not one of UTF-8.
func TestTablesInASCII(t *testing.T) {
	t.Parallel()
	for locale, name := range map[string]string{"C": "Mateo Garc?a ", "C.UTF-8": "Mateo García "} {
		s := openProgram(t, size{120, 80}, []string{"LANG=" + locale}, "users", "list", "--demo")
		s.WaitFor(name, patience)
		mustEnd(t, s, 0)
		if !strings.Contains(s.Screen(), name+strings.Repeat(" ", 10)) {
			t.Errorf("%s: the row moved:\n%s", locale, s.Screen())
		}
	}
}
