package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/flow"
	"apimtui/tui/page/userdetail"
	"apimtui/tui/page/userlist"
	"apimtui/tui/ui"
)

// intents carries out what pages and overlays asked for, and what comes of it.
func (r *root) intents() tea.Cmd {
	var cmds []tea.Cmd
	for asked := r.out.Take(); len(asked) > 0; asked = r.out.Take() {
		for _, intent := range asked {
			cmds = append(cmds, r.intent(intent))
		}
	}
	return tea.Batch(cmds...)
}

func (r *root) intent(intent any) tea.Cmd {
	switch i := intent.(type) {
	case ui.OpenUser:
		return r.open(userdetail.New(r.ctx, r.id(), r.out, r.opts.Users, r.opts.Now, i.ID, i.User))
	case ui.ShowUsers:
		return r.replace(i.From, userlist.NewChoice(r.ctx, r.id(), r.out, i.Query, i.Users))
	case ui.Learned:
		return r.watchers(func(w ui.Watcher) tea.Cmd { return w.Changed(i.Version) })
	case ui.Lost:
		return r.watchers(func(w ui.Watcher) tea.Cmd { return w.Gone(i.ID) })
	case ui.Looked:
		r.looked(i.ID)
	case lookAt:
		r.looking = true
		return r.open(userdetail.New(r.ctx, r.id(), r.out, r.opts.Users, r.opts.Now, i.user, nil))
	case ui.EditUser:
		return r.editForm(i.Base)
	case ui.Replay:
		return r.replay(i.Typed)
	case ui.CreateAnew:
		return r.formOf(i.Draft)
	case ui.Save:
		return r.over(flow.NewSave(r.ctx, r.id(), r.out, r.opts.Users, i))
	case ui.Create:
		return r.over(flow.NewCreate(r.ctx, r.id(), r.out, r.opts.Users, i))
	case ui.Done:
		return r.done(i)
	case ui.Notify:
		r.toast = &i
	case ui.Copy:
		return r.copy(i)
	case ui.Leave:
		return r.leave(i.Page)
	case ui.Close:
		r.closeOverlay(i.Overlay)
	case ui.Perform:
		return r.do(i.Action)
	case quitNow:
		return r.quitNow()
	}
	return nil
}

// leave closes a page, if it is still there.
func (r *root) leave(id ui.PageID) tea.Cmd {
	for i, p := range r.stack {
		if p.ID() != id {
			continue
		}
		if len(r.stack) == 1 {
			return r.replace(id, r.list())
		}
		p.Close()
		r.stack = append(r.stack[:i:i], r.stack[i+1:]...)
		return nil
	}
	return nil
}

// change is what can be undone.
type change struct {
	before, after api.Version
	what          string
}

// done tells everybody about the end of a write.
func (r *root) done(d ui.Done) tea.Cmd {
	r.closeOverlay(d.Overlay)
	w := d.Written
	if d.Overlay == r.undoing && (w.Outcome == api.Conflict || w.Outcome == api.DeletedMeanwhile) {
		r.undo, r.noUndo = nil, d.Subject.DisplayName().String()+" was changed or deleted since."
	}
	if d.Mail {
		r.toast = &ui.Notify{Text: w.Outcome.String() + ": " + d.What, Kind: ui.Warn}
		if w.Outcome.Done() {
			r.toast = &ui.Notify{Text: d.What, Kind: ui.Good}
		}
		return r.tell(d)
	}
	if d.Theirs {
		r.toast = &ui.Notify{Text: d.What, Kind: ui.Info}
		return tea.Batch(r.tell(d), r.leave(d.Owner))
	}
	if !w.Outcome.Done() {
		if d.Owner == 0 {
			r.toast = &ui.Notify{Text: w.Outcome.String() + ": " + subject(d), Kind: ui.Warn}
		}
		return tea.Batch(r.answer(d), r.tell(d))
	}
	r.toast = &ui.Notify{Text: w.Outcome.String() + ": " + d.What, Kind: ui.Good}
	if len(w.Ignored) > 0 {
		r.toast = &ui.Notify{Text: ignored(w), Kind: ui.Bad}
	}
	r.keepUndo(d)
	cmd := r.tell(d)
	if d.Owner == 0 {
		return cmd
	}
	cmd = tea.Batch(cmd, r.leave(d.Owner))
	if d.Before == nil {
		// A new user: the operator wants to see it.
		u := w.Now.User
		cmd = tea.Batch(cmd, r.open(userdetail.New(r.ctx, r.id(), r.out, r.opts.Users, r.opts.Now, u.ID, &u)))
	}
	return cmd
}

// ignored says what the service took and did not do.
func ignored(w api.Written) string {
	labels := make([]string, len(w.Ignored))
	for i, p := range w.Ignored {
		labels[i] = p.Label()
	}
	return "The service took the write, but not all of it: " + strings.Join(labels, ", ") + " is not as it was sent. Look at the user."
}

// keepUndo remembers a change that can be undone, or why the last one cannot.
func (r *root) keepUndo(d ui.Done) {
	r.undo, r.noUndo = nil, ""
	switch {
	case d.Deleted:
		r.noUndo = "a deletion cannot be undone."
	case d.Before == nil:
		r.noUndo = "a creation is not undone; D deletes the user."
	case d.Password:
		r.noUndo = "the old password cannot be brought back."
	case len(d.Written.Ignored) > 0:
		r.noUndo = "the service did not do all of the last change."
	case d.Written.Now.ETag == "":
		r.noUndo = "the version after the last change could not be read."
	case !d.Written.Own:
		r.noUndo = "the last change is not mine alone any more."
	default:
		r.undo = &change{before: *d.Before, after: d.Written.Now, what: d.What}
	}
}

func subject(d ui.Done) string {
	name := d.Subject.DisplayName()
	if name == "" {
		name = d.Subject.Email
	}
	if d.Written.Err != nil && d.Written.Outcome != api.Conflict {
		return name.String() + ". " + api.Explain(d.Written.Err).What.String()
	}
	return name.String()
}

// answer lets the form that asked for the write say what is wrong.
func (r *root) answer(d ui.Done) tea.Cmd {
	if d.Owner == 0 {
		return nil
	}
	return r.deliver(ui.Result{Page: d.Owner, Value: ui.Answer{Written: d.Written}})
}

// tell lets every page know what a user is now.
func (r *root) tell(d ui.Done) tea.Cmd {
	switch {
	case d.Written.Outcome == api.DeletedMeanwhile, d.Deleted && d.Written.Outcome.Done():
		return r.watchers(func(w ui.Watcher) tea.Cmd { return w.Gone(d.Subject.ID) })
	case d.Written.Now.User.ID != "" && (d.Written.Outcome.Done() || d.Written.Outcome == api.Conflict):
		// Of a write that was not applied, only the version it was against is
		// known, and what is shown may be newer.
		return r.watchers(func(w ui.Watcher) tea.Cmd { return w.Changed(d.Written.Now) })
	}
	return nil
}

// watchers lets every page know that shows users.
func (r *root) watchers(tell func(ui.Watcher) tea.Cmd) tea.Cmd {
	var cmds []tea.Cmd
	for _, p := range r.stack {
		if w, ok := p.(ui.Watcher); ok {
			cmds = append(cmds, tell(w))
		}
	}
	return tea.Batch(cmds...)
}

// undone says what an undo brings back, in words that cannot be taken for the
// change that is undone.
func undone(u change) string {
	before, after := u.before.User.Editable(), u.after.User.Editable()
	changed := after.Changed(before)
	name := u.before.User.DisplayName()
	if name == "" {
		name = u.before.User.Email
	}
	if len(changed) == 1 && changed[0] == api.PropState {
		return "undone, " + name.String() + " is " + before.State.String() + " again"
	}
	labels := make([]string, len(changed))
	for i, p := range changed {
		labels[i] = p.Label()
	}
	return "undone, " + strings.Join(labels, ", ") + " of " + name.String() + " as before"
}

// undoLast brings back what my last change replaced, on the condition that the
// version it made still stands.
func (r *root) undoLast() tea.Cmd {
	u := *r.undo
	u.after.Exact = true
	r.undoing = r.id()
	return r.over(flow.NewSave(r.ctx, r.undoing, r.out, r.opts.Users, ui.Save{
		Base: u.after, To: u.before.User.Editable(), What: undone(u),
	}))
}
