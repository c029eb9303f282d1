package tui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Scene is something that a demonstration brings about when it is chosen from the
// palette.
type Scene struct {
	Name string // a word or two, unlike any action's
	Help string // a short line
	// Do brings it about and tells of it in a sentence. With options, the console
	// begins again on them.
	Do func() (told string, again *Options)
}

// scenes are the palette's entries of a demonstration.
func (r *root) scenes() []keys.Binding {
	var all []keys.Binding
	for _, s := range r.opts.Scenes {
		all = append(all, keys.Binding{Action: keys.Action(s.Name), Label: s.Name, Help: "Scene: " + s.Help, Rank: 99})
	}
	return all
}

// stage brings a scene about.
func (r *root) stage(a keys.Action) tea.Cmd {
	for _, s := range r.opts.Scenes {
		if keys.Action(s.Name) != a {
			continue
		}
		told, again := s.Do()
		if again == nil {
			r.toast = &ui.Notify{Text: told, Kind: ui.Warn}
			return nil
		}
		// The way to other services is not the demonstration's own.
		again.Contexts, again.SignIns = r.opts.Contexts, r.opts.SignIns
		return anew(*again, told)(r)
	}
	return nil
}

// anew begins again, and asks first when something would be lost.
func anew(o Options, told string) step {
	begins := step(func(r *root) tea.Cmd {
		r.enter(o)
		r.toast = &ui.Notify{Text: told}
		return begin(r)
	})
	return func(r *root) tea.Cmd {
		if r.shown.draft() == nil {
			return begins(r)
		}
		return r.shown.over(newQuestion(r, "Begin again", begins, "Your draft is not saved and would be lost.", "", "Begin again all the same?"))
	}
}
