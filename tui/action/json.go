package action

import (
	"bytes"
	"encoding/json"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func viewJSON() Action {
	return Action{
		ID: keys.JSON, Keys: []string{"v"}, Label: "JSON", Help: "show the user as JSON, as it was last read", Rank: 36,
		NeedsUser: true,
		Do: func(s *Surface, u *api.User) tea.Cmd {
			return s.showJSON(u.Called(), u)
		},
	}
}

// showJSON shows what the service sent, under a name.
func (s *Surface) showJSON(name string, v json.Marshaler) tea.Cmd {
	return s.Over(newJSON(ui.Still{Page: s.NewID(), Out: s.Out}, name, v))
}

// jsonBox shows an entity as the service sent it.
type jsonBox struct {
	ui.Still
	keys   *keys.Map
	title  string
	body   []byte
	scroll component.Scroll
}

func newJSON(still ui.Still, name string, v json.Marshaler) *jsonBox {
	body, err := v.MarshalJSON()
	if err != nil {
		body = text.Text(err.Error()).AppendJSON(nil)
	}
	return &jsonBox{Still: still, keys: keys.NewMap(), title: "JSON of " + name, body: body}
}

func (b *jsonBox) Scope() keys.Scope { return keys.JSONBox }

func (b *jsonBox) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := b.keys.Action(k.String(), keys.JSONBox); a {
	case keys.Cancel:
		b.Dismiss()
	case keys.Copy:
		b.Out.Ask(ui.Copy{Text: secret.New(string(b.body)), What: "JSON"})
	default:
		n := len(b.lines(&theme.Theme{}, component.DialogWidth(b.Width)))
		b.scroll.Move(a, n, component.DialogRows(n, b.Height))
	}
	return nil
}

// lines draws names quietly and values plainly. A long value goes on below itself.
func (b *jsonBox) lines(t *theme.Theme, width int) []string {
	var indented bytes.Buffer
	if json.Indent(&indented, b.body, "", "  ") != nil {
		return term.Wrap(text.Clean(string(b.body)).String(), width)
	}
	var lines []string
	for line := range strings.Lines(indented.String()) {
		line = strings.TrimRight(line, "\n")
		value := strings.TrimLeft(line, " ")
		margin := line[:len(line)-len(value)]
		name, rest, ok := strings.Cut(value, `": `)
		if ok && strings.HasPrefix(name, `"`) {
			name, value = name+`":`, rest
		} else {
			name = ""
		}
		head := margin + t.Muted.Render(text.Clean(name).String())
		beside := len(margin) + term.Width(text.Clean(name).String()) + 1
		for _, l := range term.Wrap(text.Clean(value).String(), max(10, width-beside)) {
			if name != "" {
				head += " "
				name = ""
			}
			lines = append(lines, head+l)
			head = strings.Repeat(" ", beside)
		}
	}
	return lines
}

func (b *jsonBox) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	return component.Dialog(t, b.title, b.lines(t, inner), b.scroll.Top, component.Hints(t, b.keys.Hints(keys.JSONBox), inner), width, height)
}
