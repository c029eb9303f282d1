package tui

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

type palette struct {
	ui.Still
	all    []keys.Binding
	found  []keys.Binding
	input  textinput.Model
	cursor component.Cursor
}

const paletteRows = 8

func newPalette(r *root) *palette {
	p := &palette{Still: r.still(keys.PaletteBox), input: component.Input("› ", 40)}
	for _, b := range r.keys.In(r.scopes()...) {
		if !b.Plain && b.Action != keys.Palette {
			p.all = append(p.all, b)
		}
	}
	p.all = append(p.all, r.scenes()...)
	p.input.Focus()
	p.match()
	return p
}

func (p *palette) Typing() bool { return true }

func (p *palette) match() {
	typed := search.Fold(p.input.Value())
	q := search.Parse(typed)
	p.found = nil
	for _, b := range p.all {
		if q.Match(search.Fold(b.Label + " " + b.Help)) {
			p.found = append(p.found, b)
		}
	}
	// Names that begin with the typed text come first, then actions of the page
	// before global ones. Before anything is typed, it is in the order of the status
	// line, so that the first is harmless.
	slices.SortStableFunc(p.found, func(a, b keys.Binding) int {
		if typed == "" {
			return place(a) - place(b)
		}
		return cmp.Or(far(a, typed)-far(b, typed), a.Rank-b.Rank)
	})
	p.cursor = component.Cursor{}
}

func place(b keys.Binding) int { return cmp.Or(b.Rank, math.MaxInt32) }

func far(b keys.Binding, typed string) int {
	switch {
	case strings.HasPrefix(b.Label, typed):
		return 0
	case strings.Contains(b.Label, typed):
		return 1
	}
	return 2
}

func (p *palette) Type(msg tea.Msg) tea.Cmd {
	p.input, _ = p.input.Update(msg)
	p.match()
	return nil
}

func (p *palette) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := p.Action(k); {
	case a == keys.Cancel:
		p.Dismiss()
	case a == keys.Accept:
		if len(p.found) > 0 {
			p.Dismiss()
			p.Out.Ask(ui.Perform{Action: p.found[p.cursor.At].Action})
		}
	case a == keys.None:
		return p.Type(k)
	default:
		p.cursor.Move(a, len(p.found), paletteRows)
	}
	return nil
}

func (p *palette) Pick(_ ui.Frame, _, y int) (component.Picked, tea.Cmd) {
	return p.cursor.Pick(y-2, len(p.found), paletteRows), nil
}

// View draws the box as wide as its widest row, whatever was found.
func (p *palette) View(t *theme.Theme, width, height int) string {
	label, key, help := 0, 0, 0
	for _, b := range p.all {
		label, key, help = max(label, term.Width(b.Label)), max(key, term.Width(strings.Join(b.Keys, "/"))), max(help, term.Width(b.Help))
	}
	room := min(help, width-label-key-12)
	lines := []string{" " + component.Fitted(p.input, room+label+key)}
	if len(p.found) == 0 {
		lines = append(lines, " "+t.Muted.Render("no action of that name"))
	}
	for i := p.cursor.Top; i < min(len(p.found), p.cursor.Top+paletteRows); i++ {
		b := p.found[i]
		about := "  " + t.Accent.Render(term.Pad(strings.Join(b.Keys, "/"), key)) + "  " + t.Muted.Render(term.Cut(b.Help, room))
		lines = append(lines, component.Choice(t, i == p.cursor.At, b.Label, label, about))
	}
	pane := component.Pane{
		Title: "Commands, enter runs, " + closes, Lines: lines, Width: label + key + room + 9, Height: min(paletteRows+3, height-2), Focus: true,
		Foot: p.cursor.Position(len(p.found)), Bar: component.Bar{Top: p.cursor.Top, Shown: paletteRows, All: len(p.found)},
	}
	return pane.View(t)
}
