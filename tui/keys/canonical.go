package keys

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// Canonical returns the name under which the table knows a key, in any terminal
// encoding. Lock keys are ignored. With ctrl or alt the letter counts and its case
// does not; on a layout without Latin letters the Latin key counts. Shift matters
// only for text and tab. Where no text is typed, this applies to letters without
// modifiers too.
func Canonical(k tea.KeyPressMsg, typing bool) tea.KeyPressMsg {
	k.Mod &^= tea.ModCapsLock | tea.ModNumLock | tea.ModScrollLock
	k.Code = mainKey(k.Code)
	base, shift := k.BaseCode, k.Mod.Contains(tea.ModShift)
	k.BaseCode = 0 // it would name the key on every layout, also where Code does
	switch {
	case k.Mod&(tea.ModCtrl|tea.ModAlt) != 0 && k.Code < tea.KeyExtended:
		return chord(k, base)
	case k.Text == "" || k.Text == " ":
		if k.Code != tea.KeyTab {
			k.Mod &^= tea.ModShift
		}
	case base == 0 || k.Code < unicode.MaxASCII && !shift:
	case !typing && k.Code > unicode.MaxASCII:
		k.Code, k.Text = base, cased(base, shift)
	case k.Text == string(base):
		// Bubble Tea takes the key of the Latin layout for the shifted one.
		k.Text = cased(k.Code, shift)
	}
	return k
}

// chord names a key with ctrl or alt. Three ctrl chords have always been keys of
// their own, and some terminals name the chord instead.
func chord(k tea.KeyPressMsg, base rune) tea.KeyPressMsg {
	if k.Code > unicode.MaxASCII && base != 0 {
		k.Code = base
	}
	k.Code = unicode.ToLower(k.Code)
	if k.Mod.Contains(tea.ModCtrl) {
		k.Mod &^= tea.ModShift
	}
	if k.Mod == tea.ModCtrl {
		switch k.Code {
		case '[':
			return tea.KeyPressMsg{Code: tea.KeyEscape}
		case 'i':
			return tea.KeyPressMsg{Code: tea.KeyTab}
		case 'm':
			return tea.KeyPressMsg{Code: tea.KeyEnter}
		}
	}
	return k
}

func cased(r rune, upper bool) string {
	if upper {
		r = unicode.ToUpper(r)
	}
	return string(r)
}

// mainKey maps a keypad key to its main counterpart.
func mainKey(code rune) rune {
	switch code {
	case tea.KeyKpEnter:
		return tea.KeyEnter
	case tea.KeyKpUp:
		return tea.KeyUp
	case tea.KeyKpDown:
		return tea.KeyDown
	case tea.KeyKpLeft:
		return tea.KeyLeft
	case tea.KeyKpRight:
		return tea.KeyRight
	case tea.KeyKpPgUp:
		return tea.KeyPgUp
	case tea.KeyKpPgDown:
		return tea.KeyPgDown
	case tea.KeyKpHome:
		return tea.KeyHome
	case tea.KeyKpEnd:
		return tea.KeyEnd
	case tea.KeyKpInsert:
		return tea.KeyInsert
	case tea.KeyKpDelete:
		return tea.KeyDelete
	}
	return code
}

// Press returns the key of a name in the table, as though it was pressed.
func Press(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		k.Mod, name = tea.ModCtrl, rest
	} else if rest, ok := strings.CutPrefix(name, "shift+"); ok {
		k.Mod, name = tea.ModShift, rest
	}
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd, "f1": tea.KeyF1,
	}
	switch code := named[name]; {
	case code != 0:
		k.Code = code
	case name == "space":
		k.Code, k.Text = tea.KeySpace, " "
	default:
		k.Code, _ = utf8.DecodeRuneInString(name)
		if k.Mod == 0 {
			k.Text = name
		}
	}
	return k
}
