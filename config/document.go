package config

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// document is the text of a file while one value of it is changed. The syntax
// tree says where a value is; the lines are changed there and nowhere else.
type document struct {
	mark  []byte   // the byte order mark, if any
	lines []string // with their ends
	eol   string   // the end of a line
	pairs []pair   // the top-level keys
}

// newDocument takes the text of a file without errors.
func newDocument(data []byte) *document {
	rest := bytes.TrimPrefix(data, []byte("\ufeff"))
	mark := len(data) - len(rest)
	d := &document{mark: data[:mark:mark], eol: "\n"}
	for line := range strings.Lines(string(rest)) {
		d.lines = append(d.lines, line)
	}
	if len(d.lines) > 0 && strings.HasSuffix(d.lines[0], "\r\n") {
		d.eol = "\r\n"
	}
	r := reader()
	if root := r.root(data); root != nil {
		d.pairs = r.pairs("", position{}, root)
	}
	return d
}

func reader() *decoder {
	return &decoder{file: &File{at: map[string]position{}, Contexts: map[string]*ContextEntry{}}}
}

func (d *document) bytes() []byte { return append(d.mark, strings.Join(d.lines, "")...) }

func find(pairs []pair, name string) (pair, bool) {
	for _, p := range pairs {
		if p.name == name {
			return p, true
		}
	}
	return pair{}, false
}

// add writes a new context after the others.
func (d *document) add(name string, e *ContextEntry) {
	contexts, ok := find(d.pairs, "contexts")
	m, _ := contexts.value.(*ast.MappingNode)
	switch {
	case !ok:
		at, indent := d.end()
		d.insert(at, append([]string{strings.Repeat(" ", indent) + "contexts:"}, block(name, e, indent+2, indent+4)...))
	case m != nil && len(m.Values) > 0:
		first := reader().pairs("", position{}, m)[0]
		indent := first.at.column - 1
		inner := where(first.value).column - 1
		if where(first.value).line == first.at.line { // between braces
			inner = indent + 2
		}
		d.insert(d.blockEnd(contexts.at.line-1, contexts.at.column-1), block(name, e, indent, inner))
	default:
		d.blank(where(contexts.value))
		indent := contexts.at.column + 1
		d.insert(contexts.at.line, block(name, e, indent, indent+2))
	}
}

// end returns where a new key goes: the index of its line, and its indent.
func (d *document) end() (at, indent int) {
	if len(d.pairs) == 0 {
		return len(d.lines), 0
	}
	return d.blockEnd(d.pairs[0].at.line-1, -1), d.pairs[0].at.column - 1
}

// blank removes an empty value, {} or null. What follows it on the line stays.
func (d *document) blank(at position) {
	before, rest := d.cut(at)
	if empty := regexp.MustCompile(`^(\{[ \t]*\}|null|Null|NULL|~)`).FindString(rest); empty != "" {
		d.lines[at.line-1] = strings.TrimRight(before, " \t") + rest[len(empty):]
	}
}

// block returns the lines of a context.
func block(name string, e *ContextEntry, indent, inner int) []string {
	lines := []string{strings.Repeat(" ", indent) + scalarText(name) + ":"}
	for _, property := range e.properties() {
		lines = append(lines, strings.Repeat(" ", inner)+property)
	}
	return lines
}

// setCurrent replaces the name of the current context, or adds it above all
// other keys.
func (d *document) setCurrent(name string) {
	switch current, ok := find(d.pairs, "current"); {
	case ok:
		d.setScalar(current.value, scalarText(name))
	case len(d.pairs) == 0:
		d.insert(len(d.lines), []string{"current: " + scalarText(name)})
	default:
		d.insert(d.pairs[0].at.line-1, []string{strings.Repeat(" ", d.pairs[0].at.column-1) + "current: " + scalarText(name)})
	}
}

// setScalar writes a value in place of the one before.
func (d *document) setScalar(node ast.Node, value string) {
	at := where(node)
	before, rest := d.cut(at)
	d.lines[at.line-1] = before + value + rest[scalarLength(rest, node):]
}

// scalarLength returns the length of a name as written, with its quotes.
func scalarLength(text string, node ast.Node) int {
	if quote := text[:1]; quote == `"` || quote == "'" {
		return 2 + max(0, strings.Index(text[1:], quote))
	}
	v, _ := scalar(node)
	return min(len(v), len(text))
}

func (d *document) removeCurrent() {
	current, _ := find(d.pairs, "current")
	d.remove(current.at.line-1, where(current.value).line)
}

// removeContext removes the lines of a context, with the blank lines that
// separate it from the next one.
func (d *document) removeContext(name string) {
	contexts, _ := find(d.pairs, "contexts")
	p, _ := d.contextPairs(name)
	from := p.at.line - 1
	to := d.blockEnd(from, p.at.column-1)
	for to < d.blockEnd(contexts.at.line-1, contexts.at.column-1) && strings.TrimSpace(d.lines[to]) == "" {
		to++
	}
	d.remove(from, to)
}

// blockEnd returns the index after the last line that belongs to the key in
// line start, which is indented by indent. Comments belong to it when they are
// indented further.
func (d *document) blockEnd(start, indent int) int {
	end := start + 1
	for i := end; i < len(d.lines); i++ {
		text := strings.TrimRight(d.lines[i], "\r\n")
		content := strings.TrimLeft(text, " \t")
		deeper := len(text)-len(content) > indent
		closes := strings.HasPrefix(content, "}") && len(text)-len(content) == indent
		switch {
		case content == "":
		case strings.HasPrefix(text, "---") || strings.HasPrefix(text, "..."):
			return end
		case deeper || closes:
			end = i + 1
		case !strings.HasPrefix(content, "#"):
			return end
		}
	}
	return end
}

// insert puts lines before the line with index at.
func (d *document) insert(at int, lines []string) {
	if at == len(d.lines) && at > 0 && !strings.HasSuffix(d.lines[at-1], "\n") {
		d.lines[at-1] += d.eol
	}
	for i, line := range lines {
		d.lines = slices.Insert(d.lines, at+i, line+d.eol)
	}
}

// remove removes the lines with index from to to-1.
func (d *document) remove(from, to int) {
	d.lines = append(d.lines[:from:from], d.lines[to:]...)
}

// cut divides a line at a place, which is counted in characters.
func (d *document) cut(at position) (before, after string) {
	line := d.lines[at.line-1]
	i := 0
	for n := 1; n < at.column && i < len(line); n++ {
		_, size := utf8.DecodeRuneInString(line[i:])
		i += size
	}
	return line[:i], line[i:]
}

// contextPairs returns a context and its keys.
func (d *document) contextPairs(name string) (context pair, keys []pair) {
	contexts, _ := find(d.pairs, "contexts")
	context, _ = find(reader().pairs("", position{}, contexts.value), name)
	return context, reader().pairs("", position{}, context.value)
}

func (d *document) rename(old, name string) {
	p, _ := d.contextPairs(old)
	before, rest := d.cut(p.at)
	length := len(old)
	if rest[0] == '"' || rest[0] == '\'' {
		length += 2
	}
	d.lines[p.at.line-1] = before + scalarText(name) + rest[length:]
}

// setProperty writes a value of a context, in place of the one before. Without a
// value, the key is removed.
func (d *document) setProperty(context, key, value string) {
	c, keys := d.contextPairs(context)
	p, ok := find(keys, key)
	switch {
	case ok && value == "":
		d.remove(p.at.line-1, where(p.value).line)
	case ok:
		d.setScalar(p.value, value)
	default:
		last := slices.MaxFunc(keys, func(a, b pair) int { return a.at.line - b.at.line })
		d.insert(d.blockEnd(c.at.line-1, c.at.column-1), []string{strings.Repeat(" ", last.at.column-1) + key + ": " + value})
	}
}
