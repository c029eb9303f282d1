package userlist

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// loader brings batches, one each second, and then what it left out.
type loader struct {
	batches []api.Batch
	rest    api.Rest
	asked   []api.LoadOptions
}

func (l *loader) Load(ctx context.Context, o api.LoadOptions, emit func(api.Batch)) api.Rest {
	l.asked = append(l.asked, o)
	for _, b := range l.batches {
		select {
		case <-time.After(time.Second):
			emit(b)
		case <-ctx.Done():
			return api.Rest{Err: ctx.Err()}
		}
	}
	return l.rest
}

func named(names ...string) (users []api.User) {
	for i, n := range names {
		first, last, _ := strings.Cut(n, " ")
		users = append(users, api.User{
			ID: api.UserID(strings.ToLower(first)), FirstName: text.Text(first), LastName: text.Text(last), State: api.StateActive,
			Email: text.Text(first + "@x.example"), RegistrationDate: time.Unix(int64(1e9*(i+1)), 0),
		})
	}
	return users
}

func batch(users []api.User, skip, total int) api.Batch {
	return api.Batch{Users: users, Skip: skip, Total: total, Pass: 1}
}

type bench struct {
	*Page
	t   *testing.T
	out *ui.Outbox
}

func newBench(t *testing.T, l Loader) *bench {
	b := &bench{t: t, out: &ui.Outbox{}}
	b.Page = New(t.Context(), 1, b.out, l)
	b.Resize(80, 15)
	return b
}

func (b *bench) carry(cmd tea.Cmd) {
	tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return b.Receive(m.(ui.Result)) })
}

func (b *bench) do(actions ...keys.Action) {
	for _, a := range actions {
		cmd, _ := b.Do(a)
		b.carry(cmd)
	}
}

func (b *bench) typed(s string) {
	b.do(keys.Filter)
	for _, r := range s {
		b.Type(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func (b *bench) screen() string {
	f := ui.Frame{Width: 80, Height: 15, Theme: theme.New(theme.Mono), Now: time.Unix(4e9, 0)}
	return ansi.Strip(b.Status(f, 80) + "\n" + b.View(f) + "\n" + strings.Join(b.Notice(f), "\n"))
}

func (b *bench) mustSee(wants ...string) {
	b.t.Helper()
	for _, w := range wants {
		if !strings.Contains(b.screen(), w) {
			b.t.Errorf("no %q in\n%s", w, b.screen())
		}
	}
}

// shown are the first names in the list, from the top.
func (b *bench) shown() string {
	var names []string
	for i := range b.view.len() {
		names = append(names, b.view.at(i).FirstName.String())
	}
	return strings.Join(names, " ")
}

func three() []api.User { return named("Mia Zorn", "Ada Lovelace", "Grace Hopper") }

func TestRowsComeAndTheCursorStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := three()
		b := newBench(t, &loader{batches: []api.Batch{batch(all[1:], 1, 3), batch(all[:1], 0, 3)}})
		steps := 0
		tuitest.Carry(b.Init(), func(m tea.Msg) tea.Cmd {
			cmd := b.Receive(m.(ui.Result))
			if _, rows := m.(ui.Result).Value.(api.Batch); rows {
				if steps++; steps == 1 {
					b.Do(keys.Down) // on Grace
					if b.Chosen().ID != "grace" {
						t.Errorf("chosen: %s", b.Chosen().ID)
					}
				}
			}
			return cmd
		})
		if got := b.shown(); got != "Mia Ada Grace" || b.Chosen().ID != "grace" {
			t.Errorf("shows %s, on %s", got, b.Chosen().ID)
		}
		b.mustSee("3/3", "▌● active  Grace Hopper")
	})
}

func TestSortOrders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := three()
		all[0].State = api.StateBlocked
		b := newBench(t, &loader{batches: []api.Batch{batch(all, 0, 3)}})
		b.carry(b.Init())
		b.do(keys.End)
		for _, want := range []string{
			"Ada Grace Mia", "Ada Grace Mia", "Ada Grace Mia", "Grace Ada Mia", "Ada Grace Mia", "Mia Ada Grace", "Mia Ada Grace",
		} {
			if b.do(keys.Sort); b.shown() != want || b.Chosen().ID != "grace" {
				t.Errorf("%s: %s, on %s", b.view.order.name(), b.shown(), b.Chosen().ID)
			}
			if b.view.order.by == byService || b.view.order.by == byNote {
				continue // the notes are equal
			}
			first, last := strings.Fields(want)[0], strings.Fields(want)[2]
			b.do(keys.Reverse)
			if back := strings.Fields(b.shown()); b.view.order.by != byState && (back[0] != last || back[2] != first) || !b.view.order.reverse {
				t.Errorf("%s: %s", b.view.order.name(), b.shown())
			}
			b.do(keys.Reverse)
		}
		if b.Why(keys.Reverse) == "" {
			t.Error("the service's order can be reversed")
		}
		// A user that comes later is sorted in.
		b.do(keys.Sort)
		b.Changed(api.Version{User: named("Bea Zorn")[0]})
		if b.shown() != "Ada Bea Grace Mia" || b.Chosen().ID != "bea" {
			t.Errorf("%s, on %s", b.shown(), b.Chosen().ID)
		}
	})
}

func TestFilter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, &loader{batches: []api.Batch{batch(three(), 0, 3)}})
		b.carry(b.Init())
		b.do(keys.Down)
		if b.typed("o"); b.shown() != "Mia Ada Grace" || !b.Typing() {
			t.Errorf("shows %s", b.shown())
		}
		b.Type(tea.KeyPressMsg{Code: 'v', Text: "v"})
		if b.shown() != "Ada" || b.Chosen().ID != "ada" {
			t.Errorf("shows %s", b.shown())
		}
		b.Type(tea.PasteMsg{Content: "elace zzz"})
		if b.shown() != "" || b.Chosen() != nil {
			t.Errorf("shows %s", b.shown())
		}
		b.do(keys.Open, keys.Down) // on no one
		if asked := b.out.Take(); len(asked) != 0 {
			t.Errorf("asked %v", asked)
		}
		b.Type(tea.KeyPressMsg{Code: tea.KeyEscape})
		if b.shown() != "Mia Ada Grace" || b.Typing() || b.Chosen().ID != "ada" {
			t.Errorf("shows %s, on %v", b.shown(), b.Chosen())
		}
		b.typed("gra")
		b.Type(tea.KeyPressMsg{Code: tea.KeyEnter})
		if b.shown() != "Grace" || b.Typing() {
			t.Errorf("shows %s", b.shown())
		}
		b.do(keys.Open)
		if asked := b.out.Take(); len(asked) != 1 || asked[0].(ui.OpenUser).ID != "grace" {
			t.Errorf("asked %v", asked)
		}
		if _, kept := b.Do(keys.Back); !kept || b.shown() != "Mia Ada Grace" || b.Chosen().ID != "grace" {
			t.Errorf("back from a filter: %v, shows %s", kept, b.shown())
		}
		if _, kept := b.Do(keys.Back); kept {
			t.Error("back does something where nothing is to be undone")
		}
	})
}

func TestChangedAndGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, &loader{batches: []api.Batch{batch(three(), 0, 3)}})
		b.carry(b.Init())
		b.do(keys.Down)
		u := *b.Chosen()
		u.LastName = "Byron"
		mia := three()[0]
		mia.State = api.StateBlocked
		b.Changed(api.Version{User: mia})
		b.Changed(api.Version{User: u})
		b.mustSee("▌● active  Ada Byron", "■ blocked Mia Zorn")
		b.Gone("ada")
		b.Gone("nobody")
		if b.shown() != "Mia Grace" || b.Chosen().ID != "grace" {
			t.Errorf("shows %s, on %s", b.shown(), b.Chosen().ID)
		}
	})
}

// What a load left out is asked for alone; a reload that fails loses nothing.
func TestReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := three()
		missing := api.Rest{Ranges: []api.Range{{Skip: 2, N: 1}}, Err: errors.New("broken")}
		l := &loader{batches: []api.Batch{batch(all[:2], 0, 3)}, rest: missing}
		b := newBench(t, l)
		b.carry(b.Init())
		b.mustSee("2/3", "Incomplete: 1 user is missing, r resumes.")
		l.batches, l.rest = []api.Batch{batch(all[2:], 2, 3)}, api.Rest{}
		b.do(keys.Reload)
		if r := l.asked[1].Resume; r == nil || len(r.Ranges) != 1 || r.Ranges[0] != missing.Ranges[0] {
			t.Errorf("resumed %+v", r)
		}
		if b.shown() != "Mia Ada Grace" || strings.Contains(b.screen(), "ncomplete") {
			t.Errorf("got\n%s", b.screen())
		}
		l.batches, l.rest = []api.Batch{batch(all[:1], 0, 3)}, api.Rest{Err: errors.New("broken again")}
		b.do(keys.Reload)
		if l.asked[2].Resume != nil || b.shown() != "Mia Ada Grace" {
			t.Errorf("shows %s", b.shown())
		}
		b.mustSee("The reload failed, and these are the rows of before. r tries again.")
		l.batches, l.rest = []api.Batch{batch(slices.Clone(all[:1]), 0, 1)}, api.Rest{}
		b.do(keys.Reload)
		if b.shown() != "Mia" || strings.Contains(b.screen(), "failed") {
			t.Errorf("got\n%s", b.screen())
		}
	})
}

func TestBackStopsALoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := three()
		l := &loader{batches: []api.Batch{batch(all[:1], 0, 3), batch(all[1:], 1, 3)}}
		b := newBench(t, l)
		tuitest.Carry(tea.Batch(b.Init(), tea.Tick(1500*time.Millisecond, func(time.Time) tea.Msg { return keys.Back })), func(m tea.Msg) tea.Cmd {
			if r, ok := m.(ui.Result); ok {
				return b.Receive(r)
			}
			if _, done := b.Do(keys.Back); !done {
				t.Error("it goes on")
			}
			return nil
		})
		b.mustSee("1/3", "Incomplete: 2 users are missing, r resumes.")
		l.batches = l.batches[1:]
		b.do(keys.Reload)
		if r := l.asked[1].Resume; r == nil || fmt.Sprint(r.Ranges) != "[{1 2}]" || b.shown() != "Mia Ada Grace" {
			t.Errorf("resumed %+v, shows %s", r, b.shown())
		}
	})
}

// What changes while the list is read again is newer than what the reload brings.
func TestReloadKeepsWhatChangedMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := three()
		l := &loader{batches: []api.Batch{batch(all[:2], 0, 3), batch(all[2:], 2, 3)}}
		b := newBench(t, l)
		b.carry(b.Init())
		cmd, _ := b.Do(keys.Reload)
		changes := tea.Tick(1500*time.Millisecond, func(time.Time) tea.Msg { return api.Version{} })
		tuitest.Carry(tea.Batch(cmd, changes), func(m tea.Msg) tea.Cmd {
			if r, ok := m.(ui.Result); ok {
				return b.Receive(r)
			}
			mia := all[0]
			mia.FirstName = "Maria"
			return tea.Batch(b.Changed(api.Version{User: mia}), b.Changed(api.Version{User: named("Nora New")[0]}), b.Gone("ada"))
		})
		if got := b.shown(); got != "Maria Grace Nora" {
			t.Errorf("shows %s", got)
		}
		b.mustSee("3/3")
		b.do(keys.Reload) // read after the changes, so it counts
		if got := b.shown(); got != "Mia Ada Grace" {
			t.Errorf("after another reload: %s", got)
		}
	})
}

// A user that a reload no longer has is no longer marked.
func TestReloadUnmarksWhoIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &loader{batches: []api.Batch{batch(three(), 0, 3)}}
		b := newBench(t, l)
		b.carry(b.Init())
		b.do(keys.Mark, keys.Down, keys.Mark)
		b.mustSee("2 marked")
		l.batches = []api.Batch{batch(three()[1:], 0, 2)}
		b.do(keys.Reload)
		b.mustSee("1 marked")
		l.batches = []api.Batch{batch(three()[2:], 0, 1)}
		b.do(keys.Reload)
		if users, _ := b.Marked(); len(users) > 0 || strings.Contains(b.screen(), "marked") {
			t.Errorf("%d are marked in\n%s", len(users), b.screen())
		}
	})
}

// The candidates for a query are a list of their own: nothing is loaded, and who
// is none of them does not come in.
func TestChoice(t *testing.T) {
	b := &bench{t: t, out: &ui.Outbox{}}
	b.Page = NewChoice(t.Context(), 1, b.out, "a", three()[:2])
	b.Resize(80, 15)
	if cmd := b.Init(); cmd != nil {
		t.Error("it loads")
	}
	b.mustSee("2/2", "2 users match a: open the one you mean.")
	b.Changed(api.Version{User: three()[2]})
	if b.shown() != "Mia Ada" {
		t.Errorf("shows %s", b.shown())
	}
	if why := b.Why(keys.Reload); why != "Disabled: these are the matches of a query." || b.Why(keys.Sort) != "" {
		t.Errorf("why: %q", why)
	}
	b.Choose("ada")
	b.refresh()
	if b.Chosen().ID != "ada" {
		t.Errorf("on %s", b.Chosen().ID)
	}
}

// While few reads are left, the automatic reload leaves them to what is asked for, and
// goes on later.
func TestAutoReloadSparesReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &loader{batches: []api.Batch{batch(three(), 0, 3)}}
		b := newBench(t, l)
		b.carry(b.Init())
		var after []int // loads, whenever the time has come
		b.Preview(nil, func() bool {
			if after = append(after, len(l.asked)); len(after) == 4 {
				b.auto = false // enough is seen
			}
			return len(after) > 2
		})
		b.do(keys.AutoReload)
		if want := []int{2, 2, 2, 3}; !slices.Equal(after, want) {
			t.Errorf("loaded %v times, want %v", after, want)
		}
	})
}

// A list that could not be read was not read at any time.
func TestListThatFailedHasNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := ui.Frame{Local: time.UTC}
		l := &loader{rest: api.Rest{Err: errors.New("no")}}
		b := newBench(t, l)
		if b.carry(b.Init()); strings.Contains(b.position(f), "read") {
			t.Errorf("the list says %q", b.position(f))
		}
		l.rest = api.Rest{}
		if b.do(keys.Reload); !strings.Contains(b.position(f), "read") {
			t.Errorf("the list says %q", b.position(f))
		}
	})
}
