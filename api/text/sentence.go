package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence adds a capital and a full stop to s.
func Sentence(s string) string { return Stop(Capital(strings.TrimSpace(s))) }

// Stop adds a full stop to s, unless it ends in punctuation. A trailing colon
// is dropped.
func Stop(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), ":")
	if s == "" || strings.HasSuffix(s, "…") || strings.ContainsRune(".!?", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}

// Capital capitalizes s if it begins with a plain word. Anything to be typed as
// it is, such as a flag, a path or a field, stays.
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
