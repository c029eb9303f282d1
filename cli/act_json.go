package cli

import (
	"errors"
	"fmt"
	"io"

	"apimtui/api"
	"apimtui/api/text"
)

// actJSON is a write's outcome for a script. A done one has the members of
// the user itself beside it.
type actJSON struct {
	Outcome string `json:"outcome"`
	// Message is why it is not done: the service's sentence where it refused,
	// with what else it said beside it.
	Message string `json:"message,omitempty"`
	*failureJSON
	Mail string `json:"mail,omitempty"`
	// Overwrote says that a creation met an existing user, and replaced it.
	Overwrote bool `json:"overwrote,omitempty"`
	entity
	Fate        *fate            `json:"productSubscriptions,omitempty"`
	By          *taggedUser      `json:"by,omitempty"` // who has what was to be new
	Loaded      *entity          `json:"loaded,omitempty"`
	Theirs      *entity          `json:"theirs,omitempty"`
	Differences []differenceJSON `json:"differences,omitempty"`
}

type differenceJSON struct {
	Property api.Property `json:"property"`
	Loaded   any          `json:"loaded"` // null when it is not known
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
		v.Advice = "" // to try again is what must not be done unseen
	}
	var err error
	switch {
	case w.Outcome.Done():
		v.entity, err = entityOf(a.left(), w.Now.ETag)
	case w.Outcome == api.Conflict:
		err = a.versions(&v)
	}
	return v, err
}

// takenBy is the user who has the id or e-mail that was to be a new one's.
func takenBy(err error) *taggedUser {
	var taken *api.TakenError
	if !errors.As(err, &taken) {
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

// versions adds both sides of a conflict.
func (a *act) versions(v *actJSON) error {
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

// differences are what a conflict is about. Of a stale version nothing is known
// but what was to be made of it.
func (a *act) differences() []api.Difference {
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

// writeDifferences draws a conflict property by property.
func (a *act) writeDifferences(w io.Writer, width int) error {
	var rows [][]string
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
		_, err := fmt.Fprintln(w, "ETag now: "+text.Text(a.written.Now.ETag).String())
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
