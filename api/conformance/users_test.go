package conformance

import (
	"strings"
	"testing"

	"apimtui/api/simulator"
)

func userReads() []trial {
	return []trial{
		{name: "users: the whole list by links", ops: []simulator.Operation{simulator.UserList}, read: wholeList},
		{name: "users: a page from the middle", ops: []simulator.Operation{simulator.UserList}, read: middlePage},
		{name: "users: the last page", ops: []simulator.Operation{simulator.UserList}, read: lastPage},
		{name: "users: groups expanded", ops: []simulator.Operation{simulator.UserList}, read: expandedList},
		{name: "user", ops: []simulator.Operation{simulator.UserGet, simulator.UserHead}, read: oneUser},
		{name: "user: ids that need escaping", ops: []simulator.Operation{simulator.UserGet}, read: awkwardIDs},
		{name: "user: missing", ops: []simulator.Operation{simulator.UserGet, simulator.UserHead}, read: missingUser},
		{name: "user: missing service", ops: []simulator.Operation{simulator.UserGet, simulator.UserList}, read: missingService},
	}
}

func wholeList(t *testing.T, c reader, s *simulator.Service) {
	users, err := c.allUsers(t.Context(), "")
	if err != nil || len(users) != 250 {
		t.Fatalf("%d users, %v", len(users), err)
	}
	seen := map[string]bool{}
	for _, u := range users {
		wantUser(t, u, truth(t, s, u.id))
		if seen[u.id] {
			t.Errorf("%s is listed twice", u.id)
		}
		seen[u.id] = true
	}
	if users[0].id != "1" {
		t.Errorf("the list begins with %s", users[0].id)
	}
	journal := s.Journal()
	if len(journal) != 3 || !strings.Contains(journal[2].Query, "%24skip=200") {
		t.Errorf("read by %d requests, the last with %s", len(journal), journal[len(journal)-1].Query)
	}
}

func middlePage(t *testing.T, c reader, s *simulator.Service) {
	users, total, next, err := c.page(t.Context(), query{top: 7, skip: 20})
	if err != nil || len(users) != 7 || total != 250 {
		t.Fatalf("%d of %d users, %v", len(users), total, err)
	}
	for _, u := range users {
		wantUser(t, u, truth(t, s, u.id))
	}
	if !strings.HasPrefix(next, endpoint+":443/") || !strings.Contains(next, "%24top=7") || !strings.HasSuffix(next, "%24skip=27") {
		t.Errorf("continues at %s", next)
	}
}

func lastPage(t *testing.T, c reader, s *simulator.Service) {
	users, total, next, err := c.page(t.Context(), query{skip: 245})
	if err != nil || len(users) != 5 || total != 250 || next != "" {
		t.Errorf("%d of %d users, continues at %q, %v", len(users), total, next, err)
	}
	users, total, next, err = c.page(t.Context(), query{skip: 400})
	if err != nil || len(users) != 0 || total != 250 || next != "" {
		t.Errorf("behind the end: %d of %d users, continues at %q, %v", len(users), total, next, err)
	}
}

func expandedList(t *testing.T, c reader, s *simulator.Service) {
	users, _, _, err := c.page(t.Context(), query{top: 20, expand: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		kept, _ := s.User(u.id)
		if u.groups != len(kept.Groups) {
			t.Errorf("%s is listed with %d groups, and is in %d", u.id, u.groups, len(kept.Groups))
		}
	}
}

func oneUser(t *testing.T, c reader, s *simulator.Service) {
	for _, id := range []string{"1", "mateo-garcia", "svc-invoicing"} {
		u, tag, err := c.user(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		wantUser(t, u, truth(t, s, id))
		wantTag(t, tag, 16)
		if head, err := c.tag(t.Context(), id); err != nil || head != tag {
			t.Errorf("%s: HEAD has %s, GET has %s, %v", id, head, tag, err)
		}
	}
}

func awkwardIDs(t *testing.T, c reader, s *simulator.Service) {
	for _, id := range []string{"legacy/o'brien & co", "lena.brandt@fabrikam.com"} {
		u, _, err := c.user(t.Context(), id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		wantUser(t, u, truth(t, s, id))
	}
}

func missingUser(t *testing.T, c reader, _ *simulator.Service) {
	_, _, err := c.user(t.Context(), "missing")
	wantRefusal(t, err, 404, "ResourceNotFound")
	_, err = c.tag(t.Context(), "missing")
	wantRefusal(t, err, 404, "")
}

func missingService(t *testing.T, c reader, _ *simulator.Service) {
	other := c.elsewhere(t, "other")
	_, _, err := other.user(t.Context(), "1")
	wantRefusal(t, err, 404, "ResourceNotFound")
	_, err = other.allUsers(t.Context(), "")
	wantRefusal(t, err, 404, "ResourceNotFound")
}
