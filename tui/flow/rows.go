package flow

import (
	"context"
	"fmt"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Row is one of several writes that are carried out together.
type Row struct {
	Label string // safe to draw
	Write api.Write
	Act   report.Act
	// Amend is set for a change of values: a conflict is then merged.
	Amend *Amend
}

// Task is what several writes are about.
type Task struct {
	Title string
	// Of names what they change, within a sentence.
	Of string
	// Asks is the question, in sentences; nil writes at once. MustType is what has to
	// be typed for a yes; "" is nothing.
	Asks     []string
	MustType string
	// Forms are the pages that are closed when all is done.
	Forms []ui.PageID
	// After returns intents that follow whenever more is known; nil returns none.
	After func() []any
}

// Rows carries out several writes one after another and reports the outcome of
// each. Esc stops after the current one.
type Rows struct {
	work
	Task
	host    Host
	rows    []Row
	written []api.Written // of the rows that are over
	at      int           // the row that is written or checked
	stage   stage
	merge   merging // of the row that is in conflict
	// conflicted is what its write ended with; lost is set when the answer to an
	// earlier one was lost.
	conflicted api.Written
	lost       bool
	stopped    bool
	input      textinput.Model
	wrong      bool // what was typed is not what has to be
	scroll     component.Scroll
	quiet      component.Quiet
}

var (
	_ ui.Overlay = (*Rows)(nil)
)

// NewRows returns the box.
func NewRows(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, task Task, rows []Row) *Rows {
	r := &Rows{work: newWork(ctx, id, out), Task: task, host: host, rows: rows, input: component.Input("› ", 40), stage: over}
	r.of = "it"
	if task.Asks != nil {
		r.stage = asking
	}
	return r
}

func (r *Rows) Init() tea.Cmd {
	if r.stage == asking {
		return nil
	}
	return r.next()
}

func (r *Rows) leave() {
	for _, page := range r.Forms {
		r.out.Ask(ui.Leave{Page: page})
	}
}

func (r *Rows) tell() {
	if r.After != nil {
		for _, intent := range r.After() {
			r.out.Ask(intent)
		}
	}
}

// next writes the next row, or ends.
func (r *Rows) next() tea.Cmd {
	if r.at = len(r.written); r.at < len(r.rows) && !r.stopped {
		return r.start(r.rows[r.at].Write.Do)
	}
	r.stage = over
	r.quiet.Open(time.Now())
	r.tell()
	if done, _ := r.count(); done == len(r.rows) {
		r.close()
		r.out.Ask(r.notice())
		r.leave()
	}
	return nil
}

// count returns how many rows are done and how many are unknown.
func (r *Rows) count() (done, open int) {
	for _, w := range r.written {
		switch {
		case w.Outcome.Done():
			done++
		case w.Open():
			open++
		}
	}
	return done, open
}

// notice sums the outcomes up.
func (r *Rows) notice() ui.Notify {
	done, open := r.count()
	n := ui.Notify{Kind: ui.Good}
	for i, w := range r.written {
		switch said := report.Of(r.rows[i].Act, w.Result, r.host.Clock); {
		case !w.Outcome.Done():
			n.Kind = ui.Warn
		case w.Overwrote || len(w.Ignored) > 0:
			n.Kind, n.Text = ui.Bad, ". "+said.Known[0]
		case w.Unclear && n.Kind == ui.Good:
			n.Kind = ui.Warn
		}
	}
	if done == len(r.rows) && done == 1 {
		n.Text = report.Of(r.rows[0].Act, r.written[0].Result, r.host.Clock).Line + n.Text
		return n
	}
	if done < len(r.rows) {
		n.Kind = ui.Warn
	}
	words := fmt.Sprintf("%s: %d of %d changes of %s", api.Saved, done, len(r.rows), r.Of)
	if open > 0 {
		words += fmt.Sprintf(". %s: %d", api.Unknown, open)
	}
	n.Text = words + n.Text
	return n
}

func (r *Rows) Scope() keys.Scope {
	switch {
	case r.stage == asking:
		return keys.QuestionBox
	case r.stage == typing:
		return keys.ConfirmID
	case r.stage == conflict:
		return r.merge.scope()
	case r.openRow() >= 0:
		return keys.UnknownBox
	}
	return keys.OutcomeBox
}

// openRow is the first row with an unknown outcome, or -1.
func (r *Rows) openRow() int {
	for i, w := range r.written {
		if w.Open() {
			return i
		}
	}
	return -1
}

func (r *Rows) Typing() bool { return r.stage == typing }

func (r *Rows) Type(msg tea.Msg) tea.Cmd {
	if r.stage == typing {
		r.input, _ = r.input.Update(msg)
	}
	return nil
}

func (r *Rows) Receive(res ui.Result) tea.Cmd {
	if !r.tasks.Accept(res) {
		return nil
	}
	switch v := res.Value.(type) {
	case api.Progress:
		r.note(v)
		return res.Next()
	case api.Written:
		if r.checking {
			r.written[r.at] = v
			r.tell()
			return nil
		}
		if r.disputed(v) {
			return nil
		}
		r.written = append(r.written, v)
		return r.next()
	}
	return r.tick()
}

func (r *Rows) Press(k tea.KeyPressMsg) tea.Cmd {
	if r.Writing() {
		if r.keys.Action(k.String(), keys.Form) == keys.Cancel {
			r.stopped = true
		}
		r.pressWorking(k)
		return nil
	}
	if r.quiet.Swallow(time.Now()) {
		return nil
	}
	a := r.keys.Action(k.String(), r.Scope())
	switch {
	case r.stage == conflict:
		return r.pressConflict(a)
	case r.stage == typing && a == keys.None:
		return r.Type(k)
	case r.stage == typing && a == keys.Accept:
		if r.wrong = r.input.Value() != r.MustType; !r.wrong {
			return r.next()
		}
	case a == keys.Yes && r.MustType != "":
		r.stage, r.scroll = typing, component.Scroll{}
		return r.input.Focus()
	case a == keys.Yes:
		return r.next()
	case a == keys.Check:
		r.at = r.openRow()
		return r.check(r.rows[r.at].Write, r.written[r.at])
	case a == keys.Cancel:
		if r.close(); r.stage == over {
			r.out.Ask(r.notice())
		}
	default:
		r.move(a)
	}
	return nil
}

func (r *Rows) move(a keys.Action) {
	_, lines := r.box(&theme.Theme{}, r.inner(r.width))
	r.scroll.Move(a, len(lines), component.DialogRows(len(lines), r.height))
}
