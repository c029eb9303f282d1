package tui

import (
	"context"
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
	keys   *keys.Map
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
		Still: r.still(), keys: r.keys, left: r.memory.remind.left,
		local: r.opts.Local, now: time.Now(), look: r.opts.LookUp, found: map[int]api.Finding{},
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

func (u *unfinished) Scope() keys.Scope { return keys.LeftBox }

func (u *unfinished) Press(k tea.KeyPressMsg) tea.Cmd {
	if u.quiet.Swallow(time.Now()) {
		return nil
	}
	switch a := u.keys.Action(k.String(), keys.LeftBox); a {
	case keys.Cancel:
		u.Dismiss()
	case keys.Open:
		u.Dismiss()
		u.Out.Ask(lookAt{u.left[u.cursor.At], u.found[u.cursor.At].Found})
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
	foot := component.Hints(t, u.keys.Hints(keys.LeftBox), inner)
	return component.Dialog(t, title, lines, 0, foot, width, height)
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
