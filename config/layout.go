package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// errLayout is the answer to a file that is right but laid out in a way that
// lines cannot be put into.
var errLayout = errors.New("the configuration file is written in a way that cannot be changed for you;" +
	" edit it by hand, or write each key on a line of its own")

// layout is a file as lines, with the places of its top-level keys.
type layout struct {
	lines [][]byte // each with its line end
	end   string   // the line end of this file
	pairs []pair
}

func newLayout(text []byte) (*layout, error) {
	// The byte order mark is not kept: it would shift the columns of one line.
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	l := &layout{end: "\n"}
	if bytes.Contains(text, []byte("\r\n")) {
		l.end = "\r\n"
	}
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(bytes.Clone(text), l.end...)
	}
	l.lines = bytes.SplitAfter(text, []byte("\n"))
	l.lines = l.lines[:len(l.lines)-1]
	d := &decoder{file: &File{}}
	root := d.root(text)
	if len(d.problems) > 0 {
		return nil, errLayout
	}
	if root != nil {
		l.pairs = d.pairs("the file", where(root), root)
	}
	if m, ok := root.(*ast.MappingNode); ok && m.IsFlowStyle {
		return nil, errLayout
	}
	return l, nil
}

func (l *layout) bytes() []byte { return bytes.Join(l.lines, nil) }

func (l *layout) find(name string) (pair, bool) {
	i := slices.IndexFunc(l.pairs, func(p pair) bool { return p.name == name })
	if i < 0 {
		return pair{}, false
	}
	return l.pairs[i], true
}

// insert puts a line before the given one, counted from 1.
func (l *layout) insert(line, indent int, text string) {
	full := fmt.Appendf(nil, "%*s%s%s", indent, "", text, l.end)
	l.lines = slices.Insert(l.lines, line-1, full)
}

// withComment is the first line of the comment directly above a key, at the
// key's own indentation, or the key's line when there is none.
func (l *layout) withComment(key position) int {
	line := key.line
	for line > 1 && isComment(l.lines[line-2]) && indentOf(l.lines[line-2]) == key.column-1 {
		line--
	}
	return line
}

// after is the line of the key that follows a top-level one, or the line
// behind the last.
func (l *layout) after(name string) int {
	for i, p := range l.pairs {
		if p.name == name && i+1 < len(l.pairs) {
			return l.pairs[i+1].at.line
		}
	}
	return len(l.lines) + 1
}

// trim walks back from the line before the given one to the last that belongs
// to a block indented by at least indent: blank lines, and comments further
// out, lead to what follows.
func (l *layout) trim(line, indent int) int {
	for line--; line > 0; line-- {
		text := l.lines[line-1]
		documentEnd := bytes.HasPrefix(text, []byte("..."))
		if !documentEnd && !isBlank(text) && (!isComment(text) || indentOf(text) >= indent) {
			break
		}
	}
	return line
}

func isBlank(line []byte) bool   { return len(bytes.TrimSpace(line)) == 0 }
func isComment(line []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) }
func indentOf(line []byte) int   { return len(line) - len(bytes.TrimLeft(line, " ")) }
