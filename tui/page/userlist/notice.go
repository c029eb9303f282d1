package userlist

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

// mostNotice bounds the lines of a notice: enough for our longest text in the
// narrowest terminal.
const mostNotice = 6

func (p *Page) Notice(f ui.Frame) []string {
	lines := p.notice(f.Width)
	for i, l := range lines {
		lines[i] = f.Theme.Warn.Render(" " + l)
	}
	if lines == nil {
		return p.unseen(f)
	}
	return lines
}

// unseen tells why the chosen user is in a filtered list where no column in view does.
func (p *Page) unseen(f ui.Frame) []string {
	u, q := p.current(), p.view.query
	if u == nil || q.IsZero() || p.preview.fits() { // which shows all of the user
		return nil
	}
	all := strings.Split(u.SearchText(), "\n")
	seen := make([]string, len(all))
	see := func(i int) { seen[i] = all[i] }
	width := f.Width
	if ui.Roomy(p.width, p.body) {
		width -= 3
	}
	for _, c := range pick(p.columns, p.layout(width).Index) {
		switch c {
		case columnName, columnEmail, columnID:
			see(c - columnName)
		case columnState:
			see(3)
		case columnNote:
			see(4)
		case columnRegistered:
			if !u.RegistrationDate.IsZero() {
				see(len(all) - 1)
			}
		}
	}
	if q.Match(search.Fold(strings.Join(seen, "\n"))) {
		return nil
	}
	names := append([]string{"name", "e-mail", "user id", "state", "note"}, slices.Repeat([]string{"identity"}, len(all))...)
	if !u.RegistrationDate.IsZero() {
		names[len(all)-1] = "registered"
	}
	for i, s := range all {
		if in := q.In(i); seen[i] == "" && len(in.Marks(s)) > 0 {
			head := " " + names[i] + ": "
			return []string{f.Theme.Muted.Render(head) + component.Found(f.Theme, f.Theme.Plain, s, f.Width-len(head)-1, in)}
		}
	}
	return nil
}

// notice explains what is missing and how to get it, in lines of that width.
func (p *Page) notice(width int) []string {
	what, err := p.trouble()
	if what == "" {
		return nil
	}
	do := ""
	if err != nil && err != errStopped {
		x := api.Explain(err)
		for _, s := range append([]text.Safe{x.What}, x.More...) {
			what += " " + s.String()
		}
		do = x.Do.String()
		if !x.RequestID.Empty() {
			do = strings.TrimSpace(do + " Request id " + x.RequestID.String())
		}
	}
	return fit(what, do, width-2)
}

// fit wraps a text and the advice about it. A text that is too long is cut so that
// the advice stays.
func fit(what, do string, width int) []string {
	lines := term.Wrap(strings.TrimSpace(what+" "+do), width)
	if len(lines) <= mostNotice {
		return lines
	}
	last := term.Wrap(do, width)
	room := max(1, mostNotice-len(last))
	lines = term.Wrap(what, width)[:room]
	lines[room-1] = strings.TrimSuffix(term.Cut(lines[room-1], width-1), term.Ellipsis) + term.Ellipsis
	return append(lines, last[:mostNotice-room]...)
}

// trouble describes the problem of the list, with the error behind it, if any.
func (p *Page) trouble() (string, error) {
	switch {
	case p.busy.Until(p.resume) > 0:
		return fmt.Sprintf("Azure throttles this subscription: going on in %d s, with fewer pages at a time.", p.busy.Until(p.resume)), nil
	case p.query != "":
		return fmt.Sprintf("%d users match %s: open the one you mean.", p.roster.Len(), text.Clean(p.query)), nil
	case p.busy.Active() || p.roster.Len() == 0:
		return "", nil
	case p.failed == errStopped:
		return "The reload was stopped: these are the rows of before.", nil
	case p.failed != nil:
		return "The reload failed, and these are the rows of before. r tries again.", p.failed
	case p.rest.Complete():
		return p.hidden(), nil
	case p.rest.Unsettled():
		return fmt.Sprintf("Perhaps incomplete: %s users were read, but the list changed each time it was read, and a user that moved meanwhile may be missing. r reads it again.",
			humanize.Comma(int64(p.roster.Len()))), nil
	}
	return p.missing(), p.rest.Err
}

// hidden reports that the service counts more users than it shows to this caller.
func (p *Page) hidden() string {
	total, known := p.roster.Total()
	if !known || total <= p.roster.Len() {
		return ""
	}
	return fmt.Sprintf("%s counted, %s shown to you.", humanize.Comma(int64(total)), humanize.Comma(int64(p.roster.Len())))
}

// missing describes what is missing and what a reload does about it.
func (p *Page) missing() string {
	how := "r resumes."
	if len(p.rest.Ranges) == 0 && p.rest.Link == "" {
		how = "r starts over."
	}
	n, known := p.rest.Missing()
	switch {
	case known && n == 1:
		return "Incomplete: 1 user is missing, " + how
	case known:
		return fmt.Sprintf("Incomplete: %s users are missing, %s", humanize.Comma(int64(n)), how)
	}
	return "Incomplete: the rest of the list is missing, " + how
}
