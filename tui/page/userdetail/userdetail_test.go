package userdetail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
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

// service is what the page reads. Each part fails by itself.
type service struct {
	user   api.User
	etag   api.ETag
	match  api.Match
	errs   map[string]error
	delays time.Duration
	slow   string // a part that takes ten times as long

	mu    sync.Mutex
	reads []string
}

func (s *service) did(ctx context.Context, what string) error {
	s.mu.Lock()
	s.reads = append(s.reads, what)
	s.mu.Unlock()
	wait := s.delays
	if what == s.slow {
		wait *= 10
	}
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		return ctx.Err()
	}
	return s.errs[what]
}

func (s *service) Get(ctx context.Context, id api.UserID) (api.User, api.ETag, error) {
	err := s.did(ctx, "user")
	return s.user, s.etag, err
}

func (s *service) ListGroups(ctx context.Context, _ api.UserID) (api.Collection[api.Group], error) {
	return one(api.Group{DisplayName: "Developers", Type: "system"}), s.did(ctx, "groups")
}

func (s *service) ListSubscriptions(ctx context.Context, _ api.UserID) (api.Collection[api.Subscription], error) {
	return one(api.Subscription{ID: "s1", Scope: "/products/starter", State: "active"}), s.did(ctx, "subscriptions")
}

func (s *service) ListIdentities(ctx context.Context, _ api.UserID) (api.Collection[api.Identity], error) {
	return one(api.Identity{Provider: "Aad", ID: "object-1"}), s.did(ctx, "identities")
}

// one is a collection of one item, as it is counted.
func one[T any](item T) api.Collection[T] { return api.Collection[T]{Items: []T{item}, Counted: 1} }

func (s *service) Find(ctx context.Context, _ string) (api.Match, error) {
	return s.match, s.did(ctx, "find")
}

func typical() *service {
	return &service{user: api.User{ID: "ada", FirstName: "Ada", Email: "ada@x.example", State: api.StateActive}, etag: `"1"`, errs: map[string]error{}}
}

type bench struct {
	*Page
	t   *testing.T
	out *ui.Outbox
}

func (b *bench) carry(cmd tea.Cmd) {
	tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return b.Receive(m.(ui.Result)) })
}

// open shows a user, by a query if there is one.
func open(t *testing.T, on *service, query string) *bench {
	b := &bench{t: t, out: &ui.Outbox{}}
	now := func() time.Time { return time.Unix(1.7e9, 0) }
	if query != "" {
		b.Page = NewQuery(t.Context(), 1, b.out, on, on, now, query)
	} else {
		b.Page = New(t.Context(), 1, b.out, on, now, "ada", nil)
	}
	b.Resize(70, 20)
	return b
}

func (b *bench) screen(width, height int) string {
	f := ui.Frame{Width: width, Height: height, Theme: theme.New(theme.Mono), Now: time.Unix(1.7e9, 0)}
	return ansi.Strip(b.Status(f, width) + "\n" + b.View(f) + "\n" + strings.Join(b.Notice(f), "\n"))
}

func (b *bench) mustSee(wants ...string) {
	b.t.Helper()
	for _, w := range wants {
		if !strings.Contains(b.screen(70, 30), w) {
			b.t.Errorf("no %q in\n%s", w, b.screen(70, 30))
		}
	}
}

func TestPartsAreReadSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		on := typical()
		on.delays = time.Second
		b := open(t, on, "")
		began := time.Now()
		b.carry(b.Init())
		if d := time.Since(began); d > 1500*time.Millisecond || len(on.reads) != 4 {
			t.Errorf("read %v in %v", on.reads, d)
		}
		b.mustSee("User Ada", "ada@x.example", "● active, may sign in and call APIs", `"1", read 22:13:20 UTC`, "GROUPS 1", "Developers", "SUBSCRIPTIONS 1", "starter  s1", "Aad", "object-1")
		if asked := b.out.Take(); len(asked) != 1 || asked[0] != (ui.Looked{ID: "ada"}) {
			t.Errorf("asked %v", asked)
		}
	})
}

// The mark turns as long as any part is read, and not longer.
func TestTheMarkTurnsUntilAllIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		on := typical()
		on.delays, on.slow = time.Second, "groups"
		b := open(t, on, "")
		began, marked := time.Now(), map[time.Duration]bool{}
		tuitest.Carry(b.Init(), func(m tea.Msg) tea.Cmd {
			cmd := b.Receive(m.(ui.Result))
			marked[time.Since(began)] = strings.ContainsAny(b.screen(70, 30), "◐◓◑◒")
			return cmd
		})
		for _, at := range []time.Duration{5150 * time.Millisecond, 9900 * time.Millisecond} {
			if !marked[at] {
				t.Errorf("no mark after %v: %v", at, marked)
			}
		}
		if marked[10*time.Second] || strings.ContainsAny(b.screen(70, 30), "◐◓◑◒") {
			t.Errorf("a mark when all is read:\n%s", b.screen(70, 30))
		}
	})
}

// Only one who saw what the user is, or that it is gone, has looked.
func TestLooked(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		looked bool
	}{"read": {nil, true}, "gone": {fmt.Errorf("x: %w", api.KindNotFound), true}, "failed": {errors.New("x"), false}} {
		synctest.Test(t, func(t *testing.T) {
			on := typical()
			on.errs["user"] = c.err
			b := open(t, on, "")
			b.carry(b.Init())
			if asked := b.out.Take(); (len(asked) == 1) != c.looked {
				t.Errorf("%s: asked %v", name, asked)
			}
		})
	}
}

// What changed is shown at once, and read once; what is shown already is not read
// again, nor is another user.
func TestChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		on := typical()
		b := open(t, on, "")
		b.carry(b.Init())
		on.reads = nil
		for _, v := range []api.Version{{User: on.user, ETag: `"1"`}, {User: api.User{ID: "grace"}, ETag: `"2"`}} {
			b.carry(b.Changed(v))
		}
		if len(on.reads) != 0 {
			t.Errorf("read %v", on.reads)
		}
		on.user.FirstName, on.etag = "Augusta", `"2"`
		cmd := b.Changed(api.Version{User: on.user, ETag: `"2"`})
		b.mustSee("Augusta", `"2", read`)
		b.carry(cmd)
		b.mustSee("Augusta")
		if len(on.reads) != 4 {
			t.Errorf("read %v", on.reads)
		}
		// A version without an ETag may be any: it is read.
		on.reads = nil
		b.carry(b.Changed(api.Version{User: on.user}))
		if b.mustSee(`"2", read`); len(on.reads) != 4 {
			t.Errorf("read %v", on.reads)
		}
	})
}

func TestGone(t *testing.T) {
	b := open(t, typical(), "")
	b.Gone("grace")
	if asked := b.out.Take(); len(asked) != 0 {
		t.Errorf("asked %v", asked)
	}
	b.Gone("ada")
	if asked := b.out.Take(); len(asked) != 1 || asked[0] != (ui.Leave{Page: 1}) {
		t.Errorf("asked %v", asked)
	}
}

func TestQuery(t *testing.T) {
	ada, grace := typical().user, api.User{ID: "grace", FirstName: "Grace"}
	t.Run("one", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			on := typical()
			on.match.Users = []api.User{ada}
			b := open(t, on, "Ada")
			cmd := b.Init()
			if !b.Expecting() || b.Chosen() != nil {
				t.Error("there is a user before one is found")
			}
			b.mustSee("Looking for Ada…")
			b.carry(cmd)
			if b.Expecting() || b.Chosen() == nil || b.Chosen().ID != "ada" {
				t.Errorf("chosen: %v", b.Chosen())
			}
			b.mustSee("OVERVIEW", "Developers")
		})
	})
	t.Run("several", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			on := typical()
			on.match.Users = []api.User{ada, grace}
			b := open(t, on, "a")
			b.carry(b.Init())
			if asked, ok := b.out.Take()[0].(ui.ShowUsers); !ok || asked.From != 1 || asked.Query != "a" || len(asked.Users) != 2 {
				t.Errorf("asked %v", asked)
			}
			if len(on.reads) != 1 {
				t.Errorf("read %v", on.reads)
			}
		})
	})
	t.Run("none", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			on := typical()
			on.errs["find"] = fmt.Errorf("x: %w", api.KindNotFound)
			b := open(t, on, "no\x1bbody")
			b.carry(b.Init())
			if asked, ok := b.out.Take()[0].(ui.ShowUsers); !ok || asked.From != 1 || asked.Query != "no\x1bbody" || len(asked.Users) != 0 {
				t.Errorf("asked %v", asked)
			}
			if b.Expecting() || b.Chosen() != nil {
				t.Error("there is a user")
			}
		})
	})
}

// Where there is nothing to go back to, back stops what is being looked for.
func TestBackStopsALookUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		on := typical()
		on.delays = time.Hour
		b := open(t, on, "Ada")
		began, stopped := time.Now(), false
		tuitest.Carry(tea.Batch(b.Init(), tea.Tick(time.Second, func(time.Time) tea.Msg { return keys.Back })), func(m tea.Msg) tea.Cmd {
			if r, ok := m.(ui.Result); ok {
				return b.Receive(r)
			}
			_, stopped = b.Do(keys.Back)
			return nil
		})
		if _, again := b.Do(keys.Back); !stopped || again || time.Since(began) > 2*time.Second {
			t.Errorf("stopped %v after %v, and again %v", stopped, time.Since(began), again)
		}
		if b.Expecting() {
			t.Error("it still looks")
		}
	})
	b := open(t, typical(), "")
	if _, done := b.Do(keys.Back); done {
		t.Error("back stays on a page that was opened from another")
	}
}

func TestLongPageScrolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		on := typical()
		note := text.Text(strings.TrimSpace(strings.Repeat("a line\n", 40)))
		on.user.Note = &note
		b := open(t, on, "")
		b.carry(b.Init())
		if got := b.screen(70, 20); !strings.Contains(got, "OVERVIEW") || !strings.Contains(got, "more lines") {
			t.Errorf("got\n%s", got)
		}
		b.Do(keys.End)
		if got := b.screen(70, 20); strings.Contains(got, "OVERVIEW") || !strings.Contains(got, "s1") || !strings.HasSuffix(got, " end") {
			t.Errorf("got\n%s", got)
		}
		b.Resize(200, 100)
		if got := b.screen(200, 100); !strings.Contains(got, "╭─ Overview ─") || strings.Contains(got, "more lines") || strings.HasSuffix(got, "end") {
			t.Errorf("got\n%s", got)
		}
	})
}

func TestAge(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for at, want := range map[string]string{
		"2026-03-02": "9 hours ago", "2025-09-01": "6 months ago", "2025-03-02": "1 year ago", "2024-09-05": "1 year ago",
		"2024-03-02": "2 years ago", "2023-04-06": "2 years ago", "2016-02-29": "10 years ago",
	} {
		day, err := time.Parse(time.DateOnly, at)
		if got := ago(day, now); err != nil || got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}
