package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/action"
	"apimtui/tui/keys"
	"apimtui/tui/page/contexts"
	"apimtui/tui/page/plainform"
	"apimtui/tui/page/services"
	"apimtui/tui/page/start"
	"apimtui/tui/ui"
)

// Contexts opens services for the console, and keeps the contexts of the
// configuration file.
type Contexts interface {
	contexts.File
	// Open makes a service ready for the console. It reads a service that was
	// found or typed, so that it is known to be there.
	Open(ctx context.Context, t ui.Target) (Options, error)
	// Find finds the services that the account can see.
	Find(ctx context.Context, emit func(api.Found)) (api.Found, error)
	// Ways are other ways to sign in for the search.
	Ways() []services.Way
	// Fields are the fields of a context of that name; of a new one for "". A
	// service that was found fills them.
	Fields(name string, found *api.FoundService) ([]plainform.Field, error)
	// Check says what is wrong with the values of a context, Save writes them in
	// place of the one with the old name, which is "" for a new one.
	Check(old string, values map[string]string) plainform.Problems
	Save(old string, values map[string]string) error
	// Remove removes a context from the file.
	Remove(name string) error
}

// bindings are the keys beyond the table: of actions and of pages.
func bindings() []keys.Binding {
	return slices.Concat(action.Bindings(), start.Bindings(), services.Bindings(), contexts.Bindings())
}

// step is an intent that the root carries out itself.
type step func(*root) tea.Cmd

// opener opens services for pages.
func (o *Options) opener() ui.Opener {
	return func(ctx context.Context, t ui.Target) (any, error) {
		next, err := o.Contexts.Open(ctx, t)
		return switchTo(next, t), err
	}
}

// switchTo is the intent to show another service. It asks first when something
// would be lost.
func switchTo(o Options, t ui.Target) step {
	return func(r *root) tea.Cmd {
		if q := r.mayLose("Switch", "switch", switchNow(o, t), "Switch to "+o.place()+" all the same?"); q != nil {
			return r.shown.over(q)
		}
		return switchNow(o, t)(r)
	}
}

func switchNow(o Options, t ui.Target) step {
	return func(r *root) tea.Cmd {
		r.enter(o)
		cmds := []tea.Cmd{begin(r)}
		if len(o.Left) == 0 {
			r.toast = &ui.Notify{Text: "Now on " + o.place() + "."} // whether it answers is not known yet
		}
		if t.Found != nil && o.Contexts != nil {
			cmds = append(cmds, r.shown.over(newQuestion(r, "Keep as a context", keep(t.Found),
				"The service can be kept as a context in the configuration file. The next start then opens it.", "", "Keep "+o.Service+" as a context?")))
		}
		return tea.Batch(cmds...)
	}
}

// place names a service and how the console got there, within a sentence.
func (o *Options) place() string {
	if o.Context == o.Service || o.Context == "" {
		return o.Service
	}
	return o.Context + ", service " + o.Service
}

// keep is the intent to keep a service that was found as a context.
func keep(f *api.FoundService) step {
	return func(r *root) tea.Cmd {
		fields, err := r.opts.Contexts.Fields("", f)
		values := map[string]string{}
		for _, x := range fields {
			values[x.Key] = x.Value
		}
		if err == nil && len(r.opts.Contexts.Check("", values)) > 0 {
			return contextForm("", f)(r) // the operator corrects it
		}
		if err == nil {
			err = r.opts.Contexts.Save("", values)
		}
		r.toast = &ui.Notify{Text: "Kept as context " + values["name"] + ".", Kind: ui.Good}
		if err != nil {
			r.toast = &ui.Notify{Text: "Not kept: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return nil
	}
}

// newStart returns the page of a first run.
func newStart(r *root) ui.Page {
	choices := []start.Choice{
		{Label: "Find services", Meaning: "sign in, and list the services that the account can see", Intent: findServices(false)},
		{Label: "Type one", Meaning: "subscription, resource group and name of a service", Intent: contextForm("", nil)},
		{Label: "Demonstration", Meaning: "a simulated service: no account, no network, nothing is real", Intent: step(openDemo)},
	}
	if rows, err := r.opts.Contexts.List(); err != nil || len(rows) > 0 {
		choices = append([]start.Choice{{Label: "Contexts", Meaning: "those of the configuration file", Intent: ui.Perform{Action: keys.Contexts}}}, choices...)
	}
	return start.New(r.shown.id(), r.surface.Out, choices)
}

func openDemo(r *root) tea.Cmd {
	t := ui.Target{Demo: true}
	o, err := r.opts.Contexts.Open(r.surface.Context, t)
	if err != nil {
		r.toast = &ui.Notify{Text: api.Explain(err).What.String(), Kind: ui.Bad}
		return nil
	}
	return switchNow(o, t)(r)
}

// findServices is the intent to open the page that finds services, to open one or to
// add it as a context.
func findServices(adding bool) step {
	return func(r *root) tea.Cmd { return r.shown.open(newServices(r, adding)) }
}

func newServices(r *root, adding bool) ui.Page {
	open := r.opts.opener()
	choose := func(ctx context.Context, f api.FoundService) (any, error) {
		return open(ctx, ui.Target{Found: &f})
	}
	if adding {
		choose = func(_ context.Context, f api.FoundService) (any, error) {
			return contextForm("", &f), nil
		}
	}
	file, typed := r.opts.Contexts, contextForm("", nil)
	return services.New(r.surface.Context, r.shown.id(), r.surface.Out, file.Find, file.Ways(), choose, typed)
}

func newContexts(r *root) ui.Page {
	file := r.opts.Contexts
	remove := func(name string) any {
		return step(func(r *root) tea.Cmd {
			return r.shown.over(newQuestion(r, "Remove a context", removeContext(name),
				"The context "+name+" is removed from the configuration file. The service and its users stay as they are. If it is the current one, none is current then.", "", "Remove it?"))
		})
	}
	return contexts.New(r.surface.Context, r.shown.id(), r.surface.Out, file, contexts.Host{
		Open:   r.opts.opener(),
		Add:    findServices(true),
		Edit:   func(name string) any { return contextForm(name, nil) },
		Remove: remove,
	})
}

func removeContext(name string) step {
	return func(r *root) tea.Cmd {
		r.toast = &ui.Notify{Text: "Removed the context " + name + ".", Kind: ui.Good}
		if err := r.opts.Contexts.Remove(name); err != nil {
			r.toast = &ui.Notify{Text: "Not removed: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return r.contextsChanged()
	}
}

// contextsChanged shows the contexts as they are after a change, on the page that
// lists them.
func (r *root) contextsChanged() tea.Cmd {
	if p, ok := r.shown.page().(*contexts.Page); ok {
		p.Changed()
		return nil
	}
	return r.shown.page().Init()
}

// contextForm is the intent to open the form of a context: of an existing one, or of a
// new one. Without any context open, a new one is opened when it is saved.
func contextForm(name string, found *api.FoundService) step {
	return func(r *root) tea.Cmd { return r.shown.open(newContextForm(r, name, found)) }
}

func newContextForm(r *root, name string, found *api.FoundService) ui.Page {
	fields, err := r.opts.Contexts.Fields(name, found)
	if err != nil {
		r.toast = &ui.Notify{Text: api.Explain(err).What.String(), Kind: ui.Bad}
	}
	title := "New context"
	if name != "" {
		title = "Edit context " + name
	}
	file, open, id := r.opts.Contexts, r.opts.opener(), r.shown.id()
	first, here := r.opts.Client == nil, r.opts.Context
	save := func(ctx context.Context, values map[string]string) (any, plainform.Problems, error) {
		wrong := file.Check(name, values)
		unnamed := first && values["name"] == ""
		if unnamed {
			delete(wrong, "name") // it is opened and not kept
		}
		if len(wrong) > 0 {
			return nil, wrong, nil
		}
		var next any
		var err error
		if first { // it is opened before it is kept, so that nothing wrong is kept
			next, err = open(ctx, ui.Target{Typed: values})
		}
		if err == nil && !unnamed {
			err = file.Save(name, values)
		}
		said := "Saved the context " + values["name"] + "."
		if name != "" && name == here {
			said += " It applies once you switch to it."
		}
		return saved(id, said, next), nil, err
	}
	return plainform.New(r.surface.Context, id, r.surface.Out, title, []string{"Service", "Sign-in and guards"}, fields, save)
}

// saved is the intent that follows a saved context.
func saved(form ui.PageID, said string, next any) step {
	return func(r *root) tea.Cmd {
		r.shown.drop(form) // it is no draft any more
		if next != nil {
			return r.intent(next)
		}
		if _, ok := r.shown.page().(*services.Page); ok {
			r.shown.drop(r.shown.page().ID())
		}
		r.toast = &ui.Notify{Text: said, Kind: ui.Good}
		return r.contextsChanged()
	}
}
