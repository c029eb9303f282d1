package simulator

import (
	"fmt"
	"strings"
)

type tokenKind int

const (
	wordToken   tokenKind = iota // field, operator, function, bare literal
	quotedToken                  // 'text', quotes undone
	markToken                    // one of ( ) ,
	endToken
)

type token struct {
	kind tokenKind
	text string
	at   int // byte offset
}

func (t token) is(mark string) bool { return t.kind == markToken && t.text == mark }

func (t token) String() string {
	if t.kind == endToken {
		return "the end"
	}
	return "'" + t.text + "'"
}

// filterError makes an error with a position, counted from 1.
func filterError(at int, format string, args ...any) error {
	return fmt.Errorf("at position %d: "+format, append([]any{at + 1}, args...)...)
}

func lex(text string) ([]token, error) {
	var tokens []token
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ' ' || c == '\t':
			i++
		case strings.IndexByte("(),", c) >= 0:
			tokens = append(tokens, token{markToken, text[i : i+1], i})
			i++
		case c == '\'':
			t, next, err := lexQuoted(text, i)
			if err != nil {
				return nil, err
			}
			tokens = append(tokens, t)
			i = next
		case isWordByte(c):
			end := i
			for end < len(text) && isWordByte(text[end]) {
				end++
			}
			tokens = append(tokens, token{wordToken, text[i:end], i})
			i = end
		default:
			return nil, filterError(i, "unexpected character %q", text[i])
		}
	}
	return append(tokens, token{kind: endToken, at: len(text)}), nil
}

// lexQuoted reads a literal; a quote inside it is doubled.
func lexQuoted(text string, start int) (token, int, error) {
	var b strings.Builder
	for i := start + 1; i < len(text); i++ {
		if text[i] != '\'' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 == len(text) || text[i+1] != '\'' {
			return token{quotedToken, b.String(), start}, i + 1, nil
		}
		b.WriteByte('\'')
		i++
	}
	return token{}, 0, filterError(start, "the quote is not closed")
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_-:.+", c) >= 0
}
