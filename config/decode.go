package config

import (
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// top reads the top-level keys of the file.
func (d *decoder) top(root ast.Node) {
	f := d.file
	keys := []struct {
		name string
		read func(pair)
	}{
		{"current", func(p pair) { f.Current = d.text(p, contextNameRule()) }},
		{"clipboard", func(p pair) { f.Clipboard = d.text(p, clipboardRule()) }},
		{"clipboardCommand", func(p pair) { f.ClipboardCommand = d.words(p) }},
		{"clearClipboardAfter", func(p pair) { f.ClearClipboardAfter = d.duration(p) }},
		{"theme", func(p pair) { f.Theme = d.text(p, themeRule()) }},
		{"mouse", func(p pair) { f.Mouse = d.yesNo(p) }},
		{"selection", func(p pair) { f.Selection = d.text(p, selectionRule()) }},
		{"columns", func(p pair) { f.Columns = d.columns(p) }},
		{"colors", func(p pair) { f.Colors = d.colors(p) }},
		{"contexts", d.contexts},
	}
	var known []string
	for _, k := range keys {
		known = append(known, k.name)
	}
	for _, p := range d.pairs("the file", where(root), root) {
		i := slices.Index(known, p.name)
		if i < 0 {
			d.unknown(p, "the file", known)
			continue
		}
		f.at[p.name] = where(p.value)
		keys[i].read(p)
	}
}

func clipboardRule() rule { return oneOf("a way to copy", Clipboards()) }
func themeRule() rule     { return oneOf("a theme", Themes()) }

// contexts reads the contexts. A bare `contexts:` remains when the last one was
// removed.
func (d *decoder) contexts(p pair) {
	if _, empty := p.value.(*ast.NullNode); empty {
		return
	}
	for _, c := range d.pairs("contexts", p.place(), p.value) {
		if problem := contextNameRule().check("the context", c.name, d.file.source(c.at)); problem != nil {
			d.problems = append(d.problems, located{c.at, problem})
			continue
		}
		d.file.Contexts[c.name] = d.context(c)
	}
}

func (d *decoder) context(c pair) *ContextEntry {
	e := &ContextEntry{key: c.at, at: map[string]position{}}
	keys := contextKeys()
	for _, p := range d.pairs("context "+c.name, c.place(), c.value) {
		i := slices.IndexFunc(keys, func(k key) bool { return k.name == p.name })
		switch on := e.on(p.name); {
		case i >= 0:
			*e.text(p.name) = d.text(p, keys[i].rule)
		case on != nil:
			*on = d.yesNo(p)
		default:
			d.unknown(p, "a context", keyNames())
			continue
		}
		e.at[p.name] = where(p.value)
	}
	return e
}

func keyNames() []string {
	var names []string
	for _, k := range Keys() {
		names = append(names, k.Name)
	}
	return names
}

// text reads and checks a value as written, so that the resource group 007 is
// not the number 7.
func (d *decoder) text(p pair, r rule) string {
	v, ok := scalar(p.value)
	if !ok {
		example := r.example
		if example == "" { // the first of the words that it must be one of
			_, words, _ := strings.Cut(r.must, " one of ")
			example, _, _ = strings.Cut(words, ",")
		}
		d.wrongType(p.place(), p.value, p.name, "text, in quotes if need be", p.name+": "+example)
		return ""
	}
	at := where(p.value)
	if problem := r.check(p.name, v, d.file.source(at)); problem != nil {
		d.problems = append(d.problems, located{at, problem})
		return ""
	}
	return v
}

func scalar(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func (d *decoder) yesNo(p pair) bool {
	if n, ok := p.value.(*ast.BoolNode); ok {
		return n.Value
	}
	d.wrongType(p.place(), p.value, p.name, "true or false, without quotes", p.name+": true")
	return false
}

func (d *decoder) duration(p pair) time.Duration {
	v, _ := time.ParseDuration(d.text(p, durationRule()))
	return v
}

// words reads a non-empty list of texts.
func (d *decoder) words(p pair) []string {
	const must, example = "a list: a program and its arguments", `["wl-copy"]`
	seq, ok := p.value.(*ast.SequenceNode)
	if !ok || len(seq.Values) == 0 {
		d.wrongType(p.place(), p.value, p.name, must, example)
		return nil
	}
	var words []string
	for _, node := range seq.Values {
		word, ok := scalar(node)
		if !ok || len(words) == 0 && word == "" {
			d.wrongType(where(node), node, p.name, must, example)
			return nil
		}
		words = append(words, word)
	}
	return words
}
