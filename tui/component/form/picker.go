package form

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Option is one choice of a Picker.
type Option struct {
	Value   string
	Label   text.Safe // Value when empty
	Meaning string    // one line
}

func (o Option) label() string {
	if o.Label.Empty() {
		return text.Clean(o.Value).String()
	}
	return o.Label.String()
}

// Picker is a choice of one option. While focused it shows all options, in one line
// with the meaning of the chosen one below, or as a list where they are too long.
type Picker struct {
	// Glyph, if set, returns a sign and a style for a value.
	Glyph func(t *theme.Theme, value string) (string, theme.Style)

	options []Option
	at      int
}

// NewPicker returns a choice among at least one option; the first is chosen when
// value is none of them.
func NewPicker(value string, options ...Option) *Picker {
	p := &Picker{options: options}
	p.Choose(value)
	return p
}

// Choose chooses the option with that value, if it exists.
func (p *Picker) Choose(value string) {
	if i := slices.IndexFunc(p.options, func(o Option) bool { return o.Value == value }); i >= 0 {
		p.at = i
	}
}

// Value returns the value of the chosen option.
func (p *Picker) Value() string { return p.options[p.at].Value }

func (p *Picker) enter(bool) {}
func (p *Picker) leave()     {}

func (p *Picker) take(a keys.Action, _ tea.Msg) (Action, bool) {
	switch a {
	case keys.Up, keys.Left:
		p.at = max(0, p.at-1)
	case keys.Down, keys.Right:
		p.at = min(len(p.options)-1, p.at+1)
	default:
		return None, false
	}
	return None, true
}

func (p *Picker) draw(t *theme.Theme, width, _ int, focused bool) drawing {
	head := p.name(t, p.options[p.at])
	if !focused {
		meaning := p.options[p.at].Meaning
		if meaning == "" || term.Cells(head)+2+term.Width(meaning) <= width {
			return one(head + "  " + t.Muted.Render(meaning))
		}
		return drawing{beside: append([]string{head}, component.Wrapped(t.Muted, meaning, width)...)}
	}
	if row := p.row(t); term.Cells(row) <= width {
		// As many lines for every option: the form below does not jump.
		d, lines := one(row), 0
		for i, o := range p.options {
			meaning := component.Wrapped(t.Muted, o.Meaning, width)
			if lines = max(lines, len(meaning)); i == p.at {
				d.beside = append(d.beside, meaning...)
			}
		}
		for len(d.beside) < lines+1 {
			d.beside = append(d.beside, "")
		}
		return d
	}
	return p.list(t, head, width)
}

// row draws all options in one line.
func (p *Picker) row(t *theme.Theme) string {
	names := make([]string, len(p.options))
	for i, o := range p.options {
		names[i] = t.Muted.Render("( ) ") + t.Plain.Render(o.label())
		if i == p.at {
			names[i] = t.Accent.Render("(●)") + " " + t.Strong.Render(o.label())
		}
	}
	return strings.Join(names, "  ")
}

// list draws the options one below the other, each with its meaning.
func (p *Picker) list(t *theme.Theme, head string, width int) drawing {
	d := one(head)
	labels := 0
	for _, o := range p.options {
		labels = max(labels, term.Cells(p.name(t, o)))
	}
	// The list starts further left than the value, so it is wider.
	room := width + label + margin - listIndent - 1 - labels - 4
	for i, o := range p.options {
		mark := "  "
		if i == p.at {
			mark = t.Accent.Render("› ")
		}
		name := lipgloss.NewStyle().Width(labels).Render(p.name(t, o))
		for _, line := range component.Wrapped(t.Muted, o.Meaning, room) {
			d.below = append(d.below, mark+name+"  "+line)
			mark, name = "  ", strings.Repeat(" ", labels)
		}
	}
	return d
}

func (p *Picker) name(t *theme.Theme, o Option) string {
	if p.Glyph == nil {
		return t.Plain.Render(o.label())
	}
	glyph, style := p.Glyph(t, o.Value)
	return style.Render(glyph + " " + o.label())
}
