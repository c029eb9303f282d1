package action

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/plainform"
	"apimtui/tui/page/subkeys"
	"apimtui/tui/page/subscriptions"
	"apimtui/tui/ui"
)

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
		Keys: x.Subscriptions.Keys, Gateway: x.gateway, Write: x.Tokens.Write, Now: x.Tokens.Now,
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

// gateway finds the address where keys open something.
func (s *Surface) gateway(ctx context.Context) (string, error) {
	service, err := s.Services.Get(ctx)
	return service.GatewayURL.Exact(), err
}

func newKey(what string) report.Act {
	return report.Act{What: "new " + what, Done: what + " is a new one", Who: what, Sent: report.Change, About: report.Subscription}
}

// nameOf is the name of a product subscription, or else its id.
func nameOf(s api.Subscription) text.Text { return cmp.Or(s.DisplayName, s.ID) }

// Named reads and writes product subscriptions, and keeps the names of what they open
// as last read: most pages only want to show them.
type Named struct {
	*api.Subscriptions

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

// owner looks the owner of a form up; one that is not found is what is wrong.
func (s *Surface) owner(ctx context.Context, typed string, wrong plainform.Problems) (api.User, error) {
	if strings.TrimSpace(typed) == "" {
		wrong["owner"] = "An owner is needed: a user id, an e-mail or a name."
		return api.User{}, nil
	}
	m, err := s.Users.Find(ctx, typed)
	switch {
	case errors.Is(err, api.KindNotFound):
		wrong["owner"] = "No user has this id, e-mail or name."
		return api.User{}, nil
	case err == nil && len(m.Users) > 1:
		wrong["owner"] = "Several users have it: give the id of one."
		return api.User{}, nil
	case err != nil:
		return api.User{}, err
	}
	return m.Users[0], nil
}

// pick opens what a new product subscription can be for.
func (x *subscribing) pick() tea.Cmd {
	id := x.NewID()
	return x.Open(subscriptions.NewScopes(x.Context, id, x.Out, x.Subscriptions, func(c subscriptions.Choice) tea.Cmd { return x.newForm(id, c) }))
}

func (x *subscribing) newForm(picker ui.PageID, c subscriptions.Choice) tea.Cmd {
	fields := []plainform.Field{{Key: "displayName", Label: "Name", Value: c.Name.Exact(), Hint: strings.Join(append(c.Warns, "It is made active."), " ")}}
	if x.user == nil {
		fields = append(fields, plainform.Field{Key: "owner", Label: "Owner", Who: true, Hint: "A user id, an e-mail or a name."})
	}
	form := x.NewID()
	save := func(ctx context.Context, values map[string]string) (any, plainform.Problems, error) {
		wrong, owner := plainform.Problems{}, api.User{}
		wrong.Add("displayName", api.CheckSubscriptionName(values["displayName"]))
		var err error
		if x.user != nil {
			owner = *x.user
		} else if owner, err = x.owner(ctx, values["owner"], wrong); err != nil {
			return nil, nil, err
		}
		id, err := x.idOr("")
		if err != nil || len(wrong) > 0 {
			return nil, wrong, err
		}
		n := api.NewSubscription{ID: id, Owner: owner.ID, Scope: c.SubscriptionScope, DisplayName: text.Text(values["displayName"]), State: api.StateActive}
		what := "the product subscription of " + owner.Called() + " to " + c.Name.String() + ", " + n.DisplayName.String()
		return ui.Call(func() tea.Cmd {
			return x.rows(flow.Task{Title: "New product subscription", Of: what, Forms: []ui.PageID{form, picker}, After: x.rereads}, flow.Row{
				Label: "new " + strings.TrimPrefix(what, "the "), Write: x.Subscriptions.Create(n),
				Act: report.Act{What: "creation of " + what, Done: what + " is created", Who: what, Sent: report.Creation, About: report.Subscription},
			})
		}), nil, nil
	}
	return x.Open(plainform.New(x.Context, form, x.Out, "New product subscription: "+c.Name.String(), []string{"Product subscription"}, fields, save))
}

// editForm opens the form of the version that was read.
func (x *subscribing) editForm(v api.SubscriptionVersion, name string) tea.Cmd {
	from, form := v.Subscription.Edit(), x.NewID()
	fields := []plainform.Field{
		{Key: "displayName", Label: "Name", Value: from.DisplayName.Exact()},
		{Key: "owner", Label: "Owner", Value: string(from.Owner), Who: true, Hint: "A user id, an e-mail or a name. Another one takes it over with its keys."},
		{Key: "state", Label: "State", Value: strings.ToLower(string(from.State)), Options: api.SubscriptionStates()},
		{Key: "stateComment", Label: "Comment", Value: from.StateComment.Exact(), Hint: "It explains the state, such as why it is rejected."},
	}
	save := func(ctx context.Context, values map[string]string) (any, plainform.Problems, error) {
		to, wrong := from, plainform.Problems{}
		if to.DisplayName = text.Text(values["displayName"]); to.DisplayName != from.DisplayName {
			wrong.Add("displayName", api.CheckSubscriptionName(values["displayName"]))
		}
		if values["owner"] != string(from.Owner) {
			u, err := x.owner(ctx, values["owner"], wrong)
			if err != nil {
				return nil, nil, err
			}
			to.Owner = u.ID
		}
		if state := api.State(values["state"]); !state.Is(from.State) {
			to.State = state
		}
		to.StateComment = text.Text(values["stateComment"])
		return ui.Call(func() tea.Cmd { return x.save(v, to, name, form) }), wrong, nil
	}
	return x.Open(plainform.New(x.Context, form, x.Out, "Edit "+x.of(v.Subscription, name), []string{"Product subscription"}, fields, save))
}

func (x *subscribing) save(v api.SubscriptionVersion, to api.SubscriptionEdit, name string, form ui.PageID) tea.Cmd {
	if len(v.Subscription.Edit().Changed(to)) == 0 {
		x.Out.Ask(ui.Leave{Page: form})
		x.Out.Ask(ui.Notify{Text: "Nothing was changed, so nothing was sent."})
		return nil
	}
	what := x.of(v.Subscription, name)
	return x.rows(flow.Task{Title: "Save", Of: what, Forms: []ui.PageID{form}, After: x.rereads}, x.change(v, to, what, ""))
}
