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
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func (m *Many) visible() int { return component.DialogRows(len(m.rows), m.Height-5) }

// Pick implements ui.Picker: while it asks, it has no rows.
func (m *Many) Pick(f ui.Frame, _, y int) (component.Picked, tea.Cmd) {
	if m.stage == asking || m.stage == typing {
		return component.Nothing, nil
	}
	return m.cursor.Pick(y-1-len(m.head(f.Theme, component.DialogWidth(f.Width))), len(m.rows), m.visible()), nil
}

func (m *Many) View(t *theme.Theme, width, height int) string {
	if m.planning {
		return m.working(t, "Reading what has to be done…", width, height)
	}
	return m.draw(t, m.hints(), width, height)
}

func (m *Many) current(t *theme.Theme, inner int) (title string, lines []string) {
	if m.stage == asking || m.stage == typing {
		return cmp.Or(m.batch.Title, m.batch.Verb) + " " + m.counted(), m.question(t, inner)
	}
	return m.batch.Verb, append(m.head(t, inner), m.outcomes(t, inner)...)
}

// hints are the keys that do something now.
func (m *Many) hints() []keys.Binding {
	var all []keys.Binding
	for _, b := range m.Keys.Hints(m.Scope()) {
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
	done, unknown, _ := m.count()
	words := fmt.Sprintf("%d of %d done", done, len(m.rows))
	if unknown > 0 {
		words += fmt.Sprintf(", %s: %d", api.Unknown, unknown)
	}
	if m.Writing() {
		words = m.busy.View(t) + "  " + words
	}
	lines := []string{words}
	others := slices.ContainsFunc(m.rows, func(r manyRow) bool { return !r.tried })
	switch s := m.busy.Until(m.resume); {
	case m.Writing() && m.progress.Throttled > 0 && s > 0:
		lines = append(lines, fmt.Sprintf("Azure throttles; it goes on in %d s.", s))
	case errors.Is(m.stopped, errStopped), errors.Is(m.stopped, context.Canceled):
		words := "You stopped it."
		if others {
			words += " The others were not tried."
		}
		lines = append(lines, term.Wrap(words, inner)...)
	case m.stopped != nil && others:
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
	case errors.As(r.err, new(*unwritten)):
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

// lowBudget is how many writes are left when a question tells of them.
const lowBudget = 60

// mostNames bounds the names in a question.
const mostNames = 5

func (m *Many) question(t *theme.Theme, inner int) []string {
	var lines []string
	say := func(style theme.Style, words string) { lines = append(lines, style.Lines(term.Wrap(words, inner))...) }
	if m.stage == typing {
		say(t.Bad, fmt.Sprintf("Type the number of %ss, %d, to go on:", m.unit(), len(m.rows)))
		lines = append(lines, m.typed(t, m.input.View(), "That is not the number.")...)
	}
	if m.planErr != nil {
		say(t.Bad, "It could not be read what has to be done, and nothing is sent.")
		lines = append(lines, explained(t, m.planErr, inner)...)
	}
	if m.batch.Plan != nil && len(m.rows) > 0 { // above steps that may need scrolling
		say(t.Warn, m.batch.Means)
		lines = append(lines, "")
	}
	for i, r := range m.rows {
		if m.batch.Plan != nil {
			say(t.Strong, r.label())
			continue
		}
		if i == mostNames && len(m.rows) > mostNames+1 {
			say(t.Plain, fmt.Sprintf("and %d more", len(m.rows)-mostNames))
			break
		}
		lines = append(lines, t.Strong.Render(term.Cut(about(r.User), inner)))
	}
	if len(m.rows) > 0 {
		lines = append(lines, "")
	}
	if m.hidden > 0 {
		say(t.Warn, fmt.Sprintf("%s of the marked hidden by the filter.", english.Plural(m.hidden, "is", "are")))
	}
	m.sayLeftOut(func(words string) { say(t.Warn, words) })
	m.sayMailed(func(words string) { say(t.Warn, words) })
	if len(m.rows) > 0 {
		if m.batch.Plan == nil {
			say(t.Plain, m.batch.Means)
		}
		say(t.Muted, fmt.Sprintf("%s, %s.", english.Plural(len(m.rows), "write", ""), duration(len(m.rows))))
		if m.host.Left != nil && m.host.Left() < lowBudget {
			say(t.Warn, fmt.Sprintf("Of Azure's budget for this subscription %s left; it grows by 10 a second.", english.Plural(m.host.Left(), "write is", "writes are")))
		}
	}
	return lines
}

// sayLeftOut tells who is left out, by the reason.
func (m *Many) sayLeftOut(say func(string)) {
	var reasons []string
	names := map[string][]api.User{}
	for _, l := range m.left {
		if names[l.Why] == nil {
			reasons = append(reasons, l.Why)
		}
		names[l.Why] = append(names[l.Why], l.User)
	}
	for _, why := range reasons {
		who := names[why]
		first := who[0].Called()
		if len(who) > 1 {
			first += fmt.Sprintf(" and %d more", len(who)-1)
		}
		say("Left out: " + first + ": " + text.Stop(why))
	}
}

// sayMailed warns of mails that went already, or may have.
func (m *Many) sayMailed(say func(string)) {
	if !m.batch.Mails {
		return
	}
	mailed := map[api.Mail][]string{}
	for _, r := range m.rows {
		last := (*m.host.Mails)[r.User.ID].mail
		mailed[last] = append(mailed[last], r.User.Called())
	}
	if maybe := mailed[api.MailMaybe]; len(maybe) > 0 {
		say("A mail may have been sent to " + strings.Join(maybe, ", ") + ": ask whether it came before you send another.")
	}
	if accepted := mailed[api.MailAccepted]; len(accepted) > 0 {
		say("A mail was accepted by the service before for " + strings.Join(accepted, ", ") + ".")
	}
}

// duration says roughly how long n writes take: two at a time, and with the
// budget of Azure 200 at once and 10 a second after that.
func duration(n int) string {
	d := time.Duration(n) * 300 * time.Millisecond
	if beyond := n - 180; beyond > 0 {
		d = max(d, time.Duration(beyond)*100*time.Millisecond)
	}
	if d < 5*time.Second {
		return "a few seconds"
	}
	if d < 90*time.Second {
		return fmt.Sprintf("roughly %d seconds", int(d.Round(10*time.Second).Seconds()))
	}
	return fmt.Sprintf("roughly %d minutes", int(d.Round(time.Minute).Minutes()))
}
