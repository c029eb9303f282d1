package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/term"
)

// row is one of several changes that a command makes, with its outcome.
type row struct {
	Name      text.Text `json:"name"`
	Change    string    `json:"change,omitempty"`
	Outcome   string    `json:"outcome"` // "" until known
	Message   string    `json:"message"`
	RequestID text.Text `json:"requestId"`
	Done      bool      `json:"done"`

	words   report.Act
	line    string // the outcome in words, safe to draw
	written api.Result
	printed bool
}

// settle sets the outcome of a row that was not written.
func (r *row) settle(outcome, why string) { r.Outcome, r.Message = outcome, why }

// notTried settles a row that was left when a run ended.
func (r *row) notTried(ctx context.Context) {
	why := "it was left out after a change before it failed"
	if ctx.Err() != nil {
		why = "interrupted before"
	}
	r.settle(report.NotTried, "Nothing was sent: "+why+".")
}

// describe sets the words of a row from its outcome.
func (r *row) describe(s *session) {
	r.RequestID = cmp.Or(r.RequestID, r.written.RequestID())
	switch r.Outcome {
	case "":
		r.words.OneOf = true
		told := s.worded(r.words, r.written)
		r.Outcome, r.line = r.written.Outcome.String(), told.Line
		if r.Done = r.written.Whole(); !r.Done {
			r.Message = strings.TrimSpace(strings.Join(told.Sentences(), " ") + " " + inLine(told.Cause))
		}
	case report.Unchanged:
		r.Done, r.line = true, report.Unchanged+": "+r.words.Done+" already"+s.place()
	default:
		r.line = r.Outcome + ": " + r.words.What + s.place()
	}
	if r.Message == "" {
		r.Message = strings.TrimSuffix(strings.TrimPrefix(r.line, r.Outcome+": "), s.place())
	}
}

// fatal reports whether the following rows would fail in the same way.
func (r *row) fatal() bool {
	return r.written.Outcome == api.DeletedMeanwhile ||
		errors.Is(r.written.Err, api.KindSignIn) || errors.Is(r.written.Err, api.KindThrottled)
}

// reportRows prints the outcomes of several changes, a line each, and returns the
// error to exit with.
func (o *writeOptions) reportRows(ctx context.Context, rows []*row) error {
	lines, says, code := summed(ctx, rows)
	p := &rowPrinter{writeOptions: o, lines: true}
	return ended(p.end(rows), strings.Join(lines, "; "), strings.Join(says, "\n"), code)
}

// summed returns the outcomes of several changes in words, those that are not
// done, and the exit code.
func summed(ctx context.Context, rows []*row) (lines, says []string, code int) {
	for _, r := range rows {
		lines = append(lines, r.line)
		if r.Done {
			continue
		}
		says = append(says, r.words.What+": "+r.Message)
		switch _, stopped := context.Cause(ctx).(*interrupted); {
		case r.written.Outcome == api.Unknown, code == exitUnknown:
			code = exitUnknown
		case stopped:
			code = exitInterrupted
		default:
			code = exitFailed
		}
	}
	return lines, says, code
}

// runRows carries out all that is not settled, prints each row when it and those before
// it are done, and settles what was not tried. It returns why it stopped early. A dry
// run only keeps the requests.
func (o *writeOptions) runRows(ctx context.Context, s *session, all []*planned) error {
	rows, p, out := rowsOf(all), progress{io: &o.app.io}, o.printer()
	out.measure(rows)
	done, failed, rest := 0, 0, rows
	several := api.Several{
		Steps: mapped(all, o.step), Alike: o.alike,
		Watch: func(_ int, now api.Progress) {
			if now.Throttled > 0 {
				p.clear()
				o.app.throttled(now)
			}
		},
		Ended: func(i int, w api.Written, err error) {
			r := rows[i]
			if err != nil {
				r.settle(report.NotTried, "Nothing was sent: "+inLine(api.Explain(err)))
				r.RequestID = api.Result{Err: err}.RequestID()
			}
			r.written = w.Result
			if done++; r.Outcome != report.Unchanged && !w.Whole() {
				failed++
			}
			if !o.dryRun {
				r.describe(s)
				p.clear()
				rest = out.print(rest)
			}
			p.show(bar(done, len(rows), failed))
		},
	}
	defer context.AfterFunc(ctx, func() {
		fmt.Fprintln(o.app.io.err, "\napimtui: stopping after the writes in flight. Ctrl+C again ends at once.")
	})()
	why := several.Run(ctx, s.client)
	p.clear()
	for _, r := range rows {
		if o.dryRun || r.line != "" {
			continue
		}
		if r.Outcome == "" {
			r.notTried(ctx)
		}
		r.describe(s)
	}
	return why
}

// bar draws how far several writes are.
func bar(done, all, failed int) string {
	const width = 20
	full := done * width / all
	line := fmt.Sprintf("[%s%s] %d of %d", strings.Repeat("#", full), strings.Repeat("-", width-full), done, all)
	if failed > 0 {
		line += fmt.Sprintf(", %d not done", failed)
	}
	return line
}

// reportMany prints the rows that are left, counts the outcomes on stderr and
// returns the error to exit with.
func (o *writeOptions) reportMany(ctx context.Context, s *session, rows []*row) error {
	lines, _, code := summed(ctx, rows)
	counts := map[string]int{}
	var order []string
	for _, r := range rows {
		word := r.Outcome
		if r.written.Outcome.Done() && !r.Done {
			word += ", but not all of it"
		}
		if counts[word]++; counts[word] == 1 {
			order = append(order, word)
		}
	}
	for i, outcome := range order {
		order[i] = fmt.Sprintf("%d %s", counts[outcome], outcome)
	}
	total := strings.Join(order, ", ") + s.place() + "."
	err := o.printer().end(rows)
	if err == nil && code == exitDone {
		fmt.Fprintln(o.app.io.err, "apimtui: "+total)
	}
	return ended(err, strings.Join(lines, "; "), total, code)
}

// rowPrinter prints rows in their order, each as soon as it and all before it are
// done: a run that is killed leaves them. -o json is one array, at the end.
type rowPrinter struct {
	*writeOptions
	lines   bool // a line each, and no table
	begun   bool
	names   int // cells
	changes int // cells; 0: none has a change
	err     error
}

// printer returns the printer of a command's rows.
func (o *writeOptions) printer() *rowPrinter {
	if o.rows == nil {
		o.rows = &rowPrinter{writeOptions: o}
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
