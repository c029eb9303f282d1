package flow

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Create makes a new user. What the form can say is left to the form.
type Create struct {
	base
	ask     ui.Create
	over    bool // not done, and shown here
	quiet   component.Quiet
	written api.Written
}

var _ ui.Overlay = (*Create)(nil)

// NewCreate makes the flow.
func NewCreate(ctx context.Context, id ui.PageID, out *ui.Outbox, w Service, ask ui.Create) *Create {
	return &Create{base: newBase(ctx, id, out, w, api.User{Email: ask.User.Editable.Email, FirstName: ask.User.Editable.FirstName, LastName: ask.User.Editable.LastName}), ask: ask}
}

// Init implements ui.Overlay: it writes at once.
func (c *Create) Init() tea.Cmd {
	n, w := c.ask.User, c.write
	return c.start(w.Create(n).Do)
}

// Scope implements ui.Overlay.
func (c *Create) Scope() keys.Scope { return outcomeScope(c.written) }

// Receive implements ui.Overlay.
func (c *Create) Receive(r ui.Result) tea.Cmd {
	if !c.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case api.Progress:
		c.noteProgress(v)
		return r.Next()
	case api.Written:
		c.take(v)
		return nil
	}
	return c.tick()
}

func (c *Create) take(w api.Written) {
	c.written = w
	if w.Outcome == api.Unknown || w.Outcome == api.Conflict || w.Overwrote || asOfNow(w) {
		c.over = true
		c.quiet.Open(time.Now())
		return
	}
	c.finish()
}

func (c *Create) finish() {
	subject := c.written.Now.User
	if subject.ID == "" {
		subject = api.User{ID: c.ask.User.ID, Email: c.ask.User.Editable.Email}
	}
	what := name(subject) + " is created"
	if c.written.Overwrote {
		what = "an existing user was overwritten with " + name(subject)
	}
	if what += mailWords(c.written.Mail); c.written.Mail == api.MailAccepted {
		what += " for " + subject.Email.String()
	}
	c.out.Ask(ui.Done{Overlay: c.id, Owner: c.ask.Owner, Subject: subject, What: what, Written: c.written})
}

// Press implements ui.Overlay.
func (c *Create) Press(k tea.KeyPressMsg) tea.Cmd {
	if !c.over {
		c.pressWorking(k)
		return nil
	}
	if c.quiet.Swallow(time.Now()) {
		return nil
	}
	switch c.action(k, c.Scope()) {
	case keys.Check:
		c.over = false
		n, w, before := c.ask.User, c.write, c.written
		return c.start(func(ctx context.Context, _ api.Watch) api.Written { return w.Create(n).Check(ctx, before) })
	case keys.Cancel:
		c.finish()
	}
	return nil
}

// View implements ui.Overlay.
func (c *Create) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	switch {
	case !c.over:
		return c.working(t, "Creating the user…", width, height)
	case c.written.Overwrote:
		lines := styled(t.Bad, prose(inner, "The service answered 200 where 201 was due:"))
		return c.dialog(t, "An existing user was overwritten", append(lines, prose(inner,
			"Somebody made a user with this id in the same moment, and it was overwritten with what you entered. What it was is gone. Ask who made it.")...),
			keys.OutcomeBox, width, height)
	case c.written.Outcome == api.Conflict:
		lines := []string{t.Bad.Render(api.Conflict.String()), ""}
		return c.dialog(t, "Conflict", append(lines, prose(inner,
			"The answer was lost, and a user with this id stands there now that is not the one you entered. Nothing more was sent.")...),
			keys.OutcomeBox, width, height)
	}
	return c.outcome(t, c.written, []string{"c reads the user again and says what became of it."}, c.Scope(), width, height)
}
