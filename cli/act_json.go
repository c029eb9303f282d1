package cli

import (
	"errors"
	"fmt"
	"io"

	"apimtui/api"
	"apimtui/api/text"
)

// actJSON is the outcome of a write for a script. When the write succeeded, it
// includes the user.
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
	By          *taggedUser      `json:"by,omitempty"` // the user that a creation collided with
	Loaded      *entity          `json:"loaded,omitempty"`
	Theirs      *entity          `json:"theirs,omitempty"`
	Differences []differenceJSON `json:"differences,omitempty"`
}

type differenceJSON struct {
	Property api.Property `json:"property"`
	Loaded   any          `json:"loaded"` // null when unknown
	Theirs   any          `json:"theirs"`
	Mine     any          `json:"mine"`
}

func (a *act) json(failure string) (actJSON, error) {
	w := a.written
	v := actJSON{
		Outcome: w.Outcome.String(), Message: failure, Mail: mailWord(w.Mail), Overwrote: w.Overwrote,
		Fate: a.fate, By: takenBy(w.Err),
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
	switch {
	case w.Outcome.Done():
		v.entity, err = a.entity()
	case w.Outcome == api.Conflict:
		err = a.versions(&v)
	}
	return v, err
}

// takenBy returns the user who already has the id or e-mail of a new one.
func takenBy(err error) *taggedUser {
	var taken *api.TakenError
	if !errors.As(err, &taken) || taken.By.ID == "" {
		return nil
	}
	return &taggedUser{user: &taken.By}
}

func mailWord(m api.Mail) string {
	switch m {
	case api.MailAccepted:
		return "accepted"
	case api.MailMaybe:
		return "may have been sent"
	}
	return ""
}

func (a *act) versions(v *actJSON) error {
	if a.sub != nil {
		return a.sub.versions(a, v)
	}
	theirs, err := entityOf(&a.written.Now.User, a.written.Now.ETag)
	if err != nil {
		return err
	}
	v.Theirs = &theirs
	for _, d := range a.differences() {
		e := differenceJSON{Property: d.Property, Theirs: jsonValue(d.Theirs, d.Property), Mine: jsonValue(d.Mine, d.Property)}
		if !a.stale {
			e.Loaded = jsonValue(d.Loaded, d.Property)
		}
		v.Differences = append(v.Differences, e)
	}
	if a.base.ETag == "" {
		return nil
	}
	loaded, err := entityOf(&a.read.User, a.read.ETag)
	if asked := text.Text(a.base.ETag); a.stale {
		loaded = entity{ETag: &asked}
	}
	v.Loaded = &loaded
	return err
}

// differences returns the fields in conflict. For a stale version, only the
// requested changes are known.
func (a *act) differences() []api.Difference {
	if a.sub != nil {
		return nil // it has its own
	}
	theirs := a.written.Now.User.Editable()
	if a.stale || a.base.ETag == "" {
		return api.Differences(theirs, theirs, a.mine)
	}
	return api.Differences(a.base.User.Editable(), theirs, a.mine)
}

func jsonValue(e api.Editable, p api.Property) any {
	switch {
	case p == api.PropIdentities && e.Identities == nil:
		return []api.Identity{}
	case p == api.PropIdentities:
		return e.Identities
	case p == api.PropNote && e.Note == "":
		return nil
	}
	return e.Text(p)
}

func (a *act) writeDifferences(w io.Writer, width int) error {
	var rows [][]string
	etag := a.written.Now.ETag
	if a.sub != nil {
		rows, etag = a.sub.rows(a), a.written.Subscription.ETag
	}
	for _, d := range a.differences() {
		loaded := d.Loaded.Text(d.Property)
		if a.stale || a.base.ETag == "" {
			loaded = "?"
		}
		rows = append(rows, []string{
			d.Property.Label(), drawn(loaded), drawn(d.Theirs.Text(d.Property)), drawn(d.Mine.Text(d.Property)),
		})
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(w, "ETag now: "+text.Text(etag).String())
		return err
	}
	return writeTable(w, []column{{"PROPERTY", 10, 4, 0}, {"LOADED", 12, 1, mostText}, {"THEIRS", 12, 3, mostText}, {"MINE", 12, 2, mostText}}, rows, width)
}

func drawn(v text.Text) string {
	if v == "" {
		return "(empty)"
	}
	return v.String()
}
