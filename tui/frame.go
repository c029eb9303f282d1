package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// The smallest supported terminal.
const (
	leastWidth  = 60
	leastHeight = 14
)

// Lines around the page: the top line, the notice and the key hints.
const frameLines = 3

func (r *root) View() tea.View {
	v := tea.NewView(r.look.charset.draw(r.screen()))
	v.AltScreen = true
	return v
}

func (r *root) screen() string {
	if r.shown.tooSmall() {
		lines := term.Wrap(fmt.Sprintf("Needs %dx%d, is %dx%d. %s quits.", leastWidth, leastHeight, r.shown.width, r.shown.height, r.keys.Name(keys.Everywhere, keys.Quit)), r.shown.width)
		return strings.Join(lines[:min(len(lines), max(0, r.shown.height))], "\n")
	}
	f := ui.Frame{Width: r.shown.width, Height: r.shown.body(), Theme: r.theme, Now: r.opts.Now()}
	standing := r.shown.page().Notice(f)
	notice := r.notice(standing)
	// Lines that a message covers beyond the page's own notice are not taken from
	// the page, which would be cut unawares.
	room := f
	room.Height = max(0, f.Height-max(0, len(notice)-max(1, len(standing))))
	body := strings.Split(r.shown.page().View(room), "\n")
	for len(body) < f.Height {
		body = append(body, "")
	}
	lines := append([]string{r.top(f)}, body[:max(0, f.Height-len(notice)+1)]...)
	lines = append(append(lines, notice...), r.bottom())
	screen := strings.Join(lines, "\n")
	for _, o := range r.shown.boxes {
		if box := o.View(r.theme, r.shown.width, r.shown.height); box != "" {
			screen = component.Over(screen, box, r.shown.width, r.shown.height)
		}
	}
	return screen
}

// bottom is the status line: the keys that work here and what the clipboard still
// holds.
func (r *root) bottom() string {
	holding := r.clip.holding(r.keys.Name(keys.Everywhere, keys.Overwrite))
	if holding == "" {
		return component.Hints(r.theme, r.hints(), r.shown.width)
	}
	room := max(0, r.shown.width-term.Width(holding)-2)
	hints := component.Hints(r.theme, r.hints(), room)
	return hints + strings.Repeat(" ", max(2, r.shown.width-lipgloss.Width(hints)-term.Width(holding))) + r.theme.Warn.Render(holding)
}

// hints are the keys of the status line. Below the first page, q goes back rather
// than quits. On a list they are the same for every row: redrawing them costs a
// slow line more than moving the cursor.
func (r *root) hints() []keys.Binding {
	if r.shown.box() != nil {
		return nil // it names its own
	}
	hints := r.keys.Hints(r.scopes()...)
	onList := slices.Contains(r.shown.page().Scopes(), keys.Lists)
	for i, b := range hints {
		switch {
		case b.Action == keys.Leave && len(r.shown.stack) > 1:
			hints[i].Label = "back"
		case b.Action == keys.Block && !onList && r.shown.chosen() != nil && r.shown.chosen().State.Is(api.StateBlocked):
			hints[i].Label = "activate"
		}
	}
	return slices.DeleteFunc(hints, func(b keys.Binding) bool {
		why := r.why(b.Action)
		return why != "" && !(onList && why == r.whyNotThisUser(b.Action))
	})
}

// top is the top line: context, service and badges on the left, then the page's
// own status, and who is signed in where there is room.
func (r *root) top(f ui.Frame) string {
	where := cmp.Or(r.opts.Service, "apimtui")
	if r.opts.Context != "" && r.opts.Context != r.opts.Service {
		where = r.opts.Context + " › " + where
	}
	left := r.theme.Strong.Render(" " + term.Cut(where, r.shown.width/3))
	for _, b := range r.opts.Badges {
		left += " " + b.view(r.theme)
	}
	room := r.shown.width - lipgloss.Width(left) - 3
	line := left + "  " + r.shown.page().Status(f, max(10, room))
	if who := r.opts.identity(); who != "" {
		if room := r.shown.width - lipgloss.Width(line) - term.Width(who) - 3; room >= 0 {
			line += strings.Repeat(" ", room+2) + r.theme.Muted.Render(who)
		}
	}
	return line
}

func (b Badge) view(t *theme.Theme) string {
	style := t.Badge
	switch b.Kind {
	case ui.Warn:
		style = t.WarnBadge
	case ui.Bad:
		style = t.BadBadge
	}
	return style.Render(" " + b.Text + " ")
}

// mostNotice bounds the lines a notice may take.
const mostNotice = 4

// notice is the latest message, or the page's standing notice. A message is never
// cut: it covers the page's last lines instead, and never leaves part of the
// page's own notice beside it.
func (r *root) notice(standing []string) []string {
	if len(standing) == 0 {
		standing = []string{""}
	}
	if r.toast == nil || r.toast.Behind && strings.Join(standing, "") != "" {
		for i, l := range standing {
			standing[i] = within(r.shown.width, l)
		}
		return standing
	}
	style := r.theme.Plain
	switch r.toast.Kind {
	case ui.Good:
		style = r.theme.Good
	case ui.Warn:
		style = r.theme.Warn
	case ui.Bad:
		style = r.theme.Bad
	}
	lines := term.Wrap(r.toast.Text, r.shown.width-2)
	lines = lines[:min(len(lines), mostNotice)]
	for i, l := range lines {
		lines[i] = style.Render(" " + l)
	}
	for len(lines) < len(standing) {
		lines = append([]string{""}, lines...)
	}
	return lines
}

func within(width int, s string) string { return lipgloss.NewStyle().MaxWidth(width).Render(s) }
