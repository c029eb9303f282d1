package cli

import (
	"errors"
	"fmt"
	"io"

	"apimtui/api"
	"apimtui/api/text"
)

// changeJSON is a write's outcome for a script. A done one has the members of
// the user itself beside it.
type changeJSON struct {
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

func (c *change) json(failed error) (changeJSON, error) {
	w := c.written
	v := changeJSON{Outcome: w.Outcome.String(), Mail: mailWord(w.Mail), Overwrote: w.Overwrote, Fate: c.fate, By: takenBy(w.Err)}
	if failed != nil {
		v.Message, v.failureJSON = failed.Error(), failureOf(w.Err)
	}
	switch {
	case v.failureJSON == nil:
	case w.Outcome == api.NotApplied && !api.MayHaveApplied(w.Err):
		v.Message = v.failureJSON.Message.String()
	default:
		v.Advice = "" // to try again is what must not be done unseen
	}
	var err error
	switch {
	case w.Outcome.Done():
		v.entity, err = entityOf(&w.Now.User, w.Now.ETag)
	case w.Outcome == api.Conflict:
		err = c.versions(&v)
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
func (c *change) versions(v *changeJSON) error {
	theirs, err := entityOf(&c.written.Now.User, c.written.Now.ETag)
	if err != nil {
		return err
	}
	v.Theirs = &theirs
	for _, d := range c.differences() {
		e := differenceJSON{Property: d.Property, Theirs: jsonValue(d.Theirs, d.Property), Mine: jsonValue(d.Mine, d.Property)}
		if !c.stale {
			e.Loaded = jsonValue(d.Loaded, d.Property)
		}
		v.Differences = append(v.Differences, e)
	}
	if c.loaded == nil {
		return nil
	}
	loaded, err := entityOf(&c.loaded.User, c.loaded.ETag)
	if c.stale {
		loaded = entity{ETag: loaded.ETag}
	}
	v.Loaded = &loaded
	return err
}

// differences are what a conflict is about. Of a stale version nothing is known
// but what was to be made of it.
func (c *change) differences() []api.Difference {
	theirs := c.written.Now.User.Editable()
	if c.stale || c.loaded == nil {
		return api.Differences(theirs, theirs, c.mine)
	}
	return api.Differences(c.loaded.User.Editable(), theirs, c.mine)
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
func (c *change) writeDifferences(w io.Writer, width int) error {
	var rows [][]string
	for _, d := range c.differences() {
		loaded := d.Loaded.Text(d.Property)
		if c.stale || c.loaded == nil {
			loaded = "?"
		}
		rows = append(rows, []string{
			d.Property.Label(), drawn(loaded), drawn(d.Theirs.Text(d.Property)), drawn(d.Mine.Text(d.Property)),
		})
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(w, "ETag now: "+text.Text(c.written.Now.ETag).String())
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
