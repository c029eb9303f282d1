package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"apimtui/api/text"
)

// Entry is a write in the journal. The engine gives it with the exact values; a
// journal keeps what may be kept of them.
type Entry struct {
	ID         string    `json:"id,omitempty"`      // given by the journal
	Account    string    `json:"account,omitempty"` // who is signed in, as far as known
	Tenant     string    `json:"tenant,omitempty"`
	Entity     string    `json:"user,omitempty"`
	What       string    `json:"what,omitempty"`  // such as "change of e-mail, note"; holds no values
	Mails      bool      `json:"mails,omitempty"` // it includes a mail
	Operation  Operation `json:"operation,omitempty"`
	Effect     Effect    `json:"effect,omitempty"`
	Resource   string    `json:"resource,omitempty"` // the path below the service
	IfMatch    ETag      `json:"ifMatch,omitempty"`
	Changes    []Change  `json:"changes,omitempty"`
	Registered time.Time `json:"registered,omitzero"` // tells a user from a later one with the same id
	Salt       string    `json:"salt,omitempty"`
}

// Change is one property of a write. A password has no values.
type Change struct {
	Property Property  `json:"property"`
	Before   text.Text `json:"before,omitempty"`
	After    text.Text `json:"after,omitempty"`
	// Sealed are both values in a form that can be compared and not be read.
	Sealed *[2]string `json:"sealed,omitempty"`
}

// Seal returns a value in a form that can only be compared. Values that the
// service takes for the same give the same seal.
func (p Property) Seal(salt string, value text.Text) string {
	s := value.Exact()
	switch p {
	case PropState:
		s = strings.ToLower(s)
	case PropIdentities:
		lines := strings.Split(s, "\n")
		slices.Sort(lines)
		s = strings.Join(lines, "\n")
	}
	sum := sha256.Sum256([]byte(salt + "\x00" + s))
	return hex.EncodeToString(sum[:16])
}

// UnsavedDraft is the What of an entry that is no write: what was typed about
// an entity, and lost with the process.
const UnsavedDraft = "unsaved draft"

// Journal records which writes were started and how they ended, so that it can be
// shown later, and a write with an unknown outcome be reported. The engine writes
// it, so that no surface can forget to.
type Journal interface {
	// Begin is called before a write is sent, the function it returns with the
	// result, and again when a later look knows more. An entry with an open result
	// stays until Seen. After an error, the write must not be sent.
	Begin(Entry) (ended func(Result), err error)
	// Found records what a later start found of an entry.
	Found(Entry, Finding)
	// Seen closes the entries about an entity that was just read.
	Seen(entity string)
}

type noJournal struct{}

func (noJournal) Begin(Entry) (func(Result), error) { return func(Result) {}, nil }
func (noJournal) Found(Entry, Finding)              {}
func (noJournal) Seen(string)                       {}

// begin opens the entry of a write. ctx then collects the requests that are sent
// for it.
func (c *Client) begin(e *Entry, r Request) (func(Result), error) {
	e.Operation, e.IfMatch = r.Operation, r.IfMatch
	if who, ok := c.Account(); ok {
		e.Account, e.Tenant = who.Name, who.Tenant
	}
	if u, err := url.Parse(r.URL); err == nil {
		e.Resource = c.below(u)
	}
	ended, err := c.journal.Begin(*e)
	if err != nil {
		return nil, &Error{Operation: r.Operation, Kind: KindRefused, Err: err,
			Message: plain("nothing is written here without an entry in the audit log, and " + err.Error() + "; nothing was sent"),
			Help:    "Make the audit log writable."}
	}
	return ended, nil
}

// changes lists what a patch changes.
func (p Patch) changes(from Editable) []Change {
	all := edits[Editable]{p.Properties, p.To}.changes(from)
	if !p.Password.Empty() {
		all = append(all, Change{Property: PropPassword})
	}
	return all
}

// Exchange is one request as it was sent, and its answer. It holds neither query
// nor body.
type Exchange struct {
	At        time.Time
	Method    string
	Path      text.Text // below the service, else whole
	Status    int       // 0 when no answer came; Took is 0 while it is waited for
	Took      time.Duration
	RequestID text.Text // the service's, or else the one that was sent
	Outcome   Outcome   // of the write that it belongs to, 0 for others
}

const mostExchanges = 500

// exchanges are the last requests of a client.
type exchanges struct {
	mu  sync.Mutex
	all []*Exchange
}

type trail struct{ all []*Exchange }

type trailKey struct{}

// follow returns a context whose writing requests are collected in the trail.
func follow(ctx context.Context) (context.Context, *trail) {
	t := &trail{}
	return context.WithValue(ctx, trailKey{}, t), t
}

// remembering is a transport that remembers what is sent.
type remembering struct {
	c    *Client
	next http.RoundTripper
}

func (r remembering) RoundTrip(req *http.Request) (*http.Response, error) {
	e := &Exchange{At: time.Now(), Method: req.Method, Path: text.Text(r.c.below(req.URL)), RequestID: text.Text(req.Header.Get("x-ms-client-request-id"))}
	r.c.sent.add(e, req)
	r.c.pace.sent(req.Method)
	resp, err := r.next.RoundTrip(req)
	if err == nil {
		r.c.pace.heard(req.Method, resp.Header)
	}
	r.c.sent.mu.Lock()
	defer r.c.sent.mu.Unlock()
	if e.Took = max(time.Since(e.At), 1); err == nil {
		e.Status, e.RequestID = resp.StatusCode, cmp.Or(answeredID(resp), e.RequestID)
	}
	return resp, err
}

func (x *exchanges) add(e *Exchange, req *http.Request) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.all = append(x.all[max(0, len(x.all)-mostExchanges+1):], e)
	if t, ok := req.Context().Value(trailKey{}).(*trail); ok && !reads(req.Method) {
		t.all = append(t.all, e)
	}
}

// settle marks the requests of a write with its outcome and returns them.
func (x *exchanges) settle(t *trail, o Outcome) []Exchange {
	x.mu.Lock()
	defer x.mu.Unlock()
	var all []Exchange
	for _, e := range t.all {
		e.Outcome = o
		all = append(all, *e)
	}
	return all
}

// Exchanges returns the last requests, oldest first.
func (c *Client) Exchanges() []Exchange {
	c.sent.mu.Lock()
	defer c.sent.mu.Unlock()
	var all []Exchange
	for _, e := range c.sent.all {
		all = append(all, *e)
	}
	return all
}

// below returns the path of an address below the service, or the whole path of
// another address.
func (c *Client) below(u *url.URL) string {
	path := u.EscapedPath()
	if rest, ok := strings.CutPrefix(path, c.endpoint.EscapedPath()+c.scope.path()+"/"); ok {
		return rest
	}
	return path
}
