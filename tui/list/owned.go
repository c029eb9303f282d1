package list

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/ui"
)

// Owned is a list of what belongs to a user, or with nil to the service.
type Owned[R any] struct {
	*Page[R]
	User *api.User
}

func (o *Owned[R]) Chosen() *api.User { return o.User }

func (o *Owned[R]) of(id api.UserID) bool { return o.User != nil && o.User.ID == id }

// Changed implements ui.Watcher: what belongs to the user may have changed too.
func (o *Owned[R]) Changed(v api.Version) tea.Cmd {
	if !o.of(v.User.ID) {
		return nil
	}
	o.User = &v.User
	return o.Init()
}

// Stale implements ui.Owner. A list of the service is read again by itself.
func (o *Owned[R]) Stale() tea.Cmd {
	if o.User == nil {
		return nil
	}
	return o.Init()
}

func (o *Owned[R]) Gone(id api.UserID) tea.Cmd {
	if o.of(id) {
		o.Out.Ask(ui.Leave{Page: o.ID()})
	}
	return nil
}
