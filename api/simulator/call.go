package simulator

import (
	"cmp"
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
	fault   *Fault // without an effect when there is none
	entry   int    // index in the journal
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
func (c *call) flag(name string, bad *[]violation) bool {
	text := c.query.Get(name)
	v, err := strconv.ParseBool(cmp.Or(text, "false"))
	if err != nil {
		*bad = append(*bad, violation{name, "The value '" + text + "' is not valid for '" + name + "': it is true or false."})
	}
	return v
}

// appType reads the query parameter; absent means its default, the legacy portal.
func (c *call) appType(bad *[]violation) string {
	v := cmp.Or(c.query.Get("appType"), "portal")
	if v != "portal" && v != "developerPortal" {
		*bad = append(*bad, violation{"appType", "Invalid field 'appType' specified"})
	}
	return v
}
