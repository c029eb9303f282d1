package token

import (
	"fmt"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// View implements ui.Page.
func (p *Page) View(f ui.Frame) string {
	b, t := component.NewPanel(f.Theme, f.Width), f.Theme
	b.Title("SHARED ACCESS TOKEN")
	b.User(p.user.DisplayName().String(), p.user.ID.String())
	if p.user.ID == api.BuiltInUser {
		b.Say(t.Bad, "This is the built-in user: its token is administration of the portal.")
	}
	p.drawChoices(b, t)
	b.Gap()
	p.drawResult(b, t)
	if p.value.Shown(p.wall) {
		return b.View(f.Height, "There is more of it; w writes all of it to a file.")
	}
	return b.View(f.Height, "There is more to read on a taller terminal.")
}

func (p *Page) drawChoices(b *component.Panel, t *theme.Theme) {
	b.Mark(p.bar(t, rowKey), "Key", options(t, []string{"primary", "secondary"}, keyIndex(p.chosen.key)))
	b.Aside(keyMeaning(p.chosen.key))
	names, chosen := []string{"1 h", "8 h", "1 d", "7 d", "30 d"}, p.chosen.preset
	if p.chosen.typed != "" {
		names, chosen = append(names, "typed"), len(names)
	}
	b.Mark(p.bar(t, rowExpiry), "Expires in", options(t, names, chosen))
	if p.typing {
		b.Mark(" ", "Expires", p.input.View())
		b.Styled("", t.Muted, "a duration such as 90m or 3d, or a date such as 2026-03-02T17:00")
	}
	switch at, err := p.expiry(p.chosen); {
	case p.wrong != nil:
		b.Styled("", t.Bad, text.Clean(p.wrong.Error()).String())
	case err == nil && !p.typing && (p.token == nil || p.stale()):
		b.Row("", moment(at, p.host.Local))
	}
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

// bar marks the cursor's row.
func (p *Page) bar(t *theme.Theme, at row) string {
	if p.row == at {
		return t.Accent.Render("▌")
	}
	return " "
}

// options draws what can be chosen in a row.
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

// stale says that the choices are not those that the token was made with.
func (p *Page) stale() bool { return p.token != nil && p.chosen != p.with }

func (p *Page) drawResult(b *component.Panel, t *theme.Theme) {
	switch {
	case p.failed != nil:
		p.drawFailure(b, t)
		return
	case p.tasks.Running(taskToken):
		b.Say(t.Muted, "making a token…")
		return
	case p.token == nil:
		b.Say(t.Muted, "enter makes the token.")
		return
	}
	if p.stale() {
		b.Say(t.Warn, "Made before these choices; enter makes a new one.")
	}
	b.Styled("Form", t.Strong, p.formName())
	b.Row("Signed with", "the "+string(p.with.key)+" key")
	b.Row("Lives", p.life())
	b.Row("Until", moment(p.token.Expires, p.host.Local))
	if p.notAsked != nil {
		b.Say(t.Warn, "Not as asked: "+text.Clean(p.notAsked.Error()).String())
	}
	switch {
	case p.problem != "":
		b.Say(t.Bad, component.Sentence(text.Clean(p.problem).String()))
	case p.value.Empty():
		b.Styled("Token", t.Muted, "looking up where the service takes it…")
	default:
		b.Drawn("Token", p.value.View(t, p.wall, b.Room()))
	}
}

// drawFailure says whether there may be a token all the same: nobody can take
// one back.
func (p *Page) drawFailure(b *component.Panel, t *theme.Theme) {
	switch {
	case p.failed.refused:
		b.Say(t.Bad, component.Sentence("The token is not given out: "+text.Clean(p.failed.err.Error()).String()))
		return
	case api.MayHaveApplied(p.failed.err):
		b.Say(t.Bad, "No token was received, and one may exist until "+moment(p.failed.expiry, p.host.Local)+".")
	default:
		b.Say(t.Bad, "No token was made.")
	}
	b.Error(component.Explained(api.Explain(p.failed.err)))
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
func (p *Page) Notice(f ui.Frame) []string {
	if p.value.Shown(p.wall) {
		return []string{f.Theme.Warn.Render(" In clear on this screen; hidden again after 20 seconds.")}
	}
	return nil
}
