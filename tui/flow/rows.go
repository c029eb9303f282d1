package flow

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
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
}

// Rows carries out several writes one after another and reports the outcome of
// each. Esc stops after the current one.
type Rows struct {
	work
	title   string
	asks    []string // the question; nil once it is answered, or for none
	user    api.User // whom the pages read again afterwards
	host    Host
	rows    []Row
	written []api.Written // of the rows that are over
	at      int           // the row that is written or checked
	stopped bool
	scroll  component.Scroll
	quiet   component.Quiet
}

var _ ui.Overlay = (*Rows)(nil)

// NewRows returns the box; it begins to write at once.
func NewRows(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, title string, user api.User, rows []Row) *Rows {
	return &Rows{work: newWork(ctx, id, out), title: title, user: user, host: host, rows: rows}
}

// Asking returns the box that asks before it writes. The sentences are safe to
// draw.
func (r *Rows) Asking(sentences ...string) *Rows {
	r.asks = sentences
	return r
}

func (r *Rows) Init() tea.Cmd {
	if r.asks != nil {
		return nil
	}
	return r.next()
}

// next writes the next row, or ends.
func (r *Rows) next() tea.Cmd {
	if r.at = len(r.written); r.at < len(r.rows) && !r.stopped {
		return r.start(r.rows[r.at].Write.Do)
	}
	r.quiet.Open(time.Now())
	r.out.Ask(ui.Learned{Version: api.Version{User: r.user}})
	if done, unclear := r.count(); done == len(r.rows) && unclear == 0 {
		r.close()
		r.out.Ask(ui.Notify{Text: r.summary(), Kind: ui.Good})
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

func (r *Rows) summary() string {
	if done, _ := r.count(); done == len(r.rows) && done == 1 {
		return report.Of(r.rows[0].Act, r.written[0].Result, r.host.Clock).Line
	}
	done, open := r.count()
	words := fmt.Sprintf("%s: %d of %d changes of %s", api.Saved, done, len(r.rows), r.user.Called())
	if open > 0 {
		words += fmt.Sprintf(". %s: %d", api.Unknown, open)
	}
	return words
}

func (r *Rows) Scope() keys.Scope {
	if r.asks != nil {
		return keys.QuestionBox
	}
	if r.openRow() >= 0 {
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

// Type implements ui.Overlay: it takes no text.
func (r *Rows) Type(tea.Msg) tea.Cmd { return nil }

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
			r.out.Ask(ui.Learned{Version: api.Version{User: r.user}})
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
	if r.asks != nil {
		return r.answer(r.keys.Action(k.String(), keys.QuestionBox))
	}
	switch a := r.keys.Action(k.String(), r.Scope()); a {
	case keys.Check:
		r.at = r.openRow()
		return r.check(r.rows[r.at].Write, r.written[r.at])
	case keys.Cancel:
		r.close()
		r.out.Ask(ui.Notify{Text: r.summary(), Kind: ui.Warn})
	default:
		lines := r.lines(&theme.Theme{}, component.DialogWidth(r.width))
		r.scroll.Move(a, len(lines), component.DialogRows(len(lines), r.height))
	}
	return nil
}

func (r *Rows) answer(a keys.Action) tea.Cmd {
	switch a {
	case keys.Yes:
		r.asks = nil
		return r.next()
	case keys.Cancel:
		r.close()
	default:
		lines := r.question(component.DialogWidth(r.width))
		r.scroll.Move(a, len(lines), component.DialogRows(len(lines), r.height))
	}
	return nil
}

func (r *Rows) question(inner int) []string {
	var lines []string
	for _, s := range r.asks {
		lines = append(lines, term.Wrap(s, inner)...)
	}
	return lines
}

func (r *Rows) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	if r.Writing() {
		what := fmt.Sprintf("%s, %d of %d…", r.rows[r.at].Label, r.at+1, len(r.rows))
		return r.working(t, term.Cut(what, inner-4), width, height)
	}
	foot := component.Hints(t, r.keys.Hints(r.Scope()), inner)
	if r.asks != nil {
		return component.Dialog(t, r.title, r.question(inner), r.scroll.Top, foot, width, height)
	}
	return component.Dialog(t, r.title, r.lines(t, inner), r.scroll.Top, foot, width, height)
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
		said := report.Of(row.Act, w.Result, r.host.Clock)
		style := t.Good
		if !w.Outcome.Done() {
			style = t.Bad
		}
		lines = append(lines, styled(style, prose(inner, said.Line))...)
		for _, s := range said.Sentences() {
			lines = append(lines, prose(inner-2, s)...)
		}
		if !said.Cause.What.Empty() {
			lines = append(lines, component.Explanation(t, component.Explained(said.Cause), inner-2)...)
		}
	}
	return lines
}
