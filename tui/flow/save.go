package flow

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// saveState is where a Save's conversation is.
type saveState int

const (
	saveWriting  saveState = iota
	saveConflict           // someone else changed the user too
	saveChoosing           // field by field, where both changed
	saveTheirs             // asks whether the draft is to be given up
	saveGone               // the user was deleted meanwhile
	saveUnknown            // neither the answer nor a reading came
	saveFailed             // not applied, and no form to say it in
)

// Save writes a changed user and, when someone else changed it too, has the
// conversation about it. Every write carries the ETag of the version that is
// shown, so that a third writer is caught again.
type Save struct {
	base
	ask   ui.Save
	from  api.Version  // what the change is against: as shown
	to    api.Editable // what it is to become
	state saveState
	quiet component.Quiet

	what    string // tells of the end, when it is good
	written api.Written
	fields  []component.Disputed
	names   []api.Property // of fields
	mine    map[api.Property]bool
	asking  int // index into fields, while choosing
	// earlier says that a write of this change, whose answer was lost, may have
	// been applied in part or whole.
	earlier bool
}

var _ ui.Overlay = (*Save)(nil)

// NewSave makes the flow.
func NewSave(ctx context.Context, id ui.PageID, out *ui.Outbox, w Service, ask ui.Save) *Save {
	return &Save{base: newBase(ctx, id, out, w, ask.Base.User), ask: ask, from: ask.Base, to: ask.To, what: ask.What, earlier: ask.Earlier}
}

// Init implements ui.Overlay: it writes at once.
func (s *Save) Init() tea.Cmd { return s.send() }

func (s *Save) patch() api.Patch {
	p := api.PatchOf(s.from.User.Editable(), s.to)
	p.Password = s.ask.Password
	return p
}

func (s *Save) send() tea.Cmd {
	s.state = saveWriting
	from, patch, w := s.from, s.patch(), s.write
	if patch.IsZero() {
		s.takeTheirs(from) // merging left nothing of mine
		return nil
	}
	return s.start(w.Update(from, patch).Do)
}

// Receive implements ui.Overlay.
func (s *Save) Receive(r ui.Result) tea.Cmd {
	if !s.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case api.Progress:
		s.noteProgress(v)
		return r.Next()
	case api.Written:
		s.take(v)
		return nil
	}
	return s.tick()
}

// take goes where the outcome leads.
func (s *Save) take(w api.Written) {
	s.written = w
	s.earlier = s.earlier || w.Outcome != api.NotApplied && w.Lost
	switch w.Outcome {
	case api.Conflict:
		if s.ask.Base.Exact {
			s.open(saveFailed)
			return
		}
		s.openConflict()
	case api.DeletedMeanwhile:
		s.open(saveGone)
	case api.Unknown:
		s.open(saveUnknown)
	case api.NotApplied:
		if s.ask.Owner != 0 {
			// The form says it, at the fields it is about.
			s.finish(w)
			return
		}
		s.open(saveFailed)
	default:
		s.finish(w)
	}
}

// open shows a box that nobody asked for: it listens only once typing stops.
func (s *Save) open(state saveState) {
	s.state, s.scroll = state, component.Scroll{}
	s.quiet.Open(time.Now())
}

func (s *Save) finish(w api.Written) {
	before := s.from
	s.out.Ask(ui.Done{Overlay: s.id, Owner: s.ask.Owner, Before: &before, Subject: s.from.User, What: s.what, Password: s.password(), Written: w})
}

// Scope implements ui.Overlay.
func (s *Save) Scope() keys.Scope {
	switch s.state {
	case saveConflict:
		return keys.ConflictBox
	case saveChoosing:
		return keys.ChoiceBox
	case saveTheirs:
		return keys.QuestionBox
	case saveGone:
		if s.ask.Owner != 0 {
			return keys.GoneBox
		}
	case saveUnknown:
		if s.written.Now.ETag != "" {
			return keys.OutcomeBox // read already, and no wiser for it
		}
	}
	return outcomeScope(s.written)
}

// Press implements ui.Overlay.
func (s *Save) Press(k tea.KeyPressMsg) tea.Cmd {
	if s.state == saveWriting {
		s.pressWorking(k)
		return nil
	}
	if s.quiet.Swallow(time.Now()) {
		return nil
	}
	a := s.action(k, s.Scope())
	switch s.state {
	case saveConflict:
		return s.pressConflict(a)
	case saveChoosing:
		return s.pressChoice(a)
	case saveTheirs:
		s.pressTheirs(a)
	case saveGone:
		s.pressGone(a)
	case saveUnknown, saveFailed:
		return s.pressUnknown(a)
	}
	return nil
}

func (s *Save) pressGone(a keys.Action) {
	switch {
	case a == keys.New && s.ask.Owner != 0:
		s.out.Ask(ui.Close{Overlay: s.id})
		s.out.Ask(ui.Lost{ID: s.from.User.ID})
		s.out.Ask(ui.Leave{Page: s.ask.Owner})
		s.out.Ask(ui.CreateAnew{Draft: api.NewUser{ID: s.from.User.ID, Editable: s.to, Password: s.ask.Password, AppType: api.AppDeveloperPortal}})
	case a == keys.Cancel:
		s.finish(s.written)
	}
}

func (s *Save) pressUnknown(a keys.Action) tea.Cmd {
	switch a {
	case keys.Check:
		s.state = saveWriting
		from, patch, w, before := s.from, s.patch(), s.write, s.written
		return s.start(func(ctx context.Context, _ api.Watch) api.Written {
			return w.Update(from, patch).Check(ctx, before)
		})
	case keys.Cancel:
		s.finish(s.written)
	default:
		s.scrollOutcome(a, s.written, checkable(s.Scope()), s.Scope())
	}
	return nil
}

// View implements ui.Overlay.
func (s *Save) View(t *theme.Theme, width, height int) string {
	switch s.state {
	case saveConflict, saveChoosing:
		return s.viewConflict(t, width, height)
	case saveTheirs:
		words := "Your changes are given up, and nothing is written."
		if s.earlier {
			words = "Your changes are given up, and nothing more is written. " + nothingWritten(true)
		}
		return s.dialog(t, "Take theirs", prose(component.DialogWidth(width), words), keys.QuestionBox, width, height)
	case saveGone:
		return s.viewGone(t, width, height)
	case saveUnknown:
		return s.outcome(t, s.written, checkable(s.Scope()), s.Scope(), width, height)
	case saveFailed:
		return s.outcome(t, s.written, checkable(s.Scope()), s.Scope(), width, height)
	}
	return s.working(t, "Saving…", width, height)
}

func (s *Save) viewGone(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	lines := append([]string{t.Strong.Render(api.DeletedMeanwhile.String()), term.Cut(s.about, inner), ""}, prose(inner, gone(s.earlier))...)
	if s.ask.Owner != 0 {
		lines = append(append(lines, ""), prose(inner, "n makes the user anew from your draft; esc goes back to it.")...)
	}
	return s.dialog(t, "Deleted meanwhile", lines, s.Scope(), width, height)
}

// password says whether the change has one.
func (s *Save) password() bool { return !s.ask.Password.Empty() }
