package userdetail

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/dustin/go-humanize"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

// wideEnough is the width from which groups and subscriptions stand beside the
// overview instead of below.
const wideEnough = 100

func (p *Page) View(f ui.Frame) string {
	lines := p.lines(f)
	top := max(0, min(p.scroll.Top, len(lines)-f.Height))
	end := min(len(lines), top+f.Height)
	return strings.Join(lines[top:end], "\n")
}

// lines draws the whole page.
func (p *Page) lines(f ui.Frame) []string {
	if p.query != "" {
		return p.findLines(f)
	}
	if f.Width < wideEnough {
		lines := append(p.overviewLines(f, f.Width), "")
		return append(lines, p.belongings(f, f.Width)...)
	}
	left := f.Width * 11 / 20
	return beside(p.overviewLines(f, left-2), p.belongings(f, f.Width-left), left)
}

// beside joins two columns of lines, the right one starting at cell at.
func beside(left, right []string, at int) []string {
	lines := make([]string, max(len(left), len(right)))
	for i := range lines {
		if i < len(left) {
			lines[i] = left[i]
		}
		if i < len(right) {
			lines[i] += strings.Repeat(" ", max(1, at-lipgloss.Width(lines[i]))) + right[i]
		}
	}
	return lines
}

func (p *Page) findLines(f ui.Frame) []string {
	who := text.Clean(p.query).String()
	if p.found.err != nil {
		lines := component.Explanation(f.Theme, component.Explained(api.Explain(p.found.err)), f.Width-2)
		return indent(append([]string{f.Theme.Bad.Render(term.Cut("Looking for "+who+" brought no user.", f.Width-2))}, lines...))
	}
	return indent([]string{term.Cut("Looking for "+who+"…", f.Width-2)})
}

func indent(lines []string) []string {
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return lines
}

func heading(f ui.Frame, title string, width int) string {
	return f.Theme.Accent.Render(" " + term.Cut(title, width-1))
}

const label = 13

// property draws a label and a value, wrapped.
func property(f ui.Frame, name, value string, width int) []string {
	var lines []string
	for i, l := range term.Wrap(value, max(10, width-label-1)) {
		head := strings.Repeat(" ", label)
		if i == 0 {
			head = f.Theme.Muted.Render(term.Pad(name, label))
		}
		lines = append(lines, " "+head+l)
	}
	return lines
}

func (p *Page) overviewLines(f ui.Frame, width int) []string {
	lines := []string{heading(f, "OVERVIEW", width)}
	o := p.overview
	if o.err != nil {
		lines = append(lines, p.failed(f, "The user could not be read.", o.err, o.loaded, width)...)
	}
	if !o.loaded {
		if o.busy {
			lines = append(lines, waiting(f))
		}
		return lines
	}
	u := o.value.user
	add := func(name, value string) { lines = append(lines, property(f, name, value, width)...) }
	add("Name", orDash(u.DisplayName().String()))
	add("E-mail", orDash(u.Email.String()))
	add("User id", u.ID.String())
	glyph, style := f.Theme.State(string(u.State))
	word := glyph + " " + u.State.String()
	state := property(f, "State", word+stateMeaning(u.State), width)
	state[0] = strings.Replace(state[0], word, style.Render(word), 1)
	lines = append(lines, state...)
	add("Registered", registered(u.RegistrationDate, f.Now))
	lines = append(lines, noteLines(f, u, width)...)
	add("ETag", p.etag())
	add("Resource id", orDash(u.ResourceID.String()))
	lines = append(lines, "")
	return append(lines, p.identityLines(f, width)...)
}

func (p *Page) etag() string {
	o := p.overview.value
	if o.readAt.IsZero() {
		return "not read yet"
	}
	return text.Clean(string(o.etag)).String() + ", read " + o.readAt.UTC().Format("15:04:05 UTC")
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// stateMeaning explains a state as the specification does.
func stateMeaning(s api.State) string {
	switch {
	case s.Is(api.StateActive):
		return ", may sign in and call APIs"
	case s.Is(api.StateBlocked):
		return ", can neither sign in nor call APIs"
	case s.Is(api.StatePending):
		return ", has not confirmed the identity"
	case s.Is(api.StateDeleted):
		return ", the account is closed"
	}
	return ""
}

func registered(at, now time.Time) string {
	if at.IsZero() {
		return "–"
	}
	s := at.UTC().Format("2006-01-02 15:04 UTC")
	if !now.IsZero() {
		s += ", " + humanize.RelTime(at, now, "ago", "from now")
	}
	return s
}

func noteLines(f ui.Frame, u api.User, width int) []string {
	if u.NoteText() == "" {
		return property(f, "Note", "–", width)
	}
	var lines []string
	name := "Note"
	for _, l := range u.NoteText().Lines() {
		lines = append(lines, property(f, name, l.String(), width)...)
		name = ""
	}
	return lines
}

func (p *Page) identityLines(f ui.Frame, width int) []string {
	title := "IDENTITIES"
	if p.identities.value.Hides() {
		title = counted(title, p.identities)
	}
	lines := []string{heading(f, title, width)}
	if p.identities.err != nil {
		lines = append(lines, p.failed(f, "The identities could not be read.", p.identities.err, p.identities.loaded, width)...)
	}
	if !p.identities.loaded {
		return append(lines, rest(f, p.identities.busy)...)
	}
	if len(p.identities.value.Items) == 0 {
		return append(lines, " none")
	}
	for _, d := range p.identities.value.Items {
		lines = append(lines, property(f, d.Provider.String(), d.ID.String(), width)...)
	}
	return lines
}

func (p *Page) belongings(f ui.Frame, width int) []string {
	return append(append(p.groupLines(f, width), ""), p.subscriptionLines(f, width)...)
}

func (p *Page) groupLines(f ui.Frame, width int) []string {
	lines := []string{heading(f, counted("GROUPS", p.groups), width)}
	if p.groups.err != nil {
		lines = append(lines, p.failed(f, "The groups could not be read.", p.groups.err, p.groups.loaded, width)...)
	}
	if !p.groups.loaded {
		return append(lines, rest(f, p.groups.busy)...)
	}
	if len(p.groups.value.Items) == 0 {
		return append(lines, " none")
	}
	const kind = 9
	for _, g := range p.groups.value.Items {
		lines = append(lines, " "+term.Pad(g.DisplayName.String(), max(10, width-kind-2))+" "+f.Theme.Muted.Render(term.Pad(g.Type.String(), kind)))
	}
	return lines
}

func (p *Page) subscriptionLines(f ui.Frame, width int) []string {
	s := p.subscriptions
	lines := []string{heading(f, counted("PRODUCT SUBSCRIPTIONS", s), width)}
	if s.err != nil {
		lines = append(lines, p.failed(f, "The product subscriptions could not be read.", s.err, s.loaded, width)...)
	}
	if !s.loaded {
		return append(lines, rest(f, s.busy)...)
	}
	if len(s.value.Items) == 0 {
		return append(lines, " none")
	}
	const state, created = 11, 10
	for _, v := range s.value.Items {
		glyph, style := f.Theme.State(v.State.Exact())
		name := v.DisplayName
		if name == "" {
			name = v.ID
		}
		room := max(10, width-state-created-4)
		product := term.Cut(name.String(), room*3/5)
		if n := v.ScopeName(); n != "" {
			product += " → " + n.String()
		}
		lines = append(lines, " "+style.Render(term.Pad(glyph+" "+v.State.String(), state))+" "+
			term.Pad(product, room)+" "+f.Theme.Muted.Render(day(v.Created)))
	}
	return lines
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// counted is a heading with the number of items, if known.
func counted[T any](title string, p part[api.Collection[T]]) string {
	c := p.value
	switch {
	case !p.loaded:
		return title
	case c.Hides():
		return fmt.Sprintf("%s %d counted, %d shown to you", title, c.Counted, len(c.Items))
	}
	return fmt.Sprintf("%s %d", title, len(c.Items))
}

func waiting(f ui.Frame) string { return f.Theme.Muted.Render(" loading…") }

// rest is shown in place of a missing part.
func rest(f ui.Frame, busy bool) []string {
	if busy {
		return []string{waiting(f)}
	}
	return nil
}

// failed explains a part's failure. Earlier content stays, marked as old.
func (p *Page) failed(f ui.Frame, head string, err error, stale bool, width int) []string {
	if errors.Is(err, api.ErrCanceled) {
		head = "Reading was stopped; r reads again."
		return indent([]string{f.Theme.Warn.Render(term.Cut(head, width-1))})
	}
	if errors.Is(err, api.ErrNotFound) {
		head = "The user no longer exists on the service."
	}
	lines := []string{f.Theme.Bad.Render(term.Cut(head, width-1))}
	lines = append(lines, component.Explanation(f.Theme, component.Explained(api.Explain(err)), width-1)...)
	if stale {
		lines = append(lines, f.Theme.Warn.Render(term.Cut("What follows was read before.", width-1)))
	}
	return indent(lines)
}

func (p *Page) Status(f ui.Frame, width int) string {
	s := "User"
	if o := p.overview; o.loaded && p.query == "" {
		name := o.value.user.DisplayName()
		if name == "" {
			name = o.value.user.Email
		}
		s = "User " + name.String()
	}
	busy := p.busy.View(f.Theme)
	s = f.Theme.Plain.Render(term.Cut(s, max(4, width-lipgloss.Width(busy)-2)))
	if busy != "" {
		s += "  " + busy
	}
	return s
}

func (p *Page) Notice(f ui.Frame) []string {
	n := len(p.lines(f))
	if n <= p.height {
		return nil
	}
	top := max(0, min(p.scroll.Top, n-p.height))
	if below := n - p.height - top; below > 0 {
		return []string{f.Theme.Muted.Render(fmt.Sprintf(" more below (%d), j or pgdown", below))}
	}
	return []string{f.Theme.Muted.Render(" end")}
}
