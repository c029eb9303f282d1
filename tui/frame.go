package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

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
	r.ink(&v)
	if r.opts.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (r *root) screen() string {
	if r.shown.tooSmall() {
		lines := term.Wrap(fmt.Sprintf("Needs %dx%d, is %dx%d. %s quits.", leastWidth, leastHeight, r.shown.width, r.shown.height, r.keys.Name(keys.Everywhere, keys.Quit)), r.shown.width)
		return strings.Join(lines[:min(len(lines), max(0, r.shown.height))], "\n")
	}
	f, top, notice := r.frame()
	lines := append([]string{top}, r.body(r.shown.page(), f, len(notice))...)
	lines = append(append(lines, notice...), r.bottom())
	screen := r.present.cover(strings.Join(lines, "\n"))
	for _, o := range r.shown.boxes {
		if box := o.View(r.theme, r.shown.width, r.shown.height); box != "" {
			screen = component.Over(r.theme, screen, r.present.cover(box), r.shown.width, r.shown.height)
		}
	}
	return screen
}

// frame returns what the page is drawn in, the top line, and the lines of the
// notice. Lines that a message covers beyond the page's own notice are not part of
// the frame.
func (r *root) frame() (f ui.Frame, top string, notice []string) {
	page := r.shown.page()
	f = ui.Frame{Theme: r.theme, Now: r.opts.Now(), Local: r.opts.Local}
	f.Width, f.Height = r.shown.room(page)
	f.Framed = r.shown.framed(page)
	top = r.top(f)
	standing := page.Notice(f)
	notice = r.notice(standing)
	f.Height = max(0, f.Height-max(0, len(notice)-max(1, len(standing))))
	return f, top, notice
}

// body draws the page, in a frame where there is room for one. The last lines of a
// notice have a line of their own, the others take lines of the body. Of these, a
// page leaves free what its own standing notice takes; lines that a message covers
// beyond that are not taken from the page, which would be cut unawares.
func (r *root) body(page ui.Page, f ui.Frame, notice int) []string {
	height := max(0, r.shown.body()-notice+1)
	lines := strings.Split(page.View(f), "\n")
	if r.shown.framed(page) {
		p := component.Pane{Title: page.Status(f, f.Width-4), Width: r.shown.width, Height: height, Lines: lines, Focus: true}
		if named, ok := page.(ui.Rimmed); ok {
			rim := named.Rim(f)
			p.Foot, p.Bar = rim.Foot, rim.Bar
		}
		return strings.Split(p.View(r.theme), "\n")
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

// bottom is the status line: the keys that work here and what the clipboard still
// holds.
func (r *root) bottom() string {
	right := r.present.keys(r.theme)
	if holding := r.clip.holding(r.keys.Name(keys.Everywhere, keys.Overwrite)); holding != "" {
		right = strings.TrimSuffix(r.theme.Warn.Render(holding)+" "+right, " ")
	}
	if right == "" {
		return " " + component.Hints(r.theme, r.hints(), r.shown.width-1)
	}
	room := max(0, r.shown.width-term.Cells(right)-3)
	hints := " " + component.Hints(r.theme, r.hints(), room)
	return hints + strings.Repeat(" ", max(2, r.shown.width-term.Cells(hints)-term.Cells(right))) + right
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
// own status unless its frame has it, and who is signed in where there is room.
func (r *root) top(f ui.Frame) string {
	where := cmp.Or(r.opts.Service, "apimtui")
	if r.opts.Context != "" && r.opts.Context != r.opts.Service {
		where = r.opts.Context + " › " + where
	}
	left := r.theme.Strong.Render(" " + term.Cut(where, r.shown.width/3))
	for _, b := range r.opts.Badges {
		left += " " + b.view(r.theme)
	}
	line := left
	if page := r.shown.page(); !r.shown.framed(page) { // else its frame has the status
		line += "  " + page.Status(f, max(10, r.shown.width-term.Cells(left)-3))
	}
	if who := r.opts.identity(); who != "" {
		if room := r.shown.width - term.Cells(line) - term.Width(who) - 3; room >= 0 {
			line += strings.Repeat(" ", room+2) + r.theme.Muted.Render(who)
		}
	}
	return ansi.Truncate(line, r.shown.width, term.Ellipsis)
}

func (b Badge) view(t *theme.Theme) string {
	styles := []theme.Style{ui.Info: t.Badge, ui.Good: t.Badge, ui.Warn: t.WarnBadge, ui.Bad: t.BadBadge}
	return styles[b.Kind].Render(" " + b.Text + " ")
}

// mostNotice bounds the lines a notice may take.
const mostNotice = 4

// notice is the latest message, or the page's standing notice. A message covers the
// page's last lines, and never leaves part of the page's own notice beside it. One
// that is longer than that says so.
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
	styles := []theme.Style{ui.Info: r.theme.Plain, ui.Good: r.theme.Good, ui.Warn: r.theme.Warn, ui.Bad: r.theme.Bad}
	lines := term.Wrap(r.toast.Text, r.shown.width-2)
	if len(lines) > mostNotice {
		lines = lines[:mostNotice]
		lines[mostNotice-1] = term.Cut(lines[mostNotice-1]+" "+term.Ellipsis, r.shown.width-2)
	}
	for i, l := range lines {
		lines[i] = styles[r.toast.Kind].Render(" " + l)
	}
	for len(lines) < len(standing) {
		lines = append([]string{""}, lines...)
	}
	return lines
}

func within(width int, s string) string { return ansi.Truncate(s, width, term.Ellipsis) }

// charsetTime is how long drawing waits for the terminal to report its charset.
const charsetTime = 300 * time.Millisecond

// charset is what the terminal can display. The zero value is UTF-8.
type charset struct {
	ascii   bool
	unknown bool // until the terminal has answered, or is too late
}

// charsetOf derives the charset from the environment.
func charsetOf(env []string) charset {
	if !term.UTF8(env) {
		return charset{ascii: true}
	}
	return charset{unknown: term.MayRecode(env)}
}

// takes is the terminal's own answer, which overrides the environment.
type takes struct{ utf8 bool }

// wait limits the time in which nothing is drawn.
func (c *charset) wait() tea.Cmd {
	if !c.unknown {
		return nil
	}
	return tea.Tick(charsetTime, func(time.Time) tea.Msg {
		return ui.Call(func() tea.Cmd { c.unknown = false; return nil })
	})
}

// learn takes the terminal's answer. Earlier output may be misplaced.
func (c *charset) learn(t takes) tea.Cmd {
	before := *c
	*c = charset{ascii: !t.utf8}
	if *c == before {
		return nil
	}
	return tea.Sequence(tea.Raw(term.Unguard), tea.ClearScreen)
}

func (c charset) draw(frame string) string {
	switch {
	case c.unknown:
		return ""
	case c.ascii:
		return term.ASCII(frame)
	}
	return frame
}
