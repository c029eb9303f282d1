package flow

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// MailKind is what a mail is for.
type MailKind int

// The mails.
const (
	PasswordMail MailKind = iota // a link to set a new password
	InviteMail                   // the invitation once more
)

type mailState int

const (
	mailAsking mailState = iota
	mailSending
	mailOver // not sent, or not known
)

// Mail sends a mail to a user, after asking. One mail at most is sent, whatever
// happens to the answer.
type Mail struct {
	base
	kind    MailKind
	user    api.User
	app     api.AppType
	now     func() time.Time
	state   mailState
	quiet   component.Quiet
	written api.Written

	known  *api.Version // as read, and shown
	seen   api.Editable // as it was shown before
	moved  []api.Property
	agreed bool
	err    error // of the reading
}

var _ ui.Overlay = (*Mail)(nil)

// NewMail makes the flow; now is the service's present on
// the operator's clock.
func NewMail(ctx context.Context, id ui.PageID, out *ui.Outbox, w Service, now func() time.Time, kind MailKind, user api.User) *Mail {
	return &Mail{base: newBase(ctx, id, out, w, user), kind: kind, user: user, app: api.AppDeveloperPortal, now: now}
}

// Init implements ui.Overlay: it reads whom the mail would go to. Nothing is
// sent before a yes.
func (m *Mail) Init() tea.Cmd { return m.read(m.user.ID) }

// Scope implements ui.Overlay.
func (m *Mail) Scope() keys.Scope {
	if m.state == mailOver {
		return keys.OutcomeBox
	}
	return keys.MailBox
}

// Receive implements ui.Overlay.
func (m *Mail) Receive(r ui.Result) tea.Cmd {
	if !m.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case read:
		return m.take(v)
	case api.Progress:
		m.noteProgress(v)
		return r.Next()
	case api.Written:
		if m.written = v; v.Outcome.Done() {
			m.finish()
			return nil
		}
		if v.Outcome == api.Conflict {
			// It is another question now, and no mail was sent.
			m.state, m.known, m.agreed = mailAsking, nil, false
			return m.take(read{version: v.Now})
		}
		m.state = mailOver
		m.quiet.Open(time.Now())
		return nil
	}
	return m.tick()
}

// take shows whom the mail would really go to. A user who is not what was shown is
// another question.
func (m *Mail) take(v read) tea.Cmd {
	m.learn(m.user.ID, v.version, v.err)
	if m.err = v.err; v.err != nil {
		m.agreed = false
		return nil
	}
	m.seen = m.user.Editable()
	m.moved = m.matters(m.seen.Changed(v.version.User.Editable()))
	m.user, m.known = v.version.User, &v.version
	if len(m.moved) > 0 || !m.possible() {
		m.agreed = false
		m.quiet.Open(time.Now())
	}
	return m.proceed()
}

// matters leaves of what changed what the question is about: an invitation is
// part of a write of the whole user, a password mail goes to an address.
func (m *Mail) matters(changed []api.Property) []api.Property {
	if m.kind == InviteMail {
		return changed
	}
	return slices.DeleteFunc(changed, func(p api.Property) bool { return p != api.PropEmail })
}

func (m *Mail) proceed() tea.Cmd {
	if !m.agreed || m.known == nil {
		return nil
	}
	return m.send()
}

func (m *Mail) finish() {
	m.out.Ask(ui.Done{Overlay: m.id, Subject: m.user, What: m.words(), Mail: true, Written: m.written})
}

// words claim no more than is known: the service took the wish, it does not
// tell whether a mail arrives.
func (m *Mail) words() string {
	to := m.user.Email.String()
	switch m.written.Mail {
	case api.MailAccepted:
		s := "accepted by the service " + m.now().Format("15:04") + " for " + to
		if m.kind == InviteMail {
			return "Invitation " + s + "; the link lives 2 days"
		}
		return "Password mail " + s + "; the link lives 2 days"
	case api.MailMaybe:
		return "A mail to " + to + " may have been sent"
	}
	return "No mail was sent to " + to
}

// Press implements ui.Overlay.
func (m *Mail) Press(k tea.KeyPressMsg) tea.Cmd {
	if m.state == mailSending {
		m.pressWorking(k)
		return nil
	}
	if m.quiet.Swallow(time.Now()) {
		return nil
	}
	switch a := m.action(k, m.Scope()); a {
	case keys.Yes:
		m.agreed = m.err == nil && m.possible()
		return m.proceed()
	case keys.Portal:
		if m.app == api.AppDeveloperPortal {
			m.app = api.AppLegacyPortal
		} else {
			m.app = api.AppDeveloperPortal
		}
	case keys.Cancel:
		if m.state == mailOver {
			m.finish()
		} else {
			m.out.Ask(ui.Close{Overlay: m.id})
		}
	default:
		if m.state == mailOver {
			m.scrollOutcome(a, m.noMail(), m.said(), m.Scope())
		} else {
			m.scrollOver(a, m.question)
		}
	}
	return nil
}

func (m *Mail) send() tea.Cmd {
	m.state = mailSending
	if m.kind == PasswordMail {
		return m.start(m.write.PasswordMail(*m.known, m.app).Do)
	}
	return m.start(m.write.Invite(*m.known, m.app).Do)
}

// View implements ui.Overlay.
func (m *Mail) View(t *theme.Theme, width, height int) string {
	switch m.state {
	case mailSending:
		return m.working(t, "Asking the service to send the mail…", width, height)
	case mailOver:
		return m.outcome(t, m.noMail(), m.said(), m.Scope(), width, height)
	}
	title := "Password mail"
	if m.kind == InviteMail {
		title = "Invite again"
	}
	return m.dialog(t, title, m.question(t, component.DialogWidth(width)), keys.MailBox, width, height)
}

// noMail is the outcome without its mail, of which said tells with the address.
func (m *Mail) noMail() api.Written {
	w := m.written
	w.Mail = api.NoMail
	return w
}

func (m *Mail) said() []string {
	words := m.words() + "."
	if m.written.Outcome == api.Unknown {
		words += " Ask whether it came before you send another."
	}
	return []string{words}
}

// question is what is asked: who gets which mail.
func (m *Mail) question(t *theme.Theme, inner int) []string {
	lines := []string{"A link to set a new password goes to", ""}
	if m.kind == InviteMail {
		lines = []string{"A new invitation goes to", ""}
	}
	lines = append(lines, t.Strong.Render(term.Cut(m.user.Email.String(), inner)),
		term.Cut(m.user.DisplayName().String(), inner), "")
	// What keeps from answering comes before what explains the question.
	if len(m.moved) > 0 {
		lines = append(lines, styled(t.Warn, prose(inner, "Someone else changed the user since it was shown:"))...)
		lines = append(append(lines, differences(t, m.moved, m.seen, m.user.Editable(), inner)...), "")
	}
	switch {
	case m.err != nil:
		lines = append(lines, styled(t.Bad, prose(inner, "The user could not be read, and no mail can be sent:"))...)
		lines = append(append(lines, component.Explanation(t, component.Explained(api.Explain(m.err)), inner)...), "")
	case !m.possible():
		lines = append(append(lines, styled(t.Bad, prose(inner, "The service invites nobody without a first and a last name."))...), "")
	}
	lines = append(lines, "The link leads to  "+t.Strong.Render(portalName(m.app))+t.Muted.Render("  a changes"))
	lines = append(lines, term.Wrap(portalMeaning(m.app), inner)...)
	return append(append(lines, ""), prose(inner, "The link lives 2 days. One mail is sent at most.")...)
}

// possible says that the service can take what the mail is part of.
func (m *Mail) possible() bool { return m.kind != InviteMail || m.user.Invitable() }

func portalName(a api.AppType) string {
	if a == api.AppLegacyPortal {
		return "the legacy portal"
	}
	return "the developer portal"
}

func portalMeaning(a api.AppType) string {
	if a == api.AppLegacyPortal {
		return "The legacy portal is retired on most services: choose it only where it still runs."
	}
	return "Services made before 2020 may refuse this; then choose the legacy portal."
}
