package tuitest_test

import (
	"errors"
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"

	"apimtui/tui/tuitest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newEcho() tea.Model { return echo{alt: true} }

// everyKey are names under which a terminal in legacy mode can send a key.
var everyKey = []string{
	"a", "G", "?", "é", "日", "enter", "tab", "shift+tab", "esc", "space", "backspace",
	"insert", "delete", "home", "end", "pgup", "pgdown", "up", "down", "left", "right",
	"ctrl+a", "ctrl+c", "ctrl+h", "ctrl+j", "ctrl+s", "ctrl+z", "ctrl+space", "ctrl+\\", "ctrl+]", "ctrl+^", "ctrl+_",
	"alt+x", "alt+enter", "shift+up", "ctrl+left", "alt+down", "ctrl+shift+end", "shift+pgdown", "ctrl+delete",
	"f1", "f4", "f5", "f12", "shift+f3", "ctrl+f6",
}

func TestPressArrivesUnderItsName(t *testing.T) {
	for _, key := range everyKey {
		t.Run(key, func(t *testing.T) {
			tuitest.Run(t, tuitest.Options{}, newEcho, func(d *tuitest.Driver) {
				d.Press(key)
				d.MustSee("keys " + key)
			})
		})
	}
}

func TestPressSendsKeysOneByOne(t *testing.T) {
	tuitest.Run(t, tuitest.Options{}, newEcho, func(d *tuitest.Driver) {
		d.Press("esc", "x", "esc", "up")
		d.MustSee("keys esc,x,esc,up")
	})
}

func TestTypeIsOneMessagePerCharacter(t *testing.T) {
	tuitest.Run(t, tuitest.Options{}, newEcho, func(d *tuitest.Driver) {
		d.Type("a B日é👍🏽")
		d.MustSee("keys a,space,B,日,é,👍🏽", "text a B日é👍🏽")
	})
}

func TestPasteIsOneMessage(t *testing.T) {
	tuitest.Run(t, tuitest.Options{}, newEcho, func(d *tuitest.Driver) {
		long := strings.Repeat("0123456789", 600)
		d.Paste("two\nlines\x1b[A")
		d.MustSee(`pasted "two\rlines\x1b[A"`, "keys\n", "text\n")
		d.Paste(long)
		d.MustSee(`pasted "0123456789`)
		model, _, _ := quit(d)
		if got := model.(echo).pasted; got != long {
			t.Errorf("%d bytes arrived of %d", len(got), len(long))
		}
	})
}

// quit leaves echo by its own key.
func quit(d *tuitest.Driver) (tea.Model, error, bool) {
	d.Press("ctrl+q")
	return d.Done()
}

func TestResizeReachesProgramAndScreen(t *testing.T) {
	tuitest.Run(t, tuitest.Options{Width: 60, Height: 16}, newEcho, func(d *tuitest.Driver) {
		d.MustSee("size 60x16")
		d.Resize(120, 40)
		d.MustSee("size 120x40")
		if rows := strings.Count(d.Screen(), "\n") + 1; rows != 40 {
			t.Errorf("the screen has %d rows, want 40", rows)
		}
		d.Resize(0, 0)
		d.Resize(30, 5)
		d.MustSee("size 30x5")
	})
}

func TestTimePassesOnlyWhenAsked(t *testing.T) {
	started := time.Now()
	tuitest.Run(t, tuitest.Options{}, func() tea.Model { return ticker{} }, func(d *tuitest.Driver) {
		d.MustSee("0 seconds")
		d.Advance(10 * time.Second)
		d.MustSee("10 seconds")
		d.WaitFor("25 seconds", 20*time.Second)
		d.MustNotSee("26 seconds")
		d.Advance(time.Hour)
		d.MustSee("3625 seconds")
	})
	if real := time.Since(started); real > 20*time.Second {
		t.Errorf("an hour of simulated time took %v", real)
	}
}

func TestScreenKeepsWideAndCombiningText(t *testing.T) {
	const text = "日本 cafe\u0301|\nplain|"
	tuitest.Run(t, tuitest.Options{Width: 20, Height: 4}, func() tea.Model { return still{text: text} },
		func(d *tuitest.Driver) {
			d.MustSee("日本 cafe\u0301|", "plain|")
			if x, y := d.Find("|"); x != 9 || y != 0 {
				t.Errorf("the bar stands at %d,%d; want 9,0", x, y)
			}
			if c := d.Cell(0, 0); c.Text != "日" || c.Width != 2 {
				t.Errorf("the first cell is %+v", c)
			}
		})
}

func TestColoursFollowTheEnvironment(t *testing.T) {
	red := func() tea.Model { return still{text: "\x1b[1;38;2;250;10;10mred\x1b[m"} }
	tests := map[string]struct {
		env    []string
		fg     bool
		bold   bool
		exact  bool
		styled bool
	}{
		"true colour": {[]string{"TERM=xterm-256color", "COLORTERM=truecolor"}, true, true, true, true},
		"256 colours": {nil, true, true, false, true},
		"no colour":   {[]string{"TERM=xterm-256color", "NO_COLOR=1"}, false, true, false, true},
		"dumb":        {[]string{"TERM=dumb"}, false, false, false, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tuitest.Run(t, tuitest.Options{Env: tt.env}, red, func(d *tuitest.Driver) {
				x, y := d.Find("red")
				c := d.Cell(x, y)
				exact := false
				if c.Fg != nil {
					r, _, _, _ := c.Fg.RGBA()
					exact = r>>8 == 250
				}
				if (c.Fg != nil) != tt.fg || c.Bold != tt.bold || exact != tt.exact {
					t.Errorf("the cell is %+v", c)
				}
				if styled := strings.Contains(d.Styled(), "\x1b["); styled != tt.styled {
					t.Errorf("styled screen %q", d.Styled())
				}
			})
		})
	}
}

func TestIdleProgramWritesNothing(t *testing.T) {
	tuitest.Run(t, tuitest.Options{}, newEcho, func(d *tuitest.Driver) {
		if len(d.Output()) == 0 {
			t.Error("the first frame cost no bytes")
		}
		d.ResetOutput()
		d.Advance(10 * time.Minute)
		if out := d.Output(); len(out) != 0 {
			t.Errorf("an idle program wrote %q", out)
		}
		d.Type("x")
		d.Settle()
		if n := len(d.Output()); n == 0 || n > 60 {
			t.Errorf("a key cost %d bytes", n)
		}
	})
}

func TestQuitLeavesTheTerminalAsItWas(t *testing.T) {
	tuitest.Run(t, tuitest.Options{}, newEcho, func(d *tuitest.Driver) {
		d.MustSee("size")
		if left := d.LeftOver(); len(left) == 0 {
			t.Error("a running full-screen program has changed nothing")
		}
		if _, _, ended := d.Done(); ended {
			t.Error("ended before it was asked to")
		}
		if _, err, ended := quit(d); err != nil || !ended {
			t.Errorf("after quitting: error %v, ended %v", err, ended)
		}
		if left := d.LeftOver(); len(left) != 0 {
			t.Errorf("left over: %q", left)
		}
		d.MustNotSee("size")
	})
}

func TestAnswersReachTheProgram(t *testing.T) {
	var got tea.BackgroundColorMsg
	filter := func(_ tea.Model, msg tea.Msg) tea.Msg {
		if m, ok := msg.(tea.BackgroundColorMsg); ok {
			got = m
		}
		return msg
	}
	ask := func() tea.Model { return still{on: func() tea.Cmd { return tea.RequestBackgroundColor }} }
	o := tuitest.Options{Background: color.White, ProgramOptions: []tea.ProgramOption{tea.WithFilter(filter)}}
	tuitest.Run(t, o, ask, func(d *tuitest.Driver) {
		d.Press("x")
		d.Settle()
		if got.Color == nil || got.IsDark() {
			t.Errorf("the program learned the background %v, want white", got.Color)
		}
	})
}

func TestPanicEndsTheProgram(t *testing.T) {
	boom := func() tea.Model {
		return still{text: "calm", on: func() tea.Cmd { return func() tea.Msg { panic("boom") } }}
	}
	tuitest.Run(t, tuitest.Options{}, boom, func(d *tuitest.Driver) {
		d.Press("x")
		if _, err, ended := d.Done(); !ended || !errors.Is(err, tea.ErrProgramPanic) {
			t.Errorf("error %v, ended %v", err, ended)
		}
	})
}

func TestProgramThatWillNotQuitIsStopped(t *testing.T) {
	stubborn := func(_ tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.QuitMsg); ok {
			return nil
		}
		return msg
	}
	o := tuitest.Options{ProgramOptions: []tea.ProgramOption{tea.WithFilter(stubborn)}}
	var last *tuitest.Driver
	tuitest.Run(t, o, newEcho, func(d *tuitest.Driver) {
		d.Press("ctrl+q")
		d.MustSee("size")
		last = d
	})
	if left := last.LeftOver(); len(left) != 0 {
		t.Errorf("left over: %q", left)
	}
}

func TestPendingCommandsDoNotOutliveTheRun(t *testing.T) {
	slow := func() tea.Model {
		return still{text: "calm", on: func() tea.Cmd {
			return tea.Tick(10*time.Minute, func(time.Time) tea.Msg { return nil })
		}}
	}
	tuitest.Run(t, tuitest.Options{}, slow, func(d *tuitest.Driver) {
		d.Press("x")
		d.MustSee("calm")
	})
}

func TestCloseInputEndsTheInput(t *testing.T) {
	tuitest.Run(t, tuitest.Options{}, newEcho, func(d *tuitest.Driver) {
		d.Type("a")
		d.CloseInput()
		d.Type("b") // no one is left to read it
		d.MustSee("keys a\n")
	})
}
