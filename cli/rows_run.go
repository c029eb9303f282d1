package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"apimtui/api"
	"apimtui/api/report"
)

// runRows carries out the steps of rows, prints each when it and those before it are
// done, and settles what was not tried. It returns why it stopped early.
func (o *writeOptions) runRows(ctx context.Context, rows []*row, steps []api.Step, s *session) error {
	p, out := progress{io: &o.app.io}, o.printer(s)
	out.measure(rows)
	done, failed, rest := 0, 0, rows
	several := api.Several{
		Steps: steps,
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
				var e *api.Error
				if errors.As(err, &e) {
					r.RequestID = e.RequestID
				}
			}
			r.written = w.Result
			if done++; r.Outcome != report.Unchanged && !w.Outcome.Done() {
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
		switch {
		case o.dryRun || r.line != "":
			continue
		case r.Outcome == "" && ctx.Err() != nil:
			r.settle(report.NotTried, "Nothing was sent: interrupted before.")
		case r.Outcome == "":
			r.settle(report.NotTried, "Nothing was sent: it would have failed like a change before it.")
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
		if counts[r.Outcome]++; counts[r.Outcome] == 1 {
			order = append(order, r.Outcome)
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
