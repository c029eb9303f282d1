package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

func TestFrames(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size, simulated: simulator.Options{Hostile: true}}
		w.show(t, func(d *tuitest.Driver) {
			d.Golden("users")
			d.Press("down", "down", "/")
			d.Type("fa")
			d.Golden("filter")
			d.Type("zzzz")
			d.Golden("no-match")
			d.Press("esc", "o")
			d.Golden("by-name")
			d.Press("?")
			d.Golden("help")
			d.Press("esc", ":")
			d.Type("re")
			d.Golden("commands")
			d.Press("esc", "end")
			d.Golden("end")
		})
	}
}

func TestUserFrames(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			d.Settle()
			d.Press("/")
			d.Type("amelia")
			d.Press("enter", "enter")
			d.Golden("user")
			d.Press("end")
			d.Golden("user-end")
		})
	}
}

func TestBadges(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Context: "prod", Service: "contoso-apim", Badges: []Badge{{"PROD", ui.Bad}, {"READ-ONLY", ui.Warn}}}}
	w.show(t, func(d *tuitest.Driver) {
		d.MustSee("prod › contoso-apim  PROD   READ-ONLY   Users 60/60")
	})
}

func TestFirstFrameNeedsNoService(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Faults: []simulator.Fault{{Operation: "*", Times: -1, Hang: true}}}}
	w.show(t, func(d *tuitest.Driver) {
		d.MustSee("apimService1", "Loading users…", "q quit")
		d.Advance(3200 * time.Millisecond)
		d.MustSee("3 s, esc cancels")
		d.Press("esc")
		d.MustSee("Loading was stopped. r loads again.")
	})
}

func TestRowsComeAsPagesArrive(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Users: 1000, Latency: 500 * time.Millisecond}}
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(600 * time.Millisecond)
		d.MustSee("Users 100/1,000", "Amelia Hart")
		d.WaitFor("Users 1,000/1,000", 2*time.Second)
		d.MustNotSee("esc cancels", "Incomplete")
	})
}

func TestMissingPartIsNamedAndResumed(t *testing.T) {
	t.Parallel()
	broken := simulator.Fault{Operation: simulator.UserList, Calls: 6, Times: -1, Status: 500}
	w := &world{simulated: simulator.Options{Users: 1000, Faults: []simulator.Fault{broken}}}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Incomplete: ", time.Minute)
		d.MustSee("r resumes", "500")
		d.MustNotSee("1,000/1,000")
		w.sim.ClearFaults()
		d.Press("r")
		d.WaitFor("Users 1,000/1,000", time.Minute)
		d.MustNotSee("Incomplete")
	})
}

func TestThrottlingIsSaid(t *testing.T) {
	t.Parallel()
	limit := simulator.Fault{Operation: simulator.UserList, Calls: 3, Status: 429, RetryAfter: 7}
	w := &world{simulated: simulator.Options{Users: 1000, Latency: 100 * time.Millisecond, Faults: []simulator.Fault{limit}}}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Azure throttles this subscription: going on in 7 s", 2*time.Second)
		d.WaitFor("Users 1,000/1,000", 20*time.Second)
		d.MustNotSee("throttles")
	})
}

func TestFailedListSaysWhatToDo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault simulator.Fault
		want  []string
	}{
		{"401", simulator.Fault{Status: 401}, []string{"did not accept the sign-in (401 Unauthorized)", "Sign in again"}},
		{"403", simulator.Fault{Status: 403}, []string{"Not permitted (403 Forbidden)"}},
		{"html", simulator.Fault{Garbage: true}, []string{"could not be read", "Check the endpoint"}},
		{"cut", simulator.Fault{CutBefore: true}, []string{"No answer: the connection broke", "Check the network"}},
		{"500", simulator.Fault{Status: 500}, []string{"The service failed (500 InternalServerError)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.fault.Operation, tt.fault.Times = simulator.UserList, 8
			w := &world{simulated: simulator.Options{Faults: []simulator.Fault{tt.fault}}}
			w.show(t, func(d *tuitest.Driver) {
				d.WaitFor("The users could not be loaded.", time.Minute)
				screen := strings.Join(strings.Fields(d.Screen()), " ")
				for _, want := range tt.want {
					if !strings.Contains(screen, want) {
						t.Errorf("the screen does not say %q:\n%s", want, d.Screen())
					}
				}
				w.sim.ClearFaults()
				d.Press("r")
				d.WaitFor("Users 60/60", time.Minute)
			})
		})
	}
}

func TestSelectionSurvivesFilterAndReload(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("down", "down", "down")
		d.MustSee("▌● active  Priya Nair")
		d.Press("/")
		d.Type("lena")
		d.MustSee("▌● active  Lena Fischer")
		d.Press("esc")
		d.MustSee("▌● active  Priya Nair")
		d.Press("r")
		d.MustSee("▌● active  Priya Nair", "60/60")
		d.Press("o")
		d.MustSee("▌● active  Priya Nair", "NAME ▴")
	})
}

func TestFilterFindsAllFields(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}, simulated: simulator.Options{Hostile: true}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		for typed, want := range map[string]string{
			"lefevre":           "Chloé Lefèvre",         // without the accents
			"hiroshi-tan":       "Hiroshi Tanaka",        // user id
			"fischer fabrikam":  "Lena Fischer",          // words of two fields
			"nightly":           "Invoicing Service",     // note
			"blocked chloe":     "chloe.lefevre@adatum",  // state
			"佐藤":                "misaki.sato@proseware", // as it is written
			"o'brien+test@exam": "Seán O'Brien",
		} {
			d.Press("/")
			d.Type(typed)
			d.MustSee("Users 1 of 60", want)
			d.Press("esc")
			d.MustSee("Users 60/60")
		}
	})
}

func TestFilterMarksTheRegistrationDate(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{100, 40}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("/")
		d.Type("2024-05 owen")
		d.MustSee("Users 1 of 60", "Owen Hughes")
		x, y := d.Find("2024-05-14")
		name, _ := d.Find("Owen")
		marked, plain, like := d.Cell(x, y), d.Cell(x+8, y), d.Cell(name, y)
		if marked.Fg != like.Fg || marked.Fg == plain.Fg {
			t.Errorf("the date is drawn in %v, then %v; other matches in %v", marked.Fg, plain.Fg, like.Fg)
		}
	})
}

// What keeps a key from working stands whole in the help, however narrow it is.
func TestHelpSaysWhyWhole(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			d.Settle()
			d.Press("?")
			d.MustSee("Keys, ")
			seen := ""
			for range 95 {
				d.Settle()
				x, _ := d.Find("╭─ Keys")
				for line := range strings.Lines(d.Screen()) {
					if runes := []rune(line); len(runes) > x && runes[x] == '│' {
						inside, _, _ := strings.Cut(string(runes[x+1:]), "│")
						seen += strings.Join(strings.Fields(inside), " ") + " "
					}
				}
				d.Press("down")
			}
			for _, want := range []string{
				"delete the user Disabled: user 1 is the built-in administrator, which can be neither blocked nor deleted.",
				"Disabled: there is no change of mine to undo.",
				"Disabled: nothing secret was copied.",
			} {
				if !strings.Contains(seen, want) {
					t.Errorf("at %v the help does not say %q:\n%s", size, want, d.Screen())
				}
			}
			d.MustSee("back to the shell; fg returns")
		})
	}
}

func TestPastedTextFilters(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("/")
		d.Paste("lena.fischer@fabrikam.com")
		d.MustSee("Users 1 of 60")
		d.Press("enter")
		d.MustSee("/lena.fischer")
		d.Press("q")
		if _, _, ended := d.Done(); !ended {
			t.Error("q after the filter was kept does not quit")
		}
	})
}

func TestSmallTerminalIsSaid(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Resize(59, 16)
		d.MustSee("Needs 60x14, is 59x16. ctrl+c quits.")
		d.Resize(10, 2)
		d.Press("down", "D")
		d.Settle()
		d.Resize(120, 40)
		d.Advance(time.Second)
		d.MustSee("▌● active  Administrator", "Amelia Hart", "╭─ Administrator ─")
		d.MustNotSee("Delete user")
	})
}

// A terminal may not know its size: one whose size was never set says 0x0.
func TestUnknownSizeIsGuessed(t *testing.T) {
	t.Parallel()
	for _, size := range []tea.WindowSizeMsg{{}, {Width: 80}, {Height: 24}, {Width: -1, Height: -1}} {
		w := &world{}
		w.show(t, func(d *tuitest.Driver) {
			d.Settle()
			d.Send(size)
			d.Press("ctrl+l", "down")
			d.MustSee("▌● active  Amelia Hart", "Users 60/60", "q quit")
		})
	}
}

func TestIdleWritesNothing(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.ResetOutput()
		d.Advance(10 * time.Minute)
		if n := len(d.Output()); n != 0 {
			t.Errorf("an idle console wrote %d bytes: %q", n, d.Output())
		}
	})
}

// The sorted column is always shown, and e-mails beside it.
func TestSortedColumnIsShown(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			for _, title := range []string{"NAME ▴", "E-MAIL ▴", "STATE ▴", "REGISTERED ▾", "USER ID ▴", "NOTE ▴"} {
				d.Press("o")
				d.Advance(time.Second)
				d.MustSee(title, "NAME", "E-MAIL")
			}
		})
	}
}

// What the filter found in no column in view is told for the chosen user.
func TestHitInHiddenColumnIsTold(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 14}, {80, 24}} {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			d.Settle()
			d.Press("/")
			d.Type("key found")
			d.Press("enter")
			d.MustSee("Chloé Lefèvre", " note: ", "found in a")
			d.Press("esc", "/")
			d.Type("chloé")
			d.Press("enter")
			d.MustSee("Chloé Lefèvre")
			d.MustNotSee("note: ", "e-mail: ")
			d.Press("esc", "/")
			d.Type("74e6abc2-bd09")
			d.Press("enter")
			d.MustSee("Amelia Hart", "identity: 74e6abc2-bd09")
			d.Press("esc")
			d.MustNotSee("identity: ")
		})
	}
	w := &world{size: [2]int{160, 40}} // it has the note in a column or in the preview
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("/")
		d.Type("key found")
		d.Press("enter")
		d.Settle()
		d.MustNotSee("note: ")
	})
}
