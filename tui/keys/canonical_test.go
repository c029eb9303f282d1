package keys_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/tuitest"
)

// heard shows the name of the last key, and the text it types.
type heard struct {
	typing     bool
	name, text string
}

func (m heard) Init() tea.Cmd { return nil }

func (m heard) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		k = keys.Canonical(k, m.typing)
		m.name, m.text = k.String(), k.Text
	}
	return m, nil
}

func (m heard) View() tea.View { return tea.NewView("<" + m.name + "> types <" + m.text + ">") }

// TestKeysInEveryEncoding sends keys as terminals encode them: as ever, by xterm's
// modifyOtherKeys, and by kitty's protocol, with Caps Lock, Num Lock and keyboards
// of other layouts.
func TestKeysInEveryEncoding(t *testing.T) {
	tests := []struct {
		name, text string
		typing     bool
		sent       map[string]string
	}{
		{name: "ctrl+c", sent: map[string]string{
			"legacy": "\x03", "xterm": "\x1b[27;5;99~", "kitty": "\x1b[99;5u",
			"xterm, Caps Lock": "\x1b[27;5;67~", "kitty, Caps Lock": "\x1b[99;69u", "kitty, Num Lock": "\x1b[99;133u",
			"xterm, shift": "\x1b[27;6;67~", "kitty, shift": "\x1b[99:67;6u",
			"kitty, Cyrillic": "\x1b[1089::99;5u", "kitty, Cyrillic and Caps Lock": "\x1b[1089::99;69u",
			"kitty, Cyrillic and shift": "\x1b[1089:1057:99;6u", "kitty, Dvorak": "\x1b[99::105;5u",
		}},
		{name: "ctrl+s", sent: map[string]string{
			"legacy": "\x13", "xterm": "\x1b[27;5;115~", "kitty": "\x1b[115;5u",
			"xterm, Caps Lock": "\x1b[27;5;83~", "kitty, Caps Lock": "\x1b[115;69u", "kitty, Greek": "\x1b[963::115;5u",
		}},
		{name: "ctrl+a", sent: map[string]string{"legacy": "\x01", "kitty, AZERTY": "\x1b[97::113;5u"}},
		{name: "esc", sent: map[string]string{
			"kitty": "\x1b[27u", "kitty, Caps Lock": "\x1b[27;65u", "xterm, shift": "\x1b[27;2;27~", "kitty, shift": "\x1b[27;2u",
			"xterm, ctrl+[": "\x1b[27;5;91~", "kitty, ctrl+[": "\x1b[91;5u",
		}},
		{name: "enter", sent: map[string]string{
			"legacy": "\r", "xterm, shift": "\x1b[27;2;13~", "kitty, shift": "\x1b[13;2u", "kitty, keypad": "\x1b[57414u",
			"kitty, Num Lock": "\x1b[13;129u", "xterm, ctrl+m": "\x1b[27;5;109~",
		}},
		{name: "tab", sent: map[string]string{"legacy": "\t", "kitty, Caps Lock": "\x1b[9;65u", "kitty, ctrl+i": "\x1b[105;5u"}},
		{name: "shift+tab", sent: map[string]string{
			"legacy": "\x1b[Z", "xterm": "\x1b[27;2;9~", "kitty": "\x1b[9;2u", "kitty, Caps Lock": "\x1b[9;66u",
		}},
		{name: "backspace", typing: true, sent: map[string]string{
			"legacy": "\x7f", "xterm, shift": "\x1b[27;2;127~", "kitty, shift": "\x1b[127;2u", "kitty, Caps Lock": "\x1b[127;65u",
		}},
		{name: "space", text: " ", sent: map[string]string{
			"legacy": " ", "xterm, shift": "\x1b[27;2;32~", "kitty, shift": "\x1b[32;2u",
		}},
		{name: "up", sent: map[string]string{
			"legacy": "\x1b[A", "shift": "\x1b[1;2A", "Caps Lock": "\x1b[1;65A", "kitty, keypad": "\x1b[57419u",
		}},
		{name: "delete", sent: map[string]string{"legacy": "\x1b[3~", "shift": "\x1b[3;2~"}},
		{name: "ctrl+left", sent: map[string]string{"legacy": "\x1b[1;5D", "shift": "\x1b[1;6D"}},
		{name: "j", text: "j", sent: map[string]string{
			"legacy": "j", "kitty": "\x1b[106u", "kitty, Num Lock": "\x1b[106;129u",
			"kitty, Cyrillic": "\x1b[1086::106u", "kitty, Dvorak": "\x1b[106::99u",
		}},
		{name: "D", text: "D", sent: map[string]string{
			"legacy": "D", "kitty": "\x1b[100:68;2u", "kitty, Cyrillic": "\x1b[1074:1042:100;2u", "kitty, Dvorak": "\x1b[100:68:104;2u",
		}},
		{name: "о", text: "о", typing: true, sent: map[string]string{
			"legacy": "о", "kitty, Cyrillic": "\x1b[1086::106u",
		}},
		{name: "О", text: "О", typing: true, sent: map[string]string{
			"legacy": "О", "kitty, Cyrillic": "\x1b[1086:1054:106;2u",
		}},
		{name: "A", text: "A", typing: true, sent: map[string]string{"kitty, AZERTY": "\x1b[97:65:113;2u"}},
		{name: "alt+q", sent: map[string]string{
			"xterm": "\x1b[27;3;113~", "kitty": "\x1b[113;3u", "xterm, Caps Lock": "\x1b[27;3;81~", "kitty, Caps Lock": "\x1b[113;67u",
			"kitty, Cyrillic": "\x1b[1081::113;3u",
		}},
		{name: "alt+b", typing: true, sent: map[string]string{"kitty": "\x1b[98;3u", "kitty, Cyrillic": "\x1b[1080::98;3u"}},
		{name: "super+q", sent: map[string]string{"kitty": "\x1b[113;9u"}},
	}
	for _, tt := range tests {
		for encoding, bytes := range tt.sent {
			t.Run(tt.name+"/"+encoding, func(t *testing.T) {
				tuitest.Run(t, tuitest.Options{}, func() tea.Model { return heard{typing: tt.typing} }, func(d *tuitest.Driver) {
					d.Burst(bytes)
					d.MustSee("<" + tt.name + "> types <" + tt.text + ">")
				})
			})
		}
	}
}
