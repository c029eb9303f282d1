package flow

import (
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

func (c *Conversation) report() report.Report {
	return report.Of(c.deed.Act(c.user, c.written), c.written.Result, c.host.Clock)
}

func (c *Conversation) overScope() keys.Scope {
	switch {
	case c.written.Outcome == api.DeletedMeanwhile && c.anew() != nil:
		return keys.GoneBox
	case c.written.Open() && !c.written.Untraceable && !c.written.Hidden: // reading again may tell more
		return keys.UnknownBox
	}
	return keys.OutcomeBox
}

// anew returns the intent to create a new user in place of a deleted one, or nil.
func (c *Conversation) anew() any {
	if d, ok := c.deed.(Draft); ok && c.owner != 0 {
		return d.Anew()
	}
	return nil
}

func (c *Conversation) pressOver(a keys.Action) tea.Cmd {
	switch a {
	case keys.Check:
		c.stage = writing
		return c.check(c.sent, c.written)
	case keys.Cancel:
		c.finish()
	case keys.New:
		c.Dismiss()
		c.Out.Ask(ui.Leave{Page: c.owner})
		c.Out.Ask(c.anew())
		c.Out.Ask(ui.Lost{ID: c.user.ID}) // the form that is left would wipe the draft's password
	default:
		c.move(a)
	}
	return nil
}

// overBox explains a write that did not simply succeed.
func (c *Conversation) overBox(t *theme.Theme, inner int) (title string, lines []string) {
	r := c.report()
	title, style := "Outcome", t.Bad
	switch c.written.Outcome {
	case api.Conflict:
		title = "Conflict"
	case api.DeletedMeanwhile:
		style = t.Strong
	}
	lines = []string{style.Render(c.written.Outcome.String()), term.Cut(about(c.user), inner), ""}
	if x := component.Explained(r.Cause); !x.What.Empty() {
		lines = append(append(lines, component.Explanation(t, x, inner)...), "")
	}
	lines = append(lines, prose(inner, r.Known...)...)
	if err := c.written.LookErr; err != nil {
		x := api.Explain(err)
		x.Do = text.Safe{} // to try again is what must not be done unseen
		lines = append(lines, component.Explanation(t, component.Explained(x), inner)...)
	}
	if r.Mail != "" && !c.written.Untraceable {
		lines = append(lines, prose(inner, r.Mail)...)
	}
	for _, s := range c.next() {
		lines = append(append(lines, ""), prose(inner, s)...)
	}
	return title, lines
}

// next lists what can be done about an outcome.
func (c *Conversation) next() []string {
	switch c.overScope() {
	case keys.UnknownBox:
		return []string{c.key(keys.UnknownBox, keys.Check) + " reads the user again and says what became of it: look again before you repeat it."}
	case keys.GoneBox:
		return []string{c.key(keys.GoneBox, keys.New) + " makes the user anew from your draft; " + c.key(keys.GoneBox, keys.Cancel) + " goes back to it."}
	}
	if c.written.Untraceable {
		return []string{"It may have been sent: ask whether it came before you send another."}
	}
	return nil
}

func (c *Conversation) key(s keys.Scope, a keys.Action) string { return c.Keys.Name(s, a) }

// finish reports the outcome to all pages and closes the box.
func (c *Conversation) finish() {
	c.Dismiss()
	w := c.written
	act := c.deed.Act(c.user, w)
	switch {
	case w.Outcome == api.DeletedMeanwhile || act.Sent == report.Deletion && w.Outcome.Done():
		c.Out.Ask(ui.Lost{ID: c.user.ID})
	case w.Now.User.ID != "" && (w.Outcome.Done() || w.Outcome == api.Conflict || w.Outcome == api.Unknown && w.Now.ETag != ""):
		// When a write was not applied, the page may show a newer version.
		c.Out.Ask(ui.Learned{Version: w.Now})
	}
	undo := c.deed.Undo(c.before, w)
	if c.Then != nil {
		defer c.Then(w, undo)
	}
	if undo.Why != "" || w.Outcome.Done() && act.Sent != report.Mail {
		c.Out.Ask(undo)
	}
	if !w.Outcome.Done() && c.owner != 0 {
		c.Out.Ask(ui.Answered{Owner: c.owner, Written: w, Known: c.report().Sentences()})
		return
	}
	c.Out.Ask(c.notice())
	if !w.Outcome.Done() {
		return
	}
	if c.owner != 0 {
		c.Out.Ask(ui.Leave{Page: c.owner})
	}
	for _, intent := range c.deed.Done(w) {
		c.Out.Ask(intent)
	}
}

func (c *Conversation) notice() ui.Notify {
	r := c.report()
	n := ui.Notify{Text: r.Line, Kind: ui.Good}
	add := func(sentence string) {
		if sentence != "" {
			n.Text = text.Stop(n.Text) + " " + sentence
		}
	}
	switch w := c.written; {
	case !w.Outcome.Done():
		n.Kind = ui.Warn
		add(r.Cause.What.String())
		add(r.Mail)
	case w.Overwrote || len(w.Ignored) > 0:
		n.Kind = ui.Bad
		add(r.Known[0])
	case w.Unclear || w.Mail == api.MailMaybe:
		n.Kind = ui.Warn
	}
	return n
}

func about(u api.User) string {
	if u.Email == "" || u.DisplayName() == "" {
		return u.Called()
	}
	return u.Called() + "  " + u.Email.String()
}

func explained(t *theme.Theme, err error, inner int) []string {
	return component.Explanation(t, component.Explained(api.Explain(err)), inner)
}

func prose(inner int, paragraphs ...string) []string {
	var lines []string
	for _, p := range paragraphs {
		lines = append(lines, term.Wrap(p, inner)...)
	}
	return lines
}
