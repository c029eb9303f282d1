package flow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/component"
	"apimtui/tui/ui"
)

// undone are the rows that another try could finish. A user whose outcome is not known
// is looked up by a conversation, not written again. A step looks before it writes.
func (m *Many) undone() []int {
	var all []int
	for i, r := range m.rows {
		again := r.err != nil || r.written.Outcome == api.NotApplied && !r.written.Open() && r.written.Mail != api.MailMaybe
		if !r.tried || again || r.deed == nil && !r.done() {
			all = append(all, i)
		}
	}
	return all
}

type rowEvent struct {
	row      int
	deed     Deed
	version  api.Version
	progress *api.Progress
	written  api.Written
	err      error
}

// write carries out the rows that are not done yet.
func (m *Many) write() tea.Cmd {
	todo := m.undone()
	m.stage, m.stopped, m.Scroll = writing, nil, component.Scroll{}
	batch, run, users := m.batch, m.run, m.host.Users
	rows := slices.Clone(m.rows)
	cmd := m.stream("cancels the rest", func(ctx context.Context, emit func(any)) any {
		events := make([]rowEvent, len(todo))
		s := &api.Several{
			Alike: batch.Plan == nil,
			Watch: func(i int, p api.Progress) { emit(rowEvent{row: todo[i], progress: &p}) },
			Ended: func(i int, w api.Written, err error) {
				e := events[i]
				e.row, e.written, e.err = todo[i], w, err
				emit(e)
			},
		}
		for i, at := range todo {
			if rows[at].deed == nil {
				s.Steps = append(s.Steps, rows[at].Write)
				continue
			}
			s.Steps = append(s.Steps, func(ctx context.Context) (api.Write, error) {
				v := api.Version{}
				var err error
				if v.User, v.ETag, err = users.Get(ctx, rows[at].User.ID); err != nil {
					return nil, err
				}
				d := batch.Deed(v.User)
				events[i] = rowEvent{deed: d, version: v}
				if why := d.Refuse(v.User); why != "" {
					return nil, &unwritten{why: why}
				}
				return d.Write(v), moved(d, rows[at].User, v.User)
			})
		}
		return finished{run(ctx, s)}
	})
	m.stop, m.giveUp = m.giveUp, nil // esc stops the rest, and no write under way
	return cmd
}

type finished struct{ why error }

// unwritten is why nothing is written for a user: there is nothing to do any more, or
// the user is not as it was shown.
type unwritten struct {
	why   string
	moved bool
}

func (u *unwritten) Error() string { return u.why }

// moved says what changed about a user since it was shown that affects the deed.
// Nothing is written then; another try is about the user as it is now.
func moved(d Deed, shown, now api.User) error {
	if !shown.RegistrationDate.Equal(now.RegistrationDate) {
		return &unwritten{"another user has this id now", true}
	}
	if changed := d.Matters(shown.Editable().Changed(now.Editable())); len(changed) > 0 {
		return &unwritten{"someone else changed " + api.Labels(changed) + " since the list was loaded", true}
	}
	return nil
}

func (m *Many) Receive(r ui.Result) tea.Cmd {
	if !m.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case planned:
		m.planning, m.planErr, m.busy, m.left = false, v.err, component.Busy{}, v.plan.Left
		for _, s := range v.plan.Steps {
			m.rows = append(m.rows, manyRow{Step: s})
		}
		m.quiet.Open(time.Now())
		return nil
	case rowEvent:
		m.take(v)
		return r.Next()
	case finished:
		m.stage, m.stopped, m.busy = over, v.why, component.Busy{}
		for i := len(m.rows) - 1; i >= 0; i-- {
			if m.rows[i].writing = false; m.rows[i].tried && !m.rows[i].done() {
				m.cursor.At = i // the first one to look at
			}
		}
		m.cursor.Clamp(len(m.rows), m.visible())
		m.quiet.Open(time.Now())
		m.offerUndo()
		m.closeWhenDone()
		return nil
	}
	return m.tick()
}

// offerUndo makes what was done to each user the last change, for those that can be
// undone.
func (m *Many) offerUndo() {
	u := ui.Undoable{Several: m.undo}
	if len(m.undo) == 0 {
		u.Why = "the last change (" + strings.ToLower(m.batch.Verb) + ") has no undo."
	}
	m.Out.Ask(u)
}

func (m *Many) undoable(u ui.Undoable) {
	if u.Why == "" && u.After.ETag != "" {
		m.undo = append(m.undo, u)
	}
}

func (m *Many) closeWhenDone() {
	if done, _, _ := m.count(); done == len(m.rows) {
		m.Dismiss()
		m.Out.Ask(ui.Notify{Text: m.summary(), Kind: m.kind()})
	}
}

// answered takes the end of the conversation about a conflict.
func (m *Many) answered(at int, w api.Written, undo ui.Undoable) {
	r := &m.rows[at]
	if r.written = w; r.done() {
		m.unmark(r.User.ID)
		m.undoable(undo)
		m.offerUndo()
	}
	m.closeWhenDone()
}

// take records how a row goes on or ended.
func (m *Many) take(e rowEvent) {
	r := &m.rows[e.row]
	if e.progress != nil {
		bound := m.busy.Bound // esc is for the rows that were not begun
		m.note(*e.progress)
		m.busy.Bound = bound
		r.writing = true
		return
	}
	r.tried, r.writing, r.written, r.err, r.skipped = true, false, e.written, e.err, ""
	if e.deed != nil {
		r.deed, r.User = e.deed, e.version.User
	}
	if s := new(unwritten); errors.As(e.err, &s) && !s.moved {
		r.err, r.skipped = nil, s.why
	} else if e.err == nil && e.written.Outcome == 0 {
		r.skipped = "It is so already."
	}
	m.host.note(r.User.ID, r.act(), e.written)
	switch {
	case errors.Is(e.err, api.KindNotFound), r.deed != nil && e.written.Outcome == api.DeletedMeanwhile, r.landed() && r.act().Sent == report.Deletion:
		m.Out.Ask(ui.Lost{ID: r.User.ID})
	case r.landed():
		m.learnDone(r, e.version)
	}
	if r.done() {
		m.unmark(r.User.ID)
	}
}

// learnDone tells the pages of a write that is done.
func (m *Many) learnDone(r *manyRow, before api.Version) {
	now := r.written.Now
	if now.User.ID != "" {
		for i := range m.rows {
			if m.rows[i].User.ID == now.User.ID {
				m.rows[i].User = now.User // as the other steps of the user tell it
			}
		}
	}
	switch {
	case r.deed != nil:
		for _, intent := range r.deed.Done(r.written) {
			m.Out.Ask(intent)
		}
		m.undoable(r.deed.Undo(before, r.written))
	case now.User.ID == "":
		m.Out.Ask(ui.Learned{Version: api.Version{User: r.User}})
	}
	if now.User.ID != "" {
		m.Out.Ask(ui.Learned{Version: now})
	}
}

// unmark takes the mark of a user away once all that was to be done is.
func (m *Many) unmark(id api.UserID) {
	for i := range m.rows {
		if m.rows[i].User.ID == id && !m.rows[i].done() {
			return
		}
	}
	m.Out.Ask(ui.Unmark{ID: id})
}

// act describes the write of a row.
func (r *manyRow) act() report.Act {
	if r.deed == nil {
		return r.Act
	}
	return r.deed.Act(r.User, r.written)
}

// answerable reports whether a conflict waits for its conversation.
func (r *manyRow) answerable() bool { return r.deed != nil && r.written.Outcome == api.Conflict }

// label names a row, safe to draw.
func (r *manyRow) label() string { return cmp.Or(r.What, r.User.Called()) }

func (r *manyRow) done() bool {
	return r.tried && r.err == nil && (r.skipped != "" || r.written.Whole())
}

// landed reports whether a write is there, all of it or a part.
func (r *manyRow) landed() bool {
	return r.tried && r.err == nil && r.skipped == "" && r.written.Outcome.Done()
}

// count counts the rows by their outcome. unclear are users that are gone, perhaps by
// another write.
func (m *Many) count() (done, unknown, unclear int) {
	for i := range m.rows {
		r := &m.rows[i]
		switch {
		case r.done():
			done++
		case r.tried && r.written.Open():
			unknown++
		}
		if r.landed() && r.written.Unclear && r.act().Sent == report.Deletion {
			unclear++
		}
	}
	return done, unknown, unclear
}

func (m *Many) summary() string {
	done, unknown, unclear := m.count()
	words := fmt.Sprintf("%s: done for %d of %s", m.batch.Verb, done, m.counted())
	if unknown > 0 {
		words += fmt.Sprintf(". %s: %d", api.Unknown, unknown)
	}
	if unclear > 0 {
		words += fmt.Sprintf(". Whether by this is not known: %d", unclear)
	}
	if done < len(m.rows) {
		words += ". The marks stay on the others"
	}
	return words + "."
}

func (m *Many) unit() string {
	if m.batch.Plan != nil {
		return "step"
	}
	return "user"
}

// counted counts what is to be done.
func (m *Many) counted() string { return english.Plural(len(m.rows), m.unit(), "") }

func (m *Many) kind() ui.Kind {
	if done, _, unclear := m.count(); done < len(m.rows) || unclear > 0 {
		return ui.Warn
	}
	return ui.Good
}
