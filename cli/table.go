package cli

import (
	"encoding/csv"
	"fmt"
	"io"
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
	titles, widths := make([]string, len(columns)), make([]int, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
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
			return []string{u.State.String(), u.DisplayName().String(), u.Email.String(), u.ID.String(), registered(u, day), u.NoteText().String()}
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

// registered formats the registration date of a user, "" when the service sends
// none.
func registered(u *api.User, layout string) string { return moment(u.RegistrationDate, layout) }

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
		guarded := make([]string, len(row))
		for i, v := range row {
			guarded[i] = transfer.Guard(v)
		}
		_ = c.Write(guarded)
	}
	c.Flush()
	return c.Error()
}

func userCells(u *api.User) []cell {
	return []cell{
		u.ID.Text(), u.Email, u.FirstName, u.LastName, textOf(u.State), textOf(registered(u, time.RFC3339Nano)),
		u.NoteText(), textOf(identities(u)), u.ResourceID,
	}
}

// identities formats the identities of a user as PROVIDER:ID, separated by
// semicolons.
func identities(u *api.User) string {
	var all []string
	for _, d := range u.Identities {
		all = append(all, d.Provider.Exact()+":"+d.ID.Exact())
	}
	return strings.Join(all, ";")
}
