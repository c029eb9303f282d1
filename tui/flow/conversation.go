package flow

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Conversation carries out a deed. Every write carries the ETag of the version
// that was shown, so that a third writer is detected too.
type Conversation struct {
	work
	deed  Deed
	owner ui.PageID // the page that is told of a failed outcome; 0 is none

	Then Then

	user    api.User     // as shown
	known   *api.Version // as read; nil while it is not
	seen    api.Editable // as it was shown before that
	moved   []api.Property
	met     bool // someone else's change was met by the write itself
	readErr error
	agreed  bool

	before  api.Version // what the write was against
	sent    api.Write
	written api.Written
}

// Host is the environment of conversations.
type Host struct {
	Users Reader
	// Mails remembers mails that may have been sent, Doubts users whose state is not
	// known.
	Mails  *Mails
	Doubts ui.Doubts
	Clock  func(time.Time) string // formats a time of day for the operator
	Now    func() time.Time       // returns the service's time
	Left   func() int             // tells how many writes Azure's budget has left; nil does not know
	// Forgets is the reason, as a sentence, why writes are not recorded; "" when
	// they are.
	Forgets string
}

// note remembers what a write to a user left open.
func (h Host) note(id api.UserID, act report.Act, w api.Written) {
	if *h.Mails == nil {
		*h.Mails = Mails{}
	}
	if w.Mail != api.NoMail {
		(*h.Mails)[id] = mailed{w.Mail, h.Now()}
	}
	switch writes := act.About == "" && (act.Sent == report.Change || act.Sent == report.Deletion); {
	case writes && w.Outcome == api.Unknown && w.LookErr != nil:
		h.Doubts.Open(id, h.Clock(h.Now()))
	case writes && w.Outcome.Done():
		h.Doubts.Settle(id)
	}
}

var _ ui.Overlay = (*Conversation)(nil)

// New returns a conversation about a user as shown. A deed that does not ask
// writes against version at once.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, deed Deed, version api.Version) *Conversation {
	c := &Conversation{work: newWork(ctx, id, out, host), deed: deed, user: version.User, before: version}
	c.box = c.current
	return c
}

// Then learns how the write of a conversation ended, and how it is undone. Nil learns
// nothing.
type Then func(w api.Written, undo ui.Undoable)

// Of returns a conversation about a draft from a form; owner is told of a failed
// outcome. lost means that an answer to an earlier write of the same draft was
// lost.
func Of(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, deed Deed, version api.Version, owner ui.PageID, lost bool) *Conversation {
	c := New(ctx, id, out, host, deed, version)
	c.owner, c.lost = owner, lost
	return c
}

func (c *Conversation) Init() tea.Cmd {
	d, isDraft := c.deed.(Draft)
	switch {
	case !c.deed.Asks():
		return c.send(c.before)
	case isDraft && d.From().Exact:
		c.known = &c.before // it is meant for this version, and no reading changes that
		return nil
	}
	return c.look()
}

// look reads the user while the question is shown.
func (c *Conversation) look() tea.Cmd {
	c.known, c.readErr = nil, nil
	more, ok := c.deed.(Companion)
	if !ok {
		return c.read(c.user.ID, nil)
	}
	more.Learn(nil)
	return c.read(c.user.ID, more.Read)
}

func (c *Conversation) Scope() keys.Scope {
	switch c.stage {
	case typing:
		return keys.ConfirmID
	case over:
		return c.overScope()
	case conflict:
		return c.merge.scope()
	}
	return c.deed.Scope()
}

func (c *Conversation) Receive(r ui.Result) tea.Cmd {
	if !c.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case reading:
		return c.take(v)
	case api.Progress:
		c.note(v)
		return r.Next()
	case api.Written:
		c.ended(v)
		return nil
	}
	return c.tick()
}

// take shows the user as read. If it differs from what was shown, the question
// starts again.
func (c *Conversation) take(r reading) tea.Cmd {
	c.learn(c.user.ID, r)
	switch {
	case errors.Is(r.err, api.KindNotFound):
		c.written = api.Written{Result: api.Result{Outcome: api.DeletedMeanwhile}}
		c.open(over)
		return nil
	case r.err != nil:
		c.readErr, c.agreed = r.err, false
		return nil
	}
	if more, ok := c.deed.(Companion); ok {
		more.Learn(r.with)
	}
	c.show(r.version)
	return c.proceed()
}

// show asks about a version.
func (c *Conversation) show(v api.Version) {
	c.seen = c.user.Editable()
	c.moved = c.deed.Matters(c.seen.Changed(v.User.Editable()))
	c.user, c.known = v.User, &v
	if len(c.moved) > 0 || c.deed.Refuse(c.user) != "" {
		c.agreed = false
		c.quiet.Open(time.Now())
	}
}

// proceed writes once both the answer and the version are there.
func (c *Conversation) proceed() tea.Cmd {
	if !c.agreed || c.known == nil {
		return nil
	}
	return c.send(*c.known)
}

func (c *Conversation) send(v api.Version) tea.Cmd {
	if d, ok := c.deed.(Draft); ok && d.Empty() {
		c.yield(v) // merging left nothing of mine
		return nil
	}
	c.before, c.met = v, false
	c.stage = writing
	c.sent = c.deed.Write(v)
	return c.start(c.sent.Do)
}

// ended moves to the stage that fits the outcome.
func (c *Conversation) ended(w api.Written) {
	c.written = w
	c.lost = c.lost || w.Lost && w.Outcome != api.NotApplied
	c.host.note(c.user.ID, c.deed.Act(c.user, w), w)
	draft, _ := c.deed.(Draft)
	switch {
	case w.Outcome == api.Conflict && draft != nil && !c.before.Exact:
		c.dispute(draft)
	case w.Outcome == api.Conflict && c.deed.Asks() && !c.before.Exact:
		// The question is a different one now.
		c.stage, c.agreed, c.met = asking, false, true
		c.show(w.Now)
		c.Out.Ask(ui.Learned{Version: w.Now})
		c.quiet.Open(time.Now())
	case w.Outcome.Done() && !w.Overwrote:
		c.finish()
	case w.Outcome == api.NotApplied && c.owner != 0 && (!w.Open() || draft != nil):
		c.finish() // the form shows it at the fields concerned
	default:
		c.open(over)
	}
}

func (c *Conversation) Press(k tea.KeyPressMsg) tea.Cmd {
	if c.stage == writing {
		c.pressWorking(k)
		return nil
	}
	if c.quiet.Swallow(time.Now()) {
		return nil
	}
	a := c.Keys.Action(k.String(), c.Scope())
	switch c.stage {
	case asking:
		return c.pressAsking(a)
	case typing:
		done, cmd := c.pressTyping(a, k, string(c.user.ID))
		if !done {
			return cmd
		}
		c.agreed = true
		return c.proceed()
	case over:
		return c.pressOver(a)
	case conflict:
		return c.pressConflict(a)
	}
	return nil
}

func (c *Conversation) View(t *theme.Theme, width, height int) string {
	if s := c.Scope(); s == keys.DeleteBox || s == keys.ConfirmID {
		t = t.Danger()
	}
	switch {
	case c.stage == writing && c.checking:
		return c.working(t, "Reading the user again…", width, height)
	case c.stage == writing:
		return c.working(t, c.deed.Doing(), width, height)
	case c.stage == asking && c.agreed:
		return c.working(t, "Reading the user first…", width, height)
	}
	return c.draw(t, c.hints(), width, height)
}

func (c *Conversation) current(t *theme.Theme, inner int) (title string, lines []string) {
	switch c.stage {
	case over:
		return c.overBox(t, inner)
	case conflict:
		return c.conflictBox(t, inner)
	}
	return c.question(t, inner)
}
