package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/transfer"
	"apimtui/tui/component"
	"apimtui/tui/term"
)

// column is a column of a table.
type column struct {
	title string
	min   int // preferred minimum width in cells
	keep  int // priority; the lowest is dropped first
	most  int // maximum width when the output has no limit; 0 for none
}

// Maximum widths of columns with untrusted text, for output without a limit.
const (
	mostName = 40
	mostText = 60 // e-mails and notes
	mostID   = 80 // the longest id of the service
)

const gap = "  "

// writeTable writes rows of safe text below their titles, in at most width
// cells. A width of 0 only applies the columns' own limits, so that one long
// value does not push all others out of sight.
func writeTable(w io.Writer, columns []column, rows [][]string, width int) {
	titles := mapped(columns, func(c column) string { return c.title })
	widths := make([]int, len(columns))
	rows = append([][]string{titles}, rows...)
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], term.Width(cell))
		}
	}
	if width > 0 {
		fit(columns, widths, width)
	}
	for i, c := range columns {
		if width == 0 && c.most > 0 {
			widths[i] = min(widths[i], c.most)
		}
	}
	for _, row := range rows {
		var shown []string
		for i, cell := range row {
			if widths[i] > 0 {
				shown = append(shown, term.Pad(cell, widths[i]))
			}
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(shown, gap), " "))
	}
}

// fit reduces widths to the available width, as the console's lists do. A width
// of 0 omits a column. The console has one cell before each column.
func fit(columns []column, widths []int, width int) {
	const more = len(gap) - 1
	wanted := make([]component.Column, len(columns))
	for i, c := range columns {
		wanted[i] = component.Column{Min: min(c.min, widths[i]) + more, Max: widths[i] + more, Keep: c.keep}
	}
	clear(widths)
	l := component.Fit(wanted, width+len(gap))
	for i, column := range l.Index {
		widths[column] = l.Widths[i] - more
	}
}

func userListing() *listing[*api.User] {
	return &listing[*api.User]{
		columns: []column{
			{"STATE", 7, 5, 20}, {"NAME", 12, 4, mostName}, {"E-MAIL", 16, 3, mostText}, {"USER ID", 24, 6, mostID},
			{"REGISTERED", 10, 2, 0}, {"NOTE", 8, 1, mostText},
		},
		names: []string{"state", "name", "email", "id", "registered", "note"},
		row: func(u *api.User) []string {
			return []string{u.State.String(), u.DisplayName().String(), u.Email.String(), u.ID.String(),
				moment(u.RegistrationDate, day), u.NoteText().String()}
		},
		header: csvHeader(),
		cells:  userCells,
	}
}

func (o *options) printUsers(users []*api.User) error { return userListing().print(o, users) }

// cell is a value of a table or a CSV file.
type cell = text.Text

// textOf treats a string as untrusted text.
func textOf[S ~string](s S) cell { return text.Text(s) }

// Layouts of a date, always in UTC.
const (
	day    = time.DateOnly
	minute = "2006-01-02 15:04 UTC"
	clock  = "15:04 UTC"
)

// moment formats a time, "" when the service sends none.
func moment(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// csvHeader names the columns as the REST API names the properties. There, name
// is the user id.
func csvHeader() []string {
	return []string{"name", "email", "firstName", "lastName", "state", "registrationDate", "note", "identities", "id"}
}

// writeCells writes rows in RFC 4180 format, with a header or, for nil, without.
func writeCells(w io.Writer, header []string, rows [][]cell) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if header != nil {
		_ = c.Write(header) // Error returns it
	}
	for _, row := range rows {
		_ = c.Write(mapped(row, transfer.Guard))
	}
	c.Flush()
	return c.Error()
}

func userCells(u *api.User) []cell {
	return []cell{
		u.ID.Text(), u.Email, u.FirstName, u.LastName, textOf(u.State),
		textOf(moment(u.RegistrationDate, time.RFC3339Nano)), u.NoteText(), textOf(identities(u)), u.ResourceID,
	}
}

// identities formats the identities of a user as PROVIDER:ID, separated by
// semicolons.
func identities(u *api.User) string {
	all := mapped(u.Identities, func(d api.Identity) string { return d.Provider.Exact() + ":" + d.ID.Exact() })
	return strings.Join(all, ";")
}

// listing is a list of records for every output format. T is the object of the
// JSON formats.
type listing[T any] struct {
	columns []column       // of the table
	names   []string       // of its columns, where they can be chosen
	header  []string       // of CSV, which may have more columns than the table
	cells   func(T) []cell // of both
	// row is the safe cells of the table, where they are others; nil for none.
	row func(T) []string
}

// only keeps the columns that are named, of a table or a CSV file, in their order.
func (l *listing[T]) only(f format, names []string) error {
	known := l.header
	switch {
	case len(names) == 0:
		return nil
	case f == formatTable:
		known = l.names
	case f != formatCSV:
		return errors.New("only a table and -o csv have columns")
	}
	var kept []int
	for _, name := range names {
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, strings.TrimSpace(name)) })
		if i < 0 || slices.Contains(kept, i) {
			return fmt.Errorf("%s is not one of %s, each once", text.Clean(name), strings.Join(known, ", "))
		}
		kept = append(kept, i)
	}
	row, cells := l.row, l.cells
	l.row = func(v T) []string { return picked(row(v), kept) }
	l.cells = func(v T) []cell { return picked(cells(v), kept) }
	if f == formatTable {
		l.columns = picked(l.columns, kept)
	} else {
		l.header = picked(l.header, kept)
	}
	return nil
}

func picked[T any](all []T, at []int) []T { return mapped(at, func(i int) T { return all[i] }) }

// mapped returns f of each.
func mapped[T, U any](all []T, f func(T) U) []U {
	some := make([]U, len(all))
	for i, v := range all {
		some[i] = f(v)
	}
	return some
}

func (l *listing[T]) print(o *options, items []T) error {
	return o.app.print(func(w io.Writer) error { return l.write(w, o.output, items, o.app.io.width()) })
}

// write writes a table in at most width cells; 0 means no limit.
func (l *listing[T]) write(w io.Writer, f format, items []T, width int) error {
	switch f {
	case formatJSON, formatJSONL:
		return writeJSON(w, items, f == formatJSONL)
	case formatCSV:
		return writeCells(w, l.header, mapped(items, l.cells))
	}
	writeTable(w, l.columns, l.rows(items), width)
	return nil
}

// rows are those of the table.
func (l *listing[T]) rows(items []T) [][]string {
	if l.row != nil {
		return mapped(items, l.row)
	}
	return mapped(items, func(item T) []string { return mapped(l.cells(item)[:len(l.columns)], cell.String) })
}
