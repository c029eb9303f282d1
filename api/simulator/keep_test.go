package simulator

import (
	"strings"
	"testing"
)

// A service that ignores a property answers like one that wrote it. Only the
// property shows the difference.
func TestKeepingProperties(t *testing.T) {
	const id = "mateo-garcia"
	s := newTest(Options{Users: 20})
	before, _ := s.User(id)
	s.InjectFault(Fault{Operation: UserPatch, Keep: []string{"state", "note", "email", "firstName", "identities"}})
	r := s.send(t, "PATCH", "users/"+id+v24, `{"properties":{"state":"blocked","note":"n","email":"new@example.com",
		"firstName":"New","lastName":"Newer","identities":[{"provider":"Basic","id":"x"}]}}`, "If-Match: "+before.ETag())
	p := properties(t, r)
	after, _ := s.User(id)
	if r.status != 200 || p["state"] != "active" || p["note"] != nil || p["firstName"] != before.FirstName || p["lastName"] != "Newer" {
		t.Errorf("%d %s", r.status, r.body)
	}
	if after.ETag() == before.ETag() || !strings.HasPrefix(after.ETag(), strings.TrimRight(r.header.Get("ETag"), `="`)[:9]) {
		t.Errorf("the ETag %s went to %s, and the answer has %s", before.ETag(), after.ETag(), r.header.Get("ETag"))
	}
	if after.State != "active" || after.Note != nil || after.Email != before.Email || len(after.Identities) != len(before.Identities) || after.Identities[0] != before.Identities[0] {
		t.Errorf("%+v", after)
	}
	if e := s.Journal()[len(s.Journal())-1]; !e.Applied || e.Fault != "keep" {
		t.Errorf("the journal has %+v", e)
	}

	// The fault has ended.
	r = s.send(t, "PATCH", "users/"+id+v24, `{"properties":{"state":"blocked"}}`)
	if p := properties(t, r); p["state"] != "blocked" {
		t.Errorf("%s", r.body)
	}
}

// A new user has no earlier state, so ignored optional properties are empty.
func TestKeepingPropertiesOfANewUser(t *testing.T) {
	s := newTest(Options{})
	s.InjectFault(Fault{Operation: UserPut, Times: 2, Keep: []string{"state", "note", "email", "lastName", "identities"}})
	body := `{"properties":{"email":"n@example.com","firstName":"A","lastName":"B","state":"pending","note":"n",
		"identities":[{"provider":"Google","id":"x"}]}}`
	r := s.send(t, "PUT", "users/new"+v24, body)
	u, _ := s.User("new")
	if r.status != 201 || u.State != "active" || u.Note != nil || u.Email != "n@example.com" || u.LastName != "B" ||
		len(u.Identities) != 1 || u.Identities[0] != (Identity{"Basic", "n@example.com"}) {
		t.Errorf("%d %+v", r.status, u)
	}
	tag := u.ETag()
	r = s.send(t, "PUT", "users/new"+v24, strings.ReplaceAll(body, "n@example.com", "m@example.com"))
	u, _ = s.User("new")
	if r.status != 200 || u.State != "active" || u.Email != "n@example.com" || u.ETag() == tag {
		t.Errorf("%d %+v", r.status, u)
	}
}
