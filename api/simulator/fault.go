package simulator

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Fault makes the service misbehave on some calls of one operation. It has one
// effect; Delay and AnswerDelay may be combined with any other.
type Fault struct {
	// Operation it strikes, or "*" for every request.
	Operation Operation `json:"operation"`
	// Calls is the first call it strikes, counted from 1 (also meant by 0)
	// from the moment the fault was injected.
	Calls int `json:"calls"`
	// Times is how many calls in a row it strikes; 0 means 1, -1 for ever.
	Times int `json:"times"`

	// Status answers with that HTTP status; Body replaces the JSON error that
	// is otherwise made of Code and Message (a status below 400 has no body
	// then), RetryAfter is in seconds. Headers replace those of the same name.
	Status     int               `json:"status"`
	Code       string            `json:"code"`
	Message    string            `json:"message"`
	Body       string            `json:"body"`
	RetryAfter int               `json:"retryAfter"`
	Headers    map[string]string `json:"headers"`

	// Delay comes before the operation is carried out; a client that gives up
	// meanwhile finds that nothing was done.
	Delay time.Duration `json:"delay"`
	// AnswerDelay comes after the operation is carried out; a client that
	// gives up meanwhile does not know that it was.
	AnswerDelay time.Duration `json:"answerDelay"`
	// Hang never answers: the client has to give up.
	Hang bool `json:"hang"`
	// Refuse accepts no connection. Over sockets, where the connection is
	// there already, it is CutBefore.
	Refuse bool `json:"refuse"`
	// CutBefore drops the connection before, CutAfter after the operation was
	// carried out; CutBody does so after half of the answer's body.
	CutBefore bool `json:"cutBefore"`
	CutAfter  bool `json:"cutAfter"`
	CutBody   bool `json:"cutBody"`
	// Late drops the connection, and carries the operation out this long after:
	// a service goes on with what it has taken, whether or not anybody waits.
	Late time.Duration `json:"late"`
	// Repeat carries the request out twice and gives the second answer, as a
	// gateway does that sends a request again when it has lost the answer. The
	// journal has one entry for both.
	Repeat bool `json:"repeat"`
	// OtherEntity answers about another user, group or product subscription
	// than the request named, as a confused cache does. What is written is
	// written to the one that was named.
	OtherEntity bool `json:"otherEntity"`
	// ETag changes the ETag header of the answer as something on the way does:
	// "weak" makes it W/"...", "gzip" makes it "...-gzip".
	ETag string `json:"etag"`
	// Garbage answers 200 with HTML that carries terminal escapes.
	Garbage bool `json:"garbage"`
	// HugeBody answers 200 with JSON of 300 MiB; GzipBomb with as much,
	// compressed to a fraction.
	HugeBody bool `json:"hugeBody"`
	GzipBomb bool `json:"gzipBomb"`
	// Redirect answers 307 with this Location.
	Redirect string `json:"redirect"`
	// NextLink replaces the nextLink of a list, or adds one.
	NextLink string `json:"nextLink"`
	// CountOff, Hide and Link are one effect: a page of a list whose count,
	// rows and nextLink contradict one another. CountOff is added to the count.
	// Hide leaves out that many rows of the page, from its first. Link is "none"
	// to end the list although there is more, or "always" to have a nextLink
	// even on the last page, which leads to an empty one.
	CountOff int    `json:"countOff"`
	Hide     int    `json:"hide"`
	Link     string `json:"link"`
	// AsyncOperation is how an asynchronous operation ends: "emptyBody" and
	// "emptyValue" give its operation result no meaning; "failed" says that it
	// failed with Code and Message, and nothing was done unless Apply is set.
	AsyncOperation string `json:"asyncOperation"`
	// Keep ignores these properties of a user that is written, and carries the
	// rest out: the ETag moves, and the answer shows the old values. A new
	// user's names and address, which it cannot do without, are taken all the
	// same.
	Keep []string `json:"keep"`

	// Apply carries the operation out although the effect (Status, Hang,
	// Garbage, HugeBody, GzipBomb, Redirect or a failed AsyncOperation) hides
	// or denies it.
	Apply bool `json:"apply"`
}

// The ways in which an asynchronous operation does not end well.
const (
	emptyBody  = "emptyBody"
	emptyValue = "emptyValue"
	failed     = "failed"
)

// What can be wrong with whether a page has a nextLink.
const (
	linkNone   = "none"
	linkAlways = "always"
)

// The two ways to change an ETag on the way.
const (
	weakETag = "weak"
	gzipETag = "gzip"
)

// effects names what a fault does, for the journal and for checking.
func (f *Fault) effects() []string {
	var names []string
	for _, e := range []struct {
		name string
		set  bool
	}{
		{fmt.Sprintf("status %d", f.Status), f.Status != 0},
		{"hang", f.Hang},
		{"refuse", f.Refuse},
		{"cutBefore", f.CutBefore},
		{"cutAfter", f.CutAfter},
		{"cutBody", f.CutBody},
		{"late", f.Late > 0},
		{"repeat", f.Repeat},
		{"otherEntity", f.OtherEntity},
		{"etag " + f.ETag, f.ETag != ""},
		{"garbage", f.Garbage},
		{"hugeBody", f.HugeBody},
		{"gzipBomb", f.GzipBomb},
		{"redirect", f.Redirect != ""},
		{"nextLink", f.NextLink != ""},
		{f.pageWords(), f.pageWords() != ""},
		{"asyncOperation", f.AsyncOperation != ""},
		{"keep", len(f.Keep) > 0},
	} {
		if e.set {
			names = append(names, e.name)
		}
	}
	switch {
	case len(names) > 0:
	case f.Delay > 0:
		names = append(names, "delay")
	case f.AnswerDelay > 0:
		names = append(names, "answerDelay")
	}
	return names
}

// pageWords says how a page of a list contradicts itself; "" when it does not.
func (f *Fault) pageWords() string {
	var words []string
	if f.CountOff != 0 {
		words = append(words, fmt.Sprintf("countOff %+d", f.CountOff))
	}
	if f.Hide != 0 {
		words = append(words, fmt.Sprintf("hide %d", f.Hide))
	}
	if f.Link != "" {
		words = append(words, "link "+f.Link)
	}
	return strings.Join(words, ", ")
}

// String is the effect in a word or two, as the journal has it.
func (f *Fault) String() string {
	if names := f.effects(); len(names) > 0 {
		return names[0]
	}
	return "none"
}

// armed is a fault that counts calls.
type armed struct {
	Fault
	seen int
}

// InjectFault arms another fault; it counts calls from now on.
func (s *Service) InjectFault(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &armed{Fault: f})
}

// ClearFaults disarms all faults.
func (s *Service) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// strike counts the call on every fault and returns the first that is due.
func (s *Service) strike(op Operation) *Fault {
	var due *Fault
	for _, f := range s.faults {
		if f.Operation != "*" && f.Operation != op {
			continue
		}
		f.seen++
		first, times := cmp.Or(f.Calls, 1), cmp.Or(f.Times, 1)
		if due == nil && f.seen >= first && (times < 0 || f.seen < first+times) {
			due = &f.Fault
		}
	}
	return due
}
