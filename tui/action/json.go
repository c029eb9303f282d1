package action

import (
	"bytes"
	"encoding/json"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
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
	body, err := v.MarshalJSON()
	if err != nil {
		body = text.Text(err.Error()).AppendJSON(nil)
	}
	return s.Over(&ui.Sheet{
		Still: s.still(keys.JSONBox), Title: "JSON of " + name,
		Lines: func(t *theme.Theme, inner int) []string { return jsonLines(t, body, inner) },
		Do: func(a keys.Action) {
			if a == keys.Copy {
				s.Out.Ask(ui.Copy{Text: secret.New(string(body)), What: "JSON"})
			}
		},
	})
}

// jsonLines draws names quietly and values plainly. A long value goes on below itself.
func jsonLines(t *theme.Theme, body []byte, width int) []string {
	var indented bytes.Buffer
	if json.Indent(&indented, body, "", "  ") != nil {
		return term.Wrap(text.Clean(string(body)).String(), width)
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
