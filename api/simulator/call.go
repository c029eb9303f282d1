package simulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// maxBody is Resource Manager's limit on a request body, in bytes.
const maxBody = 4 << 20

// call is one parsed request.
type call struct {
	r       *http.Request
	route   *route // nil when no operation matches
	op      Operation
	args    map[string]string
	known   bool // the path exists, with another method
	query   url.Values
	badText error // why the query or the body could not be read
	tooBig  bool
	body    []byte
	now     time.Time
	fault   *Fault
	entry   int // index in the journal
}

func (s *Service) newCall(r *http.Request) *call {
	c := &call{r: r, now: s.o.Now()}
	c.route, c.args, c.known = find(s.routes, r.Method, r.URL.EscapedPath())
	c.query, c.badText = url.ParseQuery(r.URL.RawQuery)
	if c.route != nil {
		c.op = c.route.op
	}
	if c.op == UserGet && c.query.Has("asyncId") {
		poll := *c.route
		poll.op, poll.run = OperationResult, (*Service).entityOperation
		c.route, c.op = &poll, OperationResult
	}
	if r.Body != nil {
		c.readBody(r.Body)
	}
	return c
}

func (c *call) readBody(body io.Reader) {
	b, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	c.badText = errors.Join(c.badText, err)
	c.tooBig = len(b) > maxBody
	c.body = b
}

// delays returns the pauses of the call's fault, before the operation and
// before the answer.
func (c *call) delays() (before, after time.Duration) {
	if c.fault == nil {
		return 0, 0
	}
	return c.fault.Delay, c.fault.AnswerDelay
}

// pause waits for d, or returns the context's error.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// origin returns scheme and host as the client sent them, or Options.PublicURL.
// With port, it adds a default port, as the service does in nextLink.
func (s *Service) origin(c *call, port bool) string {
	if s.o.PublicURL != "" {
		return s.o.PublicURL
	}
	scheme, host := "http", c.r.Host
	if c.r.TLS != nil || c.r.URL.Scheme == "https" {
		scheme = "https"
	}
	if host == "" {
		host = c.r.URL.Host
	}
	u := url.URL{Scheme: scheme, Host: host}
	if port && u.Port() == "" {
		u.Host += map[string]string{"http": ":80", "https": ":443"}[scheme]
	}
	return u.String()
}

// flag reads a boolean query parameter; absent means false.
func (c *call) flag(name string) (bool, *violation) {
	text := c.query.Get(name)
	if text == "" {
		return false, nil
	}
	v, err := strconv.ParseBool(text)
	if err != nil {
		return false, &violation{name, "The value '" + text + "' is not valid for '" + name + "': it is true or false."}
	}
	return v, nil
}

// appType reads the query parameter; "" means its default, the legacy portal.
func (c *call) appType() (string, *violation) {
	switch v := c.query.Get("appType"); v {
	case "":
		return "portal", nil
	case "portal", "developerPortal":
		return v, nil
	}
	return "", &violation{"appType", "Invalid field 'appType' specified"}
}
