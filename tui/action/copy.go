package action

import (
	"slices"
	"strings"

	"al.essio.dev/pkg/shellescape"
	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func copyMenu() Action {
	return Action{
		ID: keys.CopyMenu, Keys: []string{"y"}, Label: "copy", Help: "copy id, e-mail, resource id, or a command", Rank: 32,
		NeedsUser: true,
		Do:        func(s *Surface, u *api.User) tea.Cmd { return s.copyOf(u.DisplayName().String(), userItems(s, u)...) },
		Several:   copySeveral,
	}
}

type menu struct {
	ui.Still
	title  string
	items  []copyItem
	cursor component.Cursor
}

type copyItem struct {
	name  string
	value text.Text
}

// copyOf offers parts of something to copy.
func (s *Surface) copyOf(name string, items ...copyItem) tea.Cmd {
	items = slices.DeleteFunc(items, func(i copyItem) bool { return i.value == "" })
	return s.Over(&menu{Still: s.still(keys.CopyBox), title: "Copy, " + name, items: items})
}

func userItems(s *Surface, u *api.User) []copyItem {
	url := s.Users.URL(u.ID)
	return []copyItem{
		{"e-mail", u.Email},
		{"user id", u.ID.Text()},
		{"resource id", u.ResourceID},
		s.showCommand("users", string(u.ID)),
		{"az command", text.Text(shellescape.QuoteCommand([]string{"az", "rest", "--method", "get", "--url", url}))},
		{"curl command", text.Text(`curl -H "Authorization: Bearer $TOKEN" ` + shellescape.QuoteCommand([]string{url}))},
	}
}

func (s *Surface) showCommand(noun, id string) copyItem {
	args := []string{noun, "show", id}
	if strings.HasPrefix(id, "-") {
		args = []string{noun, "show", "--", id}
	}
	return copyItem{"apimtui command", text.Text(shellescape.QuoteCommand(append(s.Command[:len(s.Command):len(s.Command)], args...)))}
}

func (m *menu) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := m.Action(k); a {
	case keys.Cancel:
		m.Dismiss()
	case keys.Accept:
		m.Dismiss()
		m.copy(m.items[m.cursor.At])
	default:
		m.cursor.Move(a, len(m.items), len(m.items))
	}
	return nil
}

// copy refuses a value with control or invisible characters: it is not what it
// looks like, and it may be dangerous in a shell.
func (m *menu) copy(i copyItem) {
	v := secret.New(i.value.Exact())
	if err := clipboard.CheckLine(v); err != nil {
		m.Out.Ask(ui.Notify{Text: "Not copied: " + text.Clean(err.Error()).String(), Kind: ui.Bad})
		return
	}
	m.Out.Ask(ui.Copy{Text: v, What: strings.ToUpper(i.name[:1]) + i.name[1:]})
}

func (m *menu) Pick(_ ui.Frame, _, y int) (component.Picked, tea.Cmd) {
	return m.cursor.Pick(y-1, len(m.items), len(m.items)), nil
}

func (m *menu) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	var lines []string
	for i, item := range m.items {
		value := t.Muted.Render(term.Cut(item.value.String(), max(4, inner-19)))
		lines = append(lines, component.Choice(t, i == m.cursor.At, item.name, 17, value))
	}
	return m.Dialog(t, m.title, lines, width, height)
}

func copySeveral(s *Surface, users []api.User, _ int) tea.Cmd {
	ids := make([]string, len(users))
	for i, u := range users {
		ids[i] = string(u.ID)
	}
	s.Out.Ask(ui.Copy{Text: secret.New(strings.Join(ids, "\n")), What: english.Plural(len(ids), "user id", "")})
	return nil
}
