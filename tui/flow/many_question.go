package flow

import (
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// lowBudget is how many writes are left when a question tells of them.
const lowBudget = 60

// mostNames bounds the names in a question.
const mostNames = 5

func (m *Many) question(t *theme.Theme, inner int) []string {
	var lines []string
	say := func(style func(string) string, words string) {
		for _, l := range term.Wrap(words, inner) {
			lines = append(lines, style(l))
		}
	}
	if m.stage == typing {
		say(t.Bad.Render, fmt.Sprintf("Type the number of %ss, %d, to go on:", m.unit(), len(m.rows)))
		lines = append(lines, m.input.View())
		if m.wrong {
			say(t.Bad.Render, "That is not the number.")
		}
		lines = append(lines, "")
	}
	if m.planErr != nil {
		say(t.Bad.Render, "It could not be read what has to be done, and nothing is sent.")
		lines = append(lines, explained(t, m.planErr, inner)...)
	}
	if m.batch.Plan != nil && len(m.rows) > 0 { // above steps that may need scrolling
		say(t.Warn.Render, m.batch.Means)
		lines = append(lines, "")
	}
	for i, r := range m.rows {
		if m.batch.Plan != nil {
			say(t.Strong.Render, r.label())
			continue
		}
		if i == mostNames && len(m.rows) > mostNames+1 {
			say(t.Plain.Render, fmt.Sprintf("and %d more", len(m.rows)-mostNames))
			break
		}
		lines = append(lines, t.Strong.Render(term.Cut(labelOf(r.user), inner)))
	}
	if len(m.rows) > 0 {
		lines = append(lines, "")
	}
	if m.hidden > 0 {
		say(t.Warn.Render, fmt.Sprintf("%s of the marked hidden by the filter.", english.Plural(m.hidden, "is", "are")))
	}
	m.sayLeftOut(func(words string) { say(t.Warn.Render, words) })
	m.sayMailed(func(words string) { say(t.Warn.Render, words) })
	if len(m.rows) > 0 {
		if m.batch.Plan == nil {
			say(t.Plain.Render, m.batch.Means)
		}
		say(t.Muted.Render, fmt.Sprintf("%s, %s.", english.Plural(len(m.rows), "write", ""), duration(len(m.rows))))
		if m.host.Left != nil && m.host.Left() < lowBudget {
			say(t.Warn.Render, fmt.Sprintf("Of Azure's budget for this subscription %s left; it grows by 10 a second.", english.Plural(m.host.Left(), "write is", "writes are")))
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
		last := m.host.Mails.last[r.user.ID].mail
		mailed[last] = append(mailed[last], r.user.Called())
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

func labelOf(u api.User) string {
	if u.Email == "" || u.DisplayName() == "" {
		return u.Called()
	}
	return u.Called() + "  " + u.Email.String()
}
