package action

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/subkeys"
	"apimtui/tui/page/usersubs"
)

// Subscriptions reads and writes product subscriptions.
type Subscriptions interface {
	usersubs.Reader
	Update(base api.SubscriptionVersion, p api.SubscriptionPatch) api.Write
	Delete(base api.SubscriptionVersion) api.Write
	Regenerate(s api.Subscription, key api.KeyType) api.Write
	Keys(ctx context.Context, s api.Subscription, watch api.Watch) (api.Keys, error)
}

var _ Subscriptions = (*api.Subscriptions)(nil)

func subscriptionsOfUser() Action {
	return Action{
		ID: "product subscriptions", Keys: []string{"u"}, Label: "subscriptions", Help: "suspend, activate, cancel or delete product subscriptions, and see their keys", Rank: 28,
		NeedsUser: true,
		More:      func() []keys.Binding { return slices.Concat(usersubs.Bindings(), subkeys.Bindings()) },
		Do: func(s *Surface, u *api.User) tea.Cmd {
			user := *u
			return s.Open(usersubs.New(s.Context, s.NewID(), s.Out, usersubs.Host{
				Of: s.Users.ListSubscriptions, Reader: s.Subscriptions, ReadOnly: s.ReadOnly,
				Do: func(a keys.Action, v api.SubscriptionVersion, name string) tea.Cmd {
					row, ask := subscriptionRow(s.Subscriptions, a, v, "the product subscription of "+user.Called()+" to "+name)
					return s.rows(flow.Task{Title: row.Title, Asks: ask, After: rereads(user)}, row.Row)
				},
				Open: func(sub api.Subscription, name string) tea.Cmd {
					return s.Open(subkeys.New(s.Context, s.NewID(), s.Out, s.keysHost(user, name), user, sub, name))
				},
			}, user))
		},
	}
}

func (s *Surface) keysHost(user api.User, name string) subkeys.Host {
	return subkeys.Host{
		Keys: s.Subscriptions.Keys, Gateway: s.Gateway, Write: s.Tokens.Write, Now: s.Tokens.Now,
		Regenerate: func(sub api.Subscription, key api.KeyType) tea.Cmd {
			what := string(key) + " key of the product subscription of " + user.Called() + " to " + name
			row := flow.Row{
				Label: "new " + what, Write: s.Subscriptions.Regenerate(sub, key),
				Act: report.Act{What: "new " + what, Done: what + " is a new one", Who: what, Sent: report.Change, About: report.Subscription},
			}
			ask := []string{"The " + what + " is replaced.", "", "Everything that uses the present key stops working at once. It cannot be undone.", "", "Replace it?"}
			return s.rows(flow.Task{Title: "Regenerate", Asks: ask, After: rereads(user)}, row)
		},
	}
}

type titled struct {
	flow.Row
	Title string
}

// subscriptionRow is the write of an action, and the question before it.
func subscriptionRow(subs Subscriptions, a keys.Action, v api.SubscriptionVersion, what string) (titled, []string) {
	sent := func(title, done string, w api.Write) titled {
		return titled{flow.Row{Label: title + " " + what, Write: w, Act: report.Act{What: strings.ToLower(title) + " of " + what, Done: what + done, Who: what, Sent: report.Change, About: report.Subscription}}, title}
	}
	to := func(state api.State) api.Write {
		from := v.Subscription.Edit()
		edit := from
		edit.State = state
		return subs.Update(v, api.SubscriptionPatch{Properties: from.Changed(edit), To: edit})
	}
	now := "It is " + v.Subscription.State.String() + " now."
	switch {
	case a == usersubs.Delete:
		row := sent("Deletion", " is deleted", subs.Delete(v))
		row.Act.Sent = report.Deletion
		return row, []string{"Delete " + what + "?", "", now, "Its keys stop working at once. It cannot be undone."}
	case a == usersubs.Cancel:
		return sent("Cancellation", " is cancelled", to("cancelled")), []string{"Cancel " + what + "?", "", now, "Its keys stop working."}
	case strings.EqualFold(v.Subscription.State.Exact(), "active"):
		return sent("Suspension", " is suspended", to("suspended")), []string{"Suspend " + what + "?", "", now, "Its keys stop working until it is active again."}
	}
	return sent("Activation", " is active", to("active")), []string{"Activate " + what + "?", "", now, "Its keys open the gateway."}
}
