package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parse reads the text of a file. It walks the syntax tree instead of decoding
// into structs, to find all problems at once and to keep the line and column of
// each value.
func parse(name string, data []byte) (*File, Errors) {
	f := &File{name: name, at: map[string]position{}, Contexts: map[string]*ContextEntry{}}
	d := &decoder{file: f}
	if root := d.root(data); root != nil {
		d.top(root)
	}
	slices.SortStableFunc(d.problems, func(a, b located) int {
		return cmp.Or(a.at.line-b.at.line, a.at.column-b.at.column)
	})
	var problems Errors
	for _, p := range d.problems {
		problems = append(problems, p.problem)
	}
	return f, problems
}

// decoder fills a File and collects problems.
type decoder struct {
	file     *File
	problems []located
}

type located struct {
	at      position
	problem *Error
}

func (d *decoder) add(at position, what, must, example string) {
	d.problems = append(d.problems, located{at, &Error{Source: d.file.source(at), What: what, Rule: must, Example: example}})
}

// root parses the text and returns the node of the top-level keys. It is nil
// when there is none, or when the text is not YAML.
func (d *decoder) root(data []byte) ast.Node {
	if at, bad := invalidUTF8(data); bad {
		d.add(at, "this is not UTF-8 text", "save the file as UTF-8", "")
		return nil
	}
	file, err := parseYAML(bytes.TrimPrefix(data, []byte("\ufeff")))
	if err != nil {
		d.syntax(data, err)
		return nil
	}
	var root ast.Node
	for _, doc := range file.Docs {
		if _, directive := doc.Body.(*ast.DirectiveNode); doc.Body == nil || directive {
			continue
		}
		if root != nil {
			d.add(where(doc.Body), "a second document begins here", "the file holds one; remove the line ---", "")
			return nil
		}
		root = doc.Body
	}
	return root
}

// parseYAML turns a panic of the library into an error, so that a malformed
// file cannot crash the program.
func parseYAML(data []byte) (file *ast.File, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the YAML cannot be understood")
		}
	}()
	return parser.ParseBytes(data, 0)
}

func (d *decoder) syntax(data []byte, err error) {
	var at position
	message := err.Error()
	var placed interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if errors.As(err, &placed) {
		message = placed.GetMessage()
		if t := placed.GetToken(); t != nil && t.Position != nil {
			at = position{t.Position.Line, t.Position.Column}
		}
	}
	if tab, ok := tabBefore(data, at.line); ok {
		d.add(tab, "this is not valid YAML: a tab stands before the text of this line", "indent with spaces, two for each level", `"    service: apimService1"`)
		return
	}
	d.add(at, "this is not valid YAML: "+printable(message), "write each key as `name: value`, indented with spaces", "theme: auto")
}

// tabBefore finds a tab in the indentation of a line, counted from 1. Parsers
// report it in many ways, and anywhere in the line.
func tabBefore(data []byte, line int) (position, bool) {
	n := 0
	for text := range bytes.Lines(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		if n++; n < line {
			continue
		}
		indent := text[:len(text)-len(bytes.TrimLeft(text, " \t"))]
		tab := bytes.IndexByte(indent, '\t')
		return position{n, tab + 1}, tab >= 0
	}
	return position{}, false
}

// printable escapes control characters of a message that quotes the file, in Go
// syntax such as \t.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

func invalidUTF8(data []byte) (position, bool) {
	if utf8.Valid(data) {
		return position{}, false
	}
	at := position{1, 1}
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		at.column++
		if r == '\n' {
			at = position{at.line + 1, 1}
		}
		data = data[size:]
	}
	return at, true
}

type pair struct {
	name  string
	at    position // of the key
	value ast.Node
}

// place returns the place of the value, or of its key if there is no value.
func (p pair) place() position {
	if _, null := p.value.(*ast.NullNode); null {
		return p.at
	}
	return where(p.value)
}

// pairs returns the entries of a mapping, or reports that the node is not one.
func (d *decoder) pairs(what string, at position, node ast.Node) []pair {
	var values []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		d.wrongType(at, node, what, "keys, each on its own line and indented", "service: apimService1")
		return nil
	}
	all := make([]pair, 0, len(values))
	for _, v := range values {
		t := v.Key.GetToken()
		if _, merge := v.Key.(*ast.MergeKeyNode); merge || t == nil || v.Key.Type() == ast.MappingKeyType {
			d.wrongType(where(v.Key), v.Key, "this key", "a plain name", "service")
			continue
		}
		all = append(all, pair{t.Value, where(v.Key), v.Value})
	}
	return all
}

func (d *decoder) wrongType(at position, node ast.Node, what, must, example string) {
	switch node.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		what += " uses a YAML anchor, alias, merge or tag, which are not read here"
		must += ", written out"
	case *ast.NullNode:
		what += " has no value"
	default:
		what += " has a value of the wrong kind"
	}
	d.add(at, what, "it must be "+must, example)
}

// where returns the place of a node. The only token of a block mapping or list
// is its first colon or dash, so the place is that of the first key.
func where(node ast.Node) position {
	if m, ok := node.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		node = m.Values[0].Key
	}
	if m, ok := node.(*ast.MappingValueNode); ok {
		node = m.Key
	}
	if node == nil {
		return position{}
	}
	t := node.GetToken()
	if t == nil || t.Position == nil {
		return position{}
	}
	return position{t.Position.Line, t.Position.Column}
}

func (d *decoder) unknown(p pair, in string, known []string) {
	d.add(p.at, fmt.Sprintf("there is no key %s in %s", quoted(p.name), in), "the keys are "+list(known), "")
}
