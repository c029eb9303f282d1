package tui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
)

func (r *root) newForm() tea.Cmd           { return nil }
func (r *root) edit(api.User) tea.Cmd      { return nil }
func (r *root) formOf(api.NewUser) tea.Cmd { return nil }
