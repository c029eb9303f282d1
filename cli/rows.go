package cli

import (
	"context"
	"errors"
	"strings"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
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
	printed bool
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
