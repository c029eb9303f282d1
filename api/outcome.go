package api

import "time"

// Outcome is what is known to have become of a write.
type Outcome int

// The outcomes.
const (
	// Saved: the service has what was sent.
	Saved Outcome = iota + 1
	// Confirmed: the answer was lost, and reading showed that it was applied.
	Confirmed
	// NotApplied: the change is not there. Err says why. With Lost it is not
	// there yet: a slow service may still apply it.
	NotApplied
	// Conflict: another change is there instead.
	Conflict
	// DeletedMeanwhile: the user is gone.
	DeletedMeanwhile
	// Unknown: neither the answer nor the service's state tells.
	Unknown
)

// String is the outcome in the exact words of every surface.
func (o Outcome) String() string {
	switch o {
	case Saved:
		return "saved"
	case Confirmed:
		return "confirmed after a lost answer"
	case NotApplied:
		return "not applied"
	case Conflict:
		return "conflict"
	case DeletedMeanwhile:
		return "deleted meanwhile"
	case Unknown:
		return "outcome unknown"
	}
	return ""
}

// Done says that the service has what was wanted.
func (o Outcome) Done() bool { return o == Saved || o == Confirmed }

// Version is a user as read, with the ETag of that reading. The ETag is empty
// when the version may not be written over before it is read again.
type Version struct {
	User User
	ETag ETag
	// Exact says that a write is meant for this ETag and no other. Otherwise a
	// version that reads the same does as well.
	Exact bool
}

// Result is what is known of a write, whatever it was about.
type Result struct {
	Outcome Outcome
	// Mail is what became of the mail that the write asked for.
	Mail Mail
	// Err is the service's refusal, or what happened to its answer. It is nil
	// when the answer was that of a success.
	Err error
	// Sent says that the write reached the service, or may have.
	Sent bool
	// Lost says that no answer came, or none that can be read.
	Lost bool
	// LookErr is why the service's state could not be read after that.
	LookErr error
	// LookedAt is when the state was read, by the service's clock; zero when it
	// was not.
	LookedAt time.Time
	// Unclear says that what was wanted is there, and that it is not known
	// whether this write did it.
	Unclear bool
	// Unchanged says that the service refuses the condition although nothing
	// has changed.
	Unchanged bool
	// Hidden says that a part of what was sent cannot be read back, and that it
	// is not known whether it is there.
	Hidden bool
	// Untraceable says that the write leaves nothing behind that could be read.
	Untraceable bool
	// Accepted says that the service took a deletion on and that its end was
	// not seen: then a user who is still there proves nothing.
	Accepted bool
	// Own says that what is there now is the very version this write made, so
	// that it can be undone as long as its ETag holds.
	Own bool
	// Overwrote says that a creation was answered 200 where 201 was due: it
	// replaced a user made in the same moment, or it arrived twice.
	Overwrote bool
	// Ignored are the properties that the service has otherwise than they were
	// sent, although it said that it took them.
	Ignored []Property
}

// Open says that the write may still be applied, or may have been: whoever
// began it has to look again.
func (r Result) Open() bool {
	return r.Outcome == Unknown || r.Lost && (r.Outcome == NotApplied || r.Outcome == Conflict)
}

// Doubtful says that the write may have been applied for a time, whatever is
// there now: its answer was lost, or is one that a repeated request also gets.
func (r Result) Doubtful() bool { return r.Lost || r.Sent && repeatable(r.Err) }

// Written is the result of a write, with the user it left.
type Written struct {
	Result
	// Now is the user as it is known to be after the write: ours when it is
	// done, theirs in a conflict. It is empty when the user is gone or nothing
	// could be read, and for writes of anything else.
	Now Version
}

// Mail is what is known of a mail.
type Mail int

// The knowledge of a mail.
const (
	NoMail       Mail = iota // none was asked for, or none was sent
	MailAccepted             // the service accepted to send it
	MailMaybe                // it may have been sent
)

// Progress tells what a write waits for, so that it can be shown.
type Progress struct {
	// Throttled is how long the service asked to wait before the write is sent
	// once more.
	Throttled time.Duration
	// Checking says that the service's state is being read, because the answer
	// alone does not tell what became of the write.
	Checking bool
	// Deleting says that the service accepted the deletion and works on it.
	Deleting bool
}

// Watch receives Progress. A nil Watch receives nothing.
type Watch func(Progress)

func (w Watch) tell(p Progress) {
	if w != nil {
		w(p)
	}
}
