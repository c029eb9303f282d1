package simulator

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"time"
)

// Entry is one request as the service saw it.
type Entry struct {
	N          int       // 1 for the first request
	Time       time.Time // of arrival
	Operation  Operation
	Method     string
	Path       string // escaped, as received
	Query      string
	IfMatch    string
	HasIfMatch bool   // the header was there, even if empty
	Body       string // passwords, keys and tokens are redacted
	Status     int    // as sent; 0 when no status reached the client
	Applied    bool   // a write took effect, whatever the client was told
	Fault      string // the effect of the fault, "" for none
}

// Journal returns every request so far, in order of arrival.
func (s *Service) Journal() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.journal)
}

// arrive adds the request to the journal and picks its fault.
func (s *Service) arrive(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	due := s.strike(c.op)
	c.fault = cmp.Or(due, &Fault{})
	c.entry = len(s.journal)
	e := Entry{
		N: c.entry + 1, Time: c.now, Operation: c.op,
		Method: c.r.Method, Path: c.r.URL.EscapedPath(), Query: c.r.URL.RawQuery,
		IfMatch: c.r.Header.Get("If-Match"), HasIfMatch: len(c.r.Header.Values("If-Match")) > 0,
		Body: redact(c.body),
	}
	if due != nil {
		e.Fault = due.String()
	}
	s.journal = append(s.journal, e)
}

func (s *Service) sent(c *call, a *answer) {
	if a.loss == arrives || a.loss == cutHalfway {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.journal[c.entry].Status = a.status
	}
}

// changed reports whether an answer means that a write took effect.
func changed(method string, a *answer) bool {
	return method != http.MethodGet && method != http.MethodHead && a.status/100 == 2 && !a.noop
}

// redact removes secret values from a request body. It does not parse the body,
// so that malformed ones are covered too.
func redact(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	secret := regexp.MustCompile(`(?i)("(?:password|primaryKey|secondaryKey|(?:access_?)?token)"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}\]]+)`)
	return secret.ReplaceAllString(string(body), `$1"REDACTED"`)
}

// Mail is a mail the service would have sent.
type Mail struct {
	// Kind is invite or signup (the confirmation of a new user), notify (a
	// PUT with notify), password (a reset) or delete (a DELETE with notify).
	Kind    string
	UserID  string
	To      string
	AppType string // portal or developerPortal: the target of its links
	At      time.Time
}

// Mails returns every mail so far, in order.
func (s *Service) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

func (s *Service) mail(kind string, u *User, appType string, now time.Time) {
	s.mails = append(s.mails, Mail{kind, u.ID, u.Email, cmp.Or(appType, "portal"), now})
}

func (s *Service) sendPasswordMail(c *call, u *User) answer {
	var bad []violation
	app := c.appType(&bad)
	if len(bad) > 0 {
		return invalid(bad...)
	}
	s.mail("password", u, app, c.now)
	return empty(http.StatusNoContent)
}
