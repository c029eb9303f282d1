package simulator

// maxFilterDepth limits nested parentheses and nots.
const maxFilterDepth = 64

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
