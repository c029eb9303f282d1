package groups

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// on runs a script on the page of two groups. done collects what the page requests.
func on(t *testing.T, marked string, script func(p *Page, do func(keys.Action) string, screen func() string)) {
	synctest.Test(t, func(t *testing.T) {
		var done []string
		note := func(words ...any) tea.Cmd { done = append(done, fmt.Sprint(words...)); return nil }
		all := []api.Group{
			{ID: "administrators", DisplayName: "Administrators", BuiltIn: true, Type: "system", Description: "They run it"},
			{ID: "partners", DisplayName: "Partners", Type: "custom", Description: "<b>They</b> resell"},
		}
		out := &ui.Outbox{}
		p := New(t.Context(), 1, out, Host{
			List: func(context.Context) ([]api.Group, error) { return all, nil },
			Get: func(_ context.Context, id string) (api.GroupVersion, error) {
				return api.GroupVersion{Group: api.Group{DisplayName: "Partners as read"}}, nil
			},
			Count:   func(context.Context, string) (int, error) { return 7, nil },
			For:     marked,
			Members: func(g api.Group) tea.Cmd { return note("members of ", g.ID) },
			New:     func() tea.Cmd { return note("new") },
			Edit:    func(v api.GroupVersion) tea.Cmd { return note("edit ", v.Group.DisplayName) },
			Delete:  func(v api.GroupVersion, in int) tea.Cmd { return note("delete ", v.Group.DisplayName, " of ", in) },
			Join:    func(g api.Group, in bool) tea.Cmd { return note("join ", g.ID, " ", in) },
		})
		p.Resize(90, 12)
		carry := func(cmd tea.Cmd) {
			tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return p.Receive(m.(ui.Result)) })
		}
		carry(p.Init())
		script(p, func(a keys.Action) string {
			done = nil
			if why := p.Why(a); why != "" {
				return why
			}
			cmd, _ := p.Do(a)
			carry(cmd)
			return strings.Join(done, ", ")
		}, func() string {
			f := ui.Frame{Width: 90, Height: 12, Theme: theme.New(theme.Mono)}
			return ansi.Strip(p.Status(f, 90) + "\n" + p.View(f))
		})
		for _, asked := range out.Take() {
			if c, ok := asked.(ui.Copy); !ok || c.Text.Reveal() != "partners" {
				t.Errorf("asked %v", asked)
			}
		}
	})
}

func TestBuiltInGroupsAreLocked(t *testing.T) {
	on(t, "3 users", func(p *Page, do func(keys.Action) string, screen func() string) {
		if s := screen(); !strings.Contains(s, "Groups for 3 users") || !strings.Contains(s, "built-in, locked") || !strings.Contains(s, "id administrators. Locked: ") {
			t.Errorf("the page:\n%s", s)
		}
		for _, a := range []keys.Action{edit, remove, join, leave} {
			if why := do(a); !strings.HasPrefix(why, "Disabled: the group is built in, ") {
				t.Errorf("%s: %s", a, why)
			}
		}
		if got := do(keys.Open); got != "members of administrators" {
			t.Error(got)
		}
	})
}

// What is changed is what was read, and a deletion says how many users are in it.
func TestGroupsAreReadBeforeAChange(t *testing.T) {
	on(t, "3 users", func(p *Page, do func(keys.Action) string, screen func() string) {
		do(keys.Down)
		if s := screen(); !strings.Contains(s, "id partners. They resell") {
			t.Errorf("the page:\n%s", s)
		}
		for a, want := range map[keys.Action]string{
			create: "new", edit: "edit Partners as read", remove: "delete Partners as read of 7",
			join: "join partners true", leave: "join partners false", keys.Open: "members of partners", copyID: "",
		} {
			if got := do(a); got != want {
				t.Errorf("%s: %q, want %q", a, got, want)
			}
		}
	})
}

func TestWhatCannotBeDone(t *testing.T) {
	on(t, "", func(p *Page, do func(keys.Action) string, _ func() string) {
		do(keys.Down)
		if got := do(leave); !strings.Contains(got, "no users are marked") {
			t.Error(got)
		}
		if got := do(join); got != "join partners true" {
			t.Error(got)
		}
		p.host.ReadOnly = true
		for _, a := range []keys.Action{create, edit, remove, join, leave} {
			if got := do(a); got != "Disabled: read-only context." {
				t.Errorf("%s: %s", a, got)
			}
		}
		p.Put(nil)
		if got := do(copyID); got != "Disabled: no group is chosen." {
			t.Error(got)
		}
	})
}
