package flow

import (
	"context"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Batch is an action on several users. Each is a deed of its own.
type Batch struct {
	Verb  string                // such as "Block"
	Title string                // of the question, before the number; "" is the verb
	Means string                // in sentences
	Deed  func(u api.User) Deed // returns the deed for one user
	// Other is what the same key could do to those that are left out, or another plan;
	// nil for nothing.
	Other *Batch
	Turn  string // the label of the key to the other plan
	Mails bool   // each gets a mail
	// Plan reads what has to be done, instead of Deed; nil for a deed for each user.
	Plan func(ctx context.Context, users []api.User) (Plan, error)
	// TypeOver is how many may be confirmed without typing the number; -1 for any. It
	// holds for Other too.
	TypeOver int
}

// Plan is what has to be done, step by step.
type Plan struct {
	Steps []Step
	Left  []LeftOut
}

// Step is one write of a plan. A nil api.Write is for what is so already.
type Step struct {
	User  api.User
	What  string // safe to draw
	Write api.Step
	Act   report.Act
}

// LeftOut is a user to whom it is not done.
type LeftOut struct {
	User api.User
	Why  string // safe to draw
}

// Engine carries several writes out.
type Engine func(ctx context.Context, s *api.Several) error

// Many asks once about several users, writes, and shows the outcome of each.
type Many struct {
	work
	run     Engine
	batch   Batch
	most    int // that may be confirmed without typing the number; -1 for any
	users   []api.User
	hidden  int // of them, by the filter
	rows    []manyRow
	left    []LeftOut
	stop    func()
	stopped error // why not all were tried
	cursor  component.Cursor
	// answer starts the conversation with one user, and tells how it ended.
	answer   Opener
	planErr  error
	planning bool
	undo     []ui.Undoable // of the rows that are done
}

// Opener starts a conversation. then learns how its write ended.
type Opener func(d Deed, v api.Version, then Then) tea.Cmd

// manyRow is one user of a batch, or one step of a plan.
type manyRow struct {
	Step         // of a user, no more than that
	deed    Deed // nil for a step
	tried   bool
	writing bool
	written api.Written
	err     error  // why it could not be read
	skipped string // why there is nothing to do any more
}

var _ ui.Overlay = (*Many)(nil)

// NewMany returns the box.
func NewMany(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, run Engine, b Batch, users []api.User, hidden int, open Opener) *Many {
	m := &Many{work: newWork(ctx, id, out, host), run: run, batch: b, most: b.TypeOver, users: users, hidden: hidden, answer: open}
	m.box = m.current
	m.input.SetWidth(10)
	if b.Plan == nil {
		if m.sort(b); len(m.rows) == 0 && b.Other != nil {
			m.sort(*b.Other)
		}
	}
	return m
}

// sort divides the users into those it can be done to and the others.
func (m *Many) sort(b Batch) {
	m.batch, m.rows, m.left = b, nil, nil
	for _, u := range m.users {
		d := b.Deed(u)
		if why := d.Refuse(u); why != "" {
			m.left = append(m.left, LeftOut{u, why})
		} else {
			m.rows = append(m.rows, manyRow{Step: Step{User: u}, deed: d})
		}
	}
}

type planned struct {
	plan Plan
	err  error
}

// Init reads the plan, if there is one to read.
func (m *Many) Init() tea.Cmd {
	plan, users := m.batch.Plan, m.users
	if plan == nil {
		return nil
	}
	m.planning, m.rows, m.Scroll = true, nil, component.Scroll{}
	return tea.Batch(m.wait(), m.tasks.Run(taskRead, func(ctx context.Context) any {
		p, err := plan(ctx, users)
		return planned{p, err}
	}))
}

func (m *Many) Scope() keys.Scope {
	switch {
	case m.stage == typing:
		return keys.ManyNumber
	case m.stage == asking:
		return keys.ManyBox
	}
	return keys.ManyRows
}

func (m *Many) Press(k tea.KeyPressMsg) tea.Cmd {
	if m.quiet.Swallow(time.Now()) {
		return nil
	}
	a := m.Keys.Action(k.String(), m.Scope())
	switch m.stage {
	case asking:
		return m.pressAsking(a)
	case typing:
		if done, cmd := m.pressTyping(a, k, strconv.Itoa(len(m.rows))); !done {
			return cmd
		}
		return m.write()
	}
	return m.pressRows(a)
}

func (m *Many) pressAsking(a keys.Action) tea.Cmd {
	switch {
	case m.planning && a != keys.Cancel:
	case a == keys.Yes && len(m.rows) > 0:
		if m.most >= 0 && len(m.rows) > m.most {
			return m.startTyping()
		}
		return m.write()
	case a == keys.Block && m.turns():
		m.sort(*m.batch.Other)
	case a == keys.NewKeys && m.plansAnew():
		m.batch = *m.batch.Other
		return m.Init()
	case a == keys.Cancel:
		m.Dismiss()
	default:
		m.move(a)
	}
	return nil
}

// turns reports whether the same key could do something else, plansAnew whether there is
// another plan.
func (m *Many) turns() bool     { return m.batch.Other != nil && m.batch.Plan == nil }
func (m *Many) plansAnew() bool { return m.batch.Other != nil && m.batch.Plan != nil }

func (m *Many) pressRows(a keys.Action) tea.Cmd {
	switch a {
	case keys.Cancel:
		if m.Writing() {
			m.stop()
			m.busy.Bound = true
			return nil
		}
		m.Dismiss()
		m.Out.Ask(ui.Notify{Text: m.summary(), Kind: m.kind()})
	case keys.Fresh:
		if !m.Writing() && len(m.undone()) > 0 {
			return m.write()
		}
	case keys.Open:
		if at := m.cursor.At; !m.Writing() && m.rows[at].answerable() {
			return m.answer(m.rows[at].deed, m.rows[at].written.Now, func(w api.Written, undo ui.Undoable) { m.answered(at, w, undo) })
		}
	default:
		m.cursor.Move(a, len(m.rows), m.visible())
	}
	return nil
}
