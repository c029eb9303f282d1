package userform_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/page/userform"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// host shows one page as the console's root does, and keeps what it asks for.
type host struct {
	page          *userform.Page
	out           *ui.Outbox
	asked         []any
	width, height int
}

func (h *host) Init() tea.Cmd { return h.page.Init() }

func (h *host) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		h.width, h.height = m.Width, m.Height
		h.page.Resize(m.Width, m.Height-3)
	case tea.KeyPressMsg, tea.PasteMsg:
		cmd = h.page.Type(msg)
	case ui.Result:
		cmd = h.page.Receive(m)
	}
	h.asked = append(h.asked, h.out.Take()...)
	return h, cmd
}

func (h *host) View() tea.View {
	th := theme.New(theme.Dark)
	f := ui.Frame{Width: h.width, Height: h.height - 3, Theme: th}
	body := strings.Split(h.page.View(f), "\n")
	for len(body) < f.Height {
		body = append(body, "")
	}
	notice := h.page.Notice(f)
	if len(notice) == 0 {
		notice = []string{""}
	}
	lines := append([]string{" " + h.page.Status(f, h.width-2)}, body[:f.Height+1-len(notice)]...)
	lines = append(append(lines, notice...), component.Hints(th, keys.NewMap().Hints(h.page.Scopes()...), h.width))
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	return v
}

// show runs a script on a form in a terminal of 80x24 unless told otherwise.
func show(t *testing.T, size [2]int, open func(*ui.Outbox) *userform.Page, script func(d *tuitest.Driver, h *host)) {
	t.Helper()
	if size == [2]int{} {
		size = [2]int{80, 24}
	}
	out := &ui.Outbox{}
	h := &host{out: out, page: open(out), width: size[0], height: size[1]}
	h.page.Resize(size[0], size[1]-3)
	tuitest.Run(t, tuitest.Options{Width: size[0], Height: size[1]}, func() tea.Model { return h }, func(d *tuitest.Driver) {
		script(d, h)
	})
}

// random is enough of the same bytes.
func random() *bytes.Reader {
	b := make([]byte, 512)
	for i := range b {
		b[i] = byte(i*7 + 3)
	}
	return bytes.NewReader(b)
}

const generatedID = "030a11181f262d343b424950"

func newForm(out *ui.Outbox) *userform.Page {
	return userform.New(context.Background(), 1, out, userform.Options{Random: random()})
}

func edit(change func(u *api.User)) func(*ui.Outbox) *userform.Page {
	return func(out *ui.Outbox) *userform.Page {
		u := amelia()
		if change != nil {
			change(&u)
		}
		return userform.NewEdit(context.Background(), 1, out, api.Version{User: u, ETag: `"AAAAAAAADIoAAAAAAAAMjA=="`}, userform.Options{Random: random()})
	}
}

func amelia() api.User {
	note := text.Text("Call before 10:00.\nSecond contact: Jo.")
	return api.User{
		ID: "5931a75ae4bbd512288c680b", FirstName: "Amelia", LastName: "Hart", Email: "amelia.hart@contoso.com",
		State: api.StateActive, Note: &note,
		Identities: []api.Identity{{Provider: "Aad", ID: "b7c5e2d1"}, {Provider: "Basic", ID: "amelia.hart@contoso.com"}},
	}
}

// saved is the last save that was asked for.
func (h *host) saved(t *testing.T) (ui.Save, []api.Property) {
	t.Helper()
	if len(h.asked) == 0 {
		t.Fatal("nothing was asked for")
	}
	s, ok := h.asked[len(h.asked)-1].(ui.Save)
	if !ok {
		t.Fatalf("asked for %T, not for a save", h.asked[len(h.asked)-1])
	}
	return s, s.Base.User.Editable().Changed(s.To)
}

// created is the last new user that was asked for.
func (h *host) created(t *testing.T) api.NewUser {
	t.Helper()
	if len(h.asked) == 0 {
		t.Fatal("nothing was asked for")
	}
	c, ok := h.asked[len(h.asked)-1].(ui.Create)
	if !ok {
		t.Fatalf("asked for %T, not for a new user", h.asked[len(h.asked)-1])
	}
	return c.User
}

func answer(w api.Written) ui.Result { return ui.Result{Page: 1, Value: ui.Answered{Written: w}} }

func textOf(s string) text.Text { return text.Text(s) }
