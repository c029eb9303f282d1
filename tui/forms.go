package tui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/flow"
	"apimtui/tui/page/userform"
)

func (r *root) newForm() tea.Cmd {
	return r.open(userform.New(r.ctx, r.id(), r.out, userform.Options{Random: r.opts.Random}))
}

// edit opens the form once the user has been read.
func (r *root) edit(known api.User) tea.Cmd {
	return r.over(flow.NewEdit(r.ctx, r.id(), r.out, r.opts.Users, known))
}

func (r *root) editForm(base api.Version) tea.Cmd {
	return r.open(userform.NewEdit(r.ctx, r.id(), r.out, base, userform.Options{Random: r.opts.Random}))
}

func (r *root) formOf(draft api.NewUser) tea.Cmd {
	return r.open(userform.New(r.ctx, r.id(), r.out, userform.Options{Random: r.opts.Random, Draft: &draft}))
}

// replay hands on what was typed while a page was on its way.
func (r *root) replay(typed []tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, msg := range typed {
		cmds = append(cmds, r.take(msg), r.intents())
	}
	return tea.Batch(cmds...)
}
