package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

type deleteState int

const (
	deleteAsking deleteState = iota
	deleteTyping             // the user id, where a mistake costs most
	deleteWriting
	deleteConflict // changed since it was shown
	deleteOver     // not done: says what is known
)

// Delete deletes a user, after showing what goes with it.
type Delete struct {
	base
	user       api.User
	production bool
	state      deleteState
	quiet      component.Quiet
	input      textinput.Model

	known   *api.Version
	seen    api.Editable   // as it was shown before
	moved   []api.Property // in which it was read otherwise
	wrongID bool
	with    with
	err     error // of the reading
	options api.DeleteOptions
	written api.Written
}

var _ ui.Overlay = (*Delete)(nil)

// NewDelete makes the flow. In a production context the user id has to be
// typed.
func NewDelete(ctx context.Context, id ui.PageID, out *ui.Outbox, w Service, user api.User, production bool) *Delete {
	d := &Delete{base: newBase(ctx, id, out, w, user), user: user, production: production, input: component.Input("› ", 40)}
	d.options.AppType = api.AppDeveloperPortal
	return d
}

// with is what goes with a user. That it cannot be read stops nothing, and is
// said.
type with struct {
	groups           []api.Group
	groupsErr        error
	subscriptions    []api.Subscription
	subscriptionsErr error
}

// what is all that is read before a user is deleted.
type what struct {
	version api.Version
	err     error
	with    with
}

// Init implements ui.Overlay: it reads what goes with the user.
func (d *Delete) Init() tea.Cmd {
	w, id := d.write, d.user.ID
	return tea.Batch(d.wait(), d.tasks.Run(taskRead, func(ctx context.Context) any {
		var all what
		all.version.User, all.version.ETag, all.err = w.Get(ctx, id)
		if all.err == nil {
			all.with.groups, all.with.groupsErr = w.Groups(ctx, id)
			all.with.subscriptions, all.with.subscriptionsErr = w.Subscriptions(ctx, id)
		}
		return all
	}))
}

// Scope implements ui.Overlay.
func (d *Delete) Scope() keys.Scope {
	switch d.state {
	case deleteTyping:
		return keys.ConfirmID
	case deleteConflict:
		return keys.QuestionBox
	case deleteOver:
		return outcomeScope(d.written)
	}
	return keys.DeleteBox
}

// Receive implements ui.Overlay.
func (d *Delete) Receive(r ui.Result) tea.Cmd {
	if !d.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case what:
		d.read(v)
	case api.Progress:
		d.noteProgress(v)
		return r.Next()
	case api.Written:
		d.take(v)
	default:
		return d.tick()
	}
	return nil
}

func (d *Delete) read(v what) {
	d.err, d.known = v.err, nil // what could not be read again is not known any more
	d.learn(d.user.ID, v.version, v.err)
	switch {
	case errors.Is(v.err, api.ErrNotFound):
		d.take(unreadable(v.err))
	case v.err == nil:
		d.seen = d.user.Editable()
		d.moved = d.seen.Changed(v.version.User.Editable())
		if len(d.moved) > 0 {
			d.quiet.Open(time.Now())
		}
		d.known, d.user, d.with = &v.version, v.version.User, v.with
	}
}

func (d *Delete) take(w api.Written) {
	d.written = w
	switch {
	case w.Outcome.Done():
		d.finish()
	case w.Outcome == api.Conflict:
		d.state = deleteConflict
		d.quiet.Open(time.Now())
	default:
		d.state = deleteOver
		d.quiet.Open(time.Now())
	}
}

func (d *Delete) finish() {
	d.out.Ask(ui.Done{Overlay: d.id, Subject: d.user, What: d.deleted(), Deleted: true, Written: d.written})
}

// deleted says what became of the user and of what belonged to it.
func (d *Delete) deleted() string {
	s := name(d.user) + " is deleted"
	if n := len(d.with.subscriptions); n > 0 && !d.options.DeleteSubscriptions {
		s += fmt.Sprintf("; deleting %s was not asked for", plural(n, "product subscription"))
	} else if n > 0 {
		s += " with " + plural(n, "product subscription")
	}
	return s + mailWords(d.written.Mail)
}

func plural(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

func name(u api.User) string {
	if n := u.DisplayName(); n != "" {
		return n.String()
	}
	return u.Email.String()
}

// Press implements ui.Overlay.
func (d *Delete) Press(k tea.KeyPressMsg) tea.Cmd {
	if d.state == deleteWriting {
		d.pressWorking(k)
		return nil
	}
	if d.quiet.Swallow(time.Now()) {
		return nil
	}
	a := d.action(k, d.Scope())
	if a == keys.Cancel {
		d.cancel()
		return nil
	}
	switch d.state {
	case deleteAsking:
		return d.pressAsking(a)
	case deleteTyping:
		return d.pressTyping(a, k)
	case deleteConflict:
		if a == keys.Yes {
			d.known = &api.Version{User: d.written.Now.User, ETag: d.written.Now.ETag}
			d.user = d.known.User
			return d.send()
		}
		d.scrollOver(a, d.conflictLines)
	case deleteOver:
		if a == keys.Check {
			return d.recheck()
		}
		d.scrollOutcome(a, d.written, checkable(d.Scope()), d.Scope())
	}
	return nil
}

// cancel closes the box. What is known of a write that is not done is said once
// more, since the box goes.
func (d *Delete) cancel() {
	if d.state == deleteOver {
		d.finish()
		return
	}
	d.out.Ask(ui.Close{Overlay: d.id})
}

func (d *Delete) pressAsking(a keys.Action) tea.Cmd {
	switch {
	case a == keys.Reload:
		d.known, d.err = nil, nil
		return d.Init()
	case a == keys.KeepOrDelete:
		d.options.DeleteSubscriptions = !d.options.DeleteSubscriptions
	case a == keys.NotifyUser:
		d.options.Notify = !d.options.Notify
	case a == keys.Block && d.user.State != api.StateBlocked:
		d.out.Ask(ui.Close{Overlay: d.id})
		d.out.Ask(ui.Perform{Action: keys.Block})
	case a == keys.Yes && d.known != nil && d.production:
		d.state = deleteTyping
		return d.input.Focus()
	case a == keys.Yes && d.known != nil:
		return d.send()
	default:
		d.scrollOver(a, d.question)
	}
	return nil
}

func (d *Delete) pressTyping(a keys.Action, k tea.KeyPressMsg) tea.Cmd {
	if a == keys.Accept {
		if d.wrongID = d.input.Value() != string(d.user.ID); d.wrongID {
			return nil
		}
		return d.send()
	}
	if a != keys.None {
		d.scrollOver(a, d.question)
		return nil
	}
	d.scroll.Top = 0 // what is typed is on top
	return d.Type(k)
}

// Typing implements ui.Typist.
func (d *Delete) Typing() bool { return d.state == deleteTyping }

// Type implements ui.Overlay.
func (d *Delete) Type(msg tea.Msg) tea.Cmd {
	if d.state != deleteTyping {
		return nil
	}
	var cmd tea.Cmd
	d.input, cmd = d.input.Update(msg)
	return cmd
}

func (d *Delete) send() tea.Cmd {
	d.state = deleteWriting
	known, o, w := *d.known, d.options, d.write
	return d.start(w.Delete(known, o).Do)
}

func (d *Delete) recheck() tea.Cmd {
	d.state = deleteWriting
	known, o, w := *d.known, d.options, d.write
	before := d.written
	return d.start(func(ctx context.Context, _ api.Watch) api.Written { return w.Delete(known, o).Check(ctx, before) })
}
