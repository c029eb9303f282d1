package list

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

type city struct{ name, land string }

// atlas is a page of cities, and what is read next.
type atlas struct {
	*Page[city]
	t    *testing.T
	next Reading[city]
	out  *ui.Outbox
}

// on runs a script on a page of five cities.
func on(t *testing.T, script func(*atlas)) {
	synctest.Test(t, func(t *testing.T) {
		a := &atlas{t: t, out: &ui.Outbox{}, next: Reading[city]{Rows: []city{{"Oslo", "Norway"}, {"Århus", "Denmark"}, {"Bergen", "Norway"}, {"Turku", "Finland"}, {"Malmö", "Sweden"}}}}
		a.Page = New(t.Context(), Setup[city]{
			ID: 1, Out: a.out, Scope: keys.Lists, Title: func() string { return "Cities" }, Noun: "cities", Empty: "There is none.",
			Columns: []component.Column{{Title: "CITY", Min: 6, Max: 20, Keep: 2}, {Title: "LAND", Min: 6, Max: 20, Keep: 1}},
			Cells: func(_ *theme.Theme, c *city) []component.Cell {
				return []component.Cell{{Text: text.Clean(c.name), Mark: true}, {Text: text.Clean(c.land)}}
			},
			Key:   func(c *city) string { return c.name },
			Text:  func(c *city) string { return c.name + " " + c.land },
			About: func(c *city) string { return c.name + " is in " + c.land }, Most: 1,
			Read: func(context.Context) Reading[city] { time.Sleep(time.Second); return a.next },
		})
		a.Resize(40, 8)
		a.carry(a.Init())
		script(a)
	})
}

func (a *atlas) carry(cmd tea.Cmd) {
	tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return a.Receive(m.(ui.Result)) })
}

func (a *atlas) do(actions ...keys.Action) {
	for _, x := range actions {
		cmd, _ := a.Do(x)
		a.carry(cmd)
	}
}

func (a *atlas) screen() string {
	f := ui.Frame{Width: 40, Height: 8, Theme: theme.New(theme.Mono)}
	return ansi.Strip(a.Status(f, 40) + "\n" + a.View(f) + "\n" + strings.Join(a.Notice(f), "\n"))
}

// shows fails unless the texts are on the screen in this order.
func (a *atlas) shows(wants ...string) {
	a.t.Helper()
	rest := a.screen()
	for _, w := range wants {
		_, after, found := strings.Cut(rest, w)
		if !found {
			a.t.Fatalf("no %q (in this order) in\n%s", w, a.screen())
		}
		rest = after
	}
}

func TestRowsAreSortedBothWays(t *testing.T) {
	on(t, func(a *atlas) {
		a.shows("Cities", "▌Oslo", "Århus", "Bergen", "Turku", "Oslo is in Norway")
		if a.Why(keys.Reverse) == "" {
			t.Error("the order as read can be reversed")
		}
		a.do(keys.Sort)
		a.shows("by city", "Bergen", "Malmö", "▌Oslo", "Turku") // the cursor stays on its row
		a.do(keys.Reverse)
		a.shows("Turku", "▌Oslo", "Malmö", "Bergen")
		a.do(keys.Reverse, keys.Sort)
		a.shows("by land", "Denmark", "Finland", "Norway", "Norway")
		a.do(keys.Sort)
		a.shows("▌Oslo", "Århus", "Bergen", "Turku")
	})
}

func TestRowsAreFiltered(t *testing.T) {
	on(t, func(a *atlas) {
		a.do(keys.Filter)
		for _, r := range "norw" {
			a.carry(a.Type(tea.KeyPressMsg{Code: r, Text: string(r)}))
		}
		a.shows("Cities 2 of 5", "norw", "▌Oslo", "Bergen")
		if !a.Typing() || strings.Contains(a.screen(), "Turku") {
			t.Errorf("typing %v in\n%s", a.Typing(), a.screen())
		}
		a.carry(a.Type(tea.KeyPressMsg{Code: tea.KeyEnter}))
		a.do(keys.Down)
		a.shows("/norw", "▌Bergen")
		a.do(keys.Back)
		a.shows("Oslo", "Århus", "▌Bergen", "Turku")
		a.do(keys.Filter)
		a.carry(a.Type(tea.PasteMsg{Content: "zz"}))
		a.shows("0 of 5", "Nothing matches the filter.")
		if a.Why(keys.Open) == "" {
			t.Error("nothing can be opened")
		}
	})
}

// What could not be read again stays, and is said to be old.
func TestReadingAgain(t *testing.T) {
	on(t, func(a *atlas) {
		a.do(keys.Down)
		a.next = Reading[city]{Rows: []city{{"Ystad", "Sweden"}, {"Århus", "Denmark"}}, Note: "A note."}
		a.do(keys.Reload)
		a.shows("Ystad", "▌Århus", "A note.")
		a.next = Reading[city]{Err: errors.New("no answer")}
		a.do(keys.Reload)
		a.shows("Ystad", "▌Århus", "These are the cities of before")
		a.next = Reading[city]{Rows: []city{{"Ystad", "Sweden"}}, Err: errors.New("no answer")}
		a.do(keys.Reload)
		a.shows("▌Ystad", "Some may be missing")
		a.next = Reading[city]{}
		a.do(keys.Reload)
		a.shows("There is none.")
	})
}

// A row is read before something is done with it.
func TestFetching(t *testing.T) {
	on(t, func(a *atlas) {
		for want, err := range map[string]error{"did it": nil, "It is gone": api.KindNotFound, "Not read, nothing was sent": errors.New("no answer")} {
			a.next.Rows = []city{{"Ystad", "Sweden"}}
			a.carry(Fetch(a.Page, func(context.Context) (string, error) { return "did it", err }, func(v string) tea.Cmd {
				a.out.Ask(v)
				return nil
			}))
			if asked := fmt.Sprint(a.out.Take()); !strings.Contains(asked, want) {
				t.Errorf("%v: asked %s, want %s", err, asked, want)
			}
			if again := len(a.Rows) == 1; again != (err == api.KindNotFound) {
				t.Errorf("%v: read again: %v", err, again)
			}
			a.Put([]city{{"Oslo", "Norway"}, {"Bergen", "Norway"}})
		}
		cmd := Fetch(a.Page, func(context.Context) (string, error) { return "late", nil }, func(v string) tea.Cmd { a.out.Ask(v); return nil })
		a.do(keys.Back)
		a.carry(cmd)
		if asked := a.out.Take(); len(asked) > 0 || a.Working() {
			t.Errorf("cancelled, and asked %v", asked)
		}
	})
}
