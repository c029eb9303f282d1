package flow

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
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

// Batch is an action on several users. Each is a deed of its own.
type Batch struct {
	Verb  string // such as "Block"
	Means string // in sentences
	// Deed returns the deed for one user.
	Deed func(u api.User) Deed
	// Other is what the same key could do to those that are left out; nil for
	// nothing.
	Other *Batch
	Mails bool // each gets a mail
	// TypeOver is how many may be confirmed without typing the number; -1 for any.
	TypeOver int
}

// Engine carries several writes out.
type Engine func(ctx context.Context, s *api.Several) error

// Many asks once about several users, writes, and shows the outcome of each.
type Many struct {
	work
	host    Host
	run     Engine
	batch   Batch
	users   []api.User
	hidden  int // of them, by the filter
	rows    []manyRow
	left    []leftOut
	stage   stage
	input   textinput.Model
	wrong   bool // what was typed is not the number
	stop    func()
	stopped error // why not all were tried
	cursor  component.Cursor
	scroll  component.Scroll
	quiet   component.Quiet
	open    func(Deed, api.Version) tea.Cmd // answers a conflict
}

// manyRow is one user of a batch.
type manyRow struct {
	user    api.User
	deed    Deed
	tried   bool
	writing bool
	written api.Written
	err     error  // why it could not be read
	skipped string // why there is nothing to do any more
}

type leftOut struct {
	user api.User
	why  string
}

var (
	_ ui.Overlay = (*Many)(nil)
	_ ui.Typist  = (*Many)(nil)
)

// NewMany returns the box. open starts the conversation with one user.
func NewMany(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, run Engine, b Batch, users []api.User, hidden int, open func(Deed, api.Version) tea.Cmd) *Many {
	m := &Many{work: newWork(ctx, id, out), host: host, run: run, users: users, hidden: hidden, open: open, input: component.Input("› ", 10)}
	m.sort(b)
	if len(m.rows) == 0 && b.Other != nil {
		m.sort(*b.Other)
	}
	return m
}

// sort divides the users into those it can be done to and the others.
func (m *Many) sort(b Batch) {
	m.batch, m.rows, m.left = b, nil, nil
	for _, u := range m.users {
		d := b.Deed(u)
		if why := d.Refuse(u); why != "" {
			m.left = append(m.left, leftOut{u, why})
		} else {
			m.rows = append(m.rows, manyRow{user: u, deed: d})
		}
	}
}

func (m *Many) Init() tea.Cmd { return nil }

func (m *Many) Scope() keys.Scope {
	switch {
	case m.stage == typing:
		return keys.ManyNumber
	case m.stage == asking:
		return keys.ManyBox
	}
	return keys.ManyRows
}

func (m *Many) Typing() bool { return m.stage == typing }

func (m *Many) Type(msg tea.Msg) tea.Cmd {
	if m.stage == typing {
		m.input, _ = m.input.Update(msg)
	}
	return nil
}

func (m *Many) Press(k tea.KeyPressMsg) tea.Cmd {
	if m.quiet.Swallow(time.Now()) {
		return nil
	}
	a := m.keys.Action(k.String(), m.Scope())
	switch m.stage {
	case asking:
		return m.pressAsking(a)
	case typing:
		return m.pressTyping(a, k)
	}
	return m.pressRows(a)
}

func (m *Many) pressAsking(a keys.Action) tea.Cmd {
	switch {
	case a == keys.Yes && len(m.rows) > 0:
		if m.batch.TypeOver >= 0 && len(m.rows) > m.batch.TypeOver {
			m.stage, m.scroll = typing, component.Scroll{}
			return m.input.Focus()
		}
		return m.write()
	case a == keys.Block && m.batch.Other != nil:
		m.sort(*m.batch.Other)
	case a == keys.Cancel:
		m.close()
	default:
		lines := m.question(&theme.Theme{}, component.DialogWidth(m.width))
		m.scroll.Move(a, len(lines), component.DialogRows(len(lines), m.height))
	}
	return nil
}

func (m *Many) pressTyping(a keys.Action, k tea.KeyPressMsg) tea.Cmd {
	switch a {
	case keys.Accept:
		if m.wrong = m.input.Value() != strconv.Itoa(len(m.rows)); m.wrong {
			return nil
		}
		return m.write()
	case keys.Cancel:
		m.close()
		return nil
	}
	return m.Type(k)
}

func (m *Many) pressRows(a keys.Action) tea.Cmd {
	switch a {
	case keys.Cancel:
		if m.Writing() {
			m.stop()
			return nil
		}
		m.close()
		m.out.Ask(ui.Notify{Text: m.summary(), Kind: m.kind()})
	case keys.Fresh:
		if !m.Writing() && len(m.undone()) > 0 {
			return m.write()
		}
	case keys.Open:
		if r := &m.rows[m.cursor.At]; !m.Writing() && r.written.Outcome == api.Conflict {
			m.close()
			return m.open(r.deed, r.written.Now)
		}
	default:
		m.cursor.Move(a, len(m.rows), m.visible())
	}
	return nil
}

// undone are the rows that another try could finish. One whose outcome is not
// known is looked up by its conversation, not written again.
func (m *Many) undone() []int {
	var all []int
	for i, r := range m.rows {
		if !r.tried || r.err != nil || r.written.Outcome == api.NotApplied && !r.written.Open() && r.written.Mail != api.MailMaybe {
			all = append(all, i)
		}
	}
	return all
}

type rowEvent struct {
	row      int
	deed     Deed
	version  api.Version
	progress *api.Progress
	written  api.Written
	err      error
}

// skip means that there is nothing to do for a user any more.
type skip struct{ why string }

func (s *skip) Error() string { return s.why }

// write carries out the rows that are not done yet.
func (m *Many) write() tea.Cmd {
	todo := m.undone()
	m.stage, m.stopped = writing, nil
	patience, stop := context.WithCancelCause(context.Background())
	m.stop = func() { stop(errStopped) }
	batch, run, users := m.batch, m.run, m.host.Users
	rows := make([]manyRow, len(m.rows))
	copy(rows, m.rows)
	task := m.tasks.Stream(taskWrite, func(ctx context.Context, emit func(any)) any {
		defer stop(nil)
		waiting, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		defer context.AfterFunc(patience, func() { cancel(errStopped) })()
		events := make([]rowEvent, len(todo))
		s := &api.Several{
			Watch: func(i int, p api.Progress) { emit(rowEvent{row: todo[i], progress: &p}) },
			Ended: func(i int, w api.Written, err error) {
				e := events[i]
				e.row, e.written, e.err = todo[i], w, err
				emit(e)
			},
		}
		for i, at := range todo {
			s.Steps = append(s.Steps, func(ctx context.Context) (api.Write, error) {
				v := api.Version{}
				var err error
				if v.User, v.ETag, err = users.Get(ctx, rows[at].user.ID); err != nil {
					return nil, err
				}
				d := batch.Deed(v.User)
				events[i] = rowEvent{deed: d, version: v}
				if why := d.Refuse(v.User); why != "" {
					return nil, &skip{why}
				}
				return d.Write(v), moved(d, rows[at].user, v.User)
			})
		}
		return finished{run(waiting, s)}
	})
	return tea.Batch(task, m.wait())
}

type finished struct{ why error }

// another means that a user is not as it was shown.
type another struct{ why string }

func (a *another) Error() string { return a.why }

// moved says what changed about a user since it was shown that affects the deed.
// Nothing is written then; another try is about the user as it is now.
func moved(d Deed, shown, now api.User) error {
	if !shown.RegistrationDate.Equal(now.RegistrationDate) {
		return &another{"another user has this id now"}
	}
	if changed := d.Matters(shown.Editable().Changed(now.Editable())); len(changed) > 0 {
		return &another{"someone else changed " + report.Labels(changed) + " since the list was loaded"}
	}
	return nil
}

func (m *Many) Receive(r ui.Result) tea.Cmd {
	if !m.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case rowEvent:
		m.take(v)
		return r.Next()
	case finished:
		m.stage, m.stopped, m.busy = over, v.why, component.Busy{}
		for i := len(m.rows) - 1; i >= 0; i-- {
			if m.rows[i].writing = false; m.rows[i].tried && !m.rows[i].done() {
				m.cursor.At = i // the first one to look at
			}
		}
		m.cursor.Clamp(len(m.rows), m.visible())
		m.quiet.Open(time.Now())
		m.out.Ask(ui.Undoable{Why: "the last change was of several users at once."})
		if done, _ := m.count(); done == len(m.rows) {
			m.close()
			m.out.Ask(ui.Notify{Text: m.summary(), Kind: m.kind()})
		}
		return nil
	}
	return m.tick()
}

// take records how a row goes on or ended.
func (m *Many) take(e rowEvent) {
	r := &m.rows[e.row]
	if e.progress != nil {
		m.note(*e.progress)
		r.writing = true
		return
	}
	r.tried, r.writing, r.written, r.err, r.skipped = true, false, e.written, e.err, ""
	if e.deed != nil {
		r.deed, r.user = e.deed, e.version.User
	}
	if s := new(skip); errors.As(e.err, &s) {
		r.err, r.skipped = nil, s.why
	}
	m.host.Mails.note(r.user.ID, e.written.Mail, m.host.Now())
	switch {
	case errors.Is(e.err, api.ErrNotFound), e.written.Outcome == api.DeletedMeanwhile,
		e.err == nil && e.written.Outcome.Done() && r.deed.Act(r.user, e.written).Sent == report.Deletion:
		m.out.Ask(ui.Lost{ID: r.user.ID})
	case e.err == nil && e.written.Outcome.Done():
		for _, intent := range r.deed.Done(e.written) {
			m.out.Ask(intent)
		}
		if e.written.Now.User.ID != "" {
			m.out.Ask(ui.Learned{Version: e.written.Now})
		}
	}
	if r.done() {
		m.out.Ask(ui.Unmark{ID: r.user.ID})
	}
}

func (r *manyRow) done() bool {
	return r.tried && r.err == nil && (r.skipped != "" || r.written.Outcome.Done())
}

func (m *Many) count() (done, unknown int) {
	for i := range m.rows {
		switch r := &m.rows[i]; {
		case r.done():
			done++
		case r.tried && r.written.Open():
			unknown++
		}
	}
	return done, unknown
}

func (m *Many) summary() string {
	done, unknown := m.count()
	words := fmt.Sprintf("%s: done for %d of %s", m.batch.Verb, done, english.Plural(len(m.rows), "user", ""))
	if unknown > 0 {
		words += fmt.Sprintf(". %s: %d", api.Unknown, unknown)
	}
	if done < len(m.rows) {
		words += ". The marks stay on the others"
	}
	return words + "."
}

func (m *Many) kind() ui.Kind {
	if done, _ := m.count(); done < len(m.rows) {
		return ui.Warn
	}
	return ui.Good
}

func (m *Many) visible() int { return component.DialogRows(len(m.rows), m.height-5) }

func (m *Many) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	if m.stage == asking || m.stage == typing {
		title := fmt.Sprintf("%s %s", m.batch.Verb, english.Plural(len(m.rows), "user", ""))
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
		case b.Action == keys.Yes && len(m.rows) == 0, b.Action == keys.Block && m.batch.Other == nil,
			b.Action == keys.Fresh && (m.Writing() || len(m.undone()) == 0),
			b.Action == keys.Open && (m.Writing() || m.rows[m.cursor.At].written.Outcome != api.Conflict):
			continue
		case b.Action == keys.Cancel && m.Writing():
			b.Label = "stop"
		case b.Action == keys.Block:
			b.Label = "the other way"
		}
		all = append(all, b)
	}
	return all
}

// mostNames bounds the names in a question.
const mostNames = 5

func (m *Many) question(t *theme.Theme, inner int) []string {
	var lines []string
	say := func(style func(...string) string, words string) {
		for _, l := range term.Wrap(words, inner) {
			lines = append(lines, style(l))
		}
	}
	if m.stage == typing {
		say(t.Bad.Render, fmt.Sprintf("Type the number of users, %d, to go on:", len(m.rows)))
		lines = append(lines, m.input.View())
		if m.wrong {
			say(t.Bad.Render, "That is not the number.")
		}
		lines = append(lines, "")
	}
	for i, r := range m.rows {
		if i == mostNames && len(m.rows) > mostNames+1 {
			say(t.Plain.Render, fmt.Sprintf("and %d more", len(m.rows)-mostNames))
			break
		}
		lines = append(lines, t.Strong.Render(term.Cut(labelOf(r.user), inner)))
	}
	lines = append(lines, "")
	if m.hidden > 0 {
		say(t.Warn.Render, fmt.Sprintf("%s of the marked hidden by the filter.", english.Plural(m.hidden, "is", "are")))
	}
	m.sayLeftOut(func(words string) { say(t.Warn.Render, words) })
	m.sayMailed(func(words string) { say(t.Warn.Render, words) })
	if len(m.rows) > 0 {
		say(t.Plain.Render, m.batch.Means)
		say(t.Muted.Render, fmt.Sprintf("%s, %s.", english.Plural(len(m.rows), "write", ""), duration(len(m.rows))))
	}
	return lines
}

// sayLeftOut tells who is left out, by the reason.
func (m *Many) sayLeftOut(say func(string)) {
	var reasons []string
	names := map[string][]api.User{}
	for _, l := range m.left {
		if names[l.why] == nil {
			reasons = append(reasons, l.why)
		}
		names[l.why] = append(names[l.why], l.user)
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

// sayMailed warns of mails that may have gone already.
func (m *Many) sayMailed(say func(string)) {
	if !m.batch.Mails {
		return
	}
	var mailed []string
	for _, r := range m.rows {
		if !m.host.Mails.maybe(r.user.ID).IsZero() {
			mailed = append(mailed, r.user.Called())
		}
	}
	if len(mailed) > 0 {
		say("A mail may have been sent to " + strings.Join(mailed, ", ") + ": ask whether it came before you send another.")
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
		mark := " "
		if i == cursor.At {
			mark = t.Accent.Render("▌")
		}
		lines = append(lines, mark+style(term.Pad(word, 20))+" "+term.Pad(r.user.Called(), max(8, inner-22)))
	}
	r := &m.rows[min(cursor.At, len(m.rows)-1)]
	if why := r.why(m.host.Clock); why != "" {
		lines = append(lines, "")
		lines = append(lines, term.Wrap(why, inner)...)
	}
	return lines
}

func (r *manyRow) word(t *theme.Theme) (string, func(...string) string) {
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
	case r.written.Outcome.Done():
		return r.written.Outcome.String(), t.Good.Render
	}
	return r.written.Outcome.String(), t.Bad.Render
}

// why explains the outcome of a row.
func (r *manyRow) why(clock func(time.Time) string) string {
	switch {
	case r.skipped != "":
		return text.Sentence(r.skipped)
	case r.err != nil:
		x := api.Explain(r.err)
		return strings.TrimSpace("Nothing was sent. " + x.What.String() + " " + x.Do.String())
	case r.tried && !r.done():
		said := report.Of(r.deed.Act(r.user, r.written), r.written.Result, clock)
		all := append(said.Sentences(), said.Cause.What.String(), said.Cause.Do.String())
		return strings.TrimSpace(strings.Join(all, " "))
	}
	return ""
}
