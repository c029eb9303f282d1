package usergroups

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// service is what the page reads.
type service struct {
	all, of []api.Group
	hidden  int // groups that are counted and not shown
	err     error
}

func (s *service) List(context.Context) ([]api.Group, error) { return s.all, nil }

func (s *service) Of(context.Context, api.UserID) (api.Collection[api.Group], error) {
	return api.Collection[api.Group]{Items: s.of, Counted: len(s.of) + s.hidden}, s.err
}

// bench is a page on a service.
type bench struct {
	*Page
	t     *testing.T
	on    *service
	out   *ui.Outbox
	saved []Change
}

func newBench(t *testing.T, on *service) *bench {
	b := &bench{t: t, on: on, out: &ui.Outbox{}}
	b.Page = New(t.Context(), 1, b.out, on, api.User{ID: "ada", FirstName: "Ada"}, func(c []Change) tea.Cmd { b.saved = c; return nil })
	b.Resize(60, 13)
	b.carry(b.Init())
	return b
}

func (b *bench) carry(cmd tea.Cmd) {
	tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return b.Receive(m.(ui.Result)) })
}

// do carries actions out as the console would, and gives what was asked of it.
func (b *bench) do(actions ...keys.Action) []any {
	for _, a := range actions {
		if why := b.Why(a); why != "" {
			return []any{why}
		}
		cmd, _ := b.Do(a)
		b.carry(cmd)
	}
	return b.out.Take()
}

func (b *bench) screen() string {
	f := ui.Frame{Width: 60, Height: 13, Theme: theme.New(theme.Mono)}
	return ansi.Strip(b.View(f) + "\n" + strings.Join(b.Notice(f), "\n"))
}

func (b *bench) mustSee(wants ...string) {
	b.t.Helper()
	for _, w := range wants {
		if !strings.Contains(b.screen(), w) {
			b.t.Errorf("no %q in\n%s", w, b.screen())
		}
	}
}

func typical() *service {
	s := &service{all: []api.Group{
		{ID: "administrators", DisplayName: "Administrators", BuiltIn: true, Type: "system"},
		{ID: "partners", DisplayName: "Partners", Type: "custom", Description: "They resell"},
		{ID: "testers", DisplayName: "Testers", Type: "custom"},
	}}
	s.of = s.all[1:2]
	return s
}

// A group that is not shown may have the user in it.
func TestHiddenGroupsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		on := typical()
		on.hidden = 2
		newBench(t, on).mustSee("[x] Partners", "The user is in 3 groups, and you are shown 1")
	})
}

func TestChangesAreAskedForAndTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, typical())
		b.mustSee("[ ] Administrators", "[x] Partners", "[ ] Testers", "built-in")
		if asked := fmt.Sprint(b.do(toggle)); !strings.Contains(asked, "Disabled: Administrators is a built-in group") || b.Dirty() {
			t.Errorf("a built-in group: %s", asked)
		}
		if asked := fmt.Sprint(b.do(save)); !strings.Contains(asked, "Nothing was changed") || b.saved != nil {
			t.Errorf("saved nothing: %s, %v", asked, b.saved)
		}
		b.do(keys.Down, toggle, keys.Down, toggle)
		b.mustSee("[ ] Partners", "[x] Testers", "2 changes: out of Partners, into Testers")
		b.do(save)
		if got := fmt.Sprintf("%s %v %s %v", b.saved[0].Group.ID, b.saved[0].In, b.saved[1].Group.ID, b.saved[1].In); got != "partners false testers true" {
			t.Errorf("saves %s", got)
		}
		b.do(toggle, keys.Up, toggle)
		b.mustSee("[x] Partners", "[ ] Testers")
		if b.Dirty() || strings.Contains(b.screen(), "change") {
			t.Errorf("what was taken back is a change:\n%s", b.screen())
		}
	})
}

// What the service has by now is no change any more, nor is what concerns a group
// that is gone.
func TestReloadKeepsTheChangesThatAreLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, typical())
		b.do(keys.Down, toggle, keys.Down, toggle)
		b.on.of = nil
		b.do(keys.Reload)
		b.mustSee("[ ] Partners", "[x] Testers", "1 change: into Testers")
		b.carry(b.Changed(api.Version{User: api.User{ID: "another"}}))
		b.on.all = b.on.all[:2]
		b.carry(b.Changed(api.Version{User: api.User{ID: "ada", FirstName: "Grace"}}))
		if b.Dirty() || strings.Contains(b.screen(), "change") || b.Chosen().FirstName != "Grace" {
			t.Errorf("a change of a group that is gone stays:\n%s", b.screen())
		}
	})
}

func TestLeavingAsksForChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, typical())
		if _, done := b.Do(keys.Back); done {
			t.Error("it asks for nothing")
		}
		b.do(keys.Down, toggle)
		for _, leave := range []keys.Action{keys.Back, keys.Leave} {
			if _, done := b.Do(leave); !done || !b.Typing() {
				t.Errorf("%s leaves unasked", leave)
			}
			b.mustSee("Give up 1 change?")
			b.Type(tea.KeyPressMsg{Code: 'x', Text: "x"})
			b.Type(tea.PasteMsg{Content: "y"})
			if b.Type(tea.KeyPressMsg{Code: 'n', Text: "n"}); b.Typing() || len(b.out.Take()) != 0 {
				t.Error("a no is none")
			}
		}
		b.Do(keys.Back)
		b.Type(tea.KeyPressMsg{Code: 'y', Text: "y"})
		if asked := b.out.Take(); len(asked) != 1 || asked[0] != (ui.Leave{Page: 1}) {
			t.Errorf("asked %v", asked)
		}
	})
}

func TestWhatCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		on := typical()
		on.err = errors.New("no groups today")
		b := newBench(t, on)
		b.mustSee("The groups could not be read.")
		for _, a := range []keys.Action{toggle, save} {
			if asked := b.do(a); len(asked) != 1 || asked[0] != "Disabled: the groups are not read." {
				t.Errorf("%s: %v", a, asked)
			}
		}
		on.err = nil
		b.do(keys.Reload)
		b.mustSee("[x] Partners")
		// What was read stays while a reload fails, and so do the changes.
		b.do(keys.Down, toggle)
		on.err = errors.New("no groups today")
		b.do(keys.Reload)
		b.mustSee("could not be read", "1 change: out of Partners")
		if asked := b.do(toggle, keys.Reload); len(asked) != 1 || !b.Dirty() {
			t.Errorf("a group that is not shown is changed: %v", asked)
		}
	})
	synctest.Test(t, func(t *testing.T) { newBench(t, &service{}).mustSee("The service has no groups.") })
}

func TestGoneUserIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, typical())
		b.Gone("another")
		if asked := b.out.Take(); len(asked) != 0 {
			t.Errorf("asked %v", asked)
		}
		b.Gone("ada")
		if asked := b.out.Take(); len(asked) != 1 || asked[0] != (ui.Leave{Page: 1}) {
			t.Errorf("asked %v", asked)
		}
	})
}

// The chosen group is in sight however small the page is.
func TestChosenGroupIsInSight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		on := &service{}
		for i := range 40 {
			name := text.Text(fmt.Sprint("g", i))
			on.all = append(on.all, api.Group{ID: name, DisplayName: name, Type: "custom"})
		}
		b := newBench(t, on)
		b.do(keys.End)
		b.mustSee("▌[ ] g39")
		b.do(keys.PageUp)
		b.Resize(60, 6)
		f := ui.Frame{Width: 60, Height: 6, Theme: theme.New(theme.Mono)}
		if got := ansi.Strip(b.View(f)); !strings.Contains(got, "▌") || strings.Count(got, "\n") > 6 {
			t.Errorf("no chosen group in\n%s", got)
		}
	})
}
