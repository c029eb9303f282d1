package api

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
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
	all := make([]Exchange, len(c.sent.all))
	for i, e := range c.sent.all {
		all[i] = *e
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
