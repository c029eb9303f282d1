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

// State blocks or activates a user: one question, one answer. The user is read
// while the question stands, so that the write has the ETag of what is shown.
type State struct {
	base
	user  api.User // as shown
	to    api.State
	known *api.Version // as read
	// moved are the properties in which it was read otherwise than shown.
	moved  []api.Property
	seen   api.Editable // as it was shown before
	err    error
	agreed bool
	quiet  component.Quiet
	save   *Save // the write, once agreed
}

var _ ui.Overlay = (*State)(nil)

// NewState makes the flow for the state that user would go to.
func NewState(ctx context.Context, id ui.PageID, out *ui.Outbox, w Service, user api.User, to api.State) *State {
	return &State{base: newBase(ctx, id, out, w, user), user: user, to: to}
}

type read struct {
	version api.Version
	err     error
}

func (b *base) read(id api.UserID) tea.Cmd {
	w := b.write
	return tea.Batch(b.wait(), b.tasks.Run(taskRead, func(ctx context.Context) any {
		u, etag, err := w.Get(ctx, id)
		return read{api.Version{User: u, ETag: etag}, err}
	}))
}

// Init implements ui.Overlay.
func (s *State) Init() tea.Cmd { return s.read(s.user.ID) }

// Writing implements ui.Overlay.
func (s *State) Writing() bool { return s.save != nil && s.save.Writing() }

// Close implements ui.Overlay.
func (s *State) Close() {
	s.base.Close()
	if s.save != nil {
		s.save.Close()
	}
}

// Resize implements ui.Overlay.
func (s *State) Resize(width, height int) {
	s.base.Resize(width, height)
	if s.save != nil {
		s.save.Resize(width, height)
	}
}

// Scope implements ui.Overlay.
func (s *State) Scope() keys.Scope {
	switch {
	case s.save != nil:
		return s.save.Scope()
	case s.err != nil:
		return keys.OutcomeBox
	}
	return keys.QuestionBox
}

// Receive implements ui.Overlay.
func (s *State) Receive(r ui.Result) tea.Cmd {
	if s.save != nil {
		return s.save.Receive(r)
	}
	if !s.tasks.Accept(r) {
		return nil
	}
	v, ok := r.Value.(read)
	if !ok {
		return s.tick()
	}
	s.learn(s.user.ID, v.version, v.err)
	if v.err != nil {
		s.err, s.agreed = v.err, false
		s.quiet.Open(time.Now())
		return nil
	}
	s.seen = s.user.Editable()
	if s.moved = s.seen.Changed(v.version.User.Editable()); len(s.moved) > 0 {
		// It is not what was shown any more: the answer was to another
		// question.
		s.agreed = false
		s.quiet.Open(time.Now())
	}
	s.known, s.user = &v.version, v.version.User
	return s.proceed()
}

// proceed writes once both are there: the answer and the version.
func (s *State) proceed() tea.Cmd {
	if !s.agreed || s.known == nil {
		return nil
	}
	to := s.known.User.Editable()
	to.State = s.to
	s.save = NewSave(context.Background(), s.id, s.out, s.write, ui.Save{Base: *s.known, To: to, What: s.done()})
	s.save.tasks = s.tasks
	s.save.Resize(s.width, s.height)
	return s.save.Init()
}

// Press implements ui.Overlay.
func (s *State) Press(k tea.KeyPressMsg) tea.Cmd {
	if s.save != nil {
		return s.save.Press(k)
	}
	if s.quiet.Swallow(time.Now()) {
		return nil
	}
	switch a := s.action(k, s.Scope()); a {
	case keys.Yes:
		if s.known != nil && s.known.User.State == s.to {
			s.out.Ask(ui.Close{Overlay: s.id})
			s.out.Ask(ui.Notify{Text: name(s.user) + " is " + s.to.String() + " already.", Kind: ui.Info})
			return nil
		}
		s.agreed = true
		return s.proceed()
	case keys.Cancel:
		if s.agreed {
			s.out.Ask(ui.Notify{Text: api.NotApplied.String() + ": nothing was sent for " + name(s.user) + ".", Kind: ui.Info})
		}
		s.out.Ask(ui.Close{Overlay: s.id})
	default:
		s.scrollOver(a, s.question)
	}
	return nil
}

func (s *State) done() string {
	if s.to == api.StateBlocked {
		return name(s.user) + " is blocked"
	}
	return name(s.user) + " is active"
}

// View implements ui.Overlay.
func (s *State) View(t *theme.Theme, width, height int) string {
	switch {
	case s.save != nil:
		return s.save.View(t, width, height)
	case s.err != nil:
		return s.outcome(t, unreadable(s.err), nil, keys.OutcomeBox, width, height)
	case s.agreed:
		return s.working(t, "Reading the user first…", width, height)
	}
	title := "Block"
	if s.to == api.StateActive {
		title = "Activate"
	}
	return s.dialog(t, title, s.question(t, component.DialogWidth(width)), keys.QuestionBox, width, height)
}

// question is what is asked, and what it means.
func (s *State) question(t *theme.Theme, inner int) []string {
	means := "A blocked user can neither sign in to the developer portal nor call any API. z undoes it as long as nobody else changes the user."
	if s.to == api.StateActive {
		means = "An active user may sign in to the developer portal and call APIs."
	}
	lines := append([]string{t.Strong.Render(name(s.user)) + "  " + s.user.Email.String(), ""}, prose(inner, means)...)
	if len(s.moved) > 0 {
		lines = append(append(lines, ""), styled(t.Warn, prose(inner, "Someone else changed the user since it was shown:"))...)
		lines = append(lines, differences(t, s.moved, s.seen, s.user.Editable(), inner)...)
	}
	if s.known != nil && s.known.User.State == s.to {
		lines = append(append(lines, ""), styled(t.Warn, prose(inner, "The service says that the user is "+s.to.String()+" already."))...)
	}
	return lines
}

// Toggled is the state that b leads to: it blocks, and activates who is
// blocked.
func Toggled(s api.State) api.State {
	if s == api.StateBlocked {
		return api.StateActive
	}
	return api.StateBlocked
}
