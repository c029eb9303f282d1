package action

import (
	"context"
	"slices"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/subkeys"
	"apimtui/tui/page/subscriptions"
	"apimtui/tui/ui"
)

// Subscriptions reads and writes product subscriptions.
type Subscriptions interface {
	subscriptions.Reader
	List(ctx context.Context) (api.Collection[api.Subscription], error)
	Create(n api.NewSubscription) api.Write
	Update(base api.SubscriptionVersion, to api.SubscriptionEdit) api.Write
	Delete(base api.SubscriptionVersion) api.Write
	Regenerate(s api.Subscription, key api.KeyType) api.Write
	Keys(ctx context.Context, s api.Subscription, watch api.Watch) (api.Keys, error)
}

var _ Subscriptions = (*api.Subscriptions)(nil)

func subscriptionsOfUser() Action {
	return Action{
		ID: "product subscriptions", Keys: []string{"u"}, Label: "subscriptions", Help: "make, change, suspend, cancel or delete product subscriptions, and see their keys", Rank: 28,
		NeedsUser: true,
		More: func() []keys.Binding {
			return slices.Concat(subscriptions.Bindings(), subscriptions.PickerBindings(), subkeys.Bindings())
		},
		Do: func(s *Surface, u *api.User) tea.Cmd {
			user := *u
			return s.openSubscriptions(&user)
		},
		Several: suspendSeveral,
	}
}

func serviceSubscriptions() Action {
	return Action{
		ID: "product subscriptions of the service", Label: "subscriptions", Help: "all product subscriptions of the service",
		Do: func(s *Surface, _ *api.User) tea.Cmd { return s.openSubscriptions(nil) },
	}
}

// subscribing is the page of a user's product subscriptions, or of all.
type subscribing struct {
	*Surface
	page ui.PageID
	user *api.User // nil is the service
}

func (s *Surface) openSubscriptions(user *api.User) tea.Cmd {
	x := &subscribing{Surface: s, page: s.NewID(), user: user}
	list := s.Subscriptions.List
	if user != nil {
		list = func(ctx context.Context) (api.Collection[api.Subscription], error) {
			return s.Users.ListSubscriptions(ctx, user.ID)
		}
	}
	return s.Open(subscriptions.New(s.Context, x.page, s.Out, subscriptions.Host{
		List: list, Reader: s.Subscriptions, ReadOnly: s.ReadOnly, Do: x.do, Open: x.open,
		Show: func(sub api.Subscription, name string) tea.Cmd { return s.showJSON(name, sub) },
		Copy: func(sub api.Subscription, name string) tea.Cmd {
			return s.copyOf(name, copyItem{"id", sub.ID}, copyItem{"name", sub.DisplayName}, copyItem{"owner's user id", sub.OwnerID().Text()},
				copyItem{"resource id", sub.ResourceID}, s.showCommand("subscriptions", sub.ID.Exact()))
		},
		Edit: x.editForm, New: x.pick, Known: s.Known,
	}, user))
}

// rereads has the page read again, and the pages of its user.
func (x *subscribing) rereads() []any {
	if x.user != nil {
		return rereads(*x.user)()
	}
	return changed(x.page)()
}

// of names a product subscription within a sentence.
func (x *subscribing) of(s api.Subscription, name string) string {
	owner := "user " + s.OwnerID().String()
	switch known := x.Known(s.OwnerID()); {
	case x.user != nil:
		owner = x.user.Called()
	case s.OwnerID() == "":
		owner = "no user"
	case known != nil:
		owner = known.Called() + " (" + owner + ")"
	}
	return "the product subscription of " + owner + " to " + name
}

func (x *subscribing) do(a keys.Action, v api.SubscriptionVersion, name string) tea.Cmd {
	what, now := x.of(v.Subscription, name), "It is "+v.Subscription.State.String()+" now."
	to := func(state api.State, verb, means string) tea.Cmd {
		edit := v.Subscription.Edit()
		edit.State = state
		row := x.change(v, edit, what, what+" is "+state.String())
		return x.rows(flow.Task{Title: verb, Of: what, After: x.rereads, Asks: []string{verb + " " + what + "?", "", now, means}}, row)
	}
	switch {
	case a == subscriptions.Delete:
		return x.rows(flow.Task{Title: "Deletion", Of: what, After: x.rereads, Asks: []string{"Delete " + what + "?", "", now, "Its keys stop working at once. It cannot be undone."}},
			flow.Row{Label: "deletion of " + what, Write: x.Subscriptions.Delete(v),
				Act: report.Act{What: "deletion of " + what, Done: what + " is deleted", Who: what, Sent: report.Deletion, About: report.Subscription}})
	case a == subscriptions.Cancel:
		return to("cancelled", "Cancel", "Its keys stop working.")
	case strings.EqualFold(v.Subscription.State.Exact(), "active"):
		return to("suspended", "Suspend", "Its keys stop working until it is active again.")
	}
	return to(api.StateActive, "Activate", "Its keys open the gateway.")
}

// change is the write of changed properties.
func (x *subscribing) change(v api.SubscriptionVersion, to api.SubscriptionEdit, what, done string) flow.Row {
	words := api.Labels(v.Subscription.Edit().Changed(to)) + " of " + what
	return flow.Row{
		Label: words, Write: x.Subscriptions.Update(v, to),
		Act: report.Act{What: words, Done: done, Who: what, Sent: report.Change, About: report.Subscription},
		Amend: &flow.Amend{
			What: what, Properties: api.SubscriptionProperties(), Loaded: v.Subscription.Edit().Text, Mine: to.Text,
			Theirs: func(w api.Written) flow.Values { return w.Subscription.Subscription.Edit().Text },
			Again: func(w api.Written, to flow.Values) api.Write {
				return x.Subscriptions.Update(w.Subscription, api.SubscriptionEdit{
					DisplayName: to(api.PropDisplayName), Owner: api.UserID(to(api.PropOwner).Exact()),
					State: api.State(to(api.PropState)), StateComment: to(api.PropStateComment),
				})
			},
		},
	}
}

// open shows the keys.
func (x *subscribing) open(sub api.Subscription, name string) tea.Cmd {
	owner, panel := api.User{ID: sub.OwnerID()}, x.NewID()
	after := func() []any { return []any{ui.Reread{Page: panel}} }
	if x.user != nil {
		owner, after = *x.user, x.rereads
	} else if known := x.Known(owner.ID); known != nil {
		owner = *known
	}
	return x.Open(subkeys.New(x.Context, panel, x.Out, subkeys.Host{
		Keys: x.Subscriptions.Keys, Gateway: x.Gateway, Write: x.Tokens.Write, Now: x.Tokens.Now,
		Regenerate: func(sub api.Subscription, key api.KeyType) tea.Cmd {
			what := string(key) + " key of " + x.of(sub, name)
			task := flow.Task{Title: "Regenerate", Of: what, After: after,
				Asks: []string{"The " + what + " is replaced.", "", "Everything that uses the present key stops working at once. It cannot be undone.", "", "Replace it?"}}
			if x.Production {
				task.MustType = nameOf(sub).Exact()
			}
			return x.rows(task, flow.Row{Label: "new " + what, Write: x.Subscriptions.Regenerate(sub, key), Act: newKey(what)})
		},
	}, owner, sub, name))
}

// newKey describes the replacement of a key.
func newKey(what string) report.Act {
	return report.Act{What: "new " + what, Done: what + " is a new one", Who: what, Sent: report.Change, About: report.Subscription}
}

// nameOf is the name of a product subscription, or else its id.
func nameOf(s api.Subscription) text.Text {
	if s.DisplayName != "" {
		return s.DisplayName
	}
	return s.ID
}

// Named reads and writes product subscriptions, and keeps the names of what they open
// as last read: most pages only want to show them.
type Named struct {
	Subscriptions

	mu    sync.Mutex
	last  api.Catalog
	tried bool
}

// Catalog reads what can be subscribed to.
func (n *Named) Catalog(ctx context.Context) (api.Catalog, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.read(ctx)
}

func (n *Named) read(ctx context.Context) (api.Catalog, error) {
	c, err := n.Subscriptions.Catalog(ctx)
	if ctx.Err() == nil {
		n.last, n.tried = c, true
	}
	return c, err
}

// Names is what can be subscribed to, read at most once. What cannot be read is
// missing, and is not tried again: an id will do.
func (n *Named) Names(ctx context.Context) api.Catalog {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.tried {
		c, _ := n.read(ctx)
		return c
	}
	return n.last
}
