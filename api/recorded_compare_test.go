package api_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"apimtui/api"
)

// compare reports whether the client has an operation for such an answer.
func (x exchange) compare(t *testing.T) bool {
	var headers []string
	for name, value := range x.header {
		headers = append(headers, name+": "+value)
	}
	w := always(x.status, string(x.body), headers...)
	users := newClient(t, w).Users
	_, rest, ok := strings.Cut(x.path, "/users")
	parts := strings.Split(rest, "/")
	switch {
	case !ok || x.method == http.MethodPost || x.method == http.MethodDelete:
		return false
	case x.status >= 400:
		x.compareError(t, users)
	case len(x.body) == 0:
		tag, err := users.Head(t.Context(), "x")
		same(t, "ETag", string(tag), x.header["etag"], err)
	case rest == "":
		p, err := users.Page(t.Context(), api.UserQuery{})
		x.comparePage(t, p, err)
	case len(parts) == 2:
		u, tag, err := users.Get(t.Context(), x.named(t))
		if x.status == 201 {
			// Only a create answers like this; the entity is what matters here.
			err = json.Unmarshal(x.body, &u)
			tag = api.ETag(x.header["ETag"])
		}
		same(t, "ETag", string(tag), x.header["ETag"], err)
		sameUser(t, u, object(t, x.body))
	default:
		x.compareParts(t, users, parts[2])
	}
	return true
}

// named returns the id of the user in the body, which is also requested.
func (x exchange) named(t *testing.T) api.UserID {
	name, _ := object(t, x.body)["name"].(string)
	return api.UserID(name)
}

func (x exchange) compareError(t *testing.T, users *api.Users) {
	_, _, err := users.Get(t.Context(), "x")
	e, _ := err.(*api.Error)
	if e == nil || e.Kind != api.KindNotFound {
		t.Fatalf("got %v", err)
	}
	want := object(t, x.body)["error"].(map[string]any)
	same(t, "code", e.Code.Exact(), want["code"], nil)
	same(t, "message", e.Message.Exact(), want["message"], nil)
}

func (x exchange) comparePage(t *testing.T, p api.Page[api.User], err error) {
	want := object(t, x.body)
	total := -1.0
	if n, ok := want["count"].(float64); ok {
		total = n
	}
	same(t, "count", float64(p.Total), total, err)
	next, _ := want["nextLink"].(string)
	same(t, "nextLink", p.NextLink, next, nil)
	values := want["value"].([]any)
	same(t, "length", len(p.Items), len(values), nil)
	for i, v := range values {
		sameUser(t, p.Items[i], v.(map[string]any))
	}
}

func (x exchange) compareParts(t *testing.T, users *api.Users, kind string) {
	values := object(t, x.body)["value"].([]any)
	switch kind {
	case "groups":
		groups, err := users.ListGroups(t.Context(), "x")
		same(t, "length", len(groups.Items), len(values), err)
		for i, g := range groups.Items {
			want, p := flat(values[i])
			same(t, "group", []string{g.ResourceID.Exact(), g.ID.Exact(), g.DisplayName.Exact(), g.Description.Exact(), g.Type.Exact(), g.ExternalID.Exact()},
				[]string{str(want["id"]), str(want["name"]), str(p["displayName"]), str(p["description"]), str(p["type"]), str(p["externalId"])}, nil)
			same(t, "builtIn", g.BuiltIn, p["builtIn"], nil)
		}
	case "subscriptions":
		subs, err := users.Subscriptions(t.Context(), "x")
		same(t, "length", len(subs), len(values), err)
		for i, s := range subs {
			want, p := flat(values[i])
			same(t, "subscription", []string{s.ResourceID.Exact(), s.ID.Exact(), s.DisplayName.Exact(), s.Scope.Exact(), s.State.Exact()},
				[]string{str(want["id"]), str(want["name"]), str(p["displayName"]), str(p["scope"]), str(p["state"])}, nil)
			sameTime(t, s.Created, p["createdDate"])
			sameTime(t, s.Expires, p["expirationDate"])
		}
	case "identities":
		identities, err := users.ListIdentities(t.Context(), "x")
		same(t, "length", len(identities.Items), len(values), err)
		for i, d := range identities.Items {
			v := values[i].(map[string]any)
			same(t, "identity", []any{d.Provider.Exact(), d.ID.Exact()}, []any{v["provider"], v["id"]}, nil)
		}
	}
}

func sameUser(t *testing.T, u api.User, want map[string]any) {
	t.Helper()
	p := want["properties"].(map[string]any)
	same(t, "user", []string{u.ResourceID.Exact(), string(u.ID), u.Type.Exact(), u.FirstName.Exact(), u.LastName.Exact(), u.Email.Exact(), string(u.State)},
		[]string{str(want["id"]), str(want["name"]), str(want["type"]), str(p["firstName"]), str(p["lastName"]), str(p["email"]), str(p["state"])}, nil)
	same(t, "note unset", u.Note == nil, p["note"] == nil, nil)
	same(t, "note", u.NoteText().Exact(), str(p["note"]), nil)
	sameTime(t, u.RegistrationDate, p["registrationDate"])
	_, has := p["groups"]
	same(t, "groups given", u.Groups != nil, has, nil)
	// Everything again: what is written equals what was read.
	out, err := json.Marshal(u)
	var got map[string]any
	if err == nil {
		err = json.Unmarshal(out, &got)
	}
	props, _ := got["properties"].(map[string]any)
	same(t, "identities", props["identities"], p["identities"], err)
	if groups, _ := p["groups"].([]any); len(groups) > 0 {
		same(t, "groups", props["groups"], p["groups"], nil)
	}
}

func same(t *testing.T, what string, got, want any, err error) {
	t.Helper()
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, want %v (%v)", what, got, want, err)
	}
}

// sameTime compares with a date of the service, which has no trailing zeros.
func sameTime(t *testing.T, got time.Time, want any) {
	t.Helper()
	s := ""
	if !got.IsZero() {
		s = got.Format("2006-01-02T15:04:05.999999999Z")
	}
	same(t, "date", s, str(want), nil)
}

func object(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(body, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// flat returns an entity and its properties.
func flat(v any) (entity, properties map[string]any) {
	entity = v.(map[string]any)
	return entity, entity["properties"].(map[string]any)
}

func str(v any) string {
	s, _ := v.(string)
	return s
}
