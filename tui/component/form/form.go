// Package form holds a form and the fields it is made of: values in, typed
// actions out. It knows nothing of what the values mean.
//
// A value that is not edited comes out exactly as it went in: only its safe form
// is drawn, and a value that cannot be typed is shown unchanged until it is
// replaced as a whole.
package form

import (
	"slices"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Field is a labelled control.
type Field struct {
	ID      string
	Label   string
	Control Control
	Hint    string // one sentence, shown while the field has the focus
	Locked  string // why it cannot be changed; "" when it can
	// Error and Warning are shown under the field.
	Error, Warning text.Safe

	began string
}

// Changed reports whether the value differs from the initial one.
func (f *Field) Changed() bool { return f.Control.Value() != f.began }

// Section is a group of fields with a heading.
type Section struct {
	Title string
	// Right places it in the second column where there is room for two.
	Right  bool
	Fields []*Field
}

// Problem is an error that belongs to no field.
type Problem struct {
	Title string // a word or two
	component.Explained
}

// Form is fields in tab order and the buttons to save or leave. Resize has to be
// called before View.
type Form struct {
	// Asking is set while the question is whether to give up what was typed: only
	// keys that answer it do anything.
	Asking bool

	sections []Section
	fields   []*Field // all, the buttons last
	buttons  *buttons
	problem  *Problem
	offered  bool
	keys     *keys.Map

	at            int // the field with the focus
	top           int // the first line shown
	width, height int
}

// New makes a form with the focus on its first field.
func New(sections ...Section) *Form {
	f := &Form{sections: sections, keys: keys.NewMap(), buttons: &buttons{}}
	for _, s := range sections {
		f.fields = append(f.fields, s.Fields...)
	}
	for _, x := range f.fields {
		x.began = x.Control.Value()
	}
	f.fields = append(f.fields, &Field{Control: f.buttons})
	f.SetOffer("")
	return f
}

// Fields are the fields in tab order.
func (f *Form) Fields() []*Field { return f.fields[:len(f.fields)-1] }

// Field returns a field by its id, or nil.
func (f *Form) Field(id string) *Field {
	for _, x := range f.Fields() {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// FocusWrong moves the focus to the first field with an error, and reports whether
// there is one.
func (f *Form) FocusWrong() bool {
	i := slices.IndexFunc(f.fields, func(x *Field) bool { return !x.Error.Empty() })
	if i >= 0 {
		f.focus(i, false)
	}
	return i >= 0
}

// Focused returns the id of the focused field, "" for the buttons.
func (f *Form) Focused() string { return f.fields[f.at].ID }

// Focus moves the focus to a field.
func (f *Form) Focus(id string) {
	if i := slices.IndexFunc(f.fields, func(x *Field) bool { return x.ID == id }); i >= 0 {
		f.focus(i, false)
	}
}

func (f *Form) focus(i int, back bool) {
	// A secret can be revealed from any field.
	for _, x := range f.fields {
		x.Control.leave()
	}
	f.at = i
	f.fields[i].Control.enter(back)
	f.follow()
}

// SetOffer adds a button with this label that resolves a problem; "" removes it.
func (f *Form) SetOffer(label string) {
	f.offered = label != ""
	all := []button{{"Save", Save}, {label, Offer}, {"Cancel", Cancel}}
	f.buttons.all = slices.DeleteFunc(all, func(b button) bool { return b.label == "" })
	f.buttons.at = min(f.buttons.at, len(f.buttons.all)-1)
}

// SetProblem shows a problem above the fields; nil removes it.
func (f *Form) SetProblem(p *Problem) { f.problem = p; f.follow() }

// Revealed reports whether a secret is shown in clear.
func (f *Form) Revealed() bool {
	return slices.ContainsFunc(f.fields, func(x *Field) bool {
		s, ok := x.Control.(*Text)
		return ok && s.shown
	})
}

// Mask masks every secret again.
func (f *Form) Mask() {
	for _, x := range f.fields {
		if s, ok := x.Control.(*Text); ok {
			s.shown = false
		}
	}
}

// Resize sets the size of the form in cells.
func (f *Form) Resize(width, height int) {
	f.width, f.height = width, height
	for _, x := range f.fields {
		if a, ok := x.Control.(*Area); ok {
			a.width = f.valueWidth()
		}
	}
	f.follow()
}

// Scopes are where keys are looked up.
func (f *Form) Scopes() []keys.Scope {
	if f.Asking {
		return []keys.Scope{keys.QuestionBox}
	}
	return []keys.Scope{keys.Form}
}

// Update handles a key, a paste or a Click.
func (f *Form) Update(msg tea.Msg) Action {
	a := keys.None
	if k, ok := msg.(tea.KeyPressMsg); ok {
		a = f.keys.Action(k.String(), f.Scopes()[0])
	}
	c, clicked := msg.(Click)
	switch {
	case f.Asking && a == keys.Yes:
		return Leave
	case f.Asking:
		f.Asking = a != keys.Cancel
		return None
	case clicked:
		act := f.click(c)
		f.follow()
		return act
	case a == keys.Cancel:
		return Cancel
	case a == keys.Save:
		return Save
	case a == keys.Help:
		return Help
	case a == keys.Offer && f.offered:
		return Offer
	}
	act := f.give(a, msg)
	f.follow()
	return act
}

// give passes a key to the focused field and handles what the field does not use.
func (f *Form) give(a keys.Action, msg tea.Msg) Action {
	x := f.fields[f.at]
	if x.Locked == "" {
		before := x.Control.Value()
		act, used := x.Control.take(a, msg)
		if used && x.Control.Value() != before {
			return Edited
		}
		if used {
			return act
		}
	}
	switch a {
	case keys.Next, keys.Accept:
		return f.step(1)
	case keys.Previous:
		return f.step(-1)
	case keys.Reveal:
		f.reveal()
	}
	return None
}

// step moves the focus and wraps around.
func (f *Form) step(by int) Action {
	n := len(f.fields)
	f.focus((f.at+by+n)%n, by < 0)
	return Moved
}

// reveal toggles secrets from any focus.
func (f *Form) reveal() {
	for _, x := range f.fields {
		if s, ok := x.Control.(*Text); ok {
			s.take(keys.Reveal, nil)
		}
	}
}

// explain draws the problem in at most half of the form.
func (f *Form) explain(t *theme.Theme) []string {
	if f.problem == nil {
		return nil
	}
	lines, mark := []string(nil), " ✗ "
	for _, l := range component.Wrapped(t.Bad, f.problem.Title, f.width-4) {
		lines, mark = append(lines, t.Bad.Render(mark)+l), "   "
	}
	for _, l := range component.Explanation(t, f.problem.Explained, f.width-4) {
		lines = append(lines, "   "+l)
	}
	if most := max(2, f.height/2); len(lines) > most {
		lines = append(lines[:most-1], ansi.Truncate(lines[most-1]+" "+term.Ellipsis, f.width-1, term.Ellipsis))
	}
	return lines
}
