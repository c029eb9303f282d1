package flow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
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

func (m *Many) visible() int { return component.DialogRows(len(m.rows), m.height-5) }

// Pick implements ui.Picker: while it asks, it has no rows.
func (m *Many) Pick(f ui.Frame, _, y int) (component.Picked, tea.Cmd) {
	if m.stage == asking || m.stage == typing {
		return component.Nothing, nil
	}
	return m.cursor.Pick(y-1-len(m.head(f.Theme, component.DialogWidth(f.Width))), len(m.rows), m.visible()), nil
}

func (m *Many) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	if m.planning {
		return m.working(t, "Reading what has to be done…", width, height)
	}
	if m.stage == asking || m.stage == typing {
		title := cmp.Or(m.batch.Title, m.batch.Verb) + " " + m.counted()
		return component.Dialog(t, title, m.question(t, inner), m.scroll.Top, component.Hints(t, m.hints(), inner), width, height)
	}
	lines := append(m.head(t, inner), m.outcomes(t, inner)...)
	return component.Dialog(t, m.batch.Verb, lines, 0, component.Hints(t, m.hints(), inner), width, height)
}

// hints are the keys that do something now.
func (m *Many) hints() []keys.Binding {
	var all []keys.Binding
	for _, b := range m.keys.Hints(m.Scope()) {
		switch {
		case b.Action == keys.Yes && len(m.rows) == 0, b.Action == keys.Block && !m.turns(), b.Action == keys.NewKeys && !m.plansAnew(),
			b.Action == keys.Fresh && (m.Writing() || len(m.undone()) == 0),
			b.Action == keys.Open && (m.Writing() || !m.rows[m.cursor.At].answerable()):
			continue
		case b.Action == keys.Cancel && m.Writing():
			b.Label = "stop"
		case b.Action == keys.Block:
			b.Label = "the other way"
		case b.Action == keys.NewKeys:
			b.Label = m.batch.Turn
		}
		all = append(all, b)
	}
	if m.stage == asking && len(m.rows) == 0 {
		return closing(all)
	}
	return all
}

// head is what is said above the rows: how far it is, and why it stopped.
func (m *Many) head(t *theme.Theme, inner int) []string {
	done, unknown := m.count()
	words := fmt.Sprintf("%d of %d done", done, len(m.rows))
	if unknown > 0 {
		words += fmt.Sprintf(", %s: %d", api.Unknown, unknown)
	}
	if m.Writing() {
		words = m.busy.View(t) + "  " + words
		if s := m.busy.Until(m.resume); m.progress.Throttled > 0 && s > 0 {
			words += fmt.Sprintf(". Azure throttles; it goes on in %d s", s)
		}
	}
	lines := []string{words}
	switch {
	case errors.Is(m.stopped, errStopped), errors.Is(m.stopped, context.Canceled):
		lines = append(lines, term.Wrap("You stopped it. The others were not tried.", inner)...)
	case m.stopped != nil:
		lines = append(lines, term.Wrap("It stopped, since the others would fail in the same way: "+api.Explain(m.stopped).What.String(), inner)...)
	}
	return append(lines, "")
}

// outcomes are the visible rows.
func (m *Many) outcomes(t *theme.Theme, inner int) []string {
	var lines []string
	rows := m.visible()
	cursor := m.cursor
	cursor.Clamp(len(m.rows), rows)
	for i := cursor.Top; i < min(len(m.rows), cursor.Top+rows); i++ {
		r := &m.rows[i]
		word, style := r.word(t)
		row := style(term.Pad(word, 20)) + " " + term.Pad(r.label(), max(8, inner-22))
		if i == cursor.At {
			lines = append(lines, component.Chosen(t, t.Accent.Render("▌")+row))
		} else {
			lines = append(lines, " "+row)
		}
	}
	r := &m.rows[min(cursor.At, len(m.rows)-1)]
	if why := r.why(m.host.Clock, len(m.rows) > 1); why != "" {
		lines = append(lines, "")
		lines = append(lines, term.Wrap(why, inner)...)
	}
	return lines
}

func (r *manyRow) word(t *theme.Theme) (string, func(string) string) {
	switch {
	case r.writing:
		return "writing", t.Plain.Render
	case !r.tried:
		return "not tried", t.Muted.Render
	case r.skipped != "":
		return "unchanged", t.Plain.Render
	case errors.As(r.err, new(*another)):
		return api.Conflict.String(), t.Bad.Render
	case r.err != nil:
		return api.NotApplied.String(), t.Bad.Render
	case r.written.Whole():
		return r.written.Outcome.String(), t.Good.Render
	}
	return r.written.Outcome.String(), t.Bad.Render
}

// why explains the outcome of a row, which may be one of several.
func (r *manyRow) why(clock func(time.Time) string, oneOf bool) string {
	switch {
	case r.skipped != "":
		return text.Sentence(r.skipped)
	case r.err != nil:
		x := api.Explain(r.err)
		return strings.TrimSpace("Nothing was sent. " + x.What.String() + " " + x.Do.String())
	case r.tried && !r.done():
		act := r.act()
		act.OneOf = oneOf
		said := report.Of(act, r.written.Result, clock)
		all := append(said.Sentences(), said.Cause.What.String(), said.Cause.Do.String())
		return strings.TrimSpace(strings.Join(all, " "))
	}
	return ""
}
