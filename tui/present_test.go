package tui

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"charm.land/lipgloss/v2"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/api/text"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
)

func TestPresentationFrames(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		w := &world{size: size, options: Options{Present: true}}
		w.show(t, func(d *tuitest.Driver) {
			d.Settle()
			d.Press("down", "down")
			d.Advance(time.Second)
			d.Golden("list")
			d.Press("enter")
			d.Advance(time.Second)
			d.Golden("user")
		})
	}
}

// seeded are what no audience may read: the addresses and ids of all users and
// their identities, as they are drawn.
func seeded(t *testing.T) []string {
	t.Helper()
	sim := simulator.New(simulator.Options{Hostile: true})
	client, err := api.New(api.Options{
		Scope:    api.Scope{SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg1", ServiceName: "apimService1"},
		Endpoint: "http://simulator.invalid", AllowHTTP: true, Credential: static{}, Transport: sim.Transport(),
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	client.Users.Load(t.Context(), api.LoadOptions{}, func(b api.Batch) {
		for _, u := range b.Users {
			stored, _ := sim.User(string(u.ID))
			name, _, _ := strings.Cut(stored.Email, "@")
			all = append(all, stored.ID, stored.Email, name+"@")
			for _, i := range stored.Identities {
				all = append(all, i.ID)
			}
		}
	})
	if len(all) < 200 {
		t.Fatalf("only %d are known", len(all))
	}
	for i, s := range all {
		all[i] = text.Clean(s).String()
	}
	return slices.DeleteFunc(all, func(s string) bool { return len(s) < shortest })
}

// hides fails where the screen shows one of them as a word of its own.
func hides(t *testing.T, screen string, secrets []string) {
	t.Helper()
	for _, s := range secrets {
		for rest := screen; ; {
			i := strings.Index(rest, s)
			if i < 0 {
				break
			}
			rest = rest[i+len(s):]
			next := []rune(rest + " ")[0]
			if strings.HasSuffix(s, "@") || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				t.Errorf("%q is on the screen:\n%s", s, screen)
				return
			}
		}
	}
}

// No page and no box shows an address or an id.
func TestPresentationHidesWhoItIs(t *testing.T) {
	t.Parallel()
	secrets := seeded(t)
	// What is typed is shown as it is typed; the query of no one is not on the screen.
	typed := []string{"edit, address", "discard the draft?", "quit?", "no match"}
	for _, s := range sample(sample(scenes())) {
		for _, size := range [][2]int{s.size, {120, 40}} {
			if slices.Contains(typed, s.name) {
				continue
			}
			t.Run(s.name, func(t *testing.T) {
				prepare := s.world
				s.size, s.world = size, func(t *testing.T, w *world) {
					w.options.Present, w.simulated.Hostile = true, true
					if prepare != nil {
						prepare(t, w)
					}
				}
				s.play(t, func(st *stage) {
					st.Advance(time.Second)
					hides(t, st.Screen(), secrets)
				})
			})
		}
	}
}

// The page and the preview of every user hide the same, however narrow.
func TestPresentationHidesLongAndOddOnes(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	secrets := seeded(t)
	for _, size := range sizes {
		w := &world{size: size, simulated: simulator.Options{Hostile: true}, options: Options{Present: true}}
		w.show(t, func(d *tuitest.Driver) {
			d.Settle()
			d.Press("end")
			for range 24 { // the odd ones
				d.Advance(time.Second)
				hides(t, d.Screen(), secrets)
				for _, k := range []string{"enter", "e", "esc", "D", "esc", "esc"} {
					d.Press(k)
					d.Advance(time.Second)
					hides(t, d.Screen(), secrets)
				}
				d.Press("up")
				if t.Failed() {
					return
				}
			}
		})
	}
}

// The owner of a product subscription is hidden also where its user was not read.
func TestPresentationHidesOwners(t *testing.T) {
	t.Parallel()
	secrets := seeded(t)
	w := &world{size: [2]int{120, 40}, options: Options{Present: true, Query: "svc-invoicing"}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		command(d, "subscriptions service")
		d.WaitFor("OWNER", time.Minute)
		d.Settle()
		hides(t, d.Screen(), secrets)
		d.Press("down", "down", "down")
		d.Settle()
		d.MustSee("owner ")
		hides(t, d.Screen(), secrets)
	})
}

// Every text has a contrast of at least 7 to 1, and the chosen row is a bar.
func TestPresentationIsLegible(t *testing.T) {
	t.Parallel()
	for _, background := range []string{"#000000", "#ffffff", "#002b36", "#fdf6e3", "#2e3440", "#1e1e1e"} {
		o := Options{Present: true, Theme: theme.Light}
		p := presentation{}
		p.begin(&o)
		th := theme.On(o.Theme, theme.Ground{Background: lipgloss.Color(background)})
		p.look(th)
		if !th.FullRow || th.Name != theme.HighContrast || th.Ink == nil {
			t.Errorf("%s: bar %v, theme %s, ink %v", background, th.FullRow, th.Name, th.Ink)
		}
	}
	w := &world{size: [2]int{80, 24}, options: Options{Present: true}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("down")
		d.Settle()
		_, y := d.Find("Amelia Hart")
		for x := 2; x < 77; x++ {
			if !d.Cell(x, y).Reverse {
				t.Fatalf("the bar has a gap at %d:\n%s", x, d.Styled())
			}
		}
	})
}

// What is typed, copied and sent is not masked, and no secret is shown.
func TestPresentationChangesNothingElse(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}, options: Options{Present: true}}
	machineOf(t, w)
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("y", "down", "y")
		d.Settle()
		if got := w.clip.value(); got != amelia && got != w.id(t, amelia) {
			t.Errorf("copied %q", got)
		}
		d.Press("e")
		d.Settle()
		d.Type("x")
		d.MustSee("1 change: e-mail", "•@c••••••.comx")
		d.MustNotSee("amelia", "contoso")
		retype(d, "amelia@example.com")
		d.MustSee("••••••@e••••••.com")
		d.Press("tab", "tab", "tab")
		d.Type("secret")
		d.Press("ctrl+g")
		d.MustSee("Disabled: a presentation shows no secret.")
		d.MustNotSee("secret ", "s  e  c")
		d.Press("ctrl+s")
		d.Settle()
		d.MustSee("saved")
		d.MustNotSee("amelia@example.com")
		if u, _ := w.sim.User(w.id(t, "amelia@example.com")); u.Email != "amelia@example.com" {
			t.Errorf("the address is %q", u.Email)
		}
		at(d, "amelia@example.com")
		d.Press("s")
		d.MustSee("Leads to")
		for _, k := range []string{"v", "a", "Q"} {
			d.Press(k)
			d.MustSee("Disabled: a presentation shows no secret.", k)
		}
		d.Press("y")
		if d.Settle(); !strings.Contains(w.clip.value(), "token=") {
			t.Errorf("copied %q", w.clip.value())
		}
	})
}

// A field of an address or an id shows dots, whatever is typed, and so do the box of
// what will be sent and all that follows a save.
func TestPresentationMasksWhatIsTyped(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	w := &world{size: [2]int{120, 40}, options: Options{Present: true}}
	w.show(t, func(d *tuitest.Driver) {
		hidden := func() { t.Helper(); d.MustNotSee("new@", "secret", "ada") }
		editAmelia(d)
		for i := range len("new@secret-customer.com") {
			retype(d, "new@secret-customer.com"[:i+1])
			hidden()
		}
		d.MustSee("•••@s••••••••••••••.com")
		d.Press("tab")
		hidden()
		d.Press("tab", "tab", "tab", "tab", "tab")
		d.Type("Aad:secret-object")
		hidden()
		d.MustSee("Aad:•••••••••••••", "What will be sent")
		d.Press("ctrl+x")
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.Email = "they@secret.example" })
		d.Press("ctrl+s")
		d.Settle()
		d.MustSee("now there", "both changed it")
		d.MustNotSee("new@", "secret", "74e6abc2", "8435bd1174")
		d.Advance(time.Second)
		d.Press("esc", "esc", "y", "n")
		d.Settle()
		retype(d, "ada-secret")
		hidden()
		d.Press("tab")
		d.Type("ada@secret.example")
		hidden()
		d.MustSee("New user", "•••@s•••••.example")
	})
}

// A user id that is typed to confirm shows dots.
func TestPresentationMasksWhatConfirms(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Present: true, Production: true}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		id := w.id(t, chloe)
		d.Press("D")
		d.Settle()
		d.Press("y")
		d.Type(id[:7])
		d.MustSee("› •••••••")
		d.MustNotSee(id[:7])
		d.Type(id[7:])
		d.Press("enter")
		d.WaitFor("saved: Chloé Lefèvre is deleted", time.Minute)
	})
}

// Short ids are words of other texts too: they are masked where they stand as an id.
func TestPresentationMasksShortIDs(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}, options: Options{Present: true}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, "Administrator")
		d.MustSee(".com           • ")
		d.Press("enter")
		d.Settle()
		d.MustSee("User id      • ", "/users/• ")
	})
}
