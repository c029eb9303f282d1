package subscriptions

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

const service = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim"

// shop is what the page reads.
type shop struct {
	all     api.Collection[api.Subscription]
	now     api.Subscription
	catalog error
}

func (s *shop) Get(context.Context, string) (api.SubscriptionVersion, error) {
	return api.SubscriptionVersion{Subscription: s.now}, nil
}

func (s *shop) Catalog(context.Context) (api.Catalog, error) {
	return api.Catalog{
		Products: []api.Product{
			{ID: "starter", DisplayName: "Starter", State: "published"},
			{ID: "gold", DisplayName: "Gold", State: "notPublished", Approval: true, Limit: 2},
		},
		APIs: []api.API{{ID: "echo", DisplayName: "Echo"}},
	}, s.catalog
}

func subscription(id, state, scope string) api.Subscription {
	return api.Subscription{ID: text.Text(id), State: text.Text(state), Scope: text.Text(service + scope), Owner: service + "/users/ada"}
}

// on runs a script on the page of the service with two product subscriptions.
func on(t *testing.T, s *shop, script func(p *Page, do func(keys.Action) string, screen func() string)) {
	synctest.Test(t, func(t *testing.T) {
		var done []string
		note := func(words ...any) tea.Cmd { done = append(done, fmt.Sprint(words...)); return nil }
		if s.all.Items == nil {
			s.all.Items = []api.Subscription{subscription("one", "active", "/products/gold"), subscription("two", "cancelled", "/apis")}
		}
		p := New(t.Context(), 1, &ui.Outbox{}, Host{
			List:   func(context.Context) (api.Collection[api.Subscription], error) { return s.all, nil },
			Reader: s,
			Do: func(a keys.Action, v api.SubscriptionVersion, name string) tea.Cmd {
				return note(a, " ", v.Subscription.State, " ", name)
			},
			Open:  func(s api.Subscription, name string) tea.Cmd { return note("keys of ", s.ID, " ", name) },
			Edit:  func(v api.SubscriptionVersion, name string) tea.Cmd { return note("edit ", v.Subscription.State) },
			New:   func() tea.Cmd { return note("new") },
			Known: func(id api.UserID) *api.User { return &api.User{ID: id, FirstName: "Ada", LastName: "Ng"} },
		}, nil)
		p.Resize(120, 12)
		carry := func(cmd tea.Cmd) {
			tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return p.Receive(m.(ui.Result)) })
		}
		carry(p.Init())
		script(p, func(a keys.Action) string {
			done = nil
			if why := p.Why(a); why != "" {
				return why
			}
			cmd, _ := p.Do(a)
			carry(cmd)
			return strings.Join(done, ", ")
		}, func() string {
			f := ui.Frame{Width: 120, Height: 12, Theme: theme.New(theme.Mono)}
			return ansi.Strip(p.View(f) + "\n" + strings.Join(p.Notice(f), "\n"))
		})
	})
}

// What is asked about is the state just read, not the listed one.
func TestTheChosenOneIsReadFirst(t *testing.T) {
	on(t, &shop{now: subscription("one", "suspended", "/products/gold")}, func(p *Page, do func(keys.Action) string, screen func() string) {
		if s := screen(); !strings.Contains(s, "● active") || !strings.Contains(s, "Gold") || !strings.Contains(s, "Ada Ng") || !strings.Contains(s, "all APIs") {
			t.Errorf("the page:\n%s", s)
		}
		for a, want := range map[keys.Action]string{
			Toggle: "suspend or activate suspended Gold", Cancel: "cancel product subscription suspended Gold", edit: "edit suspended",
			Keys: "keys of one Gold", create: "new",
		} {
			if got := do(a); got != want {
				t.Errorf("%s: %q, want %q", a, got, want)
			}
		}
		if s := screen(); !strings.Contains(s, "■ suspended") {
			t.Errorf("what was read is not shown:\n%s", s)
		}
		do(keys.Down)
		if got := do(Cancel); got != "Disabled: it is cancelled already." {
			t.Error(got)
		}
	})
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	s := &shop{catalog: errors.New("no answer")}
	s.all.Items, s.all.Counted = []api.Subscription{subscription("one", "active", "/products/gold")}, 3
	on(t, s, func(p *Page, do func(keys.Action) string, screen func() string) {
		if s := screen(); !strings.Contains(s, "3 counted, 1 shown to you. Names of products and APIs may be missing") {
			t.Errorf("the page:\n%s", s)
		}
		p.host.ReadOnly = true
		for _, a := range []keys.Action{Toggle, Cancel, Delete, Keys, create, edit} {
			if got := do(a); got != "Disabled: read-only context." {
				t.Errorf("%s: %s", a, got)
			}
		}
	})
}

// The keys of all APIs open the most, and come last. What is special is said before.
func TestChoicesWarn(t *testing.T) {
	catalog, _ := (&shop{}).Catalog(t.Context())
	said := ""
	for _, c := range choices(catalog) {
		said += fmt.Sprintln(c.Kind, c.Name, c.approval, c.limit, c.Warns)
	}
	want := `product Starter no none []
product Gold needed 2 [The product asks for approval; this product subscription is made active all the same. The product allows each user 2 at most. The product is not published.]
API Echo   [Keys for one API bypass the policies of products.]
all APIs All APIs   [Keys for all APIs bypass the policies of products.]
`
	if said != want {
		t.Errorf("got\n%swant\n%s", said, want)
	}
}
