package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
)

// notDone is the error of a write that was sent and did not simply succeed.
type notDone struct{ coded }

// unfinished is a notDone in words that are safe to draw.
func unfinished(says string, code int) error { return &notDone{coded{errors.New(says), code}} }

// report prints the outcome of an act and returns the error to exit with. When
// the outcome cannot be printed, it goes to stderr: the outcome of a write is
// never lost.
func (a *actOf[V, E]) report(ctx context.Context, o *writeOptions, s *session) error {
	r := s.worded(a.Act, a.written.Result)
	if etag, _ := a.of.etag(&a.base); *etag == api.AnyVersion {
		r.Line += ", whatever version was there (If-Match: *)"
	}
	says, code := a.failure(ctx, s, r)
	v, err := a.json(says)
	if v.Message == "" {
		_, v.Message, _ = strings.Cut(r.Line, ": ")
	}
	if err == nil {
		err = a.print(o, r.Line, v)
	}
	return ended(err, r.Line, says, code)
}

// worded puts a result into words and adds the service and context.
func (s *session) worded(a report.Act, r api.Result) report.Report {
	out := report.Of(a, r, func(t time.Time) string { return moment(t, clock) })
	out.Line += s.place()
	return out
}

// ended returns the error of an outcome that is not plain success, or that
// could not be printed.
func ended(unprinted error, line, says string, code int) error {
	if unprinted != nil {
		says, code = strings.TrimSpace(unprinted.Error()+". The outcome is "+line+". "+says), cmp.Or(code, exitFailed)
	}
	if code == exitDone {
		return nil
	}
	return unfinished(says, code)
}

func (a *actOf[V, E]) print(o *writeOptions, line string, v actJSON) error {
	switch {
	case o.json():
		return o.printObject(v)
	case o.output == formatCSV:
		fmt.Fprintln(o.app.io.err, line)
		if !a.written.Outcome.Done() {
			return nil
		}
		result := a.result()
		return a.of.print(o.options, &result)
	}
	return o.app.draw(func(w io.Writer, width int) {
		fmt.Fprintln(w, line)
		if a.written.Outcome == api.Conflict {
			a.writeDifferences(w, width)
		}
	})
}

// result returns what is there after a write that is done, or what was deleted.
func (a *actOf[V, E]) result() V {
	now := *a.of.left(&a.written)
	if a.of.id(&now) != "" {
		return now
	}
	now = a.base
	etag, _ := a.of.etag(&now)
	*etag = ""
	if a.same != "" {
		now = a.read
	}
	return now
}

// failure returns the explanation and exit code of an act that did not simply
// succeed. The explanation is "" on success.
func (a *actOf[V, E]) failure(ctx context.Context, s *session, r report.Report) (string, int) {
	w, look := &a.written, "`"+s.showCommand(a.of.noun, a.of.id(&a.base))+"`"
	if w.Outcome.Done() && len(r.Known) == 0 {
		return "", exitDone
	}
	says := r.Known
	if a.stale {
		says = []string{"The " + cmp.Or(a.About, "user") + " is no longer the version that --if-match names, and nothing was sent."}
	}
	if r.Cause.What.String() != "" {
		says = append(says, inLine(r.Cause))
	}
	var taken *api.TakenError
	switch {
	case errors.As(w.Err, &taken) && taken.By.ID != "":
		says = append(says, "It belongs to "+who(&taken.By)+".")
	case rules.RefusesAppType(w.Err):
		says = append(says, "Services made before 2020 refuse it: --app-type none leaves it out.")
	case r.Look && w.Untraceable:
		says = append(says, "Before repeating it, ask whether one came.")
	case r.Look:
		says = append(says, "Before repeating it, look with "+look+".")
	case w.Outcome == api.Conflict, w.Outcome.Done():
		says = append(says, look+" shows what is there now.")
	}
	if r.Mail != "" {
		says = append(says, r.Mail)
	}
	return strings.Join(says, " "), codeOf(ctx, w.Result)
}

// codeOf returns the exit code of a write that did not simply succeed.
func codeOf(ctx context.Context, r api.Result) int {
	var taken *api.TakenError
	var stopped *interrupted
	switch {
	case r.Outcome.Done():
		return exitFailed
	case r.Outcome == api.Unknown:
		return exitUnknown
	case r.Outcome == api.Conflict, errors.As(r.Err, &taken):
		return exitConflict
	case r.Outcome == api.DeletedMeanwhile:
		return exitNotFound
	case errors.As(context.Cause(ctx), &stopped):
		return exitInterrupted
	case errors.Is(r.Err, api.KindNotFound):
		return exitFailed // the user exists
	}
	return exitCode(r.Err)
}
