package simulator

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// fieldKind is what a $filter supports for a field.
type fieldKind int

const (
	textField  fieldKind = iota + 1 // all operators, all functions
	exactField                      // eq only
	dateField                       // all operators, no functions
)

// schema lists the fields that $filter knows in a list.
type schema map[string]fieldKind

// columns are the fields of a list: what $filter supports for each, and its
// value in a row.
type columns[T any] map[string]struct {
	kind fieldKind
	of   func(T) value
}

func (l columns[T]) schema() schema {
	fields := schema{}
	for name, column := range l {
		fields[name] = column.kind
	}
	return fields
}

// value is a field of one row: text, or a time for date fields.
type value struct {
	text string
	at   time.Time
	null bool
}

func textValue(s string) value { return value{text: s} }

func optionalValue(s *string) value {
	if s == nil {
		return value{null: true}
	}
	return value{text: *s}
}

// predicate decides about one row; get returns its fields.
type predicate func(get func(field string) value) bool

// orders are the operators, which judge the order of a field and a value.
func orders() map[string]func(order int) bool {
	return map[string]func(int) bool{
		"eq": func(order int) bool { return order == 0 },
		"ne": func(order int) bool { return order != 0 },
		"gt": func(order int) bool { return order > 0 },
		"lt": func(order int) bool { return order < 0 },
		"ge": func(order int) bool { return order >= 0 },
		"le": func(order int) bool { return order <= 0 },
	}
}

func functions() map[string]func(s, part string) bool {
	return map[string]func(string, string) bool{
		"substringof": strings.Contains, "contains": strings.Contains,
		"startswith": strings.HasPrefix, "endswith": strings.HasSuffix,
	}
}

// compare compares text without case, as such a database would do; null equals
// only null.
func compare(field, operator string, kind fieldKind, want value) predicate {
	fold, holds := strings.ToLower(want.text), orders()[operator]
	return func(get func(string) value) bool {
		got := get(field)
		switch {
		case got.null || want.null:
			same := got.null == want.null
			return operator == "eq" && same || operator == "ne" && !same
		case kind == dateField:
			return holds(got.at.Compare(want.at))
		}
		return holds(strings.Compare(strings.ToLower(got.text), fold))
	}
}

func within(function, field, needle string) predicate {
	test, fold := functions()[function], strings.ToLower(needle)
	return func(get func(string) value) bool {
		got := get(field)
		return !got.null && test(strings.ToLower(got.text), fold)
	}
}

func both(a, b predicate) predicate {
	return func(get func(string) value) bool { return a(get) && b(get) }
}

func either(a, b predicate) predicate {
	return func(get func(string) value) bool { return a(get) || b(get) }
}

// parseTime parses an instant; without a zone it is UTC.
func parseTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("'%s' is not a date such as 2024-01-31T00:00:00Z", text)
}

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

const maxFilterDepth = 64 // limits nested parentheses and nots

// parseFilter parses an OData filter: comparisons and functions on the fields
// of the schema, and, or, not and parentheses. Names are case-sensitive.
func parseFilter(text string, fields schema) (predicate, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	p := &filterParser{tokens: tokens, fields: fields}
	result, err := p.either()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != endToken {
		return nil, filterError(t.at, "expected 'and', 'or' or the end, found %s", t)
	}
	return result, nil
}

type filterParser struct {
	tokens []token
	next   int
	depth  int
	fields schema
}

func (p *filterParser) peek() token { return p.tokens[p.next] }

// take consumes a token, but never the end.
func (p *filterParser) take() token {
	t := p.tokens[p.next]
	if t.kind != endToken {
		p.next++
	}
	return t
}

func (p *filterParser) word(text string) bool {
	found := p.peek().kind == wordToken && p.peek().text == text
	if found {
		p.next++
	}
	return found
}

func (p *filterParser) either() (predicate, error) { return p.joined("or", p.both, either) }

func (p *filterParser) both() (predicate, error) { return p.joined("and", p.single, both) }

// joined parses operands with an operator between them.
func (p *filterParser) joined(operator string, operand func() (predicate, error), join func(a, b predicate) predicate) (predicate, error) {
	left, err := operand()
	for err == nil && p.word(operator) {
		var right predicate
		if right, err = operand(); err == nil {
			left = join(left, right)
		}
	}
	return left, err
}

func (p *filterParser) single() (predicate, error) {
	p.depth++
	defer func() { p.depth-- }()
	t := p.peek()
	if p.depth > maxFilterDepth {
		return nil, filterError(t.at, "nested too deeply")
	}
	if p.word("not") {
		inner, err := p.single()
		return func(get func(string) value) bool { return !inner(get) }, err
	}
	p.take()
	if t.is("(") {
		inner, err := p.either()
		if err == nil {
			err = p.mark(")")
		}
		return inner, err
	}
	if t.kind != wordToken {
		return nil, filterError(t.at, "expected a field or a function, found %s", t)
	}
	if p.peek().is("(") {
		return p.function(t)
	}
	return p.comparison(t)
}

func (p *filterParser) mark(text string) error {
	if t := p.take(); !t.is(text) {
		return filterError(t.at, "expected '%s', found %s", text, t)
	}
	return nil
}

func (p *filterParser) field(t token) (fieldKind, error) {
	if t.kind == wordToken && p.fields[t.text] != 0 {
		return p.fields[t.text], nil
	}
	return 0, filterError(t.at, "%s is not a field that can be filtered", t)
}

func (p *filterParser) comparison(field token) (predicate, error) {
	kind, err := p.field(field)
	if err != nil {
		return nil, err
	}
	op := p.take()
	if op.kind != wordToken || orders()[op.text] == nil {
		return nil, filterError(op.at, "expected eq, ne, gt, lt, ge or le, found %s", op)
	}
	if kind == exactField && op.text != "eq" {
		return nil, filterError(op.at, "'%s' can only be compared with eq", field.text)
	}
	want, err := p.literal(kind)
	if err != nil {
		return nil, err
	}
	return compare(field.text, op.text, kind, want), nil
}

// literal parses 'text', null, or for dates also datetime'…' and a bare date.
func (p *filterParser) literal(kind fieldKind) (value, error) {
	t := p.take()
	if t.kind == wordToken && t.text == "null" {
		return value{null: true}, nil
	}
	if kind != dateField {
		if t.kind != quotedToken {
			return value{}, filterError(t.at, "expected a quoted value, found %s", t)
		}
		return textValue(t.text), nil
	}
	if t.kind == wordToken && t.text == "datetime" && p.peek().kind == quotedToken {
		t = p.take()
	}
	if t.kind != wordToken && t.kind != quotedToken {
		return value{}, filterError(t.at, "expected a date, found %s", t)
	}
	at, err := parseTime(t.text)
	if err != nil {
		return value{}, filterError(t.at, "%w", err)
	}
	return value{at: at}, nil
}

// function parses contains(field,'x'), startswith, endswith, and
// substringof('x',field), which has its arguments in reverse order.
func (p *filterParser) function(name token) (predicate, error) {
	if functions()[name.text] == nil {
		return nil, filterError(name.at, "there is no function %s", name)
	}
	p.take() // the parenthesis that peek saw
	field := p.take()
	if err := p.mark(","); err != nil {
		return nil, err
	}
	needle := p.take()
	if name.text == "substringof" {
		field, needle = needle, field
	}
	kind, err := p.field(field)
	if err != nil {
		return nil, err
	}
	if kind != textField {
		return nil, filterError(field.at, "'%s' has no functions", field.text)
	}
	if needle.kind != quotedToken {
		return nil, filterError(needle.at, "expected a quoted value, found %s", needle)
	}
	return within(name.text, field.text, needle.text), p.mark(")")
}
