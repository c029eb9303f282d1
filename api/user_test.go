package api_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/text"
)

// oneUser is a user as the service writes it, with every possible field.
const oneUser = `{
  "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/a/users/ada",
  "type": "Microsoft.ApiManagement/service/users",
  "name": "ada",
  "properties": {
    "firstName": "Ada\u001b[2J",
    "lastName": "",
    "email": "ada@example.com",
    "state": "weird",
    "registrationDate": "2024-02-03T04:05:06.7Z",
    "note": "",
    "groups": [
      {"id": "g1", "name": "Developers", "description": null, "builtIn": true, "type": "system", "externalId": "aad://t/groups/o"}
    ],
    "identities": [{"provider": "Basic", "id": "ada@example.com"}, {"provider": "Aad", "id": "x"}],
    "future": {"a": 1}
  }
}`

func TestUserFromTheWire(t *testing.T) {
	var u api.User
	if err := json.Unmarshal([]byte(oneUser), &u); err != nil {
		t.Fatal(err)
	}
	empty, external := text.Text(""), text.Text("aad://t/groups/o")
	want := api.User{
		ResourceID: "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/a/users/ada", ID: "ada",
		Type: "Microsoft.ApiManagement/service/users", FirstName: "Ada\x1b[2J", Email: "ada@example.com", State: "weird",
		RegistrationDate: time.Date(2024, 2, 3, 4, 5, 6, 700_000_000, time.UTC), Note: &empty,
		Groups:     []api.UserGroup{{ID: "g1", Name: "Developers", BuiltIn: true, Type: "system", ExternalID: &external}},
		Identities: []api.Identity{{Provider: "Basic", ID: "ada@example.com"}, {Provider: "Aad", ID: "x"}},
	}
	if !reflect.DeepEqual(u, want) {
		t.Errorf("read\n%+v, want\n%+v", u, want)
	}
	if u.DisplayName() != "Ada\x1b[2J" || u.NoteText() != "" {
		t.Errorf("name %q, note %q", u.DisplayName().Exact(), u.NoteText().Exact())
	}
}

// A user is written as it was read: exact, and without bytes that a terminal
// would act on.
func TestUserToTheWire(t *testing.T) {
	var u api.User
	if err := json.Unmarshal([]byte(oneUser), &u); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(u)
	if err != nil {
		t.Fatal(err)
	}
	wantSafe(t, string(out))
	var got, want map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(oneUser), &want); err != nil {
		t.Fatal(err)
	}
	delete(want["properties"].(map[string]any), "future")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("wrote\n%v, want\n%v", got, want)
	}
}

func TestUsersWithPartsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		props  string
		note   *text.Text
		groups int // -1: nil
		date   bool
	}{
		"nulls":        {`"note":null,"registrationDate":null,"identities":null`, nil, -1, false},
		"absent":       {`"email":"a@b"`, nil, -1, false},
		"no groups":    {`"groups":[]`, nil, 0, false},
		"a bad date":   {`"registrationDate":"yesterday"`, nil, -1, false},
		"without zone": {`"registrationDate":"2024-02-03T04:05:06.789"`, nil, -1, true},
		"seven digits": {`"registrationDate":"2024-02-03T04:05:06.7890123Z"`, nil, -1, true},
		"another zone": {`"registrationDate":"2024-02-03T06:05:06+02:00"`, nil, -1, true},
	} {
		var u api.User
		came := `{"name":"x","properties":{` + c.props + `}}`
		if err := json.Unmarshal([]byte(came), &u); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if u.Note != nil || (u.Groups == nil) != (c.groups < 0) || u.RegistrationDate.IsZero() == c.date {
			t.Errorf("%s: %+v", name, u)
		}
		if c.date && u.RegistrationDate.Truncate(time.Second).Format(time.RFC3339) != "2024-02-03T04:05:06Z" {
			t.Errorf("%s: %v", name, u.RegistrationDate)
		}
		if out, err := json.Marshal(u); err != nil || string(out) != came {
			t.Errorf("%s: %s, %v, want it as received", name, out, err)
		}
		u.FirstName = "Ada"
		if out, err := json.Marshal(u); err != nil || !strings.Contains(string(out), `"firstName":"Ada"`) {
			t.Errorf("%s, changed: %s, %v", name, out, err)
		}
	}
}

// A user that is read alone loses nothing, including unknown members, and
// unsafe characters are escaped.
func TestUnknownMembersAreKept(t *testing.T) {
	const props = `"firstName":null,"lastName":"Lee\u001b","email":null,"state":"Suspended","registrationDate":"9/22/2015 1:57:39 AM","more":{"a":[1.50]},"identities":null`
	const came = `{"id":"/x","type":"t","name":"x","systemData":{"n":"\u009b"},"properties":{` + props + `}}`
	raw := strings.NewReplacer(`\u009b`, "\u009b", "{", "{\r\n").Replace(came)
	u, _, err := newClient(t, always(200, raw)).Users.Get(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(u); err != nil || string(out) != came {
		t.Errorf("%s, %v", out, err)
	}
	if !u.RegistrationDate.IsZero() || u.FirstName != "" || u.State != "Suspended" {
		t.Errorf("reads %q %q %v", u.FirstName, u.State, u.RegistrationDate)
	}
}

// An entity without properties is not an answer of the service.
func TestEntitiesWithoutProperties(t *testing.T) {
	for _, body := range []string{`{"name":"x"}`, `{"name":"x","properties":null}`} {
		c := newClient(t, always(200, body))
		_, _, user := c.Users.Get(t.Context(), "x")
		_, service := c.Services.Get(t.Context())
		c = newClient(t, always(200, `{"value":[`+body+`]}`))
		_, groups := c.Groups.Of(t.Context(), "x")
		_, subscriptions := c.Users.Subscriptions(t.Context(), "x")
		_, found := c.Users.Find(t.Context(), "a@b.c")
		for i, err := range []error{user, service, groups, subscriptions, found} {
			if !errors.Is(err, api.KindMalformed) {
				t.Errorf("%s, %d: %v", body, i, err)
			}
		}
	}
}

func TestScopeNamesItsWorkspace(t *testing.T) {
	for scope, want := range map[text.Text]text.Text{
		base + "/products/p1":                   "p1",
		base + "/apis":                          "apis",
		base + "/workspaces/team-a/products/p1": "p1 (workspace team-a)",
		base + "/Workspaces/team-a/apis":        "apis (workspace team-a)",
		base + "/workspaces/team-a/apis/echo":   "echo (workspace team-a)",
		base + "/workspaces/team-a":             "team-a",
		base + "/products/workspaces":           "workspaces",
		base + "/":                              "apimService1",
		"":                                      "",
	} {
		if got := (api.Subscription{Scope: scope}).ScopeName(); got != want {
			t.Errorf("%s: %s, want %s", scope, got, want)
		}
	}
}

func TestDisplayName(t *testing.T) {
	for _, c := range [][3]text.Text{{"Ada", "King", "Ada King"}, {"Ada", "", "Ada"}, {"", "King", "King"}, {"", "", ""}} {
		if got := (api.User{FirstName: c[0], LastName: c[1]}).DisplayName(); got != c[2] {
			t.Errorf("%q", got.Exact())
		}
	}
}

func TestETags(t *testing.T) {
	const whole, first = api.ETag(`"AAAAAAAAC/kAAAAAAAAL+g=="`), api.ETag(`"AAAAAAAAC/k="`)
	for _, c := range []struct {
		whole, update api.ETag
		want          bool
	}{
		{whole, first, true},
		{first, first, true},
		{`"AAAAAAAAC/oAAAAAAAAL+g=="`, first, false},
		{whole, whole, false}, // not the tag of an update
		{whole, "", false},
		{whole, `"AAAA"`, false}, // three bytes
		{`"AAAAAAAAC/kAAAAAAAAL+g=="`, `"AAAAAAAAC/kAAAAAAAAL+w=="`, false}, // 16 bytes with the same start
		{"", first, false},
		{"", "", false},
		{`"not base64"`, first, false},
		{`W/"AAAAAAAAC/kAAAAAAAAL+g=="`, first, false},
	} {
		if got := c.whole.StartsWith(c.update); got != c.want {
			t.Errorf("%s from %s: %v", c.whole, c.update, got)
		}
	}
	if !api.ETag("").IsZero() || whole.IsZero() {
		t.Error("IsZero")
	}
}

func TestSearchTextHasWhatIsShown(t *testing.T) {
	note := text.Text("met at\tthe fair")
	u := api.User{ID: "ada-1", FirstName: "Ada", LastName: "King", Email: "ada@example.com", State: api.StateBlocked, Note: &note,
		RegistrationDate: time.Date(2022, 5, 19, 1, 30, 0, 0, time.FixedZone("", 2*3600)),
		Identities:       []api.Identity{{Provider: "Aad", ID: "7-8-9"}}}
	for _, want := range []string{"Ada King", "ada@example.com", "ada-1", "blocked", "met at", "Aad", "7-8-9", "2022-05-18"} {
		if !strings.Contains(u.SearchText(), want) {
			t.Errorf("no %q in %q", want, u.SearchText())
		}
	}
	u.RegistrationDate = time.Time{}
	if s := u.SearchText(); strings.Contains(s, "0001") || strings.HasSuffix(s, "\n") {
		t.Errorf("a date that is not known: %q", s)
	}
}
