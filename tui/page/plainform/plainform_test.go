package plainform

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// What is wrong stands at its field, an error above the fields, and what was typed
// stays.
func TestSavingTellsWhatIsWrong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &ui.Outbox{}
		var got map[string]string
		wrong, fails := Problems{"service": "It is no name."}, error(nil)
		p := New(t.Context(), 1, out, "New context", []string{"Service", "Sign-in and guards"}, []Field{
			{Key: "name", Label: "Context", Value: "prod"}, {Key: "service", Label: "Service"},
			{Key: "auth", Label: "Sign-in", Options: []string{"default", "cli"}}, {Key: "production", Label: "Production", Hint: "mark it", Value: "true", Switch: true},
		}, func(_ context.Context, values map[string]string) (any, Problems, error) {
			got = values
			return "saved", wrong, fails
		})
		p.Resize(60, 20)
		press := func(k tea.KeyPressMsg) {
			tuitest.Carry(p.Type(k), func(m tea.Msg) tea.Cmd { return p.Receive(m.(ui.Result)) })
		}
		save := tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl}
		see := func(want string) {
			t.Helper()
			if screen := ansi.Strip(p.View(ui.Frame{Width: 60, Height: 20, Theme: theme.New(theme.Mono)})); !strings.Contains(screen, want) {
				t.Errorf("no %q in\n%s", want, screen)
			}
		}
		press(save)
		see("It is no name.")
		press(tea.KeyPressMsg{Code: 'x', Text: "x"}) // the focus is on the field that is wrong
		wrong, fails = nil, errors.New("the disk is full")
		press(save)
		see("The disk is full.")
		fails = nil
		press(save)
		if asked := fmt.Sprint(out.Take()); asked != "[saved]" {
			t.Errorf("asked %s", asked)
		}
		if want := "map[auth:default name:prod production:true service:x]"; fmt.Sprint(got) != want {
			t.Errorf("saved %v", got)
		}
		if !p.Dirty() {
			t.Error("a changed form is no draft")
		}
	})
}

// While it saves, one key cancels, and no other key does anything.
func TestSavingIsCancelledByOneKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &ui.Outbox{}
		p := New(t.Context(), 1, out, "New context", []string{"Service"}, []Field{{Key: "name", Label: "Context", Value: "prod"}}, func(ctx context.Context, values map[string]string) (any, Problems, error) {
			return values["name"], nil, ctx.Err()
		})
		p.Resize(60, 20)
		press := func(k tea.KeyPressMsg) tea.Cmd { return p.Type(k) }
		for _, cancels := range []bool{false, true} {
			saving := press(tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl})
			press(tea.KeyPressMsg{Code: 'x', Text: "x"})
			if cancels {
				press(tea.KeyPressMsg{Code: tea.KeyEscape})
			}
			tuitest.Carry(saving, func(m tea.Msg) tea.Cmd { return p.Receive(m.(ui.Result)) })
			if saved := fmt.Sprint(out.Take()) == "[prod]"; saved == cancels {
				t.Errorf("saved %v, cancelled %v", saved, cancels)
			}
		}
	})
}

// A value that is none of the options, such as a state of a later service, stays until
// another is chosen.
func TestAnUnknownValueStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got map[string]string
		p := New(t.Context(), 1, &ui.Outbox{}, "Edit", []string{"All"}, []Field{
			{Key: "name", Label: "Name", Value: "a"}, {Key: "state", Label: "State", Value: "frozen", Options: []string{"active", "suspended"}},
		}, func(_ context.Context, values map[string]string) (any, Problems, error) {
			got = values
			return "saved", nil, nil
		})
		p.Resize(60, 20)
		for _, k := range []tea.KeyPressMsg{{Code: 'b', Text: "b"}, {Code: 's', Mod: tea.ModCtrl}} {
			tuitest.Carry(p.Type(k), func(m tea.Msg) tea.Cmd { return p.Receive(m.(ui.Result)) })
		}
		if got["state"] != "frozen" || got["name"] != "ab" {
			t.Errorf("saved %v", got)
		}
	})
}
