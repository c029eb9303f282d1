package tui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/tuitest"
	"apimtui/tui/tuitest/vterm"
	"apimtui/tui/ui"
)

// stage is a scene that is played.
type stage struct {
	*tuitest.Driver
	*world
	requests atomic.Int32
	// drawn is the screen that was looked at last, and steady it without countdown.
	drawn, steady string
}

// seen is a console that can be asked between two messages. It keeps what it
// drew, so that a key costs one drawing.
type seen struct {
	tea.Model
	root      *root
	screen    string // as drawn last
	suspended bool
}

// inside is done by the console itself, where no message is under way.
type inside func(s *seen)

func (s *seen) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := s.Model.Update(m)
	return s, cmd
}

func (s *seen) View() tea.View {
	v := s.Model.View()
	s.screen = v.Content
	return v
}

// counting counts what is sent to the service.
type counting struct {
	http.RoundTripper
	n *atomic.Int32
}

func (c counting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n.Add(1)
	return c.RoundTripper.RoundTrip(r)
}

// play enters the scene and runs a script there.
func (s scene) play(t *testing.T, script func(*stage)) {
	t.Helper()
	st := &stage{world: &world{size: s.size, line: &term.Line{}}}
	if st.size == [2]int{} {
		st.size = [2]int{80, 24}
	}
	if s.world != nil {
		s.world(t, st.world)
	}
	st.wrap = func(rt http.RoundTripper) http.RoundTripper { return counting{rt, &st.requests} }
	st.options.Random = rand.NewChaCha8([32]byte{})
	ctx, cancel := context.WithCancel(t.Context())
	st.ctx = ctx
	// What is filtered out is not drawn.
	filter := tea.WithFilter(func(model tea.Model, m tea.Msg) tea.Msg {
		switch m := m.(type) {
		case inside:
			m(model.(*seen))
			return nil
		case tea.SuspendMsg:
			model.(*seen).suspended = true // a test has no shell to go back to
			return nil
		}
		return m
	})
	model := func() tea.Model {
		m := st.model()
		return &seen{Model: m, root: m.(*guarded).model.(*root)}
	}
	tuitest.Run(t, tuitest.Options{Width: st.size[0], Height: st.size[1], Line: st.line, ProgramOptions: []tea.ProgramOption{filter}}, model, func(d *tuitest.Driver) {
		defer cancel()
		st.Driver = d
		s.enter(t, st.world, d)
		d.Press(anyKey) // what was told before is over
		d.Advance(time.Second)
		script(st)
	})
}

// sight is everything about a console that a key could change.
type sight struct {
	screen   string
	pages    int
	page     ui.PageID
	box      ui.PageID
	scopes   string
	requests int32
	mails    int
	copies   int
	over     bool
}

// countdown changes by itself: the time that a secret has left, and the mark of
// something under way.
var countdown = regexp.MustCompile(`Lives .*|expires in .*|[◐◓◑◒]|\d+ s, esc`)

func (s *stage) look() sight {
	at := sight{requests: s.requests.Load(), mails: len(s.sim.Mails()), copies: s.clip.copied()}
	s.Send(inside(func(c *seen) {
		shown := &c.root.shown
		at.pages, at.page, at.scopes = len(shown.stack), shown.page().ID(), fmt.Sprint(shown.page().Scopes())
		if b := shown.box(); b != nil {
			at.box, at.scopes = b.ID(), string(b.Scope())
		}
		if s.drawn != c.screen {
			s.drawn, s.steady = c.screen, countdown.ReplaceAllString(c.screen, "")
		}
		at.screen, at.over = s.steady, c.suspended
	}))
	return at
}

// place is where the console is, as long as nothing is sent.
func (s sight) place() sight {
	return sight{pages: s.pages, page: s.page, box: s.box, scopes: s.scopes, requests: s.requests}
}

// outside is what a key that is text leaves as it is.
func (s sight) outside() sight { s.screen = ""; return s }

// bound is the action of a key in the scene, as the key table has it.
func (s scene) bound(m *keys.Map, key string) keys.Action {
	a := m.Action(key, s.scopes...)
	if s.only != nil && !slices.Contains(s.only, a) {
		a = keys.None
	}
	if a != keys.None {
		return a
	}
	switch a := m.Action(key, keys.Everywhere); a {
	case keys.Quit, keys.Redraw, keys.Suspend:
		return a
	case keys.Help, keys.Palette, keys.Log:
		if s.kind == onPage || s.kind == inBox {
			return a
		}
	default:
		if s.kind == onPage {
			return a
		}
	}
	return keys.None
}

// everyKey is what a keyboard has, but for keys with Alt, which are esc and a
// key, and arrows with Shift, which are arrows.
func everyKey() []string {
	all := []string{
		"space", "enter", "esc", "tab", "shift+tab", "backspace", "insert", "delete", "home", "end", "pgup", "pgdown", "up", "down", "left", "right",
		"ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right", "ctrl+space", "ctrl+\\", "ctrl+]", "ctrl+^", "ctrl+_",
	}
	for r := rune('!'); r <= '~'; r++ {
		all = append(all, string(r))
	}
	for r := 'a'; r <= 'z'; r++ {
		if r != 'i' && r != 'm' { // terminals send those as tab and enter
			all = append(all, "ctrl+"+string(r))
		}
	}
	for i := range 12 {
		all = append(all, fmt.Sprintf("f%d", i+1))
	}
	return all
}

// sample leaves a fifth for a quick run.
func sample[T any](all []T) []T {
	if !testing.Short() {
		return all
	}
	var some []T
	for i := 1; i < len(all); i += 5 {
		some = append(some, all[i])
	}
	return some
}

// onlyInFull leaves a test of very many cases to the full run.
func onlyInFull(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("very many cases: part of the full run")
	}
}

// ofEachKind leaves one scene for each set of keys for a quick run.
func ofEachKind(all []scene) []scene {
	if !testing.Short() {
		return all
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(s scene) bool {
		set := fmt.Sprint(s.kind, s.scopes, s.only)
		known := seen[set]
		seen[set] = true
		return known
	})
}

// A key that is bound to nothing does nothing, but for text where text is typed.
func TestUnboundKeysDoNothing(t *testing.T) {
	t.Parallel()
	m := keys.NewMap(bindings()...)
	for _, s := range ofEachKind(scenes()) {
		t.Run(s.name, func(t *testing.T) {
			s.play(t, func(st *stage) {
				before := st.look()
				if s.kind == inText {
					before = before.outside()
				}
				for _, k := range sample(sample(everyKey())) {
					if s.bound(m, k) != keys.None {
						continue
					}
					seq, err := vterm.Encode(k)
					if err != nil {
						st.T().Fatal(err)
					}
					st.Burst(string(seq)) // takes no time, so that no clock on the screen moves
					after := st.look()
					if s.kind == inText {
						after = after.outside()
					}
					if after != before {
						st.T().Fatalf("%s is bound to nothing, and changes something:\n%s\nbefore:\n%s", k, st.Screen(), before.screen)
					}
				}
				st.Advance(time.Second)
				if st.look().outside() != before.outside() {
					st.T().Fatalf("something came of the keys after a while:\n%s", st.Screen())
				}
			})
		})
	}
}

// press is a key of a binding, to be tried.
type press struct {
	keys.Binding
	key string
}

// offered are the keys of a scene that are to do something, in an order that
// never changes. What only moves is tried elsewhere.
func (s scene) offered(m *keys.Map) []press {
	var all []press
	for _, b := range m.In(append(s.scopes, keys.Everywhere)...) {
		for _, k := range b.Keys {
			if s.bound(m, k) == b.Action && !moves(b.Action) {
				all = append(all, press{b, k})
			}
		}
	}
	return all
}

// stands says that a key is named on the screen, or in the help alone.
func (s *stage) stands(k press) (stands bool) {
	s.Send(inside(func(c *seen) {
		switch box := c.root.shown.box(); {
		case c.root.why(k.Action) != "" && c.root.shown.page().Typing():
			// The help says why not.
		case box == nil || k.Scope != box.Scope() || k.Rank == 0:
			stands = true
		default:
			stands = strings.Contains(ansi.Strip(c.screen), k.Keys[0]+" "+k.Label)
		}
	}))
	return stands
}

// A key that a page or box offers does something there.
func TestOfferedKeysAct(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	m := keys.NewMap(bindings()...)
	for _, s := range scenes() {
		left := s.offered(m)
		if s.size == smallest || s.name == "several, some left" { // its box covers the notice
			s.size = [2]int{120, 40} // what a key changes has to be in sight
		}
		for len(left) > 0 {
			s.play(t, func(st *stage) {
				for began := st.look().place(); len(left) > 0 && st.look().place() == began; {
					var k press
					k, left = left[0], left[1:]
					st.Press(anyKey) // what was told before is over
					st.Advance(500 * time.Millisecond)
					before := st.look()
					if !st.stands(k) {
						continue
					}
					st.Press(k.key)
					_, _, ended := st.Done()
					if after := st.look(); after == before && !ended && k.Action != keys.Redraw {
						t.Errorf("%s: %s is offered to %s, and does nothing:\n%s", s.name, k.key, k.Help, st.Screen())
					}
					if ended {
						return
					}
				}
			})
		}
	}
}

func moves(a keys.Action) bool {
	return slices.Contains([]keys.Action{keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.Home, keys.End, keys.Left, keys.Right, keys.Toggle}, a)
}

// The keys that move move something wherever there is more than fits.
func TestMovesMove(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	all := []string{"down", "pgdown", "up", "pgup"}
	m := keys.NewMap(bindings()...)
	for _, s := range scenes() {
		if s.still {
			continue
		}
		steps := s.moves
		if steps == nil {
			steps = all
			if s.bound(m, "j") == keys.Down {
				steps = append(slices.Clone(steps), "j", "k")
			}
			if s.bound(m, "G") == keys.End {
				steps = append(slices.Clone(steps), "end", "home", "G", "g")
			}
		}
		for _, b := range m.In(s.scopes...) {
			for _, k := range b.Keys {
				if moves(b.Action) && s.bound(m, k) == b.Action && !slices.Contains(steps, k) && s.scopes[0] != keys.Form {
					t.Errorf("%s: %s is not tried", s.name, k)
				}
			}
		}
		s.play(t, func(st *stage) {
			for _, k := range steps {
				before := st.look()
				st.Press(k)
				if st.look() == before {
					t.Errorf("%s: %s moves nothing:\n%s", s.name, k, st.Screen())
				}
			}
		})
	}
}

// A key with Alt is what terminals make of esc and that key: it does what the two
// do. They come at once, so that the second confirms nothing.
func TestAltIsEscAndTheKey(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	letters := "acegjklnpqstuvhxzADGXQ" // b, f and d edit a line; m, o, r and y confirm; w names a file anew each time
	for i, s := range scenes() {
		if s.name == "several, some left" {
			continue // two writes at once: which of them is refused differs
		}
		k := string(letters[i%len(letters)])
		var two sight
		s.play(t, func(st *stage) {
			st.Press("esc", k)
			two = st.look()
		})
		s.play(t, func(st *stage) {
			if st.Press("alt+" + k); st.look() != two {
				t.Errorf("%s: alt+%s is not esc and %s:\n%s\n%s", s.name, k, k, st.look().screen, two.screen)
			}
		})
	}
}
