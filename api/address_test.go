package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"apimtui/api"
)

func TestUserIDsAreOneEscapedSegment(t *testing.T) {
	for id, want := range map[string]string{
		"1":                   "1",
		"a b/c":               "a%20b%2Fc",
		"o'brien+test@x.com":  "o%27brien+test@x.com",
		"%":                   "%25",
		"%2e%2e":              "%252e%252e",
		"100%#?&":             "100%25%23%3F&",
		"Zoë":                 "Zo%C3%AB",
		"...":                 "...",
		"\x1b[2J":             "%1B%5B2J",
		"legacy/o'brien & co": "legacy%2Fo%27brien%20&%20co",
	} {
		t.Run(id, func(t *testing.T) {
			name, _ := json.Marshal(id)
			w := always(200, fmt.Sprintf(`{"name":%s,"properties":{}}`, name))
			if _, _, err := newClient(t, w).Users.Get(t.Context(), api.UserID(id)); err != nil {
				t.Fatal(err)
			}
			if got := w.requests()[0].URL.EscapedPath(); got != base+"/users/"+want {
				t.Errorf("requested %s, want …/users/%s", got, want)
			}
		})
	}
}

// An invalid user id would address the list, or leave it.
func TestInvalidIDsAreNotSent(t *testing.T) {
	for _, id := range []api.UserID{"", ".", ".."} {
		w := always(200, "{}")
		users := newClient(t, w).Users
		ctx := t.Context()
		_, _, get := users.Get(ctx, id)
		_, head := users.Head(ctx, id)
		_, groups := users.ListGroups(ctx, id)
		_, subscriptions := users.Subscriptions(ctx, id)
		_, identities := users.ListIdentities(ctx, id)
		for _, err := range []error{get, head, groups, subscriptions, identities} {
			var e *api.Error
			if !errors.As(err, &e) || e.Kind != api.KindInvalid || e.Sent {
				t.Errorf("id %q: %v, want it refused before sending", id, err)
			}
		}
		if n := len(w.requests()); n != 0 {
			t.Errorf("id %q: %d requests were sent", id, n)
		}
	}
}

func TestScopeIsEscapedToo(t *testing.T) {
	w := always(200, `{"name":"apimService1","properties":{}}`)
	c := newClient(t, w, func(o *api.Options) {
		o.Endpoint, o.Scope.ResourceGroup = "https://management.azure.com/base/", "Grüppe (1)"
	})
	if _, err := c.Services.Get(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := "https://management.azure.com/base/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/Gr%C3%BCppe%20%281%29" +
		"/providers/Microsoft.ApiManagement/service/apimService1?api-version=2024-05-01"
	if got := w.requests()[0].URL.String(); got != want {
		t.Errorf("requested\n%s, want\n%s", got, want)
	}
}

func TestFilters(t *testing.T) {
	for _, c := range []struct {
		filter api.Filter
		want   string
	}{
		{api.Equal(api.FieldEmail, "ada@example.com"), "email eq 'ada@example.com'"},
		{api.Equal(api.FieldFirstName, "O'Brien''s"), "firstName eq 'O''Brien''''s'"},
		{api.Equal(api.FieldFirstName, ""), "firstName eq ''"},
		{api.InState(api.StateBlocked), "state eq 'blocked'"},
		{api.RawFilter("  state eq 'active' \n"), "state eq 'active'"},
		{api.And(), ""},
		{api.And("", "a"), "a"},
		{api.And("a", "", "b"), "(a) and (b)"},
	} {
		if string(c.filter) != c.want {
			t.Errorf("built %s, want %s", c.filter, c.want)
		}
	}
}

func TestFilterSurvivesTheWire(t *testing.T) {
	for _, value := range []string{"o'brien+test@x.com", "50% & more # twice", "Zoë 王 🦀", "a=b;c?d/e\\f", "two  spaces", "\x1b[31m", "%27"} {
		w := always(200, page("0", ""))
		filter := api.Equal("note", value)
		if _, err := newClient(t, w).Users.Page(t.Context(), api.UserQuery{Filter: filter, Top: 7, Skip: 14, ExpandGroups: true}); err != nil {
			t.Fatal(err)
		}
		sent := w.requests()[0].URL
		q, err := url.ParseQuery(sent.RawQuery)
		if err != nil {
			t.Fatalf("%s: %v", sent, err)
		}
		if got := q.Get("$filter"); got != string(filter) {
			t.Errorf("the service reads %s, want %s", got, filter)
		}
		if q.Get("$top") != "7" || q.Get("$skip") != "14" || q.Get("expandGroups") != "true" || q.Get("api-version") != "2024-05-01" {
			t.Errorf("the service reads %v", q)
		}
		if len(q) != 5 || strings.Contains(sent.RawQuery, "+") {
			t.Errorf("%d parameters arrive, want 5, without a plus sign for a space: %s", len(q), sent.RawQuery)
		}
	}
}

func TestIDsThatClimbAreRefused(t *testing.T) {
	for _, id := range []api.UserID{"a/../b", `a\..\b`, "../../users/1"} {
		w := always(200, "{}")
		_, _, err := newClient(t, w).Users.Get(t.Context(), id)
		if !errors.Is(err, api.KindRefused) || len(w.requests()) != 0 {
			t.Errorf("%s: %v after %d requests, want it refused unsent", id, err, len(w.requests()))
		}
	}
}
