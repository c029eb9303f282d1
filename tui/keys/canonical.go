package keys

import (
	"cmp"
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
	own := map[rune]rune{'[': tea.KeyEscape, 'i': tea.KeyTab, 'm': tea.KeyEnter}
	if code, ok := own[k.Code]; ok && k.Mod == tea.ModCtrl {
		return tea.KeyPressMsg{Code: code}
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
	main := map[rune]rune{
		tea.KeyKpEnter: tea.KeyEnter, tea.KeyKpInsert: tea.KeyInsert, tea.KeyKpDelete: tea.KeyDelete,
		tea.KeyKpUp: tea.KeyUp, tea.KeyKpDown: tea.KeyDown, tea.KeyKpLeft: tea.KeyLeft, tea.KeyKpRight: tea.KeyRight,
		tea.KeyKpPgUp: tea.KeyPgUp, tea.KeyKpPgDown: tea.KeyPgDown,
		tea.KeyKpHome: tea.KeyHome, tea.KeyKpEnd: tea.KeyEnd,
	}
	return cmp.Or(main[code], code)
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
