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
	"apimtui/api/text"
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

// actJSON is the outcome of a write for a script. When the write succeeded, it
// includes the entity.
type actJSON struct {
	Outcome string `json:"outcome"`
	// Message says why the write did not succeed: the service's message and its
	// details.
	Message string `json:"message,omitempty"`
	*failureJSON
	Mail string `json:"mail,omitempty"`
	// Overwrote reports that a creation replaced an existing user.
	Overwrote bool `json:"overwrote,omitempty"`
	entity
	Fate        *fate            `json:"productSubscriptions,omitempty"`
	By          *entity          `json:"by,omitempty"` // the user that a creation collided with
	Loaded      *entity          `json:"loaded,omitempty"`
	Theirs      *entity          `json:"theirs,omitempty"`
	Differences []differenceJSON `json:"differences,omitempty"`
}

type differenceJSON struct {
	Property api.Property `json:"property"`
	Loaded   any          `json:"loaded"` // null when unknown
	Theirs   any          `json:"theirs"`
	Mine     any          `json:"mine"`

	row []string // of the table
}

func (a *actOf[V, E]) json(failure string) (actJSON, error) {
	w := a.written
	v := actJSON{
		Outcome: w.Outcome.String(), Message: failure, Overwrote: w.Overwrote, Fate: a.fate,
		Mail: map[api.Mail]string{api.MailAccepted: "accepted", api.MailMaybe: "may have been sent"}[w.Mail],
	}
	if failure != "" {
		v.failureJSON = failureOf(w.Err)
	}
	switch {
	case v.failureJSON == nil:
	case w.Outcome == api.NotApplied && !w.Doubtful():
		v.Message = v.failureJSON.Message.String()
	default:
		v.Advice = "" // a retry is not safe before the user was read
	}
	var err error
	var taken *api.TakenError
	switch {
	case errors.As(w.Err, &taken) && taken.By.ID != "":
		var by entity
		by, err = entityFrom(&taken.By, "")
		v.By = &by
	case w.Outcome.Done():
		v.entity, err = a.of.tagged(a.result())
	case w.Outcome == api.Conflict:
		err = a.conflict(&v)
	}
	return v, err
}

// conflict adds the versions of a conflict.
func (a *actOf[V, E]) conflict(v *actJSON) error {
	theirs, err := a.of.tagged(*a.of.left(&a.written))
	if err != nil {
		return err
	}
	v.Theirs, v.Differences = &theirs, a.differences()
	etag, _ := a.of.etag(&a.base)
	if *etag == "" {
		return nil
	}
	loaded, err := a.of.tagged(a.read)
	if asked := text.Text(*etag); a.stale {
		loaded = entity{ETag: &asked}
	}
	v.Loaded = &loaded
	return err
}

// differences returns the properties in conflict. Without the version that the
// write starts from, only the requested changes are known.
func (a *actOf[V, E]) differences() []differenceJSON {
	theirs := a.of.edit(a.of.left(&a.written))
	loaded, etag := a.of.edit(&a.base), api.ETag("")
	if tag, _ := a.of.etag(&a.base); !a.stale {
		etag = *tag
	}
	if etag == "" {
		loaded = theirs
	}
	var all []differenceJSON
	for _, p := range a.of.differing(loaded, theirs, a.mine) {
		d := differenceJSON{Property: p, Theirs: jsonValue(theirs, p), Mine: jsonValue(a.mine, p)}
		d.row = []string{p.Label(), "?", drawn(theirs.Text(p)), drawn(a.mine.Text(p))}
		if etag != "" {
			d.Loaded, d.row[1] = jsonValue(loaded, p), drawn(loaded.Text(p))
		}
		all = append(all, d)
	}
	return all
}

func jsonValue[E values[E]](e E, p api.Property) any {
	u, isUser := any(e).(api.Editable)
	switch {
	case isUser && p == api.PropIdentities:
		return append([]api.Identity{}, u.Identities...) // none is [], not null
	case p == api.PropNote && e.Text(p) == "":
		return nil
	}
	return e.Text(p)
}

func (a *actOf[V, E]) writeDifferences(w io.Writer, width int) {
	rows := mapped(a.differences(), func(d differenceJSON) []string { return d.row })
	if len(rows) == 0 {
		etag, _ := a.of.etag(a.of.left(&a.written))
		fmt.Fprintln(w, "ETag now: "+text.Text(*etag).String())
		return
	}
	writeTable(w, []column{{"PROPERTY", 10, 4, 0}, {"LOADED", 12, 1, mostText}, {"THEIRS", 12, 3, mostText}, {"MINE", 12, 2, mostText}}, rows, width)
}

func drawn(v text.Text) string {
	if v == "" {
		return "(empty)"
	}
	return v.String()
}
