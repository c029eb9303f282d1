package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// unfinished lists writes whose outcome is unknown, and drafts that were lost.
type unfinished struct {
	ui.Still
	left   []Left
	local  *time.Location
	now    time.Time
	quiet  component.Quiet
	cursor component.Cursor
	look   func(context.Context, api.Entry) api.Finding
	tasks  *ui.Tasks
	found  map[int]api.Finding
}

// told is what was found of a write.
type told struct {
	at int
	api.Finding
}

func newUnfinished(r *root) *unfinished {
	u := &unfinished{
		Still: r.still(keys.LeftBox), left: r.memory.remind.left,
		local: r.opts.Local, now: time.Now(), look: r.opts.Client.LookUp, found: map[int]api.Finding{},
	}
	u.tasks = ui.NewTasks(r.surface.Context, u.ID())
	u.quiet.Open(time.Now()) // keys typed at the start are meant for the list
	return u
}

// Init looks up one write after the other.
func (u *unfinished) Init() tea.Cmd {
	look, left := u.look, u.left
	return u.tasks.Stream("look", func(ctx context.Context, emit func(any)) any {
		for i, l := range left {
			if l.What != api.UnsavedDraft && ctx.Err() == nil {
				emit(told{i, look(ctx, l.Entry)})
			}
		}
		return nil
	})
}

func (u *unfinished) Receive(r ui.Result) tea.Cmd {
	if !u.tasks.Accept(r) {
		return nil
	}
	if t, ok := r.Value.(told); ok {
		u.found[t.at] = t.Finding
	}
	return r.Next()
}

func (u *unfinished) Close() { u.tasks.Close() }

func (u *unfinished) Press(k tea.KeyPressMsg) tea.Cmd {
	if u.quiet.Swallow(time.Now()) {
		return nil
	}
	switch a := u.Action(k); a {
	case keys.Cancel:
		u.Dismiss()
	case keys.Open:
		u.Dismiss()
		left, found := u.left[u.cursor.At], u.found[u.cursor.At].Found
		u.Out.Ask(step(func(r *root) tea.Cmd { return r.lookAt(left, found) }))
	default:
		u.cursor.Move(a, len(u.left), rowsOf(u.Height))
	}
	return nil
}

func (u *unfinished) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	title, words := "Left unfinished", "An earlier session ended before the outcome of a write was seen. This is what the service shows now:"
	if !slices.ContainsFunc(u.left, func(l Left) bool { return l.What != api.UnsavedDraft }) {
		title, words = "Draft lost", "An earlier session was cut off. What was typed and not saved is lost, and was not sent:"
	}
	lines := append(term.Wrap(words, inner), "")
	for i := u.cursor.Top; i < min(len(u.left), u.cursor.Top+rowsOf(height)); i++ {
		row := term.Cut(u.row(u.left[i]), inner-2)
		lines = append(lines, component.Choice(t, i == u.cursor.At, row, term.Width(row), ""))
		if u.left[i].What != api.UnsavedDraft {
			lines = append(lines, "    "+u.verdict(t, i, inner-4))
		}
	}
	if len(u.left) > rowsOf(height) {
		title += ", " + strings.TrimSpace(u.cursor.Position(len(u.left)))
	}
	return u.Dialog(t, title, lines, width, height)
}

// rowsOf is how many writes fit, at two lines each.
func rowsOf(height int) int { return max(1, (height-9)/2) }

// verdict says what was found of a write.
func (u *unfinished) verdict(t *theme.Theme, i, width int) string {
	f, known := u.found[i]
	if !known {
		return t.Muted.Render("looking it up …")
	}
	words, style := string(f.Found), t.Warn
	switch {
	case f.Found == api.InPlace:
		style = t.Good
	case f.Found == api.NotThere && u.now.Sub(u.left[i].Began) < stillComing:
		words += " so far"
	}
	return style.Render(term.Cut(words+": "+text.Clean(f.Why).String(), width))
}

// stillComing is how long a slow service may take for a write.
const stillComing = 10 * time.Minute

func (u *unfinished) row(l Left) string {
	when := l.Began.In(u.local)
	form := "Jan 2 15:04 MST"
	if when.Format(time.DateOnly) == u.now.In(u.local).Format(time.DateOnly) {
		form = "15:04 MST"
	}
	row := when.Format(form) + "  " + l.What
	if !strings.HasPrefix(l.Entry.Entity, "groups/") && !strings.HasPrefix(l.Entry.Entity, "subscriptions/") { // they are in What
		row += " of " + l.User.Text().String()
	}
	if l.What == api.UnsavedDraft {
		row += " was lost"
	}
	return row
}

// Left is a write of an earlier session with an unknown outcome, or a draft that
// was lost with it.
type Left struct {
	Began time.Time
	User  api.UserID
	What  string // such as "change of note"; safe to draw
	Entry api.Entry
}

// reminder reports what earlier sessions left until it was looked at.
type reminder struct {
	journal api.Journal // nil keeps nothing
	left    []Left
	looking bool // at a user of whom a write was left
}

// cutOff records what is lost when the console ends without a question.
func (r *root) cutOff(reason error) {
	draft := r.shown.draft()
	if s, ok := reason.(*SignalError); ok {
		s.InFlight, s.Draft = r.shown.writing(), draft != nil
	} else if !errors.Is(reason, ErrInputEnded) {
		return
	}
	if j := r.memory.remind.journal; j != nil && draft != nil && draft.DraftOf() != "" {
		// The entry is never ended, so that the next start reports it.
		_, _ = j.Begin(api.Entry{Entity: string(draft.DraftOf()), What: api.UnsavedDraft})
	}
}

// looked removes the entries of a user once the operator sees its current state.
func (r *reminder) looked(id api.UserID) {
	if r.journal != nil {
		r.journal.Seen(string(id))
	}
	r.left = slices.DeleteFunc(slices.Clone(r.left), func(l Left) bool { return l.User == id })
}

// again announces that more remains to look at.
func (r *reminder) again() bool {
	more := r.looking && len(r.left) > 0
	r.looking = false
	return more
}
