package simulator

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestEntityOnTheWire(t *testing.T) {
	s := newTest(Options{Users: 1})
	put := s.send(t, "PUT", "users/ada"+v22, `{"properties":{"email":"ada@example.com","firstName":"Ada \"<é>\"","lastName":"Byron","state":"BLOCKED"}}`)
	want := strings.Join([]string{
		`{`,
		`  "id": "` + testBase + `/users/ada",`,
		`  "type": "Microsoft.ApiManagement/service/users",`,
		`  "name": "ada",`,
		`  "properties": {`,
		`    "firstName": "Ada \"<é>\"",`,
		`    "lastName": "Byron",`,
		`    "email": "ada@example.com",`,
		`    "state": "blocked",`,
		`    "registrationDate": "2026-03-02T12:00:00Z",`,
		`    "note": null,`,
		`    "identities": [`,
		`      {`,
		`        "provider": "Basic",`,
		`        "id": "ada@example.com"`,
		`      }`,
		`    ]`,
		`  }`,
		`}`,
	}, "\r\n")
	get := s.send(t, "GET", "users/ada"+v22, "")
	if put.status != 201 || get.status != 200 {
		t.Fatalf("PUT %d, GET %d", put.status, get.status)
	}
	if get.body != want {
		t.Errorf("GET is\n%s\nwant\n%s", get.body, want)
	}
	groups, _ := properties(t, put)["groups"].([]any)
	if len(groups) != 1 || groups[0].(map[string]any)["name"] != "Developers" {
		t.Errorf("PUT answers the groups %v, want Developers in flat form", groups)
	}
	if a, b := put.header.Get("ETag"), get.header.Get("ETag"); a != b || len(a) != 26 {
		t.Errorf("ETags of PUT %s and GET %s: want the same 16 bytes", a, b)
	}
}

func TestPatchETagIsTheFirstHalf(t *testing.T) {
	s := newTest(Options{Users: 60})
	const user = "users/mateo-garcia" + v24
	before := s.send(t, "GET", user, "").header.Get("ETag")
	patch := s.send(t, "PATCH", user, `{"properties":{"state":"Blocked"}}`, "If-Match: "+before)
	after := s.send(t, "GET", user, "").header.Get("ETag")
	tag := patch.header.Get("ETag")
	if patch.status != 200 || len(tag) != 14 || !strings.HasPrefix(after[1:], tag[1:11]) || after == before {
		t.Errorf("before %s, PATCH %d %s, after %s", before, patch.status, tag, after)
	}
	p := properties(t, patch)
	if g, ok := p["groups"].([]any); !ok || len(g) != 0 || p["state"] != "blocked" {
		t.Errorf("PATCH answers groups %v, state %v", p["groups"], p["state"])
	}
	same := s.send(t, "PATCH", user, `{"properties":{"state":"blocked"}}`, "If-Match: *")
	if same.header.Get("ETag") != tag {
		t.Errorf("a PATCH that changes nothing moved the ETag from %s to %s", tag, same.header.Get("ETag"))
	}
	if again := s.send(t, "PATCH", user, `{"properties":{"note":"x"}}`, "If-Match: "+tag); again.status != 412 {
		t.Errorf("the 8-byte ETag was accepted: %d", again.status)
	}
}

func TestPreconditions(t *testing.T) {
	const body = `{"properties":{"email":"z@example.com","firstName":"Z","lastName":"Z"}}`
	for _, test := range []struct {
		name, method, id, body, match string
		status                        int
	}{
		{"PATCH with another's ETag", "PATCH", "mateo-garcia", `{"properties":{"note":"n"}}`, `"AAAAAAAAAAEAAAAAAAAAAg=="`, 412},
		{"PATCH with *", "PATCH", "mateo-garcia", `{"properties":{"note":"n"}}`, "*", 200},
		{"PATCH without", "PATCH", "mateo-garcia", `{"properties":{"note":"n"}}`, "", 200},
		{"PATCH of a missing user", "PATCH", "missing", `{"properties":{"note":"n"}}`, "*", 404},
		{"DELETE with another's ETag", "DELETE", "mateo-garcia", "", `"AAAAAAAAAAEAAAAAAAAAAg=="`, 412},
		{"DELETE without", "DELETE", "mateo-garcia", "", "", 200},
		{"DELETE of a missing user", "DELETE", "missing", "", "*", 204},
		{"PUT over with another's ETag", "PUT", "mateo-garcia", body, `"AAAAAAAAAAEAAAAAAAAAAg=="`, 412},
		{"PUT over without", "PUT", "mateo-garcia", body, "", 200},
		{"PUT new", "PUT", "zed", body, "", 201},
		{"PUT new that must exist", "PUT", "zed", body, "*", 412},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newTest(Options{})
			before, _ := s.User("mateo-garcia")
			var headers []string
			if test.match != "" {
				headers = []string{"If-Match: " + test.match}
			}
			r := s.send(t, test.method, "users/"+test.id+v22, test.body, headers...)
			if r.status != test.status {
				t.Fatalf("status %d, want %d: %s", r.status, test.status, r.body)
			}
			after, _ := s.User("mateo-garcia")
			if untouched := before.ETag() == after.ETag(); test.status >= 400 && !untouched {
				t.Error("a refused write changed the user")
			}
			if test.status == 412 {
				if code, _, _ := r.errorOf(t); code != "PreconditionFailed" {
					t.Errorf("code %s", code)
				}
			}
		})
	}
}

func TestValidationNamesAllFields(t *testing.T) {
	long := strings.Repeat("x", 101)
	for _, test := range []struct {
		name, method, path, body string
		targets                  []string
	}{
		{"nothing given", "PUT", "users/new", `{"properties":{}}`, []string{"email", "firstName", "lastName"}},
		{"lengths", "PUT", "users/new", `{"properties":{"email":"a@b.c","firstName":"` + long + `","lastName":""}}`, []string{"firstName", "lastName"}},
		{"types", "PATCH", "users/mateo-garcia", `{"properties":{"email":1,"state":["x"],"note":{}}}`, []string{"email", "state", "note"}},
		{"unknown words", "PUT", "users/new", `{"properties":{"email":"a@b.c","firstName":"A","lastName":"B","state":"idle","confirmation":"later","appType":"app"}}`, []string{"state", "confirmation", "appType"}},
		{"read-only and unknown", "PATCH", "users/mateo-garcia", `{"properties":{"registrationDate":"2024-01-01T00:00:00Z","zip":1},"sku":{}}`, []string{"sku", "registrationDate", "zip"}},
		{"creation only", "PATCH", "users/mateo-garcia", `{"properties":{"confirmation":"invite"}}`, []string{"confirmation"}},
		{"directory identity", "PUT", "users/new", `{"properties":{"email":"a@b.c","firstName":"A","lastName":"B","identities":[{"provider":"Aad","id":"x"}]}}`, []string{"identities[0].provider"}},
		{"e-mail in use", "PATCH", "users/mateo-garcia", `{"properties":{"email":"LENA.fischer@fabrikam.com"}}`, []string{"email"}},
		{"no properties", "PATCH", "users/mateo-garcia", `{"firstName":"A"}`, []string{"properties", "firstName"}},
		{"long id", "PUT", "users/" + long, `{"properties":{"email":"a@b.c","firstName":"A","lastName":"B"}}`, []string{"userId"}},
		{"block the built-in user", "PATCH", "users/1", `{"properties":{"state":"blocked"}}`, []string{"state"}},
		{"delete the built-in user", "DELETE", "users/1", ``, []string{"userId"}},
		{"query of a delete", "DELETE", "users/mateo-garcia?deleteSubscriptions=perhaps&appType=app&notify=2", ``, []string{"deleteSubscriptions", "notify", "appType"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newTest(Options{})
			path := test.path + v24
			if strings.Contains(test.path, "?") {
				path = test.path + "&api-version=2024-05-01"
			}
			r := s.send(t, test.method, path, test.body)
			code, _, targets := r.errorOf(t)
			if r.status != 400 || code != "ValidationError" || !slices.Equal(targets, test.targets) {
				t.Errorf("%d %s %v, want 400 ValidationError %v", r.status, code, targets, test.targets)
			}
			if j := s.Journal(); j[0].Applied {
				t.Error("the journal says a refused write was applied")
			}
		})
	}
}

func TestMalformedBodies(t *testing.T) {
	s := newTest(Options{})
	for body, want := range map[string]int{`{"properties":`: 400, `[]`: 400, `null`: 400, `{}{}`: 400, `"x"`: 400} {
		r := s.send(t, "PATCH", "users/mateo-garcia"+v24, body)
		if code, _, _ := r.errorOf(t); r.status != want || code != "InvalidRequestContent" {
			t.Errorf("%s: %d %s", body, r.status, r.body)
		}
	}
	if r := s.send(t, "PATCH", "users/mateo-garcia"+v24, `{"properties":{}}`, "Content-Type: text/plain"); r.status != 415 {
		t.Errorf("text/plain: %d", r.status)
	}
}

func TestUserIDsAreUnescapedOnce(t *testing.T) {
	s := newTest(Options{Hostile: true})
	for _, id := range []string{"legacy%2Fo%27brien%20%26%20co", "lena.brandt%40fabrikam.com", "lena.brandt@fabrikam.com"} {
		if r := s.send(t, "GET", "users/"+id+v24, ""); r.status != 200 {
			t.Errorf("%s: %d", id, r.status)
		}
	}
	const odd = "a%252Fb%2B%23"
	s.send(t, "PUT", "users/"+odd+v24, `{"properties":{"email":"a@b.c","firstName":"A","lastName":"B"}}`)
	if _, ok := s.User("a%2Fb+#"); !ok {
		t.Errorf("a PUT on %s did not create user a%%2Fb+#", odd)
	}
	if r := s.send(t, "GET", "users/MATEO-garcia"+v24, ""); r.status != 404 {
		t.Errorf("ids ignore case: %d", r.status)
	}
	if r := s.send(t, "GET", strings.Replace(testBase, "resourceGroups", "RESOURCEGROUPS", 1)+"/Users/1"+v24, ""); r.status != 200 {
		t.Errorf("fixed segments are case-sensitive: %d", r.status)
	}
}

// Lengths are counted in UTF-16 units, for ids and names.
func TestLongestUserID(t *testing.T) {
	s := newTest(Options{})
	for id, status := range map[string]int{
		strings.Repeat("a", 80): 201, strings.Repeat("b", 81): 400, strings.Repeat("美", 80): 201, strings.Repeat("佐", 81): 400,
		strings.Repeat("😀", 40): 201, strings.Repeat("😁", 41): 400,
	} {
		body := fmt.Sprintf(`{"properties":{"email":"%x@b.c","firstName":"A","lastName":"B"}}`, id[:4])
		if r := s.send(t, "PUT", "users/"+url.PathEscape(id)+v24, body); r.status != status {
			t.Errorf("%s: %d, want %d", id, r.status, status)
		}
	}
}

func TestEmailChangeLeavesTheIdentity(t *testing.T) {
	s := newTest(Options{})
	before, _ := s.User("hiroshi-tanaka")
	s.send(t, "PATCH", "users/hiroshi-tanaka"+v24, `{"properties":{"email":"new@proseware.com","note":"moved","password":"secret"}}`)
	after, _ := s.User("hiroshi-tanaka")
	if after.Email != "new@proseware.com" || after.Identities[0].ID != before.Email || *after.Note != "moved" {
		t.Errorf("after: %+v", after)
	}
	s.send(t, "PATCH", "users/hiroshi-tanaka"+v24, `{"properties":{"note":null}}`)
	if after, _ = s.User("hiroshi-tanaka"); after.Note != nil {
		t.Error("null does not clear the note")
	}
}

func TestAnotherAdministrator(t *testing.T) {
	s := newTest(Options{})
	tag := s.send(t, "GET", "users/mateo-garcia"+v24, "").header.Get("ETag")
	if !s.Edit("mateo-garcia", func(u *User) { u.LastName = "Garza" }) || s.Edit("missing", func(*User) {}) {
		t.Error("Edit does not report whether the user exists")
	}
	if r := s.send(t, "PATCH", "users/mateo-garcia"+v24, `{"properties":{"note":"n"}}`, "If-Match: "+tag); r.status != 412 {
		t.Errorf("the old ETag is still accepted: %d", r.status)
	}
	if !s.Remove("mateo-garcia") || s.Remove("mateo-garcia") {
		t.Error("Remove does not report whether the user exists")
	}
	r := s.send(t, "GET", "users/mateo-garcia"+v24, "")
	if r.status != 404 || r.body != `{"error":{"code":"ResourceNotFound","message":"User not found.","details":null}}` {
		t.Errorf("%d %s", r.status, r.body)
	}
	if head := s.send(t, "HEAD", "users/mateo-garcia"+v24, ""); head.status != 404 || head.header.Get("Content-Length") != "0" {
		t.Errorf("HEAD: %d %v", head.status, head.header)
	}
}
