package action

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/page/userlist"
	"apimtui/tui/ui"
)

// people is a list of some users, with keys of its own beside those for
// users.
type people struct {
	*userlist.Page
	scope keys.Scope // "" has no keys of its own
	in    map[api.UserID]bool
	all   bool // it lists all users, not only those in it
	// act carries out one of its keys on users, why says why not.
	act func(a keys.Action, users []api.User, hidden int) tea.Cmd
	why func(a keys.Action) string
}

// Loader loads users for a list.
type Loader func(ctx context.Context, o api.LoadOptions, emit func(api.Batch)) api.Rest

// Load implements userlist.Loader.
func (l Loader) Load(ctx context.Context, o api.LoadOptions, emit func(api.Batch)) api.Rest {
	return l(ctx, o, emit)
}

// collected loads a whole collection at once.
func collected(read func(context.Context) (api.Collection[api.User], error)) Loader {
	return func(ctx context.Context, _ api.LoadOptions, emit func(api.Batch)) api.Rest {
		all, err := read(ctx)
		if err == nil || len(all.Items) > 0 {
			emit(api.Batch{Users: all.Items, Total: max(len(all.Items), all.Counted), Pass: 1})
		}
		return api.Rest{Err: err}
	}
}

func (s *Surface) people(title string, loader userlist.Loader) *people {
	list := s.List(loader)
	list.Title = title
	return &people{Page: list, in: map[api.UserID]bool{}}
}

func (p *people) Scopes() []keys.Scope {
	if p.Typing() || p.scope == "" {
		return p.Page.Scopes()
	}
	return append([]keys.Scope{p.scope}, p.Page.Scopes()...)
}

func (p *people) Receive(r ui.Result) tea.Cmd {
	if b, ok := r.Value.(api.Batch); ok {
		for _, u := range b.Users {
			p.in[u.ID] = true
		}
	}
	return p.Page.Receive(r)
}

// Changed implements ui.Watcher: a user who is not listed does not come in.
func (p *people) Changed(v api.Version) tea.Cmd {
	if !p.all && p.Known(v.User.ID) == nil {
		return nil
	}
	return p.Page.Changed(v)
}

// moved lists a user, or does so no more.
func (p *people) moved(u api.User, in bool) tea.Cmd {
	if p.in[u.ID] = in; in {
		return p.Page.Changed(api.Version{User: u})
	}
	return p.Page.Gone(u.ID)
}

func (p *people) Why(a keys.Action) string {
	if why := p.Page.Why(a); why != "" || p.why == nil {
		return why
	}
	return p.why(a)
}

func (p *people) Do(a keys.Action) (tea.Cmd, bool) {
	if p.act != nil {
		users, hidden := p.Marked()
		if u := p.Chosen(); len(users) == 0 && u != nil {
			users = []api.User{*u}
		}
		if cmd := p.act(a, users, hidden); cmd != nil {
			return cmd, true
		}
	}
	return p.Page.Do(a)
}
