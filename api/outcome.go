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
	// NotApplied: nothing was changed. Err says why; where the answer was lost,
	// nothing had been changed as of the reading after it.
	NotApplied
	// Conflict: someone else changed the user. Theirs is what is there now.
	Conflict
	// DeletedMeanwhile: the user is gone.
	DeletedMeanwhile
	// Unknown: neither the write's answer nor a later reading came. Err is the
	// write's failure.
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

// Written is the result of a write.
type Written struct {
	Outcome Outcome
	// Now is the user as it is known to be after the write: ours when it is
	// done, theirs in a conflict. It is empty when the user is gone or nothing
	// could be read.
	Now Version
	// Own says that Now is the very version this write made, so that it can be
	// undone as long as its ETag holds.
	Own bool
	// Overwrote says that a create met an existing user and replaced it (200
	// where 201 was due).
	Overwrote bool
	// Accepted says that the service took a deletion on and that its end was
	// not seen: then a user who is still there proves nothing.
	Accepted bool
	// Ignored are the properties that the service has otherwise than they were
	// sent, although it said that it took them.
	Ignored []Property
	// Mail is what became of the mail that the write asked for.
	Mail Mail
	// Err is why it was not applied or is not known.
	Err error
}

// Mail is what is known of a mail.
type Mail int

// The knowledge of a mail.
const (
	NoMail       Mail = iota // none was asked for, or certainly none was sent
	MailAccepted             // the service accepted to send it
	MailMaybe                // the answer was lost: it may have been sent
)

// mailOf is what an outcome says of a mail that was asked for.
func mailOf(asked bool, o Outcome) Mail {
	switch {
	case !asked || o == NotApplied:
		return NoMail
	case o == Saved:
		return MailAccepted
	}
	return MailMaybe
}

// Progress tells what a write waits for, so that it can be shown.
type Progress struct {
	// Throttled is how long the service asked to wait before the write is sent
	// once more.
	Throttled time.Duration
	// Checking says that the answer was lost and the user is being read.
	Checking bool
	// Deleting says that the service accepted the deletion and works on it.
	Deleting bool
}

// Watch receives Progress. nil is nobody.
type Watch func(Progress)

func (w Watch) tell(p Progress) {
	if w != nil {
		w(p)
	}
}
