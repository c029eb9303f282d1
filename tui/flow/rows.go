package flow

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Row is one of several writes that are carried out together.
type Row struct {
	Label string // safe to draw
	Write api.Write
	Act   report.Act
	Amend *Amend // set for a change of values: a conflict is then merged
}

// Task is what several writes are about.
type Task struct {
	Title string
	Of    string // names what they change, within a sentence
	// Asks is the question, in sentences; nil writes at once. MustType is what has to
	// be typed for a yes; "" is nothing.
	Asks     []string
	MustType string
	Forms    []ui.PageID  // the pages that are closed when all is done
	After    func() []any // returns intents that follow whenever more is known; nil returns none
}

// Rows carries out several writes one after another and reports the outcome of
// each. Esc stops after the current one.
type Rows struct {
	work
	Task
	rows    []Row
	written []api.Written // of the rows that are over
	at      int           // the row that is written, checked or in conflict
	stopped bool
}

var _ ui.Overlay = (*Rows)(nil)

// NewRows returns the box.
func NewRows(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, task Task, rows []Row) *Rows {
	r := &Rows{work: newWork(ctx, id, out, host), Task: task, rows: rows}
	r.box, r.of, r.stage = r.current, "it", over
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
		r.Out.Ask(ui.Leave{Page: page})
	}
}

func (r *Rows) tell() {
	if r.After != nil {
		for _, intent := range r.After() {
			r.Out.Ask(intent)
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
		r.Dismiss()
		r.Out.Ask(r.notice())
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
		if r.Keys.Action(k.String(), keys.Form) == keys.Cancel {
			r.stopped = true
		}
		r.pressWorking(k)
		return nil
	}
	if r.quiet.Swallow(time.Now()) {
		return nil
	}
	a := r.Keys.Action(k.String(), r.Scope())
	switch {
	case r.stage == conflict:
		return r.pressConflict(a)
	case r.stage == typing:
		if done, cmd := r.pressTyping(a, k, r.MustType); !done {
			return cmd
		}
		return r.next()
	case a == keys.Yes && r.MustType != "":
		return r.startTyping()
	case a == keys.Yes:
		return r.next()
	case a == keys.Check:
		r.at = r.openRow()
		return r.check(r.rows[r.at].Write, r.written[r.at])
	case a == keys.Cancel:
		if r.Dismiss(); r.stage == over {
			r.Out.Ask(r.notice())
		}
	default:
		r.move(a)
	}
	return nil
}

func (r *Rows) question(t *theme.Theme, inner int) []string {
	var lines []string
	if r.stage == typing {
		lines = t.Bad.Lines(prose(inner, "Production. Type "+text.Clean(r.MustType).String()+" to go on:"))
		lines = append(lines, r.typed(t, r.input.View(), "That is not it.")...)
	}
	lines = append(lines, prose(inner, r.Asks...)...)
	if r.host.Forgets != "" {
		lines = append(append(lines, ""), t.Muted.Lines(prose(inner, r.host.Forgets))...)
	}
	return lines
}

func (r *Rows) View(t *theme.Theme, width, height int) string {
	if r.Writing() {
		what := fmt.Sprintf("%s, %d of %d…", r.rows[r.at].Label, r.at+1, len(r.rows))
		return r.working(t, term.Cut(what, r.inner(width)-4), width, height)
	}
	hints := r.Keys.Hints(r.Scope())
	for i := range hints {
		if r.stage == typing && hints[i].Action == keys.Accept {
			hints[i].Label = "go on"
		}
	}
	return r.draw(t, hints, width, height)
}

func (r *Rows) current(t *theme.Theme, inner int) (title string, lines []string) {
	switch r.stage {
	case asking, typing:
		return r.Title, r.question(t, inner)
	case conflict:
		return r.conflictBox(t, inner)
	}
	return r.Title, r.lines(t, inner)
}

// lines draw each row with its outcome and explanation.
func (r *Rows) lines(t *theme.Theme, inner int) []string {
	var lines []string
	for i, row := range r.rows {
		if i >= len(r.written) {
			lines = append(lines, t.Muted.Render(term.Cut("not tried: "+row.Label, inner)))
			continue
		}
		w := r.written[i]
		row.Act.OneOf = len(r.rows) > 1
		said := report.Of(row.Act, w.Result, r.host.Clock)
		style := t.Good
		if !w.Outcome.Done() {
			style = t.Bad
		}
		lines = append(lines, style.Lines(prose(inner, said.Line))...)
		below := prose(inner-2, said.Sentences()...)
		if !said.Cause.What.Empty() {
			below = append(below, component.Explanation(t, component.Explained(said.Cause), inner-2)...)
		}
		for _, l := range below {
			lines = append(lines, "  "+l)
		}
	}
	return lines
}
