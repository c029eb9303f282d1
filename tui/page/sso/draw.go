package sso

import (
	"fmt"
	"net/url"
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

func (p *Page) plainTheme() *theme.Theme { return &theme.Theme{} }

const label = 14

// View implements ui.Page.
func (p *Page) View(f ui.Frame) string {
	if p.qr && !p.expired() {
		v := p.value.Copy()
		defer v.Wipe()
		if code := component.QR(f.Theme, v, f.Width, f.Height); len(code) > 0 {
			return strings.Join(code, "\n")
		}
	}
	lines := p.lines(f)
	return strings.Join(lines[:min(len(lines), f.Height)], "\n")
}

func (p *Page) lines(f ui.Frame) []string {
	t := f.Theme
	row := func(name, value string) string {
		return " " + t.Muted.Render(term.Pad(name, label)) + term.Cut(value, max(4, f.Width-label-2))
	}
	lines := []string{t.Accent.Render(" SIGN-IN LINK"), row("User", p.user.DisplayName().String()+"  "+p.user.ID.String())}
	if !access.PortalReads(string(p.user.ID)) {
		lines = append(lines, " "+t.Warn.Render(term.Cut("The developer portal cannot read this user id: signing in by link will fail there.", f.Width-2)))
	}
	if p.user.State == api.StateBlocked {
		lines = append(lines, " "+t.Warn.Render(term.Cut("The user is blocked: the portal will not let them in.", f.Width-2)))
	}
	switch {
	case p.err != nil:
		lines = append(lines, "", " "+t.Bad.Render("No link was made."))
		for _, l := range component.Explanation(t, component.Explained(api.Explain(p.err)), f.Width-2) {
			lines = append(lines, " "+l)
		}
		return lines
	case p.link == nil:
		return append(lines, "", " "+t.Muted.Render("making a link…"))
	}
	lines = append(lines, row("Leads to", p.hostName()), row("Form", p.formName()), row("Return path", orDash(p.path)), row("Lives", p.life()), "")
	if p.portalErr != nil {
		lines = append(lines, " "+t.Warn.Render(term.Cut("The developer portal's address could not be read: "+api.Explain(p.portalErr).What.String(), f.Width-2)))
	}
	if p.typing {
		lines = append(lines, " "+t.Muted.Render(term.Pad("Return path", label))+p.input.View())
	}
	if p.problem != "" {
		return append(lines, " "+t.Bad.Render(term.Cut(text.Clean(p.problem).String(), f.Width-2)))
	}
	for i, l := range p.value.View(t, p.wall, f.Width-label-2) {
		head := strings.Repeat(" ", label)
		if i == 0 {
			head = t.Muted.Render(term.Pad("Link", label))
		}
		lines = append(lines, " "+head+l)
	}
	if p.asLink {
		v := p.value.Copy()
		defer v.Wipe()
		lines = append(lines, " "+strings.Repeat(" ", label)+t.Link(v.Reveal()).Render("open in your own browser"))
	}
	return lines
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return text.Clean(s).String()
}

// hostName is where the link leads, in clear: it is what an operator checks
// before handing it on.
func (p *Page) hostName() string {
	if p.form == asReturned {
		return text.Clean(p.link.Host).String()
	}
	u, err := url.Parse(p.portal)
	if err != nil {
		return "–"
	}
	return text.Clean(u.Host).String()
}

func (p *Page) formName() string {
	if p.form == asReturned {
		return "as returned by the service, on the legacy portal"
	}
	return "on the developer portal"
}

func (p *Page) life() string {
	left := p.link.Expires.Sub(p.now)
	if left <= 0 {
		return "run out at " + p.link.Expires.Format("15:04:05 UTC") + "; r makes a fresh one"
	}
	left = left.Round(time.Second)
	return fmt.Sprintf("%d:%02d, until %s", int(left.Minutes()), int(left.Seconds())%60, p.link.Expires.Format("15:04:05 UTC"))
}

// Status implements ui.Page.
func (p *Page) Status(f ui.Frame, width int) string {
	s := "SSO URL"
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
