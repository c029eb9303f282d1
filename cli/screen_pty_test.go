//go:build linux || darwin

package cli

import (
	"fmt"
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

// connect starts a mosh server for the arguments, notes its process, and joins it.
const connect = `out=$(mosh-server new -i 127.0.0.1 -- "$@" 2>&1)
echo "$out" | sed -n 's/.*pid = \([0-9]*\).*/\1/p' >"$SCREENDIR/pid"
set -- $(echo "$out" | grep "MOSH CONNECT")
MOSH_KEY=$4 exec mosh-client 127.0.0.1 "$3"`

// inside opens the console in a multiplexer. Multiplexer and window may have
// different locales. The virtual terminal around it supports neither insert
// mode nor scroll regions.
func inside(t *testing.T, program, locale, window string) *ptytest.Session {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program + " is missing")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	m := map[string]struct{ start, quit, config string }{
		"screen": {"screen -c CONFIG -S console", "screen -S console -X quit",
			"termcapinfo * im@:ei@:ic@:IC@:mi@:cs@:al@:dl@:AL@:DL@:sr@:dc@:DC@\n"},
		"tmux": {"tmux -L console -f CONFIG new-session", "tmux -L console kill-server",
			"set -g status off\nset -as terminal-overrides ',*:csr@:il@:il1@:dl@:dl1@:ich@:ich1@:dch@:dch1@:ri@:ind@:indn@:rin@'\n"},
		"mosh": {"sh CONFIG", `kill $(cat "$SCREENDIR/pid")`, connect},
	}[program]
	config := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(config, []byte(m.config), 0o600); err != nil {
		t.Fatal(err)
	}
	env := withProgram(t, "LANG="+locale, "SCREENDIR="+dir, "TMUX_TMPDIR="+dir)
	t.Cleanup(func() {
		quit := exec.Command("sh", "-c", m.quit)
		quit.Env = append(os.Environ(), env...)
		_ = quit.Run() // the console may have ended, and the multiplexer with it
	})
	command := strings.Fields(strings.Replace(m.start, "CONFIG", config, 1))
	return ptytest.Start(t, append(command, "env", "LANG="+window, "apimtui", "--demo"), env, windowWidth, windowHeight)
}

// windowWidth and windowHeight are the size of the windows here.
const windowWidth, windowHeight = 110, 30

// cells returns all cells of a window as they look.
func cells(cell func(x, y int) vterm.Cell) [][]vterm.Cell {
	all := make([][]vterm.Cell, windowHeight)
	for y := range all {
		for x := range windowWidth {
			c := cell(x, y)
			if c.Text == " " && !c.Underline && !c.Reverse && !c.Strike {
				c = vterm.Cell{Text: " ", Width: 1, Bg: c.Bg} // the rest shows in characters alone
			}
			all[y] = append(all[y], c)
		}
	}
	return all
}

// held is longer than a multiplexer delays an escape that may begin a key of
// its own.
const held = 600 * time.Millisecond

// TestRowsAreRightInMultiplexers presses random keys in every locale, and
// compares the screen with a full redraw.
func TestRowsAreRightInMultiplexers(t *testing.T) {
	onlyInFull(t)
	for name, in := range map[string]struct{ program, locale, window, row string }{
		"screen in C":              {"screen", "C", "C", "* active  Amelia Hart"},
		"screen in POSIX":          {"screen", "POSIX", "POSIX", "* active  Amelia Hart"},
		"screen in ISO-8859-1":     {"screen", "en_US.ISO-8859-1", "en_US.ISO-8859-1", "* active  Amelia Hart"},
		"screen in UTF-8":          {"screen", "C.UTF-8", "C.UTF-8", "● active  Amelia Hart"},
		"screen in C, console not": {"screen", "C", "C.UTF-8", "* active  Amelia Hart"},
		"screen in UTF-8, not it":  {"screen", "C.UTF-8", "C", "* active  Amelia Hart"},
		"tmux in C":                {"tmux", "C", "C", "* active  Amelia Hart"},
		"tmux in UTF-8":            {"tmux", "C.UTF-8", "C.UTF-8", "● active  Amelia Hart"},
		"tmux in C, console not":   {"tmux", "C", "C.UTF-8", "_ active  Amelia Hart"}, // tmux's own
		"mosh":                     {"mosh", "C.UTF-8", "C.UTF-8", "● active  Amelia Hart"},
		"mosh, console in C":       {"mosh", "C.UTF-8", "C", "* active  Amelia Hart"}, // mosh itself needs UTF-8
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := inside(t, in.program, in.locale, in.window)
			s.WaitFor(in.row, patience)
			mustStayRight(t, s, func() [][]vterm.Cell { return cells(s.Cell) })
		})
	}
}

// mustStayRight presses 300 random keys, and compares the cells with those of a
// full redraw. No key writes, quits or starts a countdown.
func mustStayRight(t *testing.T, s *ptytest.Session, look func() [][]vterm.Cell) {
	t.Helper()
	keys := []string{"j", "k", "down", "up", "pgdown", "pgup", "G", "g", "o", "/", "a", "e", "n", "b", "D", "m",
		"enter", "enter", "esc", "tab", "?", ":", "backspace", "home", "end"}
	random := rand.New(rand.NewPCG(8, 300))
	for i := range 300 {
		s.Press(keys[random.IntN(len(keys))])
		if i%3 == 0 {
			s.WaitQuiet(40*time.Millisecond, patience)
		}
		if i%50 == 49 {
			s.Press("f12") // not bound: it clears the message
			s.WaitQuiet(2*held, patience)
			before, text := look(), s.Screen()
			s.Press("ctrl+l")
			s.WaitQuiet(held, patience)
			mustBeCells(t, fmt.Sprintf("redrawn after key %d", i+1), look(), before, text)
		}
	}
}

func mustBeCells(t *testing.T, which string, got, want [][]vterm.Cell, text string) {
	t.Helper()
	for y := range want {
		for x := range want[y] {
			if got[y][x] != want[y][x] {
				t.Fatalf("%s, cell %d,%d is %+v, not %+v:\n%s", which, x, y, got[y][x], want[y][x], text)
			}
		}
	}
}

// TestTablesInASCII lists users on a terminal without UTF-8.
func TestTablesInASCII(t *testing.T) {
	t.Parallel()
	for locale, name := range map[string]string{"C": "Mateo Garc?a ", "C.UTF-8": "Mateo García "} {
		s := openProgram(t, size{120, 80}, []string{"LANG=" + locale}, "users", "list", "--demo")
		s.WaitFor(name, patience)
		mustEnd(t, s, 0)
		if !strings.Contains(s.Screen(), name+strings.Repeat(" ", 8)) {
			t.Errorf("%s: the row moved:\n%s", locale, s.Screen())
		}
	}
}
