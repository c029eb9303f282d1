package conformance

import (
	"slices"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

// userFilters has a trial for every kind of $filter expression, with the same
// condition in Go.
func userFilters() []trial {
	lower := strings.ToLower
	var all []trial
	for filter, holds := range map[string]func(user) bool{
		string(api.Equal(api.FieldEmail, "o'brien+test@example.com")):    func(u user) bool { return u.email == "o'brien+test@example.com" },
		string(api.Equal(api.FieldEmail, "legacy+50%off#1@example.com")): func(u user) bool { return u.email == "legacy+50%off#1@example.com" },
		string(api.Equal(api.FieldFirstName, "美咲")):                      func(u user) bool { return u.first == "美咲" },
		"contains(note,'100% & more\" # twice')":                         func(u user) bool { return strings.Contains(u.note, "100% & more\" # twice") },
		"startswith(name,'svc-')":                                        func(u user) bool { return strings.HasPrefix(u.id, "svc-") },
		"endswith(lastName,'son')":                                       func(u user) bool { return strings.HasSuffix(lower(u.last), "son") },
		string(api.InState(api.StateBlocked)):                            func(u user) bool { return u.state == "blocked" },
		"substringof('contoso',email)":                                   func(u user) bool { return strings.Contains(lower(u.email), "contoso") },
		"registrationDate ge 2025-01-01T00:00:00Z": func(u user) bool {
			return !u.registered.Before(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC))
		},
		string(api.And(api.InState(api.StateActive), "endswith(email,'@contoso.com')")): func(u user) bool {
			return u.state == "active" && strings.HasSuffix(lower(u.email), "@contoso.com")
		},
		"(state eq 'pending') or (name eq '1')": func(u user) bool {
			return u.state == "pending" || u.id == "1"
		},
		string(api.Equal(api.FieldEmail, "missing@example.com")): func(user) bool { return false },
	} {
		all = append(all, trial{name: "users: $filter " + filter, only: common, ops: []simulator.Operation{simulator.UserList}, read: func(t *testing.T, c reader, _ *simulator.Service) {
			got := must(c.allUsers(t.Context(), filter))(t)
			allUsers := must(c.allUsers(t.Context(), ""))(t)
			want := slices.DeleteFunc(allUsers, func(u user) bool { return !holds(u) })
			if g, w := convert(got, idOf), convert(want, idOf); !slices.Equal(g, w) {
				t.Errorf("selects %v, want %v", g, w)
			}
		}})
	}
	slices.SortFunc(all, func(a, b trial) int { return strings.Compare(a.name, b.name) })
	return append(all,
		trial{name: "users: a wrong $filter", ops: []simulator.Operation{simulator.UserList}, read: func(t *testing.T, c reader, _ *simulator.Service) {
			_, err := c.allUsers(t.Context(), "email eq")
			wantRefusal(t, err, 400, "ValidationError", "$filter")
		}},
		trial{name: "users: links keep the $filter", ops: []simulator.Operation{simulator.UserList}, read: linksKeepFilter})
}

func idOf(u user) string { return u.id }

func linksKeepFilter(t *testing.T, c reader, s *simulator.Service) {
	users, err := c.allUsers(t.Context(), "contains(email,'@')")
	if err != nil || len(users) != 250 {
		t.Fatalf("%d users, %v", len(users), err)
	}
	journal := s.Journal()
	last := queryOf(t, journal[len(journal)-1])
	if last.Get("$skip") != "200" || last.Get("$filter") == "" {
		t.Errorf("the last page was requested with %v", last)
	}
}
