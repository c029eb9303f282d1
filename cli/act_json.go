package cli

import (
	"errors"
	"fmt"
	"io"

	"apimtui/api"
	"apimtui/api/text"
)

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
	var rows [][]string
	for _, d := range a.differences() {
		rows = append(rows, d.row)
	}
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
