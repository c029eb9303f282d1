package config

import (
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// setCurrent replaces the word after current, or adds the line on top.
func (l *layout) setCurrent(name string) error {
	p, ok := l.find("current")
	if !ok {
		line, indent := len(l.lines)+1, 0
		if len(l.pairs) > 0 {
			line, indent = l.pairs[0].at.line, l.pairs[0].at.column-1
		}
		l.insert(line, indent, "current: "+yamlScalar(name))
		return nil
	}
	at := where(p.value)
	line := []rune(string(l.lines[at.line-1]))
	if at.column > len(line) {
		return errLayout
	}
	before, after := string(line[:at.column-1]), string(line[at.column-1:])
	rest, ok := strings.CutPrefix(after, strings.TrimSpace(p.value.GetToken().Origin))
	if !ok {
		return errLayout
	}
	l.lines[at.line-1] = []byte(before + yamlScalar(name) + rest)
	return nil
}

func (l *layout) removeCurrent() error {
	p, ok := l.find("current")
	if !ok || where(p.value).line != p.at.line {
		return errLayout
	}
	l.lines = slices.Delete(l.lines, p.at.line-1, p.at.line)
	return nil
}

// addContext puts a context behind the last one, indented as they are.
func (l *layout) addContext(name string, properties []string) {
	line, indent := len(l.lines)+1, 2
	p, ok := l.find("contexts")
	switch {
	case !ok:
		outer := 0
		if len(l.pairs) > 0 {
			outer = l.pairs[0].at.column - 1
		}
		indent += outer
		l.insert(line, outer, "contexts:")
		line++
	case isEmpty(p.value):
		l.clearEmpty(p)
		line, indent = p.at.line+1, p.at.column+1
	default:
		indent = where(p.value).column - 1
		line = l.trim(l.after("contexts"), indent) + 1
	}
	if len(properties) == 0 {
		l.insert(line, indent, yamlScalar(name)+": {}")
		return
	}
	l.insert(line, indent, yamlScalar(name)+":")
	for i, property := range properties {
		l.insert(line+1+i, indent+2, property)
	}
}

// isEmpty says whether contexts has none yet: `contexts:` or `contexts: {}`.
func isEmpty(node ast.Node) bool {
	if m, ok := node.(*ast.MappingNode); ok {
		return len(m.Values) == 0
	}
	_, null := node.(*ast.NullNode)
	return null
}

// clearEmpty leaves nothing but the key, and a comment, on the line of an
// empty contexts.
func (l *layout) clearEmpty(p pair) {
	line := string(l.lines[p.at.line-1])
	for _, empty := range []string{"{}", "null", "~"} {
		if before, after, found := strings.Cut(line, ": "+empty); found {
			line = before + ":" + after
			break
		}
	}
	l.lines[p.at.line-1] = []byte(line)
}

// removeContext takes out the lines of one context.
func (l *layout) removeContext(name string) error {
	p, ok := l.find("contexts")
	m, block := p.value.(*ast.MappingNode)
	if !ok || !block || m.IsFlowStyle {
		return errLayout
	}
	d := &decoder{file: &File{}}
	contexts := d.pairs("contexts", p.place(), m)
	i := slices.IndexFunc(contexts, func(c pair) bool { return c.name == name })
	if i < 0 {
		return errLayout
	}
	next := l.after("contexts")
	if i+1 < len(contexts) {
		next = contexts[i+1].at.line
	}
	// A comment at the width of the names stays: it speaks of what follows, or
	// is a context that somebody has commented out.
	until := l.trim(next, contexts[i].at.column)
	l.lines = slices.Delete(l.lines, l.withComment(contexts[i].at)-1, until)
	return nil
}

// removeWithCurrent takes out a context and the word that names it as current,
// from the bottom up, since the places were read before either is gone.
func (l *layout) removeWithCurrent(name string) error {
	current, _ := l.find("current")
	contexts, _ := l.find("contexts")
	if current.at.line > contexts.at.line {
		return errors.Join(l.removeCurrent(), l.removeContext(name))
	}
	return errors.Join(l.removeContext(name), l.removeCurrent())
}
