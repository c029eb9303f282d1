package action

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/flow"
	"apimtui/tui/page/plainform"
	"apimtui/tui/page/subscriptions"
	"apimtui/tui/ui"
)

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
