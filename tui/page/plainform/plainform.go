// Package plainform is a form of a few values, such as those of a context or a group.
// It does not know what they mean: the fields and what is wrong with them are data.
package plainform

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/component/form"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

// Field is one value.
type Field struct {
	Key, Label, Value string
	Hint              string   // one sentence
	Options           []string // the only values; none for any text
	Long              bool     // it may have several lines
	Switch            bool     // it is "true" or "false"
	Who               bool     // it tells who a user is
}

// Problems are what is wrong with values, by key, in sentences that are safe to
// draw.
type Problems map[string]string

// Add notes what is wrong with a value; nil is nothing.
func (p Problems) Add(key string, err error) {
	if err != nil {
		p[key] = err.Error()
	}
}

// Save takes the values by their keys. Its intent is asked for when nothing is
// wrong.
type Save func(ctx context.Context, values map[string]string) (intent any, wrong Problems, err error)

const (
	taskSave = "save"
	taskTick = "tick"
)

// Page is the form.
type Page struct {
	id    ui.PageID
	out   *ui.Outbox
	title string
	save  Save
	keys  *keys.Map
	form  *form.Form
	tasks *ui.Tasks
	busy  component.Busy
}

var (
	_ ui.Page    = (*Page)(nil)
	_ ui.Drafter = (*Page)(nil)
)

// New returns the form, with the focus on its first field. Its fields are divided
// evenly among one or two sections.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, title string, sections []string, fields []Field, save Save) *Page {
	p := &Page{id: id, out: out, title: title, save: save, keys: keys.NewMap(), tasks: ui.NewTasks(ctx, id)}
	all := make([]*form.Field, len(fields))
	for i, f := range fields {
		all[i] = &form.Field{ID: f.Key, Label: f.Label, Hint: f.Hint, Control: control(f)}
		if f.Switch {
			all[i].Hint = "" // it stands beside the box
		}
	}
	if len(sections) == 1 {
		p.form = form.New(form.Section{Title: sections[0], Fields: all})
		return p
	}
	half := (len(all) + 1) / 2
	p.form = form.New(
		form.Section{Title: sections[0], Fields: all[:half]},
		form.Section{Title: sections[1], Right: true, Fields: all[half:]})
	return p
}

func control(f Field) form.Control {
	switch {
	case f.Switch:
		return form.NewToggle(f.Value == "true", f.Hint)
	case f.Options != nil:
		var options []form.Option
		if f.Value != "" && !slices.Contains(f.Options, f.Value) {
			options = append(options, form.Option{Value: f.Value}) // it stays until another is chosen
		}
		for _, o := range f.Options {
			options = append(options, form.Option{Value: o})
		}
		return form.NewPicker(f.Value, options...)
	case f.Long:
		return form.NewArea(f.Value)
	}
	x := form.NewText(f.Value)
	x.Who = f.Who
	return x
}

func (p *Page) ID() ui.PageID        { return p.id }
func (p *Page) Init() tea.Cmd        { return nil }
func (p *Page) Scopes() []keys.Scope { return p.form.Scopes() }
func (p *Page) Typing() bool         { return true }
func (p *Page) Close()               { p.tasks.Close() }

func (p *Page) Do(keys.Action) (tea.Cmd, bool) { return nil, false }

func (p *Page) Why(a keys.Action) string {
	switch a {
	case keys.Reveal, keys.Generate, keys.Remove, keys.Offer:
		return "Disabled: nothing here needs it."
	}
	return ""
}

func (p *Page) Resize(width, height int) { p.form.Resize(width, height) }

func (p *Page) Dirty() bool {
	return slices.ContainsFunc(p.form.Fields(), (*form.Field).Changed)
}

func (p *Page) Type(msg tea.Msg) tea.Cmd {
	if p.tasks.Running(taskSave) {
		if k, ok := msg.(tea.KeyPressMsg); ok && p.keys.Action(k.String(), keys.Form) == keys.Cancel {
			p.tasks.Cancel(taskSave)
			p.busy.Stop()
		}
		return nil
	}
	at := p.form.Focused()
	switch p.form.Update(msg) {
	case form.Edited:
		p.form.Field(at).Error = text.Safe{}
	case form.Save:
		return p.send()
	case form.Cancel:
		if p.form.Asking = p.Dirty(); !p.form.Asking {
			p.out.Ask(ui.Leave{Page: p.id})
		}
	case form.Leave:
		p.out.Ask(ui.Leave{Page: p.id})
	case form.Help:
		p.out.Ask(ui.Perform{Action: keys.Help})
	}
	return nil
}

// DraftOf implements ui.Drafter: it is about no user.
func (p *Page) DraftOf() api.UserID { return "" }

type saving struct {
	intent any
	wrong  Problems
	err    error
}

func (p *Page) send() tea.Cmd {
	save, values := p.save, map[string]string{}
	for _, f := range p.form.Fields() {
		values[f.ID] = f.Control.Value()
	}
	p.form.SetProblem(nil)
	p.busy.Start(time.Now())
	return tea.Batch(p.tasks.After(taskTick, component.ShowAfter), p.tasks.Run(taskSave, func(ctx context.Context) any {
		intent, wrong, err := save(ctx, values)
		return saving{intent, wrong, err}
	}))
}

func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	v, ok := r.Value.(saving)
	if !ok {
		if p.tasks.Running(taskSave) {
			return p.tasks.After(taskTick, p.busy.Tick(time.Now()))
		}
		return nil
	}
	p.busy.Stop()
	for _, f := range p.form.Fields() {
		f.Error = text.Clean(v.wrong[f.ID])
	}
	p.form.FocusWrong()
	switch {
	case v.err != nil:
		p.form.SetProblem(&form.Problem{Title: "Not saved", Explained: component.Explained(api.Explain(v.err))})
	case len(v.wrong) == 0:
		p.out.Ask(v.intent)
	}
	return nil
}

func (p *Page) View(f ui.Frame) string { return p.form.View(f.Theme) }

func (p *Page) Status(f ui.Frame, width int) string {
	status := term.Cut(p.title, width)
	if b := p.busy.View(f.Theme); b != "" {
		status += "  " + b
	}
	return status
}

func (p *Page) Notice(f ui.Frame) []string {
	if !p.form.Asking {
		return nil
	}
	return []string{" " + f.Theme.Warn.Render("Give up what was typed?")}
}
