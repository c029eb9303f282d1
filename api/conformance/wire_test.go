package conformance

import (
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"apimtui/api/simulator"
)

const resource = "/subscriptions/" + subscription0 + "/resourceGroups/" + resourceGroup + "/providers/Microsoft.ApiManagement/service/" + service

// sent is the expected request of a write.
type sent struct {
	method  string
	path    string     // from users/ on, escaped
	query   string     // sorted, without the api-version
	ifMatch string     // "" means that the header must be missing
	body    properties // nil means no body
	status  int        // of the answer
}

// properties are the properties of a body. Passwords are "REDACTED", as in the
// journal.
type properties map[string]any

// wantSent checks the only request of an operation. A client may read as often
// as it likes, but must write once.
func wantSent(t *testing.T, s *simulator.Service, op simulator.Operation, want sent) {
	t.Helper()
	wantEntry(t, nth(t, s, op, 1), want)
}

// nth returns the n-th request of an operation, which must be the last one.
func nth(t *testing.T, s *simulator.Service, op simulator.Operation, n int) simulator.Entry {
	t.Helper()
	all := sentAs(s, op)
	if len(all) != n {
		t.Fatalf("%d requests of %s, want %d", len(all), op, n)
	}
	return all[n-1]
}

func sentAs(s *simulator.Service, op simulator.Operation) []simulator.Entry {
	return slices.DeleteFunc(s.Journal(), func(e simulator.Entry) bool { return e.Operation != op })
}

func wantEntry(t *testing.T, e simulator.Entry, want sent) {
	t.Helper()
	if e.Method != want.method || e.Path != resource+"/users/"+want.path || e.Status != want.status {
		t.Errorf("sent %s %s, answered %d, want %+v", e.Method, e.Path, e.Status, want)
	}
	q := queryOf(t, e)
	q.Del("api-version") // checked for every request of every trial
	if got := must(url.QueryUnescape(q.Encode()))(t); got != want.query {
		t.Errorf("query %q, want %q", got, want.query)
	}
	if e.IfMatch != want.ifMatch || e.HasIfMatch != (want.ifMatch != "") {
		t.Errorf("sent with If-Match %q (present: %v), want %q", e.IfMatch, e.HasIfMatch, want.ifMatch)
	}
	if got := bodyOf(t, e); !reflect.DeepEqual(got, want.body) {
		t.Errorf("sent the properties\n%v, want\n%v", got, want.body)
	}
}

// bodyOf returns the properties of a body, or nil without a body.
func bodyOf(t *testing.T, e simulator.Entry) properties {
	t.Helper()
	if e.Body == "" {
		return nil
	}
	var top map[string]properties
	if err := json.Unmarshal([]byte(e.Body), &top); err != nil || len(top) != 1 || top["properties"] == nil {
		t.Errorf("the body has %v, %v", slices.Collect(maps.Keys(top)), err)
	}
	return top["properties"]
}

// identitiesOf returns provider:id pairs as they are in a body.
func identitiesOf(ids ...string) []any {
	list := []any{}
	for _, s := range ids {
		provider, id, _ := strings.Cut(s, ":")
		list = append(list, map[string]any{"provider": provider, "id": id})
	}
	return list
}

// wantMails checks every mail of the service: its kind, its recipient and its
// portal.
func wantMails(t *testing.T, s *simulator.Service, want ...string) {
	t.Helper()
	var got []string
	for _, m := range s.Mails() {
		got = append(got, m.Kind+" "+m.To+" "+m.AppType)
	}
	if !slices.Equal(got, want) {
		t.Errorf("mailed %v, want %v", got, want)
	}
}

// wantUntouched checks that a user did not change after loading.
func wantUntouched(t *testing.T, s *simulator.Service, from version) {
	t.Helper()
	wantUser(t, truth(t, s, from.user.id), from.user)
	if u, _ := s.User(from.user.id); u.ETag() != from.tag {
		t.Errorf("%s has the ETag %s, had %s", from.user.id, u.ETag(), from.tag)
	}
}
