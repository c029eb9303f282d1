package action

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/page/sso"
	"apimtui/tui/page/token"
)

func signIn() Action {
	return Action{
		ID: keys.SSO, Keys: []string{"s"}, Label: "SSO URL", Help: "make a link that signs the user in to the portal", Rank: 25,
		NeedsUser: true, Writes: true,
		Do: func(s *Surface, u *api.User) tea.Cmd {
			return s.Open(sso.New(s.Context, s.NewID(), s.Out, s.Users, s.Links, *u))
		},
	}
}

func accessToken() Action {
	return Action{
		ID: keys.Token, Keys: []string{"t"}, Label: "token", Help: "make a shared access token", Rank: 26,
		NeedsUser: true, Writes: true,
		Do: func(s *Surface, u *api.User) tea.Cmd {
			return s.Open(token.New(s.Context, s.NewID(), s.Out, s.Users, s.Tokens, *u))
		},
	}
}
