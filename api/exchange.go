package api

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"apimtui/api/text"
)

// Exchange is one request as it was sent, and its answer. It holds neither query
// nor body.
type Exchange struct {
	At     time.Time
	Method string
	Path   text.Text // below the service, else whole
	// Status is 0 when no answer came; Took is 0 while it is waited for.
	Status int
	Took   time.Duration
	// RequestID is the service's, or else the one that was sent.
	RequestID text.Text
	Outcome   Outcome // of the write that it belongs to, 0 for others
}

// mostExchanges is how many are remembered.
const mostExchanges = 500

// exchanges are the last requests of a client.
type exchanges struct {
	mu  sync.Mutex
	all []*Exchange
}

// trail collects the requests of one write.
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
	next http.RoundTripper // nil for the usual one
}

// RoundTrip implements http.RoundTripper.
func (r remembering) RoundTrip(req *http.Request) (*http.Response, error) {
	next := r.next
	if next == nil {
		next = http.DefaultTransport
	}
	e := r.c.sent.begin(req, text.Text(r.c.below(req.URL)))
	resp, err := next.RoundTrip(req)
	r.c.sent.end(e, resp)
	return resp, err
}

func (x *exchanges) begin(req *http.Request, path text.Text) *Exchange {
	e := &Exchange{At: time.Now(), Method: req.Method, Path: path, RequestID: text.Text(req.Header.Get("x-ms-client-request-id"))}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.all) == mostExchanges {
		x.all = slices.Delete(x.all, 0, 1)
	}
	x.all = append(x.all, e)
	if t, ok := req.Context().Value(trailKey{}).(*trail); ok && !reads(req.Method) {
		t.all = append(t.all, e)
	}
	return e
}

// end records the answer, nil when there was none.
func (x *exchanges) end(e *Exchange, resp *http.Response) {
	x.mu.Lock()
	defer x.mu.Unlock()
	e.Took = max(time.Since(e.At), 1)
	if resp != nil {
		e.Status, e.RequestID = resp.StatusCode, cmp.Or(answeredID(resp), e.RequestID)
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
	all := make([]Exchange, len(c.sent.all))
	for i, e := range c.sent.all {
		all[i] = *e
	}
	return all
}

// below returns the path of an address below the service, or the whole path of
// another address.
func (c *Client) below(u *url.URL) string {
	base := c.endpoint.EscapedPath() + c.scope.path()
	path := u.EscapedPath()
	if rest, ok := strings.CutPrefix(path, base); ok {
		return cmp.Or(strings.TrimPrefix(rest, "/"), path)
	}
	return path
}
