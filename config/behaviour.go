package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// settings resolves the values that do not depend on the context.
func (r *resolver) settings() *Settings {
	f := r.file
	s := &Settings{
		Path: f.Path, Exists: f.Exists, Warnings: f.Warnings,
		Clipboard: r.pick("clipboard", clipboardRule(), byDefault("auto"),
			r.env("APIMTUI_CLIPBOARD"), r.inFile(f.Clipboard, f.at["clipboard"])),
		ClipboardCommand:    r.clipboardCommand(),
		ClearClipboardAfter: r.clearClipboardAfter(),
		Theme: r.pick("theme", themeRule(), byDefault("auto"),
			r.flag("theme"), r.env("APIMTUI_THEME"), r.inFile(f.Theme, f.at["theme"])),
		Selection: r.pick("selection", selectionRule(), byDefault("marker"),
			r.env("APIMTUI_SELECTION"), r.inFile(f.Selection, f.at["selection"])),
		Columns: fromFile(f, "columns", f.Columns, len(f.Columns) > 0, Columns()),
		Colors:  fromFile(f, "colors", f.Colors, len(f.Colors) > 0, nil),
	}
	_, mouse := f.at["mouse"]
	s.Mouse = fromFile(f, "mouse", f.Mouse, mouse || f.Mouse, false)
	if on, given := r.envBool("mouse", "APIMTUI_MOUSE"); given {
		s.Mouse = Value[bool]{on, envSource("APIMTUI_MOUSE")}
	}
	if s.Clipboard.V == "command" && len(s.ClipboardCommand.V) == 0 {
		r.add(s.Clipboard.From, "clipboard command needs a command",
			"clipboardCommand must name a program that reads the text from stdin", `clipboardCommand: ["wl-copy"]`)
	}
	return s
}

// clipboardCommand splits the variable at spaces and ignores quotes. A command
// that needs quotes must be a list in the file.
func (r *resolver) clipboardCommand() Value[[]string] {
	if c := r.env("APIMTUI_CLIPBOARD_COMMAND"); c.given {
		return Value[[]string]{strings.Fields(c.value), c.from}
	}
	words := r.file.ClipboardCommand
	return fromFile(r.file, "clipboardCommand", words, len(words) > 0, nil)
}

func (r *resolver) clearClipboardAfter() Value[time.Duration] {
	if c := r.env("APIMTUI_CLEAR_CLIPBOARD_AFTER"); c.given {
		v := r.pick("clearClipboardAfter", durationRule(), Value[string]{}, c)
		d, _ := time.ParseDuration(v.V)
		return Value[time.Duration]{d, v.From}
	}
	d := r.file.ClearClipboardAfter
	_, given := r.file.at["clearClipboardAfter"]
	return fromFile(r.file, "clearClipboardAfter", d, given || d != 0, 45*time.Second)
}

// Selections returns the values of selection.
func Selections() []string { return []string{"marker", "bar"} }

// Columns returns the columns of the user list, in their usual order.
func Columns() []string { return []string{"state", "name", "email", "id", "registered", "note"} }

// Meanings returns what can have a colour of its own.
func Meanings() []string { return []string{"accent", "muted", "good", "warn", "bad"} }

func selectionRule() rule { return oneOf("a selection", Selections()) }
func columnRule() rule    { return oneOf("a column", Columns()) }

func colorRule() rule {
	rgb := matches(`^#[0-9a-fA-F]{6}$`)
	ok := func(v string) bool {
		n, err := strconv.Atoi(v)
		return rgb(v) || err == nil && n >= 0 && n <= 255 && v == strconv.Itoa(n)
	}
	return ruleFor("a colour", ok,
		"it must be #rrggbb in quotes, or the number of one of the terminal's 256 colours", `"#5fd7d7"`)
}

// columns reads the shown columns, in their order.
func (d *decoder) columns(p pair) []string {
	const example = "columns: [state, name, email]"
	seq, ok := p.value.(*ast.SequenceNode)
	if !ok || len(seq.Values) == 0 {
		d.wrongType(p.place(), p.value, p.name, "a list of at least one of "+strings.Join(Columns(), ", "), example)
		return nil
	}
	var all []string
	for _, node := range seq.Values {
		name := d.text(pair{p.name, where(node), node}, columnRule())
		if slices.Contains(all, name) && name != "" {
			d.add(where(node), "columns has "+name+" twice", "each column is there once", example)
		}
		all = append(all, name)
	}
	return all
}

// colors reads the colours by their meanings.
func (d *decoder) colors(p pair) map[string]string {
	all := map[string]string{}
	for _, c := range d.pairs(p.name, p.place(), p.value) {
		if !slices.Contains(Meanings(), c.name) {
			d.unknown(c, p.name, Meanings())
			continue
		}
		all[c.name] = d.text(c, colorRule())
	}
	return all
}

// ChangeColumns writes the columns to the file at path, which need not exist. Like
// the changes of contexts, it keeps comments, order and layout.
func ChangeColumns(path string, columns []string) error {
	for i, c := range columns {
		if slices.Contains(columns[:i], c) || !slices.Contains(Columns(), c) {
			return fmt.Errorf("there is no column %q, or it is there twice", c)
		}
	}
	return change(path, func(f *File) ([]edit, error) {
		if slices.Equal(f.Columns, columns) {
			return nil, nil
		}
		return []edit{{
			func(f *File) { f.Columns = columns },
			func(d *document) { d.setColumns(columns) },
		}}, nil
	})
}

// setColumns writes the list of columns in place of the one before. A list in lines
// keeps its lines, with what is remarked there.
func (d *document) setColumns(columns []string) {
	p, ok := find(d.pairs, "columns")
	seq, _ := p.value.(*ast.SequenceNode)
	if n := len(d.lines); n > 0 && !strings.HasSuffix(d.lines[n-1], "\n") {
		d.lines[n-1] += d.eol
	}
	flow := "[" + strings.Join(columns, ", ") + "]"
	switch {
	case !ok:
		at, indent := d.end()
		d.insert(at, []string{strings.Repeat(" ", indent) + "columns: " + flow})
	case seq.IsFlowStyle:
		last := seq.End.Position
		before, _ := d.cut(where(seq))
		_, after := d.cut(position{last.Line, last.Column + 1})
		from := where(seq).line - 1
		d.lines[from] = before + flow + after
		d.remove(from+1, last.Line)
	default:
		d.setItems(seq, columns)
	}
}

// setItems puts the lines of a list in another order. New items get a line of their
// own, and what stands above an item moves with it.
func (d *document) setItems(seq *ast.SequenceNode, columns []string) {
	from := where(seq.Values[0]).line - 1
	first, at, items := from, from, map[string][]string{}
	for _, node := range seq.Values {
		name, _ := scalar(node)
		to := where(node).line
		items[name], at = d.lines[at:to:to], to
	}
	dash := strings.Repeat(" ", seq.Start.Position.Column-1) + "- "
	var all []string
	for _, c := range columns {
		if items[c] == nil {
			items[c] = []string{dash + c + d.eol}
		}
		all = append(all, items[c]...)
	}
	d.lines = slices.Concat(d.lines[:first:first], all, d.lines[at:])
}
