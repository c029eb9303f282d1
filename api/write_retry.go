package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// writeDeadline bounds one try of a write, lookDeadline the read after it, which
// must be possible even when the write has timed out.
const (
	writeDeadline   = 60 * time.Second
	lookDeadline    = 30 * time.Second
	longestThrottle = 2 * time.Minute // the longest Retry-After that is waited for
	dialTries       = 3
	dialPause       = time.Second
)

// Request is a write before it is sent, for display.
type Request struct {
	Operation Operation
	Method    string
	URL       string
	IfMatch   ETag           // "" sends no If-Match
	Body      map[string]any // the properties; nil sends no body
}

func (c *Client) write(op Operation, method string, segments []string, query url.Values) Request {
	return Request{Operation: op, Method: method, URL: c.url(segments, query)}
}

func (r Request) content() ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(map[string]any{"properties": r.Body})
	return b.Bytes(), err
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// send sends a write once. azcore's retries are off, since they would repeat a
// write whose answer was lost.
func (c *Client) send(ctx context.Context, r Request) (answer, error) {
	if err := ctx.Err(); err != nil {
		return answer{}, failure(ctx, r.Operation, &waitError{err}) // nothing is sent
	}
	body, err := r.content()
	if err != nil {
		return answer{}, &Error{Operation: r.Operation, Kind: KindRefused, Message: "the request cannot be written as JSON", Err: err}
	}
	resp, got, err := c.exchange(ctx, call{op: r.Operation, method: r.Method, url: r.URL, ifMatch: r.IfMatch,
		body: body, charset: "; charset=utf-8", retry: &policy.RetryOptions{MaxRetries: -1}})
	if err != nil {
		return answer{}, err
	}
	a := answer{status: resp.StatusCode, header: resp.Header, body: got}
	if resp.StatusCode >= 300 {
		return a, c.refusal(r.Operation, resp, got)
	}
	return a, nil
}

func (a answer) malformed(op Operation, err error) error {
	return malformed(op, &http.Response{StatusCode: a.status, Header: a.header}, err)
}

// sendPatiently retries a write only when certainly nothing was applied: no
// connection could be made, or the service throttled it, which is waited for once.
// ready is called before a retry, since the state may have changed; nil allows it.
func (c *Client) sendPatiently(ctx context.Context, r Request, ready func(context.Context) error, watch Watch) (answer, error) {
	throttled := false
	for dials := 1; ; {
		a, err := c.send(ctx, r)
		var e *Error
		if !errors.As(err, &e) {
			return a, err
		}
		switch {
		case e.Kind == KindThrottled && !throttled && e.RetryAfter <= longestThrottle:
			throttled = true
			wait := max(e.RetryAfter, time.Second)
			watch.tell(Progress{Throttled: wait})
			if !sleep(ctx, wait) {
				return a, err
			}
			watch.tell(Progress{})
		case e.Kind == KindNetwork && !e.Sent && dials < dialTries:
			dials++
			if !sleep(ctx, dialPause) {
				return a, err
			}
		default:
			return a, err
		}
		if ready == nil {
			continue
		}
		if err := ready(ctx); err != nil {
			return answer{}, &heldBack{err}
		}
	}
}

// heldBack is why a write was not sent again. Nothing of it was applied.
type heldBack struct{ error }

func (h *heldBack) Unwrap() error { return h.error }

// sleep waits unless the caller gives up.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
