package action

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// mostUntyped is how many users may be deleted without typing the number.
const mostUntyped = 10

// many starts an action on several users. In production the number is typed.
func (s *Surface) many(b flow.Batch, users []api.User, hidden int) tea.Cmd {
	if s.Production {
		b.TypeOver = 0
	}
	return s.Over(flow.NewMany(s.Context, s.NewID(), s.Out, s.Talk, s.Users.Several, b, users, hidden, s.talkThen))
}

func blockSeveral(s *Surface, users []api.User, hidden int) tea.Cmd {
	batch := func(to api.State, deed rules.Deed, verb, means string) flow.Batch {
		return flow.Batch{Verb: verb, Means: means, TypeOver: -1, Deed: func(u api.User) flow.Deed {
			return &stateChange{draft: draft{users: s.Users, from: api.Version{User: u}}, state: to, deed: deed}
		}}
	}
	block := batch(api.StateBlocked, rules.Block, "Block", "Blocked users can neither sign in to the developer portal nor call any API.")
	activate := batch(api.StateActive, rules.Activate, "Activate", "Active users may sign in to the developer portal and call APIs.")
	there, back := block, activate
	block.Other, activate.Other = &back, &there
	back.Other, there.Other = &block, &activate
	return s.many(block, users, hidden)
}

func deleteSeveral(s *Surface, users []api.User, hidden int) tea.Cmd {
	return s.many(flow.Batch{
		Verb: "Delete", TypeOver: mostUntyped,
		Means: "A deletion cannot be undone. No one is mailed. Deleting product subscriptions is not asked for.",
		Deed: func(u api.User) flow.Deed {
			d := &deletion{users: s.Users, keys: keys.NewMap()}
			d.options.AppType = api.AppDeveloperPortal
			return d
		},
	}, users, hidden)
}

func mailSeveral(kind rules.Deed, verb, means string) func(s *Surface, users []api.User, hidden int) tea.Cmd {
	return func(s *Surface, users []api.User, hidden int) tea.Cmd {
		return s.many(flow.Batch{Verb: verb, Means: means, Mails: true, TypeOver: -1, Deed: func(api.User) flow.Deed {
			return &mail{users: s.Users, keys: keys.NewMap(), kind: kind, app: api.AppDeveloperPortal, now: s.Local}
		}}, users, hidden)
	}
}

// copySeveral copies the user ids, one a line.
func copySeveral(s *Surface, users []api.User, _ int) tea.Cmd {
	ids := make([]string, len(users))
	for i, u := range users {
		ids[i] = string(u.ID)
	}
	s.Out.Ask(ui.Copy{Text: secret.New(strings.Join(ids, "\n")), What: english.Plural(len(ids), "user id", "")})
	return nil
}
