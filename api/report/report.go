// Package report describes the outcome of a write in the same words for every
// surface. Its sentences follow from the observed state of the service, never
// from a status alone. They name no key, flag or command: each surface adds its
// own.
package report

import (
	"cmp"
	"errors"
	"time"

	"apimtui/api"
	"apimtui/api/text"
)

// Act describes a write in words that are safe to draw.
type Act struct {
	What  string // the intended change, such as "note of Mia Keller"
	Done  string // the state after it, such as "Mia Keller is blocked"; "" uses What
	Who   string // the user, such as "Mia Keller"
	About string // "" is a user, or Subscription or Group
	// Sent is what the service is asked for: "change", "user", "deletion",
	// "mail" or "membership".
	Sent  Sent
	Mails bool // the write includes a mail
	// Mailed completes the words about an accepted mail, such as "at 14:02 for
	// mia@contoso.com"; "" adds nothing.
	Mailed string
	OneOf  bool // set for one of several writes: its words claim nothing of the others
}

// Subscription is what a write can be about, beside a user.
const Subscription = "product subscription"

// Group is the same for a group, and Key for one key of a product subscription.
const (
	Group = "group"
	Key   = "key"
)

// Sent is the kind of request that a write makes.
type Sent string

const (
	Change     Sent = "change"
	Creation   Sent = "creation"
	Deletion   Sent = "deletion"
	Mail       Sent = "mail"
	Membership Sent = "membership"
)

// The words in place of an outcome when nothing was sent.
const (
	Unchanged = "unchanged"
	Refused   = "refused"
	NotTried  = "not tried"
)

// Report is what is known about a write.
type Report struct {
	Line string // the exact outcome word and its subject
	// Known holds sentences about the service's state; it is empty when the
	// write is simply done.
	Known []string
	Mail  string // a sentence about the mail of a write that is not done
	// Cause is the service's refusal, or what happened to its answer. Advice to
	// repeat what may already be done is left out.
	Cause api.Explanation
	Look  bool // the state must be checked before the write is repeated
}

// Of describes a result. clock formats a time of day.
func Of(a Act, r api.Result, clock func(time.Time) string) Report {
	out := Report{Line: line(a, r), Look: r.Open() || r.Lost && !r.Outcome.Done()}
	switch {
	case r.Overwrote:
		out.Known = []string{"The service answered 200 where 201 was due. Either a " + a.subject() + " with this id was made in the same moment and is overwritten, or the request arrived twice."}
	case r.Outcome.Done() && len(r.Ignored) > 0:
		out.Known = []string{"The service took the write, but not all of it: " + api.Labels(r.Ignored) + " is not as it was sent."}
	case !r.Outcome.Done():
		out.Known, out.Mail = known(a, r, clock), mail(a, r)
		out.Cause = cause(r)
	}
	return out
}

func line(a Act, r api.Result) string {
	words := a.What
	switch {
	case r.Overwrote:
		words = "an existing " + a.subject() + " may have been overwritten with " + a.Who
	case r.Outcome.Done() && len(r.Ignored) > 0:
		words = "not all of it, " + a.What
	case r.Outcome.Done() && r.Unclear && a.Sent == Deletion:
		words = a.Who + " is gone; whether by this is not known"
	case r.Outcome.Done() && a.Done != "":
		words = a.Done
	}
	if r.Outcome.Done() && a.Mails {
		switch r.Mail {
		case api.MailAccepted:
			if a.Sent != Mail {
				words += "; a mail was accepted by the service"
			}
			if a.Mailed != "" {
				words += " " + a.Mailed
			}
		case api.MailMaybe:
			words += "; a mail may have been sent"
		}
	}
	return r.Outcome.String() + ": " + words
}

// cause explains what happened to the write. A conflict needs no cause.
func cause(r api.Result) api.Explanation {
	err := r.Err
	if r.Outcome == api.Conflict || r.Outcome == api.DeletedMeanwhile || err == nil {
		return api.Explanation{}
	}
	x := api.Explain(err)
	// The user exists, even though the write got a 404 or a 412.
	if r.Outcome == api.Unknown || r.Doubtful() {
		x.Do = text.Safe{}
	}
	return x
}

func known(a Act, r api.Result, clock func(time.Time) string) []string {
	var taken *api.TakenError
	switch {
	case errors.As(r.Err, &taken):
		return []string{"Nothing was sent."}
	case r.Outcome == api.NotApplied && r.Lost:
		when := ""
		if !r.LookedAt.IsZero() {
			when = " at " + clock(r.LookedAt)
		}
		return []string{"Nothing had been changed when the " + a.subject() + " was read" + when + " after the lost answer; a slow service may still do it."}
	case r.Outcome == api.NotApplied && r.Unchanged:
		return []string{a.not("changed") + " The service refuses the condition, although the " + a.subject() + " has not changed since it was read."}
	case r.Outcome == api.NotApplied && a.Sent == Creation && r.Doubtful():
		return []string{"The " + a.subject() + " was not there when it was looked up."}
	case r.Outcome == api.NotApplied:
		return []string{a.not("changed")}
	case r.Outcome == api.Conflict:
		return conflict(a, r)
	case r.Outcome == api.DeletedMeanwhile:
		return []string{gone(a, r)}
	}
	return []string{unknown(a, r)}
}

// not says that what was wanted was not done.
func (a Act) not(done string) string {
	if a.OneOf {
		return "This was not " + done + "."
	}
	return "Nothing was " + done + "."
}

func (a Act) subject() string {
	if a.Sent == Membership {
		return "membership"
	}
	return cmp.Or(a.About, "user")
}

func conflict(a Act, r api.Result) []string {
	changed := "Someone else changed the " + a.subject() + " since it was read."
	words := changed + " Your change is not there."
	switch a.Sent {
	case Creation:
		words = "A " + a.subject() + " with this id is there that is not as it was sent."
	case Deletion:
		words = changed + " It was there when it was read again."
	}
	switch {
	case r.Lost && a.Sent == Change:
		return []string{changed, "The answer to this write was lost: a part of what is there may come from it."}
	case r.Hidden:
		return []string{changed, "Whether the new password was set is not known."}
	case r.Lost:
		return []string{words, "The answer to this write was lost."}
	}
	return []string{words}
}

func gone(a Act, r api.Result) string {
	words := "The " + cmp.Or(a.About, "user") + " no longer exists on the service. "
	switch {
	case !r.Sent:
		return words + "Nothing was sent."
	case a.Sent == Mail:
		return words + "Whether a mail went out before is not known."
	case r.Doubtful():
		return words + "Whether this was applied before is not known."
	}
	return words + a.not("written")
}

// unknown explains why the outcome is unknown. It mentions a look-up only if
// there was one.
func unknown(a Act, r api.Result) string {
	const start = "Whether this was done is not known: "
	refused := "the service refused it"
	switch {
	case r.Lost:
		refused = "the answer was lost"
	case r.Doubtful():
		refused += ", as it refuses a request that arrives twice"
	}
	switch {
	case r.Accepted && r.LookErr == nil:
		return start + "the service accepted it, its end was not seen, and the " + a.subject() + " is still there."
	case r.Accepted:
		return start + "the service accepted it, and how it ended could not be found out."
	case r.Untraceable:
		return start + refused + ", and a mail cannot be looked up."
	case r.Hidden:
		return start + refused + ", and a password cannot be read back."
	}
	return start + refused + ", and the " + a.subject() + " could not be read after that."
}

func mail(a Act, r api.Result) string {
	switch {
	case !a.Mails:
		return ""
	case r.Mail == api.MailMaybe:
		return "A mail may have been sent."
	case r.Mail == api.NoMail:
		return "No mail was sent."
	}
	return ""
}

// MailedBefore returns a warning for the question about a mail to a user whose
// earlier mail has an open outcome. when is the time of that mail.
func MailedBefore(when string) string {
	return "A mail may have been sent to this user before, " + when + ": its outcome is not known."
}

// Sentences returns all that is known, most important first.
func (r Report) Sentences() []string {
	all := r.Known
	if r.Mail != "" {
		all = append(all[:len(all):len(all)], r.Mail)
	}
	return all
}
