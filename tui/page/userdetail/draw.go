package userdetail

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func (p *Page) View(f ui.Frame) string {
	lines := p.lines(f)
	top := max(0, min(p.scroll.Top, len(lines)-f.Height))
	end := min(len(lines), top+f.Height)
	return strings.Join(lines[top:end], "\n")
}

// Tiles implements ui.Tiled: each part has a frame of its own.
func (p *Page) Tiles() {}

// Rim implements ui.Rimmed, for a preview.
func (p *Page) Rim(f ui.Frame) ui.Rim {
	u := p.overview.value.user
	return ui.Rim{
		Title: cmp.Or(u.DisplayName(), u.Email).String(),
		Bar:   component.Bar{Top: p.scroll.Top, Shown: f.Height, All: len(p.lines(f))},
	}
}

// card is a part of the page.
type card struct {
	title string
	lines []string
}

// The widths from which the cards stand in two columns, and in three.
const (
	twoColumns   = 100
	threeColumns = 180
)

// lines draws the whole page: cards with frames in columns, or one below the other
// where there is no room for frames.
func (p *Page) lines(f ui.Frame) []string {
	switch {
	case p.query != "":
		return p.findLines(f)
	case p.brief || !ui.Roomy(p.width, p.height):
		var lines []string
		own, more := p.cards(f, f.Width)
		for _, c := range append(own, more...) {
			head := f.Theme.Accent.Render(" " + term.Cut(strings.ToUpper(c.title), f.Width-1))
			lines = append(append(lines, head), append(c.lines, "")...)
		}
		return lines[:len(lines)-1]
	case f.Width < twoColumns:
		own, more := p.cards(f, f.Width-3)
		return framed(f, append(own, more...), f.Width)
	}
	// The overview has the first column, what belongs to the user the others.
	first, n := f.Width*11/20, 2
	if f.Width >= threeColumns {
		first, n = f.Width*2/5, 3
	}
	rest := (f.Width - first) / (n - 1)
	own, _ := p.cards(f, first-3)
	_, more := p.cards(f, rest-3)
	columns := []string{strings.Join(framed(f, own, first), "\n")}
	if n == 3 {
		columns = append(columns, strings.Join(framed(f, more[:1], rest), "\n"))
		more = more[1:]
	}
	columns = append(columns, strings.Join(framed(f, more, rest), "\n"))
	return strings.Split(term.Beside(columns...), "\n")
}

// framed draws cards one below the other.
func framed(f ui.Frame, cards []card, width int) []string {
	var lines []string
	for _, c := range cards {
		pane := component.Pane{Title: c.title, Lines: c.lines, Width: width, Height: len(c.lines) + 2}
		lines = append(lines, strings.Split(pane.View(f.Theme), "\n")...)
	}
	return lines
}

// cards are the parts of the page, drawn for a width: those of the user itself, and
// what belongs to it.
func (p *Page) cards(f ui.Frame, width int) (own, more []card) {
	own = []card{{"Overview", p.overviewLines(f, width)}}
	if p.hasNote() {
		own = append(own, card{"Note", p.noteLines(width)})
	}
	if !p.brief {
		title := "Identities"
		if p.identities.value.Hides() {
			title = counted(title, p.identities)
		}
		own = append(own, card{title, partLines(p, f, 1, p.identities, width, identityLines)})
	}
	return own, []card{
		{counted("Groups", p.groups), partLines(p, f, 2, p.groups, width, groupLines)},
		{counted("Product subscriptions", p.subscriptions), partLines(p, f, 3, p.subscriptions, width, p.subscriptionLines)},
	}
}

func (p *Page) hasNote() bool { return p.overview.loaded && p.overview.value.user.NoteText() != "" }

func (p *Page) findLines(f ui.Frame) []string {
	who := text.Clean(p.query).String()
	if p.found.err != nil {
		lines := component.Explanation(f.Theme, component.Explained(api.Explain(p.found.err)), f.Width-2)
		return indent(append(component.Wrapped(f.Theme.Bad, "Looking for "+who+" brought no user.", f.Width-2), lines...))
	}
	return indent(term.Wrap("Looking for "+who+"…", f.Width-2))
}

func indent(lines []string) []string {
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return lines
}

const label = 13

// property draws a label and a value, wrapped. A word that has no room beside the
// label begins below it, a little to the right where it stays whole.
func property(f ui.Frame, name, value string, width int) []string {
	longest := 0
	for _, w := range strings.Fields(value) {
		longest = max(longest, term.Width(w))
	}
	beside := max(10, width-label-1)
	head := " " + f.Theme.Muted.Render(term.Pad(name, label))
	indent := strings.Repeat(" ", label+1)
	var lines []string
	if longest > beside && longest < width {
		lines, head = []string{head}, strings.Repeat(" ", min(3, width-longest))
		indent, beside = head, width-len(head)
	}
	for _, l := range term.Wrap(value, beside) {
		lines, head = append(lines, head+l), indent
	}
	return lines
}

func (p *Page) overviewLines(f ui.Frame, width int) []string {
	var lines []string
	o := p.overview
	if o.err != nil {
		lines = append(lines, p.failed(f, 0, o.loaded, width)...)
	}
	switch {
	case !o.loaded && o.busy:
		return append(lines, waiting(f))
	case !o.loaded:
		return lines
	}
	u := o.value.user
	add := func(name, value string) { lines = append(lines, property(f, name, value, width)...) }
	add("Name", cmp.Or(u.DisplayName().String(), "–"))
	add("E-mail", cmp.Or(u.Email.String(), "–"))
	add("User id", u.ID.String())
	glyph, style := f.Theme.State(string(u.State))
	word, means := glyph+" "+u.State.String(), stateMeaning(u.State)
	if at := p.Doubts.At(u.ID); at != "" {
		word, means, style = "? unknown", ": a write of "+at+" has no known outcome; r reads again", f.Theme.Warn
	}
	state := property(f, "State", word+means, width)
	state[0] = strings.Replace(state[0], word, style.Render(word), 1)
	lines = append(lines, state...)
	add("Registered", registered(u.RegistrationDate, f.Now))
	if !p.hasNote() {
		add("Note", "–")
	}
	if !p.brief {
		add("ETag", p.etag())
		add("Resource id", term.CutMiddle(cmp.Or(u.ResourceID.String(), "–"), max(10, width-label-1)))
	}
	return lines
}

func (p *Page) etag() string {
	o := p.overview.value
	if o.readAt.IsZero() {
		return "not read yet"
	}
	return text.Clean(string(o.etag)).String() + ", read " + o.readAt.UTC().Format("15:04:05 UTC")
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
		s += ", " + ago(at, now)
	}
	return s
}

// ago is an age, in whole years from one year on.
func ago(at, now time.Time) string {
	years := now.Year() - at.Year()
	if now.Before(at.AddDate(years, 0, 0)) {
		years--
	}
	if years > 0 {
		return english.Plural(years, "year", "") + " ago"
	}
	return humanize.RelTime(at, now, "ago", "from now")
}

func (p *Page) noteLines(width int) []string {
	var lines []string
	for _, l := range p.overview.value.user.NoteText().Lines() {
		lines = append(lines, indent(term.Wrap(l.String(), max(10, width-1)))...)
	}
	return lines
}

// partLines draws a part, which is in that place, or what there is instead. Earlier
// content stays, marked as old.
func partLines[T any](p *Page, f ui.Frame, place int, s part[api.Collection[T]], width int,
	draw func(f ui.Frame, items []T, width int) []string) []string {
	var lines []string
	if s.err != nil {
		lines = p.failed(f, place, s.loaded, width)
	}
	switch {
	case !s.loaded && s.busy:
		return append(lines, waiting(f))
	case !s.loaded:
		return lines
	case len(s.value.Items) == 0:
		return append(lines, " none")
	}
	return append(lines, draw(f, s.value.Items, width)...)
}

func identityLines(f ui.Frame, all []api.Identity, width int) []string {
	var lines []string
	for _, d := range all {
		lines = append(lines, property(f, d.Provider.String(), d.ID.String(), width)...)
	}
	return lines
}

func groupLines(f ui.Frame, all []api.Group, width int) []string {
	const kind = 9
	var lines []string
	for _, g := range all {
		lines = append(lines, " "+term.Pad(g.DisplayName.String(), max(10, width-kind-2))+" "+f.Theme.Muted.Render(term.Pad(g.Type.String(), kind)))
	}
	return lines
}

func (p *Page) subscriptionLines(f ui.Frame, all []api.Subscription, width int) []string {
	const state, created = 11, 10
	product := 0
	for _, v := range all {
		product = max(product, term.Width(p.names.Name(v).String()))
	}
	room := max(10, width-state-created-4)
	product = min(product, max(8, room*3/5))
	var lines []string
	for _, v := range all {
		glyph, style := f.Theme.State(v.State.Exact())
		name := term.Pad(p.names.Name(v).String(), product)
		if n := cmp.Or(v.DisplayName, v.ID); room > product+14 {
			name += "  " + f.Theme.Muted.Render(term.Pad(n.String(), room-product-2))
		}
		lines = append(lines, " "+name+" "+style.Render(term.Pad(glyph+" "+v.State.String(), state))+" "+f.Theme.Muted.Render(component.Day(v.Created)))
	}
	return lines
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

// failed explains why the part in that place could not be read, unless one above it
// says the same. Earlier content stays, marked as old.
func (p *Page) failed(f ui.Frame, place int, stale bool, width int) []string {
	var lines []string
	say := func(style theme.Style, s string) { lines = append(lines, component.Wrapped(style, s, width-1)...) }
	failures := []error{p.overview.err, p.identities.err, p.groups.err, p.subscriptions.err}
	err, again := failures[place], "r reads again."
	told := slices.ContainsFunc(failures[:place], func(above error) bool { return above != nil && reason(above) == reason(err) })
	switch {
	case told && stale:
		say(f.Theme.Warn, "Not read. What follows was read before.")
		stale = false
	case told:
		say(f.Theme.Warn, "Not read.")
	case errors.Is(err, api.KindCanceled):
		say(f.Theme.Warn, "Reading was stopped; "+again)
		stale = false
	default:
		head := "The " + []string{"user", "identities", "groups", "product subscriptions"}[place] + " could not be read."
		if errors.Is(err, api.KindNotFound) {
			head = "The user no longer exists on the service."
		}
		say(f.Theme.Bad, head)
		lines = append(lines, component.Explanation(f.Theme, component.Explained(api.Explain(err)), width-1)...)
		say(f.Theme.Strong, again)
	}
	if stale {
		say(f.Theme.Warn, "What follows was read before.")
	}
	return indent(lines)
}

// reason is why something could not be read, but for the request.
func reason(err error) string {
	x := api.Explain(err)
	return fmt.Sprint(x.What, x.Do, x.More)
}

func (p *Page) Status(f ui.Frame, width int) string {
	s := "User"
	if o := p.overview; o.loaded && p.query == "" {
		s = "User " + cmp.Or(o.value.user.DisplayName(), o.value.user.Email).String()
	}
	busy := p.busy.View(f.Theme)
	s = f.Theme.Plain.Render(term.Cut(s, max(4, width-term.Cells(busy)-2)))
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
		return []string{f.Theme.Muted.Render(fmt.Sprintf(" ↓ %s, j or pgdown", english.Plural(below, "more line", "")))}
	}
	return []string{f.Theme.Muted.Render(" end")}
}
