package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/tui/term"
)

// write draws the user in at most width cells; 0 means no limit.
func (p *profile) write(w io.Writer, width int) {
	writeFields(w, p.fields(), width)
	for _, s := range p.sections() {
		s.write(w, width)
	}
}

type field struct {
	label string
	lines []string // safe to draw
}

func (p *profile) fields() []field {
	u := &p.user
	var note []string
	for _, line := range u.NoteText().Lines() {
		note = append(note, line.String())
	}
	return []field{
		one("Name", u.DisplayName()),
		one("E-mail", u.Email),
		one("User id", u.ID.Text()),
		one("State", textOf(u.State)),
		one("Registered", textOf(registered(u, minute))),
		{"Note", note},
		one("ETag", textOf(p.etag)),
		one("Resource id", u.ResourceID),
	}
}

func one(label string, c cell) field { return field{label, []string{c.String()}} }

// printFields prints the fields of an entity that have a value.
func (o *options) printFields(fields []field) error {
	fields = slices.DeleteFunc(fields, func(f field) bool { return f.lines[0] == "" })
	return o.app.draw(func(w io.Writer, width int) { writeFields(w, fields, width) })
}

func writeFields(w io.Writer, fields []field, width int) {
	const labelWidth = 14
	for _, f := range fields {
		label := term.Pad(f.label, labelWidth)
		for _, line := range f.lines {
			writeLabelled(w, label, line, width)
			label = term.Pad("", labelWidth)
		}
	}
}

// writeLabelled writes a line beside its label, and wraps it there.
func writeLabelled(w io.Writer, label, line string, width int) {
	indent := term.Width(label)
	parts := []string{line}
	if room := width - indent; width > 0 && room > 0 {
		parts = term.Wrap(line, room)
	}
	for _, part := range parts {
		fmt.Fprintln(w, strings.TrimRight(label+part, " "))
		label = term.Pad("", indent)
	}
}

type section struct {
	title   string
	columns []column
	rows    [][]string
	counted int // by the service, may exceed the rows
	err     error
}

func (p *profile) sections() []section {
	return []section{
		sectionOf("Identities", p.identities, []column{{"PROVIDER", 8, 2, mostName}, {"ID", 16, 1, mostID}},
			func(d api.Identity) []string { return []string{d.Provider.String(), d.ID.String()} }),
		sectionOf("Groups", p.groups, []column{{"NAME", 12, 3, mostName}, {"ID", 12, 2, mostID}, {"TYPE", 6, 1, 20}},
			func(g api.Group) []string { return []string{g.DisplayName.String(), g.ID.String(), g.Type.String()} }),
		sectionOf("Product subscriptions", p.subscriptions, []column{
			{"STATE", 9, 5, 20}, {"NAME", 12, 2, mostName}, {"SCOPE", 10, 3, mostText}, {"ID", 24, 4, mostID},
			{"CREATED", 10, 1, 0}, {"EXPIRES", 10, 1, 0},
		}, subscriptionRow),
	}
}

func sectionOf[T any](title string, p part[T], columns []column, row func(T) []string) section {
	l := listing[T]{columns: columns, row: row}
	return section{title: title, columns: columns, rows: l.rows(p.Items), counted: p.Counted, err: p.err}
}

func subscriptionRow(s api.Subscription) []string {
	return []string{
		s.State.String(), s.DisplayName.String(), s.ScopeName().String(), s.ID.String(), moment(s.Created, day), moment(s.Expires, day),
	}
}

func (s section) write(w io.Writer, width int) {
	heading := fmt.Sprintf("%s (%d)", s.title, len(s.rows))
	switch {
	case s.err != nil:
		heading = s.title + ": could not be read"
	case s.counted > len(s.rows):
		heading = s.title + ": " + hidden(s.counted, len(s.rows))
	}
	fmt.Fprintf(w, "\n%s\n", heading)
	if len(s.rows) > 0 {
		writeTable(w, s.columns, s.rows, width)
	}
}
