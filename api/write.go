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
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"
)

// writeDeadline bounds one try of a write, reconcileDeadline the reading after
// a lost answer, which must be possible although the write's own time ran out.
const (
	writeDeadline     = 60 * time.Second
	reconcileDeadline = 30 * time.Second
	// longestThrottle is the longest Retry-After that is waited for.
	longestThrottle = 2 * time.Minute
	dialTries       = 3
	dialPause       = time.Second
)

// Request is a write before it is sent, for showing it.
type Request struct {
	Operation Operation
	Method    string
	URL       string
	IfMatch   ETag           // "" sends no If-Match
	Body      map[string]any // the properties; nil sends no body
	// again is asked before the request is sent once more, since the world may
	// have changed while it waited; nil lets it go.
	again func(context.Context) error
}

func (c *Client) write(op Operation, method string, segments []string, query url.Values) Request {
	return Request{Operation: op, Method: method, URL: c.url(segments, query)}
}

// content is the request's body.
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

// answer is a write's answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// send sends a write once. azcore's retries are off: it would repeat a write
// whose answer was lost.
func (c *Client) send(ctx context.Context, r Request) (answer, error) {
	ctx = policy.WithRetryOptions(ctx, policy.RetryOptions{MaxRetries: -1})
	req, err := runtime.NewRequest(ctx, r.Method, r.URL)
	if err != nil {
		return answer{}, &Error{Operation: r.Operation, Kind: KindRefused, Message: "the address of the request is not valid", Err: err}
	}
	if err := r.fill(req); err != nil {
		return answer{}, err
	}
	resp, err := c.pipeline.Do(req)
	if err != nil {
		return answer{}, failure(ctx, r.Operation, err)
	}
	body, err := runtime.Payload(resp)
	if err != nil {
		return answer{}, failure(ctx, r.Operation, err)
	}
	a := answer{status: resp.StatusCode, header: resp.Header, body: bytes.TrimPrefix(body, []byte("\ufeff"))}
	if resp.StatusCode >= 300 {
		return a, c.refusal(r.Operation, resp, body)
	}
	// What is no JSON does not come from the service, or not all of it does:
	// its success proves nothing.
	if len(a.body) > 0 && !json.Valid(a.body) {
		return a, malformed(r.Operation, resp, nil)
	}
	return a, nil
}

// sendUser sends a write that is answered with the user.
func (c *Client) sendUser(ctx context.Context, r Request, watch Watch) (answer, User, error) {
	var user User
	a, err := c.sendPatiently(ctx, r, watch)
	if err != nil || a.status == http.StatusNoContent {
		return a, user, err
	}
	if err := json.Unmarshal(a.body, &user); err != nil || user.ID == "" {
		return a, User{}, malformed(r.Operation, &http.Response{StatusCode: a.status, Header: a.header}, err)
	}
	return a, user, nil
}

func (r Request) fill(req *policy.Request) error {
	req.Raw().Header.Set("Accept", "application/json")
	if r.IfMatch != "" {
		req.Raw().Header.Set("If-Match", string(r.IfMatch))
	}
	body, err := r.content()
	if err != nil {
		return &Error{Operation: r.Operation, Kind: KindRefused, Message: "the request cannot be written as JSON", Err: err}
	}
	if body == nil {
		return nil
	}
	return req.SetBody(streaming.NopCloser(bytes.NewReader(body)), "application/json; charset=utf-8")
}

// sendPatiently sends a write again only when it is certain that nothing was
// applied: no connection could be made, or the service throttled it, which is
// waited for once.
func (c *Client) sendPatiently(ctx context.Context, r Request, watch Watch) (answer, error) {
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
		if r.again == nil {
			continue
		}
		if err := r.again(ctx); err != nil {
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

// lost says that a write's failure leaves open whether it was applied.
func lost(err error) bool {
	var e *Error
	var held *heldBack
	var taken *TakenError
	if errors.As(err, &held) || errors.As(err, &taken) {
		return false // nothing was sent
	}
	if !errors.As(err, &e) {
		return true
	}
	switch e.Kind {
	case KindNetwork, KindTimeout, KindCanceled, KindMalformed:
		return e.Sent
	case KindServer:
		return true
	}
	return false
}

// gone finds out whether a user that a write did not find is deleted, or only
// could not be reached.
func (u *Users) gone(ctx context.Context, base Version, err error) Written {
	if _, readErr := u.readAgain(ctx, base.User.ID); errors.Is(readErr, ErrNotFound) {
		return Written{Outcome: DeletedMeanwhile, Err: err}
	}
	return Written{Outcome: NotApplied, Now: base, Err: err}
}

// refusedAny looks at the 412 of a write to whom any change of the user
// matters. A change that shows nowhere gives the ETag to go on with.
func (u *Users) refusedAny(ctx context.Context, base Version, err error) (Written, ETag) {
	now, readErr := u.readAgain(ctx, base.User.ID)
	switch {
	case errors.Is(readErr, ErrNotFound):
		return Written{Outcome: DeletedMeanwhile, Err: readErr}, ""
	case readErr != nil:
		// A 412 certainly changed nothing.
		return Written{Outcome: NotApplied, Now: Version{User: base.User}, Err: err}, ""
	case !base.Exact && len(base.User.Editable().Changed(now.User.Editable())) == 0 && now.ETag != "":
		return Written{}, now.ETag
	}
	return Written{Outcome: Conflict, Now: now, Err: err}, ""
}

// tooFast gives up on a user whose ETag is never the one just read.
func tooFast(op Operation, base Version) Written {
	return Written{Outcome: NotApplied, Now: base, Err: &Error{Operation: op, Kind: KindPrecondition, Sent: true,
		Message: "the user's ETag changes faster than it can be read"}}
}

// readAgain reads a user after a write, in its own time: the caller's may have
// run out, or may have been given up, and what became of the write is worth
// knowing all the same.
func (u *Users) readAgain(ctx context.Context, id UserID) (Version, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), reconcileDeadline)
	defer cancel()
	user, etag, err := u.Get(ctx, id)
	return Version{User: user, ETag: etag}, err
}
