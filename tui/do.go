package tui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// do carries out an action from a key or the palette. A disabled one shows its
// reason.
func (r *root) do(a keys.Action) tea.Cmd {
	if a == keys.None {
		return nil
	}
	if why := r.why(a); why != "" {
		r.toast = &ui.Notify{Text: why, Kind: ui.Warn}
		return nil
	}
	if cmd, done := r.shown.page().Do(a); done {
		return cmd
	}
	if x := r.actions[a]; x != nil {
		if users, hidden := r.shown.marked(); len(users) > 0 && x.Several != nil {
			return x.Several(r.surface, users, hidden)
		}
		return x.Do(r.surface, r.shown.subject())
	}
	switch a {
	case keys.Help:
		return r.shown.over(newHelp(r, r.scopes()...))
	case keys.Palette:
		return r.shown.over(newPalette(r))
	case keys.Log:
		return r.openLog()
	case keys.Back:
		return r.back()
	case keys.Filter:
		return r.filterList()
	case keys.Leave:
		if cmd, done := r.pop(); done {
			return cmd
		}
		return r.quit()
	case keys.Quit:
		return r.quit()
	case keys.Redraw:
		return tea.ClearScreen
	case keys.Overwrite:
		return r.clip.overwrite()
	case keys.FreshToken:
		if _, open := r.shown.box().(*freshToken); !open {
			return r.shown.over(newFreshToken(r))
		}
	case keys.Columns:
		return r.shown.over(newColumnChoice(r))
	case keys.Contexts:
		return r.shown.open(newContexts(r))
	case keys.Another:
		r.another()
	}
	return r.stage(a)
}

// why returns the reason why an action is disabled, or "".
func (r *root) why(a keys.Action) string {
	x := r.actions[a]
	u := r.shown.subject()
	users, _ := r.shown.marked()
	switch {
	case x != nil && r.opts.Client == nil:
		return "Disabled: no service is chosen."
	case r.present.why(a) != "":
		return r.present.why(a)
	case x != nil && x.Writes && r.opts.ReadOnly:
		return "Disabled: read-only context."
	case a == keys.Contexts && r.opts.Contexts == nil:
		return "Disabled: a demonstration has no contexts."
	case a == keys.Log && r.opts.Exchanges == nil:
		return "Disabled: no requests are recorded."
	case a == keys.Overwrite && r.clip.held.what == "":
		return "Disabled: nothing secret was copied."
	case a == keys.Undo && (r.memory.undo == nil || r.memory.undo.Why != ""):
		why := "there is no change of mine to undo."
		if r.memory.undo != nil {
			why = r.memory.undo.Why
		}
		return "Disabled: " + why
	case x != nil && x.Several != nil && len(users) > 0:
		return ""
	case x != nil && x.NeedsUser && len(users) > 1:
		return "Disabled: several users are marked, and this is for one."
	case a == keys.Another && r.shown.atHand() == nil, x != nil && x.NeedsUser && u == nil:
		return "Disabled: no user is chosen."
	}
	return cmp.Or(r.whyNotThisUser(a), r.shown.page().Why(a))
}

func (r *root) whyNotThisUser(a keys.Action) string {
	x, u := r.actions[a], r.shown.subject()
	if x == nil || x.Why == nil || u == nil {
		return ""
	}
	return x.Why(*u)
}

// another simulates a change by another administrator.
func (r *root) another() {
	if u := r.shown.atHand(); u != nil {
		r.toast = &ui.Notify{Text: r.opts.Another(u.ID), Kind: ui.Warn}
	}
}

func (r *root) pop() (cmd tea.Cmd, done bool) {
	if !r.shown.drop(r.shown.page().ID()) {
		return nil, false
	}
	if r.memory.remind.again() {
		return r.shown.over(newUnfinished(r)), true
	}
	return nil, true
}

// back leaves the page. Below a user opened by name is the list, which is loaded
// only now.
func (r *root) back() tea.Cmd {
	if cmd, done := r.pop(); done || r.opts.Query == "" {
		return cmd
	}
	r.opts.Query = ""
	list := r.list()
	if u := r.shown.chosen(); u != nil {
		list.Choose(u.ID)
	}
	return r.shown.replace(r.shown.page().ID(), list)
}

// filterList goes back to the nearest list that has a filter, and opens it. What is
// typed after that is text, and not keys of the page.
func (r *root) filterList() tea.Cmd {
	var cmds []tea.Cmd
	for i := len(r.shown.stack); i >= 0; i-- {
		if cmd, done := r.shown.page().Do(keys.Filter); done {
			return tea.Batch(append(cmds, cmd)...)
		}
		cmds = append(cmds, r.back())
	}
	return tea.Batch(cmds...)
}

// quit ends the console, and asks first if something would be lost.
func (r *root) quit() tea.Cmd {
	if _, asked := r.shown.box().(*question); asked {
		return r.quitNow()
	}
	q := r.mayLose("Quit", "quit", step((*root).quitNow), "Quit all the same?")
	if q == nil {
		return r.quitNow()
	}
	if r.shown.writing() {
		q.while = r.shown.writing
	}
	return r.shown.over(q)
}

// mayLose asks whether to lose what an intent would lose. Nil is for nothing.
func (r *root) mayLose(title, verb string, intent any, asks string) *question {
	switch {
	case r.shown.writing():
		lost := "A write is in flight. If you " + verb + " now, you do not learn what becomes of it."
		return newQuestion(r, title, intent, lost, "", asks)
	case r.shown.draft() != nil:
		return newQuestion(r, title, intent, "Your draft is not saved and would be lost.", "", asks)
	}
	return nil
}

func (r *root) quitNow() tea.Cmd {
	left := &LeftError{InFlight: r.shown.writing()}
	r.close()
	if left.InFlight || len(r.memory.doubts) > 0 {
		return func() tea.Msg { return ended{left} }
	}
	return tea.Quit
}

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
		if q := r.mayLose("Begin again", "begin again", begins, "Begin again all the same?"); q != nil {
			return r.shown.over(q)
		}
		return begins(r)
	}
}
