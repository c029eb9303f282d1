package simulator

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault makes the service misbehave on some calls of one operation. It has one
// effect; Delay and AnswerDelay can be combined with any other.
type Fault struct {
	// Operation is the affected operation, AnyWrite, or "*" for every request.
	Operation Operation `json:"operation"`
	// Calls is the first affected call, counted from 1 since the fault was
	// injected; 0 means 1.
	Calls int `json:"calls"`
	// Times is the number of affected calls in a row; 0 means 1, -1 all.
	Times int `json:"times"`

	// Status answers with that HTTP status. Body replaces the JSON error made
	// of Code and Message (below 400 there is no body by default). RetryAfter
	// is in seconds. Headers replace those of the same name.
	Status     int               `json:"status"`
	Code       string            `json:"code"`
	Message    string            `json:"message"`
	Body       string            `json:"body"`
	RetryAfter int               `json:"retryAfter"`
	Headers    map[string]string `json:"headers"`

	// Delay comes before the operation. If the client cancels in the meantime,
	// nothing was done.
	Delay time.Duration `json:"delay"`
	// AnswerDelay comes after the operation. If the client cancels in the
	// meantime, it cannot know that the operation was carried out.
	AnswerDelay time.Duration `json:"answerDelay"`
	// Hang never answers: the client has to cancel.
	Hang bool `json:"hang"`
	// Refuse accepts no connection. Over sockets, where there already is a
	// connection, it acts as CutBefore.
	Refuse bool `json:"refuse"`
	// CutBefore drops the connection before the operation, CutAfter after it,
	// and CutBody after half of the answer's body.
	CutBefore bool `json:"cutBefore"`
	CutAfter  bool `json:"cutAfter"`
	CutBody   bool `json:"cutBody"`
	// Late drops the connection, and carries the operation out this long
	// afterwards: a real service does not stop when the client is gone.
	Late time.Duration `json:"late"`
	// Repeat carries the request out twice and returns the second answer, like
	// a gateway that lost the answer and sent the request again. The journal
	// has one entry for both.
	Repeat bool `json:"repeat"`
	// OtherEntity answers about another user, group or product subscription
	// than the request named, like a confused cache. Writes go to the entity
	// that was named.
	OtherEntity bool `json:"otherEntity"`
	// ETag changes the ETag header of the answer, as a proxy may do: "weak"
	// makes it W/"...", "gzip" makes it "...-gzip".
	ETag string `json:"etag"`
	// Garbage answers 200 with HTML that contains terminal escapes.
	Garbage bool `json:"garbage"`
	// HugeBody answers 200 with JSON of 300 MiB; GzipBomb with as much in
	// compressed form.
	HugeBody bool `json:"hugeBody"`
	GzipBomb bool `json:"gzipBomb"`
	// Redirect answers 307 with this Location.
	Redirect string `json:"redirect"`
	// NextLink replaces the nextLink of a list, or adds one.
	NextLink string `json:"nextLink"`
	// CountOff, Hide and Link are one effect: a page of a list whose count,
	// rows and nextLink contradict each other. CountOff is added to the count.
	// Hide omits that many rows from the start of the page. Link is "none" to
	// end the list early, or "always" to add a nextLink to the last page, which
	// leads to an empty one.
	CountOff int    `json:"countOff"`
	Hide     int    `json:"hide"`
	Link     string `json:"link"`
	// AsyncOperation is how an asynchronous operation ends: "emptyBody" and
	// "emptyValue" return a useless operation result; "failed" reports a
	// failure with Code and Message, and nothing is done unless Apply is set.
	AsyncOperation string `json:"asyncOperation"`
	// Keep ignores these properties in a write of a user, and carries the rest
	// out: the ETag moves, and the answer shows the old values. The required
	// names and e-mail of a new user are always written.
	Keep []string `json:"keep"`

	// Apply carries the operation out although the effect (Status, Hang,
	// Garbage, HugeBody, GzipBomb, Redirect or a failed AsyncOperation) hides
	// or denies it.
	Apply bool `json:"apply"`
}

// The ways in which an asynchronous operation can fail.
const (
	emptyBody  = "emptyBody"
	emptyValue = "emptyValue"
	failed     = "failed"
)

// The wrong values for Link.
const (
	linkNone   = "none"
	linkAlways = "always"
)

// The ways to change an ETag.
const (
	weakETag = "weak"
	gzipETag = "gzip"
)

// effects names the fault's effects, for the journal and for checking.
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

// pageWords describes how a page contradicts itself; "" when it does not.
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

// String returns the effect in a word or two, for the journal.
func (f *Fault) String() string {
	if names := f.effects(); len(names) > 0 {
		return names[0]
	}
	return "none"
}

type armed struct {
	Fault
	seen int
}

// InjectFault adds a fault; it counts calls from now on.
func (s *Service) InjectFault(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &armed{Fault: f})
}

func (s *Service) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// strike counts the call for every fault and returns the first due one.
func (s *Service) strike(op Operation) *Fault {
	var due *Fault
	for _, f := range s.faults {
		if !f.Operation.includes(op) {
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

// perform answers the call, under its fault if it has one. applied tells
// whether a write took effect.
func (s *Service) perform(c *call) (a answer, applied bool) {
	f := c.fault
	if f.CutBefore {
		return answer{loss: cutOff}, false
	}
	substitute, hidden := s.substitute(c, f)
	if hidden && !f.Apply {
		return substitute, false
	}
	a = s.answerTo(c)
	applied = changed(c.r.Method, &a)
	if f.Repeat {
		a = s.answerTo(c)
		applied = applied || changed(c.r.Method, &a)
	}
	a.changeETag(f.ETag)
	switch {
	case hidden:
		return substitute, applied
	case f.CutAfter, f.Late > 0:
		a.loss = cutOff
	case f.CutBody:
		a.loss = cutHalfway
		if len(a.body) == 0 {
			a.loss = cutOff // there is no half to send
		}
	}
	return a, applied
}

// substitute returns the answer of a fault that replaces the service's own.
func (s *Service) substitute(c *call, f *Fault) (answer, bool) {
	var a answer
	switch {
	case f.Hang:
		return answer{loss: neverArrive}, true
	case f.Status != 0:
		a = f.errorAnswer(requestKind(c.r.Method))
	case f.Garbage:
		a = answer{status: http.StatusOK, body: []byte(garbage)}
		a.add("Content-Type", "text/html")
	case f.HugeBody:
		a = withBody(http.StatusOK, nil)
		a.stream = huge(func(text []byte) []byte { return text })
	case f.GzipBomb:
		a = withBody(http.StatusOK, nil)
		a.stream = huge(zipped) // a gzip stream may have several members
		a.add("Content-Encoding", "gzip")
	case f.Redirect != "":
		a = empty(http.StatusTemporaryRedirect)
		a.add("Location", f.Redirect)
	default:
		return answer{}, false
	}
	if a.stream == nil {
		a = s.dressed(c, a)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Headers)) {
		a.set(name, f.Headers[name])
	}
	return a, true
}

func (f *Fault) errorAnswer(kind string) answer {
	var a answer
	switch {
	case f.Body != "":
		a = withBody(f.Status, []byte(f.Body))
		if strings.HasPrefix(f.Body, "<") {
			a.set("Content-Type", "text/html")
		}
	case f.Status < 400:
		a = empty(f.Status)
	case f.Status == http.StatusTooManyRequests && f.Code == "":
		return throttled(kind, cmp.Or(f.RetryAfter, 1))
	default:
		text := http.StatusText(f.Status)
		a = serviceError(f.Status, cmp.Or(f.Code, strings.ReplaceAll(text, " ", "")),
			cmp.Or(f.Message, text+"."), nil)
	}
	if f.RetryAfter > 0 {
		a.add("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	return a
}

// garbage is what a proxy in front of a broken service may send. It has
// sequences that must never reach a terminal: title, color, clipboard, C1.
const garbage = "<html><head><title>502 \x1b]0;owned\a</title></head>\r\n" +
	"<body>\x1b[2J\x1b[31mBad gateway\x1b]52;c;Z2FyYmFnZQ==\a \u009b1m \x9b7m</body></html>\r\n"

const (
	hugeSize  = 300 << 20
	chunkSize = 1 << 20
)

// huge returns a very long JSON string, encoded piece by piece.
func huge(encode func([]byte) []byte) io.Reader {
	start, chunk, end := encode([]byte(`{"value":["`)), encode(bytes.Repeat([]byte("a"), chunkSize)), encode([]byte(`"]}`))
	pieces := []io.Reader{bytes.NewReader(start)}
	for range hugeSize / chunkSize {
		pieces = append(pieces, bytes.NewReader(chunk))
	}
	return io.MultiReader(append(pieces, bytes.NewReader(end))...)
}
