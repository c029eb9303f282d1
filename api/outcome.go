package api

import (
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"apimtui/api/text"
)

type Outcome int

const (
	Saved     Outcome = iota + 1 // the service has what was sent
	Confirmed                    // the answer was lost, and a read showed that it was applied
	// NotApplied: the change is not there, for the reason in Err. With Lost it is
	// not there yet: a slow service may still apply it.
	NotApplied
	Conflict         // another change is there instead
	DeletedMeanwhile // the user is gone
	Unknown          // neither the answer nor the service's state shows the result
)

// String returns the exact words for every surface.
func (o Outcome) String() string {
	return map[Outcome]string{
		Saved: "saved", Confirmed: "confirmed after a lost answer", NotApplied: "not applied",
		Conflict: "conflict", DeletedMeanwhile: "deleted meanwhile", Unknown: "outcome unknown",
	}[o]
}

// Done reports whether the service has what was wanted.
func (o Outcome) Done() bool { return o == Saved || o == Confirmed }

// Version is a user as read, with the ETag of that read. The ETag is empty when
// the version must be read again before it is overwritten.
type Version struct {
	User User
	ETag ETag
	// Exact means that the write needs this very ETag. Otherwise a version with
	// the same content will do.
	Exact bool
}

// Result is what is known about any write.
type Result struct {
	Outcome Outcome
	Mail    Mail // the result of the mail that the write asked for
	// Err is the service's refusal, or what happened to its answer. It is nil
	// after an answer of success.
	Err      error
	Sent     bool      // the write reached the service, or may have
	Lost     bool      // no answer arrived, or no readable one
	LookErr  error     // why the service's state could not be read afterwards
	LookedAt time.Time // when the state was read, by the service's clock, or zero
	Unclear  bool      // what was wanted is there, possibly by another write
	// Unchanged is set when the service refuses the condition although nothing has
	// changed.
	Unchanged bool
	// Hidden is set when a part of what was sent cannot be read back, so that its
	// state is unknown.
	Hidden      bool
	Untraceable bool // the write leaves nothing behind to read
	// Accepted is set when the service accepted a deletion whose end was not seen:
	// a user who is still there then proves nothing.
	Accepted bool
	// Own is set when the current version is the one this write made, so that it
	// can be undone while its ETag holds.
	Own bool
	// Overwrote is set when a creation was answered 200 instead of 201: it
	// replaced a user made in the same moment, or it arrived twice.
	Overwrote bool
	// Ignored are the properties whose value differs from what was sent, although
	// the service reported success.
	Ignored   []Property
	Exchanges []Exchange // the requests of the write itself
}

// Whole reports whether the service has all that was wanted, and nothing else was
// lost for it.
func (r Result) Whole() bool { return r.Outcome.Done() && !r.Overwrote && len(r.Ignored) == 0 }

// RequestID returns what Microsoft's support asks for, of the last request; "" when
// nothing was sent.
func (r Result) RequestID() text.Text {
	if e, ok := errors.AsType[*Error](r.Err); ok && e.RequestID != "" {
		return e.RequestID
	}
	if n := len(r.Exchanges); n > 0 {
		return r.Exchanges[n-1].RequestID
	}
	return ""
}

// Open reports whether the write may still be applied, or may have been: the
// caller has to look again.
func (r Result) Open() bool {
	return r.Outcome == Unknown || r.Lost && (r.Outcome == NotApplied || r.Outcome == Conflict)
}

// Doubtful reports whether the write may have been applied at some time,
// regardless of the current state: its answer was lost, or is one that a repeated
// request also gets.
func (r Result) Doubtful() bool { return r.Lost || r.Sent && repeatable(r.Err) }

// Written is the result of a write, with the user it left.
type Written struct {
	Result
	// Now is the user as known after the write: ours when it is done, theirs in a
	// conflict. It is empty when the user is gone, when nothing could be read, and
	// for other writes.
	Now          Version
	Subscription SubscriptionVersion // the same for a write of a product subscription
	Group        GroupVersion        // the same for a write of a group
}

type Mail int

const (
	NoMail       Mail = iota // none was asked for, or none was sent
	MailAccepted             // the service accepted to send it
	MailMaybe                // it may have been sent
)

type Progress struct {
	Throttled time.Duration // how long the service asked to wait before a retry
	// Checking is set while the service's state is read, because the answer alone
	// does not show the result of the write.
	Checking bool
	Saved    bool // the entity is read after an answer of success
	Deleting bool // the service works on an accepted deletion
}

// Watch receives Progress. A nil Watch receives nothing.
type Watch func(Progress)

func (w Watch) tell(p Progress) {
	if w != nil {
		w(p)
	}
}

// ETag is an entity tag as the service sends it, including quotes. A user's tag
// is 16 bytes in base64 when read, and the first 8 of them in the answer to an
// update.
type ETag string

func (e ETag) IsZero() bool { return e == "" }

// strong restores the ETag that the service sent. Caches and compressors on the
// way make it weak (W/) or add a suffix, and the service compares neither.
func strong(raw string) ETag {
	tag := strings.TrimPrefix(strings.TrimSpace(raw), "W/")
	inner, quoted := strings.CutPrefix(tag, `"`)
	if !quoted {
		return ETag(tag)
	}
	value, after, _ := strings.Cut(inner, `"`)
	for _, suffix := range []string{"--gzip", "-gzip", ";gzip", "-br", "-zstd", "-df"} {
		value = strings.TrimSuffix(value, suffix)
	}
	if strings.HasPrefix(after, "-") {
		after = ""
	}
	return ETag(`"` + value + `"` + after)
}

// StartsWith reports whether e, as read, is the version announced by the 8-byte
// tag in the answer to an update. Unreadable tags never match.
func (e ETag) StartsWith(update ETag) bool {
	whole, first := e.bytes(), update.bytes()
	return len(whole) >= 8 && string(whole[:8]) == string(first)
}

func (e ETag) bytes() []byte {
	raw, err := base64.StdEncoding.DecodeString(strings.Trim(string(e), `"`))
	if err != nil {
		return nil
	}
	return raw
}
