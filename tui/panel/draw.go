package panel

import (
	"fmt"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// more says that a secret does not fit.
func (k *Keeper[G]) more() string {
	return "There is more of it; " + k.keys.Name(keys.Panel, keys.WriteFile) + " writes all of it to a file."
}

// Renewed says how to get another secret, within a sentence.
func (k *Keeper[G]) Renewed() string {
	return k.keys.Name(keys.Panel, keys.Fresh) + " makes a fresh one"
}

// View draws the panel, or the secret without anything beside it, so that a mouse
// can select it.
func (k *Keeper[G]) View(f ui.Frame) string {
	if !k.Shown(component.Alone) {
		b := k.Sheet(f, k.Heading)
		k.Draw(b, f.Theme)
		return k.Fit(b, f)
	}
	lines := k.value.Lines(f.Theme, f.Width)
	if len(lines) > f.Height {
		lines = append(lines[:max(0, f.Height-1)], f.Theme.Warn.Render(k.more()))
	}
	return strings.Join(lines, "\n")
}

// Bare implements ui.Bare: a secret alone has no frame around it.
func (k *Keeper[G]) Bare() bool { return k.Shown(component.Alone) }

// Sheet begins the panel's lines.
func (k *Keeper[G]) Sheet(f ui.Frame, title string) *component.Panel {
	b := component.NewPanel(f.Theme, f.Width)
	if !f.Framed {
		b.Title(title)
	}
	b.User(k.User.DisplayName().String(), k.User.ID.String())
	return b
}

// Fit draws the lines in the frame's height. A partly hidden secret must not look
// complete.
func (k *Keeper[G]) Fit(b *component.Panel, f ui.Frame) string {
	if k.Shown(component.InClear) {
		return b.View(f.Height, k.more())
	}
	return b.View(f.Height, "There is more to read on a taller terminal.")
}

// DrawSecret draws the secret in its form, or why there is none.
func (k *Keeper[G]) DrawSecret(b *component.Panel, t *theme.Theme, label string) {
	if k.problem != "" {
		b.Say(t.Bad, text.Sentence(text.Clean(k.problem).String()))
		return
	}
	b.Drawn(label, k.value.View(t, k.wall, b.Room()))
}

// DrawFailure explains why no secret was made, and whether one may exist all the
// same and for how long: it cannot be revoked.
func (k *Keeper[G]) DrawFailure(b *component.Panel, t *theme.Theme, exists string) {
	switch {
	case k.failed.refused:
		b.Say(t.Bad, text.Sentence("The "+k.Noun+" is not given out: "+text.Clean(k.failed.err.Error()).String()))
		return
	case api.AccessLost(k.failed.err):
		b.Say(t.Bad, "No "+k.Noun+" was received, and one may exist "+exists+".")
	default:
		b.Say(t.Bad, "No "+k.Noun+" was made.")
	}
	b.Error(component.Explained(api.Explain(k.failed.err)))
}

// Bar draws the remaining lifetime, with words beside it.
func (k *Keeper[G]) Bar(t *theme.Theme, words string) string {
	const cells = 12
	all := k.kept.Ends().Sub(k.began)
	if all <= 0 || k.left() <= 0 {
		return words
	}
	full := min(cells, max(1, int((cells*k.left()+all/2)/all)))
	style := t.Good
	switch {
	case full <= cells/10:
		style = t.Bad
	case full <= cells/4:
		style = t.Warn
	}
	return style.Render(strings.Repeat("━", full)) + t.Border.Render(strings.Repeat("─", cells-full)) + " " + words
}

// Left is the remaining lifetime in words; "" when it has expired.
func (k *Keeper[G]) Left() string {
	left := k.left()
	if left <= 0 {
		return ""
	}
	switch left = left.Round(time.Second); {
	case left < time.Hour:
		return fmt.Sprintf("%d:%02d", int(left.Minutes()), int(left.Seconds())%60)
	case left < 48*time.Hour:
		return fmt.Sprintf("%d h %d min", int(left.Hours()), int(left.Minutes())%60)
	}
	return fmt.Sprintf("%d days", int(left.Hours()/24))
}

func (k *Keeper[G]) Status(f ui.Frame, _ int) string {
	s := k.Title
	if busy := k.busy.View(f.Theme); busy != "" {
		s += "  " + busy
	}
	return s
}

func (k *Keeper[G]) Notice(f ui.Frame) []string {
	return k.NoticeOf(f, component.InClear, component.Alone)
}

// NoticeOf warns while the secret is readable on the screen in one of these ways.
func (k *Keeper[G]) NoticeOf(f ui.Frame, ways ...component.Way) []string {
	for _, w := range ways {
		if k.Shown(w) {
			return []string{f.Theme.Warn.Render(" In clear on this screen; hidden again after 20 seconds.")}
		}
	}
	return nil
}
