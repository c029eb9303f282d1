// Package text holds untrusted strings: names, notes, e-mail addresses and
// error messages in the service's answers. Portal users sign up by themselves,
// so any of these may contain escape sequences, characters that change the text
// direction, or invisible ones.
//
// A [Text] keeps the exact value for JSON, writes and comparisons. Only a
// [Safe] is drawn, and only this package can make one. Every character that
// could move the cursor, reorder the line or be invisible is replaced by
// something visible; nothing is dropped. See [Clean] for the rules.
//
// One leak cannot be closed here: fmt never calls methods of unexported struct
// fields, so printing a struct prints a Text in such a field raw. Print fields,
// not structs.
package text

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text is a string of unknown origin. It is the exact value: comparing,
// converting and decoding it from JSON change nothing. Formatting it with any
// verb gives the safe form.
type Text string

var (
	_ fmt.Formatter  = Text("")
	_ fmt.GoStringer = Text("")
	_ json.Marshaler = Text("")
)

// Exact returns the value as the service sent it. It may go into a request, a
// data file or a comparison, but never to a terminal.
func (t Text) Exact() string { return string(t) }

// String returns the safe form on one line.
func (t Text) String() string { return t.Safe().String() }

// GoString returns the safe form as a Go literal.
func (t Text) GoString() string { return fmt.Sprintf("%#v", t.String()) }

// Format writes the safe form as fmt would write a string, so that %q, %x and
// %#v leak no more than %s does.
func (t Text) Format(f fmt.State, verb rune) {
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), t.String())
}

// Safe returns the form to draw on one line. Line breaks are replaced too.
func (t Text) Safe() Safe { return Clean(string(t)) }

// Lines returns the form to draw on several lines, split at CR LF, LF or CR.
// There is always at least one line, and a trailing break adds an empty one.
func (t Text) Lines() []Safe {
	s := strings.ReplaceAll(string(t), "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	lines := make([]Safe, 0, strings.Count(s, "\n")+1)
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, Clean(line))
	}
	return lines
}

// MarshalJSON writes the exact value as a JSON string with \u escapes for
// characters that are unsafe to draw. encoding/json leaves DEL, C1 controls and
// bidi marks as they are, and JSON output often ends on a terminal. Bytes that
// are not UTF-8 become U+FFFD, since JSON cannot carry them.
func (t Text) MarshalJSON() ([]byte, error) { return t.AppendJSON(nil), nil }

// AppendJSON appends what MarshalJSON returns. It is much faster for a list of
// thousands.
func (t Text) AppendJSON(b []byte) []byte {
	b = append(b, '"')
	for _, r := range string(t) {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = appendControl(b, r)
		case r >= 0x7f && (r == utf8.RuneError || isUnsafe(r) && r != ideographicSpace):
			b = appendEscape(b, r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

func appendControl(b []byte, r rune) []byte {
	if i := strings.IndexRune("\b\f\n\r\t", r); i >= 0 {
		return append(b, '\\', "bfnrt"[i])
	}
	return appendEscape(b, r)
}

// appendEscape writes r as one \u escape, or two for a surrogate pair.
func appendEscape(b []byte, r rune) []byte {
	if hi, lo := utf16.EncodeRune(r); hi != utf8.RuneError {
		return fmt.Appendf(b, `\u%04x\u%04x`, hi, lo)
	}
	return fmt.Appendf(b, `\u%04x`, r)
}
