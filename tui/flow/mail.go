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
func NewMail(ctx context.Context, id ui.PageID, out *ui.Outbox, w Writer, now func() time.Time, kind MailKind, user api.User) *Mail {
	return &Mail{base: newBase(ctx, id, out, w), kind: kind, user: user, app: api.AppDeveloperPortal, now: now}
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

// take shows whom the mail would really go to. An address that is not the one
// that was shown is another question.
func (m *Mail) take(v read) tea.Cmd {
	m.learn(m.user.ID, v.version, v.err)
	if m.err = v.err; v.err != nil {
		m.agreed = false
		return nil
	}
	m.seen = m.user.Editable()
	m.moved = m.matters(m.seen.Changed(v.version.User.Editable()))
	m.user, m.known = v.version.User, &v.version
	if len(m.moved) > 0 {
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
	switch m.action(k, m.Scope()) {
	case keys.Yes:
		m.agreed = m.err == nil
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
	}
	return nil
}

func (m *Mail) send() tea.Cmd {
	m.state = mailSending
	w, id, app := m.write, m.user.ID, m.app
	if m.kind == PasswordMail {
		return m.start(id, "password mail", func(ctx context.Context, watch api.Watch) api.Written {
			return w.SendPasswordMail(ctx, id, app, watch)
		})
	}
	shown := *m.known
	return m.start(id, "invitation", func(ctx context.Context, watch api.Watch) api.Written {
		return w.Invite(ctx, shown, app, watch)
	})
}

// View implements ui.Overlay.
func (m *Mail) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	switch m.state {
	case mailSending:
		return m.working(t, "Asking the service to send the mail…", width, height)
	case mailOver:
		known := m.written
		known.Mail = api.NoMail // the words below say it, with the address
		words := m.words() + "."
		if m.written.Outcome == api.Unknown {
			words += " Ask whether it came before you send another."
		}
		return m.outcome(t, known, []string{words}, m.Scope(), width, height)
	}
	title, lines := "Password mail", []string{"A link to set a new password goes to", ""}
	if m.kind == InviteMail {
		title, lines = "Invite again", []string{"A new invitation goes to", ""}
	}
	lines = append(lines, t.Strong.Render(term.Cut(m.user.Email.String(), inner)),
		term.Cut(m.user.DisplayName().String(), inner), "",
		"The link leads to  "+t.Strong.Render(portalName(m.app))+t.Muted.Render("  a changes"))
	lines = append(lines, term.Wrap(portalMeaning(m.app), inner)...)
	lines = append(lines, "", "The link lives 2 days. One mail is sent at most.")
	if len(m.moved) > 0 {
		lines = append(append(lines, ""), styled(t.Warn, prose(inner, "Someone else changed the user since it was shown:"))...)
		lines = append(lines, differences(t, m.moved, m.seen, m.user.Editable(), inner)...)
	}
	if m.err != nil {
		lines = append(append(append(lines, ""), styled(t.Bad, prose(inner, "The user could not be read, and no mail can be sent:"))...),
			component.Explanation(t, component.Explained(api.Explain(m.err)), inner)...)
	}
	return m.dialog(t, title, lines, keys.MailBox, width, height)
}

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
