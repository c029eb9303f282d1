package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/api/transfer"
)

// row is one of several changes that a command makes, with its outcome.
type row struct {
	Name      text.Text `json:"name"`
	Change    string    `json:"change,omitempty"`
	Outcome   string    `json:"outcome"` // "" until known
	Message   string    `json:"message,omitempty"`
	RequestID text.Text `json:"requestId,omitempty"`

	words   report.Act
	line    string // the outcome in words, safe to draw
	written api.Result
}

// settle sets the outcome of a row that was not written.
func (r *row) settle(outcome, why string) { r.Outcome, r.Message = outcome, why }

// describe sets the words of a row from its outcome.
func (r *row) describe(s *session) {
	switch r.Outcome {
	case "":
		told := s.worded(r.words, r.written)
		r.Outcome, r.line = r.written.Outcome.String(), told.Line
		r.Message = strings.TrimSpace(strings.Join(told.Sentences(), " ") + " " + inLine(told.Cause))
		if r.words.Sent == report.Deletion && r.done() {
			r.Message = r.words.Done // with what becomes of the rest
		}
		var e *api.Error
		if errors.As(r.written.Err, &e) {
			r.RequestID = e.RequestID
		}
	case report.Unchanged:
		r.line = report.Unchanged + ": " + r.words.Done + " already" + s.place()
	default:
		r.line = r.Outcome + ": " + r.words.What + s.place()
	}
}

func (r *row) done() bool { return r.Outcome == report.Unchanged || r.written.Outcome.Done() }

// fatal reports whether the following rows would fail in the same way.
func (r *row) fatal() bool {
	return r.written.Outcome == api.DeletedMeanwhile ||
		errors.Is(r.written.Err, api.ErrSignIn) || errors.Is(r.written.Err, api.ErrThrottled)
}

// reportRows prints the outcomes of several changes and returns the error to
// exit with.
func (o *writeOptions) reportRows(ctx context.Context, rows []*row) error {
	lines, says, code := summed(ctx, rows)
	return ended(o.printRows(rows), strings.Join(lines, "; "), strings.Join(says, "\n"), code)
}

// summed returns the outcomes of several changes in words, those that are not
// done, and the exit code.
func summed(ctx context.Context, rows []*row) (lines, says []string, code int) {
	for _, r := range rows {
		lines = append(lines, r.line)
		if r.done() {
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

func (o *writeOptions) printRows(rows []*row) error {
	if o.output == formatJSON {
		return o.printObject(rows)
	}
	return o.app.print(func(w io.Writer) error {
		if o.output == formatCSV {
			changes := slices.ContainsFunc(rows, func(r *row) bool { return r.Change != "" })
			header := []string{"name", "change", "outcome", "message", "requestId"}
			var cells [][]cell
			for _, r := range rows {
				cells = append(cells, []cell{r.Name, textOf(r.Change), textOf(r.Outcome), textOf(r.Message), r.RequestID})
			}
			if !changes {
				header = slices.Delete(header, 1, 2)
				for i := range cells {
					cells[i] = slices.Delete(cells[i], 1, 2)
				}
			}
			return writeCells(w, header, cells)
		}
		for _, r := range rows {
			var err error
			if o.output == formatJSONL {
				err = json.NewEncoder(w).Encode(r)
			} else {
				_, err = fmt.Fprintln(w, r.line)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// writeCells writes rows in RFC 4180 format, with a header.
func writeCells(w io.Writer, header []string, rows [][]cell) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	_ = c.Write(header) // Error returns it
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
