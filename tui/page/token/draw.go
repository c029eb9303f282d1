package token

import (
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/rules"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/theme"
)

func (p *Page) draw(b *component.Panel, t *theme.Theme) {
	for _, w := range rules.Warn(rules.Token, p.User) {
		b.Say(t.Warn, w)
	}
	p.drawChoices(b, t)
	b.Gap()
	p.drawResult(b, t)
}

func (p *Page) drawChoices(b *component.Panel, t *theme.Theme) {
	key, meaning := 0, "The usual key; changing it ends its tokens."
	if p.chosen.key == api.SecondaryKey {
		key, meaning = 1, "Outlives a change of the primary key."
	}
	b.Mark(bar(t, p.onKey), "Key", options(t, []string{"primary", "secondary"}, key))
	b.Aside(meaning)
	names, chosen := []string{"1 h", "8 h", "1 d", "7 d", "30 d"}, p.chosen.preset
	if p.chosen.typed != "" {
		names, chosen = append(names, "typed"), len(names)
	}
	b.Mark(bar(t, !p.onKey), "Expires in", options(t, names, chosen))
	if p.Typing() {
		b.Mark(" ", "Expires", component.Fitted(p.Line, b.Room()))
		b.Styled("", t.Muted, "a duration such as 90m or 3d, or a date such as 2026-03-02T17:00")
	}
	switch at, err := p.expiry(p.chosen); {
	case p.wrong != nil:
		b.Styled("", t.Bad, text.Clean(p.wrong.Error()).String())
	case err == nil && !p.Typing() && (!p.Has() || p.stale()):
		b.Row("", moment(at, p.host.Local))
	}
}

// bar marks the cursor's row.
func bar(t *theme.Theme, here bool) string {
	if here {
		return t.Accent.Render("▌")
	}
	return " "
}

// options draws the choices of a row.
func options(t *theme.Theme, names []string, chosen int) string {
	var b strings.Builder
	for i, o := range names {
		if i == chosen {
			b.WriteString(t.Strong.Render("● "+o) + "  ")
		} else {
			b.WriteString(t.Muted.Render("○ "+o) + "  ")
		}
	}
	return b.String()
}

// moment formats a time in the operator's zone and in UTC.
func moment(at time.Time, local *time.Location) string {
	here, utc := at.In(local), at.UTC()
	s := here.Format("2006-01-02 15:04:05 MST")
	switch _, offset := here.Zone(); {
	case offset == 0:
		return s
	case here.Format(time.DateOnly) == utc.Format(time.DateOnly):
		return s + utc.Format(" (15:04:05 UTC)")
	}
	return s + utc.Format(" (Jan 2 15:04:05 UTC)")
}

// stale reports whether the choices differ from those of the token.
func (p *Page) stale() bool { return p.Has() && p.chosen != p.with }

func (p *Page) drawResult(b *component.Panel, t *theme.Theme) {
	switch {
	case p.Failed():
		p.DrawFailure(b, t, "until "+moment(p.asked, p.host.Local))
		return
	case p.Making():
		b.Say(t.Muted, "making a token…")
		return
	case !p.Has():
		b.Say(t.Muted, "enter makes the token.")
		return
	}
	if p.stale() {
		b.Say(t.Warn, "Made before these choices; enter makes a new one.")
	}
	b.Styled("Form", t.Strong, p.formName())
	b.Row("Signed with", "the "+string(p.with.key)+" key")
	b.Drawn("Lives", []string{p.Bar(t, p.life())})
	b.Row("Until", moment(p.Kept().Expires, p.host.Local))
	if p.notAsked != nil {
		b.Say(t.Warn, "Not as asked: "+text.Clean(p.notAsked.Error()).String())
	}
	if p.aiming() {
		b.Styled("Token", t.Muted, "looking up where the service takes it…")
		return
	}
	p.DrawSecret(b, t, "Token")
	if p.curl() && p.target != "" {
		b.Say(t.Warn, rules.Retired)
	}
}

func (p *Page) formName() string {
	return map[access.Form]string{
		access.Raw: "raw", access.URL: "URL-encoded", access.Header: "Authorization header", access.Curl: "curl command",
	}[access.Forms()[p.form]]
}

func (p *Page) life() string {
	if left := p.Left(); left != "" {
		return left
	}
	return "run out; " + p.Renewed()
}
