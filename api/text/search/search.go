// Package search matches a query against untrusted text: several words in any
// order, ignoring case and accents.
package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Query is a parsed query. The zero value matches everything.
type Query struct{ words []word }

// word is what must be in a text: in the line of that index, or anywhere.
type word struct {
	line int
	text string
}

const anywhere = -1

// Parse splits a query into words, all of which must match. A word such as
// "state:blocked" is looked for in one field only: fields name the first lines of
// the text that is searched.
func Parse(typed string, fields ...string) Query {
	var q Query
	for _, w := range strings.Fields(Fold(typed)) {
		name, value, ok := strings.Cut(w, ":")
		if line := slices.Index(fields, name); ok && line >= 0 {
			q.words = append(q.words, word{line, value})
			continue
		}
		q.words = append(q.words, word{anywhere, w})
	}
	return q
}

// In returns the part of the query that is looked for in the line of that index.
func (q Query) In(line int) Query {
	return Query{slices.DeleteFunc(slices.Clone(q.words), func(w word) bool { return w.text == "" || w.line != anywhere && w.line != line })}
}

// IsZero reports whether the query matches everything.
func (q Query) IsZero() bool { return len(q.words) == 0 }

// Narrows reports whether q can only match what previous matches, so that only
// its results need to be searched.
func (q Query) Narrows(previous Query) bool {
	for _, old := range previous.words {
		if !slices.ContainsFunc(q.words, func(w word) bool { return w.line == old.line && strings.Contains(w.text, old.text) }) {
			return false
		}
	}
	return true
}

// Match reports whether every word is in a folded text.
func (q Query) Match(folded string) bool {
	return !slices.ContainsFunc(q.words, func(w word) bool { return !w.in(folded) })
}

func (w word) in(folded string) bool {
	if w.line == anywhere {
		return strings.Contains(folded, w.text)
	}
	for range w.line {
		_, folded, _ = strings.Cut(folded, "\n")
	}
	folded, _, _ = strings.Cut(folded, "\n")
	return strings.Contains(folded, w.text)
}

// Span is a half-open byte range of a string.
type Span struct{ From, To int }

// Marks returns the parts of s that match a word of the query, in order and
// without overlap. s is not folded.
func (q Query) Marks(s string) []Span {
	if q.IsZero() {
		return nil
	}
	folded, origin := foldWithOrigin(s)
	hit := make([]bool, len(s)+1)
	for _, w := range q.words {
		for at := 0; ; {
			i := strings.Index(folded[at:], w.text)
			if i < 0 || w.text == "" {
				break
			}
			from, last := origin[at+i], origin[at+i+len(w.text)-1]
			_, size := utf8.DecodeRuneInString(s[last:])
			for k := from; k < last+size; k++ {
				hit[k] = true
			}
			at += i + len(w.text)
		}
	}
	return spans(hit)
}

func spans(hit []bool) []Span {
	var out []Span
	for i := 0; i < len(hit); i++ {
		if !hit[i] {
			continue
		}
		from := i
		for hit[i] {
			i++
		}
		out = append(out, Span{From: from, To: i})
	}
	return out
}

// Fold removes case and accents for comparison.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		b.WriteString(foldRune(r))
	}
	return b.String()
}

func foldWithOrigin(s string) (string, []int) {
	var b strings.Builder
	origin := make([]int, 0, len(s))
	for i, r := range s {
		f := foldRune(r)
		b.WriteString(f)
		for range len(f) {
			origin = append(origin, i)
		}
	}
	return b.String(), origin
}

// foldRune folds a single rune, so that every folded byte comes from one rune.
func foldRune(r rune) string {
	if r < utf8.RuneSelf {
		return string(unicode.ToLower(r))
	}
	if unicode.Is(unicode.Mn, r) {
		return ""
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.Mn, d) {
			b.WriteRune(d)
		}
	}
	return cases.Fold().String(b.String())
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
