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
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html"
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

// EscapeJSON replaces every character that is unsafe to draw by a \u escape, as
// a Text writes it. Such a character can only be inside a string.
func EscapeJSON(raw string) []byte {
	var out []byte
	for _, r := range raw {
		s := string(r)
		if r >= 0x7f && isUnsafe(r) {
			quoted, _ := Text(s).MarshalJSON() // a string always can be marshaled
			s = string(quoted[1 : len(quoted)-1])
		}
		out = append(out, s...)
	}
	return out
}

// WithoutMarkup returns the text of a piece of HTML, with one space where a tag parts
// it. Text that is no HTML stays as it is, but for runs of blanks.
func (t Text) WithoutMarkup() Text {
	var b strings.Builder
	for z, hidden := html.NewTokenizer(strings.NewReader(t.Exact())), false; ; {
		switch z.Next() {
		case html.ErrorToken:
			return Text(strings.Join(strings.Fields(b.String()), " "))
		case html.TextToken:
			if !hidden {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			hidden = string(name) == "script" || string(name) == "style"
			b.WriteByte(' ')
		default:
			hidden = false
			b.WriteByte(' ')
		}
	}
}

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
