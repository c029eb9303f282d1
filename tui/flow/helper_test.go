package flow

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// service has one user, and says what becomes of writes.
type service struct {
	now    api.Version
	err    error // of reading
	delay  time.Duration
	takes  time.Duration // of a write
	does   func(against api.Version) api.Written
	writes []api.ETag // that were sent, by what they were against
	checks int
}

func (s *service) Get(ctx context.Context, _ api.UserID) (api.User, api.ETag, error) {
	select {
	case <-time.After(s.delay):
	case <-ctx.Done():
		return api.User{}, "", ctx.Err()
	}
	return s.now.User, s.now.ETag, s.err
}

// write is a write against a version.
type write struct {
	on      *service
	against api.Version
}

func (w write) Request() api.Request { return api.Request{} }

func (w write) Do(ctx context.Context, watch api.Watch) api.Written {
	w.on.writes = append(w.on.writes, w.against.ETag)
	select {
	case <-time.After(w.on.takes):
	case <-ctx.Done():
		watch(api.Progress{Checking: true})
		return api.Written{Result: api.Result{Outcome: api.Unknown, Lost: true, Err: context.Cause(ctx)}}
	}
	return w.on.does(w.against)
}

func (w write) Check(context.Context, api.Written) api.Written {
	w.on.checks++
	return w.on.does(w.against)
}

// deed is a plain action on a user.
type deed struct {
	Plain
	on     *service
	refuse string
	typed  string
	done   []any
}

func (d *deed) Title() string                 { return "Deed" }
func (d *deed) Refuse(api.User) string        { return d.refuse }
func (d *deed) MustType() string              { return d.typed }
func (d *deed) Done(api.Written) []any        { return d.done }
func (d *deed) Write(v api.Version) api.Write { return write{d.on, v} }

func (d *deed) Question(_ *theme.Theme, s Subject, _ int) []string {
	return []string{s.User.Email.String(), "", fmt.Sprintf("read %v, mailed %v", s.Read, s.Mailed != ""), s.Mailed}
}

func (d *deed) Act(api.User, api.Written) report.Act {
	return report.Act{What: "deed on Ada", Done: "Ada is done", Who: "Ada", Sent: report.Change, Mails: true}
}

func (d *deed) Undo(before api.Version, w api.Written) ui.Undoable {
	return ui.Undoable{Before: before, After: w.Now}
}

// draft is one that was typed in a form.
type draft struct {
	deed
	from  api.Version
	to    api.Editable
	anew  any
	empty bool
}

func (d *draft) Asks() bool                                 { return false }
func (d *draft) From() api.Version                          { return d.from }
func (d *draft) To() api.Editable                           { return d.to }
func (d *draft) Empty() bool                                { return d.empty }
func (d *draft) Password() bool                             { return false }
func (d *draft) Anew() any                                  { return d.anew }
func (d *draft) Rebase(theirs api.Version, to api.Editable) { d.from, d.to = theirs, to }

func version(email, etag string) api.Version {
	return api.Version{User: api.User{ID: "ada", FirstName: "Ada", Email: text.Text(email)}, ETag: api.ETag(etag)}
}

func with(o api.Outcome) func(api.Version) api.Written {
	return func(v api.Version) api.Written {
		return api.Written{Result: api.Result{Outcome: o, Sent: true}, Now: v}
	}
}

// bench is a box that is pressed.
type bench struct {
	ui.Overlay
	t     *testing.T
	out   *ui.Outbox
	mails Mails
	asked []any
}

func (b *bench) host(on *service) Host {
	return Host{Users: on, Mails: &b.mails, Clock: func(t time.Time) string { return t.UTC().Format("15:04") }, Now: time.Now}
}

func newBench(t *testing.T) *bench { return &bench{t: t, out: &ui.Outbox{}} }

// show opens a box and waits for what it reads or writes.
func (b *bench) show(o ui.Overlay) *bench {
	b.Overlay = o
	o.Resize(80, 24)
	b.carry(o.Init())
	return b
}

func (b *bench) carry(cmd tea.Cmd) {
	tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd {
		r, ok := m.(ui.Result)
		if !ok {
			return m.(meanwhile)(b)
		}
		return b.Receive(r)
	})
	b.asked = append(b.asked, b.out.Take()...)
}

// meanwhile is done while something is under way.
type meanwhile func(b *bench) tea.Cmd

func after(d time.Duration, do meanwhile) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return do })
}

func key(name string) tea.KeyPressMsg {
	codes := map[string]rune{"esc": tea.KeyEscape, "enter": tea.KeyEnter, "down": tea.KeyDown}
	if code, special := codes[name]; special {
		return tea.KeyPressMsg{Code: code}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// press presses keys and waits for what comes of each.
func (b *bench) press(names ...string) {
	for _, n := range names {
		b.carry(b.Press(key(n)))
	}
}

func (b *bench) screen() string { return ansi.Strip(b.View(theme.New(theme.Mono), 80, 24)) }

func (b *bench) mustSee(wants ...string) {
	b.t.Helper()
	said := strings.Join(strings.Fields(strings.ReplaceAll(b.screen(), "│", " ")), " ")
	for _, w := range wants {
		if !strings.Contains(said, w) {
			b.t.Errorf("no %q in\n%s", w, b.screen())
		}
	}
}

// intents are what was asked of the console, as words, and forgotten.
func (b *bench) intents() string {
	var words []string
	for _, i := range b.asked {
		switch i := i.(type) {
		case ui.Learned:
			words = append(words, "learned "+i.Version.User.Email.String())
		case ui.Notify:
			words = append(words, [...]string{"tell ", "notify ", "warn ", "alarm "}[i.Kind]+i.Text)
		case ui.Undoable:
			words = append(words, "undo")
		default:
			words = append(words, strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", i), "ui.")))
		}
	}
	b.asked = nil
	return strings.Join(words, "; ")
}
