package tui

import (
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

// unfinished lists writes whose outcome is unknown, and drafts that were lost.
type unfinished struct {
	ui.Still
	keys   *keys.Map
	left   []Left
	local  *time.Location
	now    time.Time
	quiet  component.Quiet
	cursor component.Cursor
}

func newUnfinished(r *root) *unfinished {
	u := &unfinished{
		Still: r.still(), keys: r.keys, left: r.memory.remind.left,
		local: r.opts.Local, now: time.Now(),
	}
	u.quiet.Open(time.Now()) // keys typed at the start are meant for the list
	return u
}

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
		u.Out.Ask(lookAt{u.left[u.cursor.At].User})
	default:
		u.cursor.Move(a, len(u.left), rowsOf(u.Height))
	}
	return nil
}

func (u *unfinished) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	title, words := "Outcome unknown", "An earlier session ended before the outcome was seen. What was begun may have been applied, and may not:"
	if !slices.ContainsFunc(u.left, func(l Left) bool { return l.What != api.UnsavedDraft }) {
		title, words = "Draft lost", "An earlier session was cut off. What was typed and not saved is lost, and was not sent:"
	}
	lines := append(term.Wrap(words, inner), "")
	for i := u.cursor.Top; i < min(len(u.left), u.cursor.Top+rowsOf(height)); i++ {
		mark, style := "  ", t.Plain
		if i == u.cursor.At {
			mark, style = t.Accent.Render("▌")+" ", t.Strong
		}
		lines = append(lines, mark+style.Render(term.Cut(u.row(u.left[i]), inner-2)))
	}
	foot := component.Hints(t, u.keys.Hints(keys.LeftBox), inner)
	return component.Dialog(t, title, lines, 0, foot, width, height)
}

func rowsOf(height int) int { return max(1, height-10) }

func (u *unfinished) row(l Left) string {
	when := l.Began.In(u.local)
	form := "Jan 2 15:04 MST"
	if when.Format(time.DateOnly) == u.now.In(u.local).Format(time.DateOnly) {
		form = "15:04 MST"
	}
	row := when.Format(form) + "  " + l.What + " of " + l.User.Text().String()
	if l.What == api.UnsavedDraft {
		row += " was lost"
	}
	return row
}
