package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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

// runRows carries out the steps of rows, prints each when it and those before it are
// done, and settles what was not tried. It returns why it stopped early.
func (o *writeOptions) runRows(ctx context.Context, rows []*row, steps []api.Step, s *session) error {
	p, out := progress{io: &o.app.io}, o.printer(s)
	out.measure(rows)
	done, failed, rest := 0, 0, rows
	several := api.Several{
		Steps: steps, Alike: o.alike,
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
	err := o.printer(s).end(rows)
	if err == nil && code == exitDone {
		fmt.Fprintln(o.app.io.err, "apimtui: "+total)
	}
	return ended(err, strings.Join(lines, "; "), total, code)
}
