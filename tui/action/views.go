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
					short, _ := meaning(*v)
					return []component.Cell{{Text: text.Clean(string(*v))}, {Text: text.Clean(short), Style: t.Muted}}
				},
				About: func(v *api.View) string { _, long := meaning(*v); return long }, Most: 2,
				Read: func(context.Context) list.Reading[api.View] { return list.Reading[api.View]{Rows: api.Views()} },
			}))
		},
	}
}

// meaning says which users a view has: in a few words, and precisely.
func meaning(v api.View) (short, long string) {
	both := map[api.View][2]string{
		api.ViewPending:          {"pending for more than 30 days", "Users that have not confirmed their identity for more than 30 days."},
		api.ViewBlocked:          {"blocked, subscription active", "Blocked users with an active product subscription."},
		api.ViewNoGroups:         {"in no group but built-in ones", "Users that are in no group but built-in ones."},
		api.ViewDuplicates:       {"same name or e-mail, or nearly", "Users with the same name, or with the same e-mail but for upper case and +tag."},
		api.ViewOldSubscriptions: {"subscription older than 30 days", "Users with a product subscription of more than 30 days."},
		api.ViewNoCalls:          {"no calls in analytics, 30 days", "Users for whom analytics recorded no calls in the last 30 days."},
	}[v]
	return both[0], both[1]
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
