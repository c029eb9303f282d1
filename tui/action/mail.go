package action

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

func passwordMail() Action {
	return Action{
		ID: keys.PasswordMail, Keys: []string{"p"}, Label: "password mail", Help: "mail the user a link to set a new password", Rank: 33,
		NeedsUser: true, Writes: true,
		Do:      func(s *Surface, u *api.User) tea.Cmd { return mailTo(s, *u, rules.PasswordMail) },
		Several: mailSeveral(rules.PasswordMail, "Password mail to", "Each gets a link to set a new password in the developer portal. It lives 2 days. One mail is sent at most."),
	}
}

func invite() Action {
	return Action{
		ID: keys.Invite, Keys: []string{"i"}, Label: "invite again", Help: "mail the user a new invitation", Rank: 34,
		NeedsUser: true, Writes: true, Why: refuses(always(rules.Invite)),
		Do:      func(s *Surface, u *api.User) tea.Cmd { return mailTo(s, *u, rules.Invite) },
		Several: mailSeveral(rules.Invite, "Invite again", "Each gets a new invitation to the developer portal. It lives 2 days. One mail is sent at most."),
	}
}

// mail sends at most one mail, even when the answer is lost.
type mail struct {
	flow.Plain
	users *api.Users
	keys  *keys.Map
	kind  rules.Deed
	app   api.AppType
	now   func() time.Time
}

func mailTo(s *Surface, u api.User, kind rules.Deed) tea.Cmd {
	return s.talk(&mail{users: s.Users, keys: keys.NewMap(), kind: kind, app: api.AppDeveloperPortal, now: s.Local}, api.Version{User: u})
}

func (m *mail) invites() bool { return m.kind == rules.Invite }

func (m *mail) Title() string {
	if m.invites() {
		return "Invite again"
	}
	return "Password mail"
}

func (m *mail) Scope() keys.Scope        { return keys.MailBox }
func (m *mail) Doing() string            { return "Asking the service to send the mail…" }
func (m *mail) Refuse(u api.User) string { return rules.Refuse(m.kind, u) }

// Matters implements flow.Deed: an invitation writes the whole user, a password
// mail only uses the address.
func (m *mail) Matters(changed []api.Property) []api.Property {
	if m.invites() {
		return changed
	}
	return slices.DeleteFunc(changed, func(p api.Property) bool { return p != api.PropEmail })
}

func (m *mail) Choose(a keys.Action, _ flow.Subject) bool {
	if a != keys.Portal {
		return false
	}
	other := map[api.AppType]api.AppType{
		api.AppDeveloperPortal: api.AppLegacyPortal, api.AppLegacyPortal: api.AppDeveloperPortal,
	}
	m.app = other[m.app]
	return true
}

func (m *mail) Question(t *theme.Theme, s flow.Subject, inner int) []string {
	what := "A link to set a new password goes to"
	if m.invites() {
		what = "A new invitation goes to"
	}
	u := s.User
	to := cmp.Or(u.Email.String(), "user id "+u.ID.String())
	lines := []string{what, t.Strong.Render(term.Cut(to, inner)), term.Cut(u.DisplayName().String(), inner), ""}
	say := func(style theme.Style, words string) { lines = append(lines, style.Lines(term.Wrap(words, inner))...) }
	if s.Mailed != "" {
		say(t.Warn, s.Mailed)
	}
	for _, w := range rules.Warn(m.kind, u) {
		say(t.Warn, w)
	}
	portal, meaning := portalOf(m.app)
	lines = append(lines, "The link leads to  "+t.Strong.Render(portal)+t.Muted.Render("  "+m.keys.Name(keys.MailBox, keys.Portal)+" changes"))
	say(t.Plain, meaning)
	lines = append(lines, "")
	say(t.Plain, "The link lives 2 days. One mail is sent at most.")
	return lines
}

func (m *mail) Act(u api.User, w api.Written) report.Act {
	what, to := "password mail", cmp.Or(u.Email.String(), u.Called())
	if m.invites() {
		what = "invitation"
	}
	return report.Act{What: what + " to " + to, Who: u.Called(), Sent: report.Mail, Mails: true,
		Done: what + " accepted by the service " + m.now().Format("15:04") + " for " + to + "; the link lives 2 days"}
}

func (m *mail) Write(v api.Version) api.Write {
	if m.invites() {
		return m.users.Invite(v, m.app)
	}
	return m.users.PasswordMail(v, m.app)
}

// portalOf names a portal, and says when it is the one to choose.
func portalOf(a api.AppType) (name, meaning string) {
	if a == api.AppLegacyPortal {
		return "the legacy portal", "The legacy portal is retired on most services: choose it only where it still runs."
	}
	return "the developer portal", "Services made before 2020 may refuse this; then choose the legacy portal."
}

func mailSeveral(kind rules.Deed, verb, means string) func(s *Surface, users []api.User, hidden int) tea.Cmd {
	return func(s *Surface, users []api.User, hidden int) tea.Cmd {
		return s.many(flow.Batch{Verb: verb, Means: means, Mails: true, TypeOver: -1, Deed: func(api.User) flow.Deed {
			return &mail{users: s.Users, keys: keys.NewMap(), kind: kind, app: api.AppDeveloperPortal, now: s.Local}
		}}, users, hidden)
	}
}
