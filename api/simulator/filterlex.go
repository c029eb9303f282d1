package simulator

import (
	"fmt"
	"regexp"
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

// lex splits a filter. A quote inside a literal is doubled.
func lex(text string) ([]token, error) {
	form := regexp.MustCompile(`^(?:([(),])|('(?:[^']|'')*'?)|([\w:.+-]+))`)
	var tokens []token
	for at := 0; at < len(text); {
		if text[at] == ' ' || text[at] == '\t' {
			at++
			continue
		}
		found := form.FindStringSubmatch(text[at:])
		if found == nil {
			return nil, filterError(at, "unexpected character %q", text[at])
		}
		t := token{wordToken, found[3], at}
		switch mark, literal := found[1], found[2]; {
		case mark != "":
			t = token{markToken, mark, at}
		case strings.Count(literal, "'")%2 != 0:
			return nil, filterError(at, "the quote is not closed")
		case literal != "":
			t = token{quotedToken, strings.ReplaceAll(literal[1:len(literal)-1], "''", "'"), at}
		}
		tokens = append(tokens, t)
		at += len(found[0])
	}
	return append(tokens, token{kind: endToken, at: len(text)}), nil
}
