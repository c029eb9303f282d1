package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// moment is where the console is.
type moment struct {
	pages          int
	typing, asking bool      // the page is
	box            ui.PageID // 0 for none
	scope          keys.Scope
	writing        bool
	chosen         api.User // the zero user for none
	undo           *ui.Undoable
}

// watched is the console and a way to look at it between two messages.
type watched struct {
	tea.Model
	root *root
}

type glance struct{ at *moment }

// Update implements tea.Model.
func (w *watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	g, ok := msg.(glance)
	if !ok {
		_, cmd := w.Model.Update(msg)
		return w, cmd
	}
	p := w.root.shown.page()
	*g.at = moment{pages: len(w.root.shown.stack), typing: p.Typing(), asking: slices.Contains(p.Scopes(), keys.QuestionBox)}
	if o := w.root.shown.box(); o != nil {
		g.at.box, g.at.scope, g.at.writing = o.ID(), o.Scope(), o.Writing()
	}
	if u := w.root.shown.chosen(); u != nil {
		g.at.chosen = *u
	}
	if w.root.memory.undo != nil && w.root.memory.undo.Why == "" {
		u := *w.root.memory.undo
		g.at.undo = &u
	}
	return w, nil
}

func (m *machine) look() moment {
	var at moment
	m.Send(glance{&at})
	return at
}
