package tui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/action"
	"apimtui/tui/page/userdetail"
	"apimtui/tui/page/userlist"
	"apimtui/tui/ui"
)

// intents carries out the intents of pages and boxes, and those that follow.
func (r *root) intents() tea.Cmd {
	var cmds []tea.Cmd
	out := r.surface.Out
	for asked := out.Take(); len(asked) > 0; asked = out.Take() {
		for _, intent := range asked {
			cmds = append(cmds, r.intent(intent))
		}
	}
	return tea.Batch(cmds...)
}

func (r *root) intent(intent any) tea.Cmd {
	r.present.learn(intent)
	switch i := intent.(type) {
	case ui.OpenUser:
		return r.openUser(i.ID, i.User)
	case ui.ShowUsers:
		if len(i.Users) == 0 {
			all := r.list()
			all.Filter(i.Query)
			return r.shown.replace(i.From, all)
		}
		some := userlist.NewChoice(r.surface.Context, r.shown.id(), r.surface.Out, i.Query, i.Users)
		return r.shown.replace(i.From, r.previewed(some))
	case ui.Learned:
		if i.Version.ETag != "" {
			r.memory.doubts.Settle(i.Version.User.ID)
		}
		return r.shown.tell(func(w ui.Watcher) tea.Cmd { return w.Changed(i.Version) })
	case ui.Lost:
		r.memory.doubts.Settle(i.ID)
		return r.shown.tell(func(w ui.Watcher) tea.Cmd { return w.Gone(i.ID) })
	case ui.Unmark:
		for m := range each[ui.Marker](&r.shown) {
			m.Unmark(i.ID)
		}
	case ui.Looked:
		r.memory.remind.looked(i.ID)
	case ui.EditUser:
		return action.EditForm(r.surface, i)
	case ui.Replay:
		return r.replay(i.Typed)
	case ui.CreateAnew:
		return action.NewForm(r.surface, &i.Draft)
	case ui.Save:
		return action.Save(r.surface, i)
	case ui.Create:
		return action.Create(r.surface, i)
	case ui.Undoable:
		r.memory.undo = &i
	case ui.Answered:
		return r.shown.deliver(ui.Result{Page: i.Owner, Value: i})
	case ui.Notify:
		r.toast = &i
	case ui.Copy:
		return r.clip.copy(i)
	case ui.Leave:
		return r.leave(i.Page)
	case ui.Close:
		r.shown.closeBox(i.Overlay)
	case ui.Perform:
		return r.do(i.Action)
	case ui.Reread:
		if at := r.shown.at(i.Page); at >= 0 {
			return r.shown.stack[at].Init()
		}
	case ui.Stale:
		var cmds []tea.Cmd
		for o := range each[ui.Owner](&r.shown) {
			cmds = append(cmds, o.Stale())
		}
		return tea.Batch(cmds...)
	case ui.Call:
		return i()
	case step:
		return i(r)
	}
	return nil
}

func (r *root) openUser(id api.UserID, known *api.User) tea.Cmd {
	return r.shown.open(r.learned(userdetail.New(r.surface.Context, r.shown.id(), r.surface.Out, r.opts.Client.Users, r.opts.Now, id, known)))
}

// lookAt opens what a write of an earlier session was about. found is what became of
// it, "" while it is looked up.
func (r *root) lookAt(left Left, found api.Presence) tea.Cmd {
	r.memory.remind.looking = true
	cmd, other := action.LookAt(r.surface, left.Entry)
	if !other {
		return r.openUser(left.User, nil)
	}
	if found == api.InPlace || found == api.NotThere {
		r.memory.remind.looked(left.User) // the box told what is there now
	}
	return cmd
}

// leave closes a page if it is still open. Below the last one is the list.
func (r *root) leave(id ui.PageID) tea.Cmd {
	if r.shown.drop(id) {
		return nil
	}
	return r.shown.replace(id, r.list())
}

// replay passes on keys typed while a page was opening.
func (r *root) replay(typed []tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, msg := range typed {
		cmds = append(cmds, r.take(msg), r.intents())
	}
	return tea.Batch(cmds...)
}
