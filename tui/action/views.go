package action

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/list"
	"apimtui/tui/theme"
)

// Views is where the keys of the page of views are looked up.
const Views keys.Scope = "views"

// viewAge is how long ago something is that a view calls old.
const viewAge = 30 * 24 * time.Hour

func views() Action {
	return Action{
		ID: "views", Label: "view", Help: "users that want attention: pending, blocked with product subscriptions, in no group, duplicates",
		More: func() []keys.Binding {
			return append(keys.Moves(Views, "view", true, true),
				keys.Binding{Scope: Views, Action: keys.Open, Keys: []string{"enter"}, Label: "open", Help: "list the users of the view", Rank: 1})
		},
		Do: func(s *Surface, _ *api.User) tea.Cmd {
			return s.Open(list.New(s.Context, list.Setup[api.View]{
				Open: s.openView, ID: s.NewID(), Out: s.Out, Scope: Views, Title: func() string { return "Views" }, Noun: "views",
				Columns: []component.Column{{Title: "VIEW", Min: 26, Max: 26, Keep: 2}, {Title: "USERS", Min: 30, Max: 80, Keep: 1}},
				Cells: func(t *theme.Theme, v *api.View) []component.Cell {
					return []component.Cell{{Text: text.Clean(string(*v))}, {Text: text.Clean(viewMeaning(*v)), Style: t.Muted}}
				},
				Read: func(context.Context) list.Reading[api.View] { return list.Reading[api.View]{Rows: api.Views()} },
			}))
		},
	}
}

func viewMeaning(v api.View) string {
	return map[api.View]string{
		api.ViewPending:          "pending for more than 30 days",
		api.ViewBlocked:          "blocked, with an active product subscription",
		api.ViewNoGroups:         "in no group but built-in ones",
		api.ViewDuplicates:       "same name, or same e-mail but for case and +tag",
		api.ViewOldSubscriptions: "with a product subscription of more than 30 days",
		api.ViewNoCalls:          "no calls recorded by analytics in the last 30 days",
	}[v]
}

// openView lists the users of a view. All users are read for it.
func (s *Surface) openView(v api.View) tea.Cmd {
	return s.Open(s.people("View: "+string(v), Loader(func(ctx context.Context, _ api.LoadOptions, emit func(api.Batch)) api.Rest {
		since := s.Talk.Now().Add(-viewAge)
		b, err := s.Belongings(ctx, v, since)
		if err != nil && len(b.Subscriptions) == 0 {
			return api.Rest{Err: err}
		}
		var roster api.Roster
		rest := s.Users.Load(ctx, api.LoadOptions{}, roster.Put)
		roster.Finish(rest)
		all := make([]*api.User, roster.Len())
		for i := range all {
			all[i] = roster.At(i)
		}
		var found []api.User
		for _, u := range v.Select(all, b, since) {
			found = append(found, *u)
		}
		if b.Hidden {
			err = errors.Join(err, errHidden)
		}
		emit(api.Batch{Users: found, Total: len(found), Pass: 1})
		return api.Rest{Err: errors.Join(err, rest.Err)}
	})))
}

var errHidden = errors.New("the service counts more product subscriptions or members of groups than it shows to you; the view may be wrong about some users")
