package simulator

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

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

// sendPasswordMail sends a link to reset the password.
func (s *Service) sendPasswordMail(c *call, u *User) answer {
	var bad []violation
	app := c.appType(&bad)
	if len(bad) > 0 {
		return invalid(bad...)
	}
	s.mail("password", u, app, c.now)
	return empty(http.StatusNoContent)
}
