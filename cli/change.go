package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
)

// change is a write and what became of it. Its strings are safe to draw.
type change struct {
	what string // what was to be done, such as "note of Mia Keller"
	done string // what is said instead once it is done; may be empty
	look string // the command that shows what is there now
	// loaded is what the write started from, nil for a new user. With stale,
	// only its ETag is known.
	loaded *api.Version
	stale  bool
	mine   api.Editable // what the user was to become
	mails  bool         // a mail was asked for
	fate   *fate        // of what belonged to a deleted user
	// written is the outcome. A done one has the user in Now, whole or as far
	// as it is known.
	written api.Written
	tried   tried
}

// unchanged is the word for a write that had nothing to do. It is no outcome:
// nothing was sent.
const unchanged = "unchanged"

// notDone is the error of a write that was not done, or is not known to be.
type notDone struct {
	outcome api.Outcome
	says    string // safe to draw
	code    int
}

func (e *notDone) Error() string { return e.says }

// ExitCode implements the interface that exitCode looks for.
func (e *notDone) ExitCode() int { return e.code }

// report prints what became of a write and gives the error to end with.
func (o *usersOptions) report(c *change) error {
	failed := c.failure(o.app)
	if err := o.printChange(c, failed); err != nil && failed == nil {
		return err
	}
	return failed
}

func (o *usersOptions) printChange(c *change, failed error) error {
	switch o.output {
	case formatJSON, formatJSONL:
		v, err := c.json(failed)
		if err != nil {
			return err
		}
		return o.printObject(v)
	case formatCSV:
		fmt.Fprintln(o.app.io.err, c.line())
		if !c.written.Outcome.Done() {
			return nil
		}
		return o.printUsers([]*api.User{&c.written.Now.User})
	}
	return o.app.print(func(w io.Writer) error {
		if _, err := fmt.Fprintln(w, c.line()); err != nil || c.written.Outcome != api.Conflict {
			return err
		}
		return c.writeDifferences(w, o.app.io.width())
	})
}

// printObject prints one object, in JSON whatever the form.
func (o *usersOptions) printObject(v any) error {
	return o.app.print(func(w io.Writer) error {
		return encoder(w, o.output == formatJSONL).Encode(v)
	})
}

// line is the outcome, in the exact word, and what it is about.
func (c *change) line() string {
	words := c.what
	switch {
	case c.written.Overwrote:
		words = "an existing user was overwritten with " + strings.TrimPrefix(c.what, "new user ")
	case len(c.written.Ignored) > 0:
		words = "not all of it, " + c.what
	case c.written.Outcome.Done() && c.done != "":
		words = c.done
	}
	if c.mails && c.written.Outcome.Done() && c.written.Mail == api.MailMaybe {
		words += "; a mail may have been sent"
	}
	return c.written.Outcome.String() + ": " + words
}

// failure is the error of a write that is not simply done.
func (c *change) failure(a *app) error {
	w := c.written
	if w.Outcome.Done() {
		if len(w.Ignored) > 0 && !w.Overwrote {
			return &coded{fmt.Errorf("the service took the write, but not all of it: %s is not as it was sent. Look at it with `%s`", labelled(w.Ignored), c.look), exitFailed}
		}
		if w.Overwrote {
			return &coded{fmt.Errorf("an existing user was OVERWRITTEN: the service answered 200 where 201 was due, so somebody had made a user with this id a moment before. What it was is gone; ask who made it. `%s` shows what is there now",
				c.look), exitFailed}
		}
		return nil
	}
	e := &notDone{outcome: w.Outcome}
	switch w.Outcome {
	case api.Conflict:
		e.says, e.code = c.conflict(), exitConflict
	case api.DeletedMeanwhile:
		e.says, e.code = c.what+": the user was deleted meanwhile. Nothing was written.", exitNotFound
		if api.MayHaveApplied(w.Err) {
			e.says = c.what + ": the user was deleted meanwhile. The answer was lost, and this may have been done before."
		}
	case api.Unknown:
		e.says, e.code = c.unknown(a), exitUnknown
	default:
		e.says, e.code = "Nothing was changed. "+a.explain(w.Err), exitCode(w.Err)
		if api.MayHaveApplied(w.Err) {
			x := a.explanation(w.Err)
			x.Do = text.Safe{}
			e.says = "Nothing had been changed when the user was read after the lost answer; a slow service may still do it. " +
				x.Line().String() + " Before repeating it, look with `" + c.look + "`."
		}
		var taken *api.TakenError
		if errors.As(w.Err, &taken) {
			e.says, e.code = "Nothing was sent: "+w.Err.Error()+", to "+who(&taken.By)+".", exitConflict
		}
	}
	e.says = strings.TrimSpace(e.says + c.mail())
	return e
}

func (c *change) conflict() string {
	look := " `" + c.look + "` shows what is there now."
	switch {
	case c.stale:
		return "The user is no longer the version that --if-match names, and nothing was sent." + look
	case c.loaded == nil:
		return "The answer was lost, and a user with this id is there now that is not as it was sent." + look
	case errors.Is(c.written.Err, api.ErrPrecondition):
		return "Someone else changed the user since it was read, and nothing was written." + look + " Then repeat the command."
	}
	return "The answer was lost, and someone else changed the user: what was sent is not there now, and may have been." + look
}

// unknown claims no looking up that was not tried. What is usually to be done
// about the failure, which is to try again, is left out: that is what must not
// be done unseen.
func (c *change) unknown(a *app) string {
	x := a.explanation(c.written.Err)
	x.Do = text.Safe{}
	before := " Before repeating it, look with `" + c.look + "`."
	var why string
	switch {
	case c.tried.accepted:
		why = "the service accepted it, and how it ended could not be found out."
	case c.tried.checked && c.written.Now.ETag != "":
		why = "the answer was lost, the user was written since, and a password cannot be read back to tell whether by this."
	case c.tried.checked:
		why = "the answer was lost, and the user could not be read afterwards."
	default:
		why = "the answer was lost, and a mail cannot be looked up."
		before = " Before repeating it, ask whether one came."
	}
	return strings.TrimSpace("Whether this was done is not known: "+why+" "+x.Line().String()) + before
}

// mail claims no more than is known of a mail.
func (c *change) mail() string {
	switch {
	case !c.mails:
		return ""
	case c.written.Mail == api.MailMaybe:
		return " A mail may have been sent."
	case c.written.Mail == api.NoMail:
		return " No mail was sent."
	}
	return ""
}

// who names a user beyond doubt, safe to draw.
func who(u *api.User) string {
	marks := "user id " + u.ID.String()
	if u.Email != "" {
		marks = u.Email.String() + ", " + marks
	}
	if n := u.DisplayName(); n != "" {
		return n.String() + " (" + marks + ")"
	}
	return marks
}

// whose is the same where a sentence goes on to what of the user it is about.
func whose(properties []api.Property, u *api.User) string {
	return labelled(properties) + " of " + who(u)
}

func labelled(properties []api.Property) string {
	labels := make([]string, len(properties))
	for i, p := range properties {
		labels[i] = p.Label()
	}
	return strings.Join(labels, ", ")
}
