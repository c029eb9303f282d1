package action

import (
	"context"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/page/userlist"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// A user that a reload of a view no longer has does not come back when it changes.
func TestWhoLeftAViewStaysOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ada, mia := api.User{ID: "ada", FirstName: "Ada"}, api.User{ID: "mia", FirstName: "Mia"}
		listed := []api.User{ada, mia}
		out := &ui.Outbox{}
		p := &people{in: map[api.UserID]bool{}, Page: userlist.New(t.Context(), 1, out, collected(func(context.Context) (api.Collection[api.User], error) {
			return api.Collection[api.User]{Items: listed}, nil
		}))}
		p.Resize(80, 15)
		carry := func(cmd tea.Cmd) {
			tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return p.Receive(m.(ui.Result)) })
		}
		carry(p.Init())
		listed = []api.User{mia}
		cmd, _ := p.Do(keys.Reload)
		carry(cmd)
		carry(p.Changed(api.Version{User: ada}))
		carry(p.Changed(api.Version{User: mia}))
		if p.Known("ada") != nil || p.Known("mia") == nil {
			t.Errorf("listed: Ada %v, Mia %v", p.Known("ada"), p.Known("mia"))
		}
		carry(p.moved(ada, true))
		if p.Known("ada") == nil {
			t.Error("who is moved in is not listed")
		}
	})
}
