package userlist

import (
	"context"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// listed is a page of so many users, all loaded.
func listed(n int) *Page {
	p := New(context.Background(), 1, nil, nil)
	p.Resize(120, 37)
	p.loaded = true
	p.roster.Put(api.Batch{Users: manyUsers(n), Total: n, Pass: 1})
	p.refresh()
	return p
}

type idle struct{}

func (idle) Load(context.Context, api.LoadOptions, func(api.Batch)) api.Rest { return api.Rest{} }

// receive carries a command out and hands its result to the page.
func receive(t *testing.T, p *Page, cmd tea.Cmd) tea.Cmd {
	t.Helper()
	r, ok := cmd().(ui.Result)
	if !ok {
		t.Fatal("the command brings no result")
	}
	return p.Receive(r)
}

func mustBeSortedByName(t *testing.T, p *Page) {
	t.Helper()
	var names []string
	for i := range p.view.len() {
		names = append(names, strings.ToLower(p.view.at(i).DisplayName().String()))
	}
	if len(names) != p.roster.Len() || !slices.IsSorted(names) {
		t.Errorf("%d rows of %d users, sorted: %v", len(names), p.roster.Len(), slices.IsSorted(names))
	}
}

func sortedMark(p *Page) bool {
	f := ui.Frame{Width: 120, Height: 37, Theme: theme.New(theme.Mono)}
	return strings.Contains(p.View(f), "NAME ▴") && strings.Contains(p.Status(f, 120), "by name")
}

// The order of a long list follows the key; until then nothing says that it is
// there.
func TestOrderOfALongListFollows(t *testing.T) {
	p := listed(quickSort + 1)
	cmd, _ := p.Do(keys.Sort)
	if cmd == nil || sortedMark(p) || p.view.at(0).ID != p.roster.At(0).ID {
		t.Fatal("a long list is sorted, or said to be, before its order is worked out")
	}
	if receive(t, p, cmd); !sortedMark(p) {
		t.Error("the order is not marked")
	}
	mustBeSortedByName(t, p)
}

// An order that was worked out for another list is worked out again.
func TestOrderOfAListThatChangedMeanwhile(t *testing.T) {
	p := listed(quickSort + 2)
	cmd, _ := p.Do(keys.Sort)
	p.Gone(p.roster.At(7).ID)
	if cmd = receive(t, p, cmd); cmd != nil || !sortedMark(p) {
		receive(t, p, cmd)
	}
	if !sortedMark(p) {
		t.Error("the order is not marked")
	}
	mustBeSortedByName(t, p)
}

// Another order that is asked for meanwhile takes the place of the first.
func TestOrderThatIsNoLongerWanted(t *testing.T) {
	p := listed(quickSort + 1)
	first, _ := p.Do(keys.Sort)
	p.Do(keys.Sort)
	if receive(t, p, first); p.view.order.by != byService {
		t.Errorf("sorted %s", p.view.order.name())
	}
	for range byNote - byEmail + 1 {
		p.Do(keys.Sort)
	}
	if p.view.wanted.by != byService || p.view.at(0).ID != p.roster.At(0).ID {
		t.Error("the service's order is not shown at once")
	}
}

func TestShortListIsSortedAtOnce(t *testing.T) {
	p := listed(50)
	if cmd, _ := p.Do(keys.Sort); cmd != nil || !sortedMark(p) {
		t.Error("a short list is not sorted at once")
	}
	mustBeSortedByName(t, p)
}

// A new user stands in a sorted list where it belongs, and is chosen.
func TestNewUserInASortedList(t *testing.T) {
	p := listed(50)
	p.loader = idle{}
	p.Do(keys.Sort)
	p.Changed(api.Version{User: api.User{ID: "new", FirstName: "Brand", LastName: "New"}})
	mustBeSortedByName(t, p)
	if u := p.current(); u == nil || u.ID != "new" {
		t.Errorf("%v is chosen", u)
	}
}
