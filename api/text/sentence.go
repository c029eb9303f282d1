package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence gives s a capital and a full stop.
func Sentence(s string) string { return Stop(Capital(strings.TrimSpace(s))) }

// Stop gives s a full stop, unless it ends in a mark of its own. A colon at its
// end, behind which nothing came, is dropped.
func Stop(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), ":")
	if s == "" || strings.HasSuffix(s, "…") || strings.ContainsRune(".!?", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}

// Capital begins s with one if it begins with a plain word. What has to be typed
// as it is, such as a flag, a path or a field, stays.
func Capital(s string) string {
	word, _, _ := strings.Cut(s, " ")
	word = strings.TrimRight(word, ".,:;!?)")
	plain := func(r rune) bool { return unicode.IsLower(r) || r == '-' || r == '\'' }
	r, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(r) || strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return string(unicode.ToTitle(r)) + s[size:]
}
