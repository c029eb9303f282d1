package vterm_test

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"apimtui/tui/tuitest/vterm"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// open returns a terminal that maps newlines and is closed with the test.
func open(t testing.TB, width, height int) *vterm.Terminal {
	t.Helper()
	term := vterm.New(vterm.Options{Width: width, Height: height, MapNewline: true})
	t.Cleanup(func() {
		if err := term.Close(); err != nil {
			t.Error(err)
		}
	})
	return term
}

func write(t testing.TB, term *vterm.Terminal, s string) {
	t.Helper()
	if _, err := term.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
}

func TestScreenShowsText(t *testing.T) {
	tests := map[string]struct{ output, want string }{
		"lines":              {"one\ntwo", "one\ntwo\n"},
		"blanks trimmed":     {"one   \n  two ", "one\n  two\n"},
		"cursor movement":    {"\x1b[2;3Hx", "\n  x\n"},
		"wide":               {"日本x\n語", "日本x\n語\n"},
		"combining on ascii": {"cafe\u0301!", "cafe\u0301!\n\n"},
		"combining on other": {"日\u0301x", "日\u0301x\n\n"},
		"two marks":          {"e\u0301\u0323z", "e\u0301\u0323z\n\n"},
		"styled":             {"\x1b[1;31me\u0301\x1b[m.", "e\u0301.\n\n"},
		"title is no text":   {"\x1b]2;e\u0301\aabc", "abc\n\n"},
		"overwritten":        {"abc\rx", "xbc\n\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			term := open(t, 10, 3)
			write(t, term, tt.output)
			if got := term.Screen(); got != tt.want {
				t.Errorf("screen = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCellTellsStyle(t *testing.T) {
	term := open(t, 20, 2)
	plain := vterm.Cell{Text: "a", Width: 1}
	tests := map[string]struct {
		sgr  string
		want func(*vterm.Cell)
	}{
		"none":      {"0", func(*vterm.Cell) {}},
		"bold":      {"1", func(c *vterm.Cell) { c.Bold = true }},
		"faint":     {"2", func(c *vterm.Cell) { c.Faint = true }},
		"italic":    {"3", func(c *vterm.Cell) { c.Italic = true }},
		"underline": {"4", func(c *vterm.Cell) { c.Underline = true }},
		"blink":     {"5", func(c *vterm.Cell) { c.Blink = true }},
		"reverse":   {"7", func(c *vterm.Cell) { c.Reverse = true }},
		"conceal":   {"8", func(c *vterm.Cell) { c.Conceal = true }},
		"strike":    {"9", func(c *vterm.Cell) { c.Strike = true }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			write(t, term, "\x1b[H\x1b["+tt.sgr+"ma\x1b[m")
			want := plain
			tt.want(&want)
			if got := term.Cell(0, 0); got != want {
				t.Errorf("cell = %+v, want %+v", got, want)
			}
		})
	}
	write(t, term, "\x1b[H\x1b[38;2;255;0;0mr")
	if c := term.Cell(0, 0); c.Fg == nil || c.Bg != nil {
		t.Errorf("a red character on the terminal's background reads as fg %v bg %v", c.Fg, c.Bg)
	} else if r, g, b, _ := c.Fg.RGBA(); r>>8 != 255 || g != 0 || b != 0 {
		t.Errorf("red reads as %v", c.Fg)
	}
	if c := term.Cell(20, 0); c != (vterm.Cell{}) {
		t.Errorf("outside the screen there is %+v", c)
	}
}

func TestFindCountsColumns(t *testing.T) {
	term := open(t, 20, 3)
	write(t, term, "x\n日本 e\u0301 here")
	x, y, ok := term.Find("here")
	if x != 7 || y != 1 || !ok {
		t.Errorf("Find = %d, %d, %v; want 7, 1, true", x, y, ok)
	}
	if _, _, ok := term.Find("there"); ok {
		t.Error("found what is not there")
	}
}

func TestQueriesAreAnswered(t *testing.T) {
	var mu sync.Mutex
	var got []byte
	term := vterm.New(vterm.Options{Width: 10, Height: 3, Reply: func(b []byte) {
		mu.Lock()
		defer mu.Unlock()
		got = append(got, b...)
	}})
	write(t, term, "\x1b[2;4H\x1b[6n\x1b[?2026$p")
	if err := term.Close(); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if s := string(got); !strings.Contains(s, "\x1b[2;4R") || !strings.Contains(s, "\x1b[?2026;") {
		t.Errorf("answers = %q, want a cursor position and a mode report", s)
	}
}

func TestLeftOver(t *testing.T) {
	tests := map[string]struct {
		output string
		want   []string
	}{
		"nothing":         {"plain \x1b[1mtext\x1b[m", nil},
		"all put back":    {"\x1b[?1049h\x1b[?25l\x1b[?1002;1006h\x1b[>1u..\x1b[<u\x1b[?1006;1002l\x1b[?25h\x1b[?1049l", nil},
		"alternate":       {"\x1b[?1049h", []string{"alternate screen still showing"}},
		"cursor":          {"\x1b[?25l", []string{"cursor still hidden"}},
		"paste":           {"\x1b[?2004h", []string{"bracketed paste still on"}},
		"mouse":           {"\x1b[?1003h\x1b[?1006h", []string{"mode ?1003 still set", "mode ?1006 still set"}},
		"wrap":            {"\x1b[?7l", []string{"mode ?7 still reset"}},
		"keyboard":        {"\x1b[>1u\x1b[>4;2m", []string{"kitty keyboard protocol pushed 1 times too often", "modifyOtherKeys still on"}},
		"keyboard back":   {"\x1b[>4;2m\x1b[>1u\x1b[<1u\x1b[>4m", nil},
		"inside a title":  {"\x1b]2;\x1b[?25l\a", []string{"cursor still hidden"}},
		"full reset":      {"\x1b[?25l\x1bc", nil},
		"cut by a cancel": {"\x1b[?25\x18l", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			term := open(t, 20, 3)
			write(t, term, tt.output)
			if got := term.LeftOver(); !slices.Equal(got, tt.want) {
				t.Errorf("left over %q, want %q", got, tt.want)
			}
		})
	}
}

func TestVisibleIsTextAlone(t *testing.T) {
	term := open(t, 20, 3)
	write(t, term, "\x1b[?1049h\x1b]2;title\a \r\n \x1b[2K")
	if term.Visible() {
		t.Fatal("sequences and blanks count as visible")
	}
	write(t, term, "x")
	if !term.Visible() {
		t.Fatal("a letter is not visible")
	}
}

func TestKeystrokes(t *testing.T) {
	got, err := vterm.Keystrokes("ae\u0301日👩\u200d💻👍🏽 ")
	want := []string{"a", "e\u0301", "日", "👩\u200d💻", "👍🏽", " "}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("keystrokes = %q, %v; want %q", got, err, want)
	}
	if _, err := vterm.Keystrokes("a\n"); err == nil {
		t.Error("a newline counts as a printable key")
	}
}

func TestEncodeRefusesWhatTerminalsCannotSend(t *testing.T) {
	for _, key := range []string{"", "ctrl+i", "ctrl+m", "ctrl+[", "ctrl+1", "ctrl+shift+a", "ctrl+enter", "entr", "alt+", "shift+enter"} {
		if seq, err := vterm.Encode(key); err == nil {
			t.Errorf("%q is sent as %q", key, seq)
		}
	}
}

// FuzzWrite feeds arbitrary program output in two parts: no panic, and a screen
// of the right shape.
func FuzzWrite(f *testing.F) {
	f.Add([]byte("e\u0301\x1b[?1049h日本"), 2)
	f.Add([]byte("\x1b]8;;x\x1b\\\x1b[>1u\x1b[999;999H\xff\u0301"), 7)
	// The emulator repeats a character as often as it is told to.
	hugeCount := regexp.MustCompile(`\d{5}`)
	f.Fuzz(func(t *testing.T, output []byte, split int) {
		if len(output) > 1000 || hugeCount.Match(output) {
			return
		}
		term := open(t, 12, 4)
		split = max(0, min(split, len(output)))
		write(t, term, string(output[:split]))
		write(t, term, string(output[split:]))
		screen := term.Screen()
		if rows := strings.Count(screen, "\n") + 1; rows != 4 {
			t.Errorf("%d rows, want 4: %q", rows, screen)
		}
		standIn := func(r rune) bool { return r >= 0x10ff00 }
		if strings.ContainsFunc(screen, standIn) && !strings.ContainsFunc(string(output), standIn) {
			t.Errorf("a stand-in is on the screen: %q", screen)
		}
	})
}
