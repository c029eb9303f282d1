package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"apimtui/api/text"
	"apimtui/tui/term"
)

// rowPrinter prints rows in their order, each as soon as it and all before it are
// done: a run that is killed leaves them. -o json is one array, at the end.
type rowPrinter struct {
	*writeOptions
	place   string // not repeated in a table
	lines   bool   // a line each, and no table
	begun   bool
	names   int // cells
	changes int // cells; 0: none has a change
	err     error
}

// printer returns the printer of a command's rows.
func (o *writeOptions) printer(s *session) *rowPrinter {
	if o.rows == nil {
		o.rows = &rowPrinter{writeOptions: o, place: s.place()}
	}
	return o.rows
}

// print prints the rows before the first one that has no outcome yet, and returns
// the others.
func (p *rowPrinter) print(rows []*row) (rest []*row) {
	for rest = rows; len(rest) > 0 && rest[0].line != ""; {
		rest = rest[1:]
	}
	now := rows[:len(rows)-len(rest)]
	if len(now) == 0 || p.output == formatJSON || p.err != nil {
		return rest
	}
	p.err = p.app.draw(func(w io.Writer, width int) {
		p.begin(w, width)
		for _, r := range now {
			if !r.printed {
				r.printed = true
				p.row(w, r, width)
			}
		}
	})
	return rest
}

// end prints what is left.
func (p *rowPrinter) end(rows []*row) error {
	p.measure(rows)
	switch {
	case p.output == formatJSON:
		return p.printObject(rows)
	case len(rows) == 0 && p.err == nil:
		return p.app.draw(p.begin)
	}
	p.print(rows)
	return p.err
}

// measure finds the widths of the columns that are known before, and which there
// are.
func (p *rowPrinter) measure(rows []*row) {
	if p.begun {
		return
	}
	for _, r := range rows {
		p.names = min(max(p.names, term.Width(r.Name.String()), len("NAME")), mostID)
		if r.Change != "" {
			p.changes = max(p.changes, term.Width(r.Change), len("CHANGE"))
		}
	}
}

// begin writes the header once.
func (p *rowPrinter) begin(w io.Writer, width int) {
	begun := p.begun
	p.begun = true
	switch {
	case begun:
	case p.output == formatCSV:
		header := []string{"name", "change", "outcome", "message", "requestId"}
		if p.changes == 0 {
			header = slices.Delete(header, 1, 2)
		}
		_ = writeCells(w, header, nil)
	case p.output == formatTable && !p.lines:
		p.tableRow(w, width, "NAME", "CHANGE", "OUTCOME", "MESSAGE", "REQUEST ID")
	}
}

func (p *rowPrinter) row(w io.Writer, r *row, width int) {
	switch {
	case p.output == formatJSONL:
		_ = json.NewEncoder(w).Encode(r)
	case p.output == formatCSV:
		cells := []cell{r.Name, textOf(r.Change), textOf(r.Outcome), textOf(r.Message), r.RequestID}
		if p.changes == 0 {
			cells = slices.Delete(cells, 1, 2)
		}
		_ = writeCells(w, nil, [][]cell{cells})
	case p.lines:
		fmt.Fprintln(w, r.line)
	default:
		request := r.RequestID
		if r.Done {
			request = "" // for support only
		}
		p.tableRow(w, width, r.Name.String(), r.Change, r.Outcome, text.Clean(r.Message).String(), request.String())
	}
}

// tableRow writes a row of the table. The widths of what is not known yet cannot be
// fitted: a longer outcome moves the rest of its row.
func (p *rowPrinter) tableRow(w io.Writer, width int, name, change, outcome, message, request string) {
	const outcomes = 9 // of most
	line := term.Pad(name, p.names) + gap
	if p.changes > 0 {
		line += term.Pad(change, p.changes) + gap
	}
	line += outcome + strings.Repeat(" ", max(0, outcomes-len(outcome))) + gap + message
	if request != "" {
		line += gap + request
	}
	if width > 0 {
		line = term.Cut(line, width)
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
}
