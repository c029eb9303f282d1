package vterm

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Encode returns the bytes a terminal without enhanced keyboard reports sends
// for a key named as Bubble Tea names it: "a", "G", "enter", "esc", "space",
// "shift+tab", "ctrl+s", "alt+x", "pgdown", "ctrl+left", "f5".
//
// A chord that such a terminal cannot tell from another key ("ctrl+i" is
// "tab") or cannot send at all is an error, so that no test proves a binding
// that half of the users do not have.
func Encode(key string) ([]byte, error) {
	name, mod := modifiers(key)
	twins := map[string]string{"i": "tab", "m": "enter", "[": "esc", "?": "backspace", "@": "ctrl+space"}
	if twin := twins[name]; twin != "" && mod&modCtrl != 0 {
		return nil, fmt.Errorf("terminals send %q as %q: press that", key, twin)
	}
	if seq, ok := special(name, mod); ok {
		return []byte(seq), nil
	}
	alt := ""
	if mod&modAlt != 0 {
		alt = "\x1b"
	}
	if seq, ok := single(name, mod&^modAlt); ok {
		return []byte(alt + seq), nil
	}
	return nil, fmt.Errorf("terminals without enhanced keyboard reports have no key %q", key)
}

// Modifier bits as xterm counts them.
const (
	modShift = 1 << iota
	modAlt
	modCtrl
)

// modifiers splits "ctrl+shift+up" into its key and modifier bits.
func modifiers(key string) (name string, mod int) {
	for _, m := range []struct {
		prefix string
		bit    int
	}{{"ctrl+", modCtrl}, {"alt+", modAlt}, {"shift+", modShift}} {
		if rest, ok := strings.CutPrefix(key, m.prefix); ok && rest != "" {
			key, mod = rest, mod|m.bit
		}
	}
	return key, mod
}

// special returns the sequence of a key that has modifiers as a parameter.
func special(name string, mod int) (string, bool) {
	letter := map[string]string{
		"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H",
		"f1": "P", "f2": "Q", "f3": "R", "f4": "S",
	}[name]
	number := map[string]int{
		"insert": 2, "delete": 3, "pgup": 5, "pgdown": 6, "f5": 15, "f6": 17, "f7": 18,
		"f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
	}[name]
	switch {
	case letter != "" && mod != 0:
		return fmt.Sprintf("\x1b[1;%d%s", mod+1, letter), true
	case letter >= "P":
		return "\x1bO" + letter, true
	case letter != "":
		return "\x1b[" + letter, true
	case number != 0 && mod != 0:
		return fmt.Sprintf("\x1b[%d;%d~", number, mod+1), true
	case number != 0:
		return fmt.Sprintf("\x1b[%d~", number), true
	}
	return "", false
}

// single returns the one byte or character of a key; mod has no alt in it.
func single(name string, mod int) (string, bool) {
	switch {
	case mod == modShift && name == "tab":
		return "\x1b[Z", true
	case mod == modCtrl && name == "space":
		return "\x00", true
	case mod == modCtrl && len(name) == 1 && strings.Contains("abcdefghjklnopqrstuvwxyz\\]^_", name):
		return string(rune(name[0] & 0x1f)), true
	case mod == modShift && len(name) == 1 && name[0] >= 'a' && name[0] <= 'z':
		return strings.ToUpper(name), true
	case mod != 0:
		return "", false
	}
	named := map[string]string{
		"enter": "\r", "tab": "\t", "esc": "\x1b", "space": " ", "backspace": "\x7f",
	}
	if seq, ok := named[name]; ok {
		return seq, true
	}
	return name, utf8.RuneCountInString(name) == 1 && name >= " " && name != "\x7f"
}

// NeedsPause reports whether a program has to wait after the bytes of a key
// before it knows that nothing follows: a lone escape could begin a sequence.
func NeedsPause(seq []byte) bool {
	return len(seq) > 0 && len(seq) <= 2 && seq[0] == 0x1b
}

// Keystrokes splits text into what a keyboard sends at a time: a character
// together with the marks and joined characters that follow it. Control
// characters are keys with a name and are an error here.
func Keystrokes(text string) ([]string, error) {
	var keys []string
	for text != "" {
		if r, _ := utf8.DecodeRuneInString(text); r < ' ' || r == 0x7f {
			return nil, fmt.Errorf("%q is not a printable character: press its key by name, or paste it", r)
		}
		cluster, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
		keys, text = append(keys, cluster), text[len(cluster):]
	}
	return keys, nil
}
