package api_test

import (
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
)

func TestPermissions(t *testing.T) {
	const prefix = "Microsoft.ApiManagement/service/"
	const reader = `{"actions":["` + prefix + `*/read"],"notActions":["` + prefix + `users/keys/read"]}`
	for _, c := range []struct {
		name    string
		given   string
		allowed []string
		denied  []string
	}{
		{"contributor", "", []string{"users/write", "users/token/action", "read"}, nil},
		{"reader", "[" + reader + "]", []string{"users/read", "USERS/Groups/Read"},
			[]string{"users/write", "users/keys/read", "users/read/more", "read"}},
		{"a second role gives what the first takes", "[" + reader + `,{"actions":["*/KEYS/read"]}]`,
			[]string{"users/keys/read"}, []string{"users/delete"}},
		{"nothing", "[]", nil, []string{"read"}},
		{"patterns are no expressions", `[{"actions":["[","Microsoft.ApiManagement.service.*","\n","(?i)x",""],"notActions":null}]`, nil, []string{"read"}},
	} {
		s, client := simulated(t, simulator.Options{Account: simulator.Account{Permissions: c.given}})
		p, err := client.Permissions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range c.allowed {
			if !p.Allows(prefix + a) {
				t.Errorf("%s: %s is not allowed", c.name, a)
			}
		}
		for _, a := range c.denied {
			if p.Allows(prefix + a) {
				t.Errorf("%s: %s is allowed", c.name, a)
			}
		}
		if e := s.Journal()[0]; e.Query != "api-version=2022-04-01" {
			t.Errorf("asked with %s", e.Query)
		}
	}
	for _, a := range api.ActionsWeUse() {
		if !strings.HasPrefix(a.Action, prefix) || a.What == "" {
			t.Errorf("%+v", a)
		}
	}
}
