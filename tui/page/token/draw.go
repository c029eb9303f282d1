package token

import (
	"fmt"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

const label = 14

// View implements ui.Page.
func (p *Page) View(f ui.Frame) string {
	lines := p.lines(f)
	return strings.Join(lines[:min(len(lines), f.Height)], "\n")
}

func (p *Page) lines(f ui.Frame) []string {
	t := f.Theme
	lines := []string{
		t.Accent.Render(" SHARED ACCESS TOKEN"),
		p.line(t, "User", term.Cut(p.user.DisplayName().String()+"  "+p.user.ID.String(), f.Width-label-2)),
	}
	if p.user.ID == api.BuiltInUser {
		lines = append(lines, " "+t.Bad.Render(term.Cut("This is the built-in user: its token is administration of the portal.", f.Width-2)))
	}
	lines = append(lines, p.choice(t, rowKey, "Key", []string{"primary", "secondary"}, keyIndex(p.key)))
	lines = append(lines, p.line(t, "", t.Muted.Render(keyMeaning(p.key))))
	lines = append(lines, p.expiryLines(f)...)
	lines = append(lines, "")
	return append(lines, p.resultLines(f)...)
}

// keyMeaning says what the choice of a key is about.
func keyMeaning(k api.KeyType) string {
	if k == api.SecondaryKey {
		return "Outlives a change of the primary key."
	}
	return "The usual key; changing it ends its tokens."
}

func keyIndex(k api.KeyType) int {
	if k == api.SecondaryKey {
		return 1
	}
	return 0
}

// line draws a label and a value that may be styled.
func (p *Page) line(t *theme.Theme, name, value string) string {
	return " " + t.Muted.Render(term.Pad(name, label)) + value
}

// choice draws options in a row; the cursor's row has a bar before it.
func (p *Page) choice(t *theme.Theme, at row, name string, options []string, chosen int) string {
	var b strings.Builder
	for i, o := range options {
		if i == chosen {
			b.WriteString(t.Strong.Render("● "+o) + "  ")
		} else {
			b.WriteString(t.Muted.Render("○ "+o) + "  ")
		}
	}
	bar := " "
	if p.row == at {
		bar = t.Accent.Render("▌")
	}
	return bar + t.Muted.Render(term.Pad(name, label)) + b.String()
}

func (p *Page) expiryLines(f ui.Frame) []string {
	t := f.Theme
	names := []string{"1 h", "8 h", "1 d", "7 d", "30 d"}
	chosen := p.preset
	if p.typed != "" {
		names, chosen = append(names, "typed"), len(names)
	}
	lines := []string{p.choice(t, rowExpiry, "Expires in", names, chosen)}
	if p.typing {
		lines = append(lines, p.line(t, "Expires", p.input.View()))
		lines = append(lines, p.line(t, "", t.Muted.Render(term.Cut("a duration such as 90m or 3d, or a date such as 2026-03-02T17:00", f.Width-label-2))))
	}
	if p.wrong != nil {
		for _, l := range term.Wrap(text.Clean(p.wrong.Error()).String(), max(10, f.Width-label-2)) {
			lines = append(lines, p.line(t, "", t.Bad.Render(l)))
		}
		return lines
	}
	if at, err := p.expiry(); err == nil && !p.typing && p.token == nil {
		lines = append(lines, p.line(t, "", moment(at, p.host.Local)))
	}
	return lines
}

// moment is a time on the operator's clock and in UTC.
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

func (p *Page) resultLines(f ui.Frame) []string {
	t := f.Theme
	switch {
	case p.err != nil:
		lines := []string{" " + t.Bad.Render("No token was made.")}
		for _, l := range component.Explanation(t, component.Explained(api.Explain(p.err)), f.Width-2) {
			lines = append(lines, " "+l)
		}
		return lines
	case p.tasks.Running(taskToken):
		return []string{" " + t.Muted.Render("making a token…")}
	case p.token == nil:
		return []string{" " + t.Muted.Render("enter makes the token.")}
	}
	lines := []string{
		p.line(t, "Form", t.Strong.Render(p.formName())),
		p.line(t, "Lives", p.life()),
		p.line(t, "Until", moment(p.token.Expires, p.host.Local)),
	}
	if p.notAsked != nil {
		lines = append(lines, " "+t.Warn.Render(term.Cut("Not as asked: "+text.Clean(p.notAsked.Error()).String(), f.Width-2)))
	}
	for i, l := range p.value.View(t, p.wall, f.Width-label-2) {
		name := ""
		if i == 0 {
			name = "Token"
		}
		lines = append(lines, p.line(t, name, l))
	}
	return lines
}

func (p *Page) formName() string {
	switch access.Forms()[p.form] {
	case access.URL:
		return "URL-encoded"
	case access.Header:
		return "Authorization header"
	case access.Curl:
		return "curl command"
	}
	return "raw"
}

func (p *Page) life() string {
	left := p.token.Expires.Sub(p.now).Round(time.Second)
	switch {
	case left <= 0:
		return "run out; r makes a fresh one"
	case left < time.Hour:
		return fmt.Sprintf("%d:%02d", int(left.Minutes()), int(left.Seconds())%60)
	case left < 48*time.Hour:
		return fmt.Sprintf("%d h %d min", int(left.Hours()), int(left.Minutes())%60)
	}
	return fmt.Sprintf("%d days", int(left.Hours()/24))
}

// Status implements ui.Page.
func (p *Page) Status(f ui.Frame, _ int) string {
	s := "Shared access token"
	if busy := p.busy.View(f.Theme); busy != "" {
		s += "  " + busy
	}
	return s
}

// Notice implements ui.Page.
func (p *Page) Notice(f ui.Frame) string {
	if p.value.Shown(p.wall) {
		return f.Theme.Warn.Render(" In clear on this screen; hidden again after 20 seconds.")
	}
	return ""
}
