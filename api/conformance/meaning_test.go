package conformance

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
)

// reader has the reads of both clients. Every error is a *refusal.
type reader interface {
	keeper
	// allUsers reads a whole list of users by nextLink.
	allUsers(ctx context.Context, filter string) ([]user, error)
	// page reads one page.
	page(ctx context.Context, q query) (users []user, total int, next string, err error)
	user(ctx context.Context, id string) (user, string, error)
	tag(ctx context.Context, id string) (string, error)
	groups(ctx context.Context, user string) ([]group, error)
	subscriptions(ctx context.Context, user string) ([]subscription, error)
	identities(ctx context.Context, user string) ([]string, error)
	service(ctx context.Context) (map[string]string, error)
	// elsewhere is the same client for another service.
	elsewhere(t *testing.T, name string) client
}

type query struct {
	filter    string
	top, skip int
	expand    bool
}

// user holds the meaning of a user.
type user struct {
	id, first, last, email, state string
	note                          string // "unset" when null
	registered                    time.Time
	identities                    []string // provider:id
	groups                        int      // -1 when missing from the answer
}

type group struct {
	id, name, description, kind, external string
	builtIn                               bool
}

type subscription struct {
	id, name, scope, state, owner string
	created, expires              time.Time
}

// refusal is an error of the service.
type refusal struct {
	status  int
	code    string
	targets []string
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s %v", r.status, r.code, r.targets) }

const unset = "unset"

// truth returns a user as the simulator stores it.
func truth(t *testing.T, s *simulator.Service, id string) user {
	t.Helper()
	u, ok := s.User(id)
	if !ok {
		t.Fatalf("the service has no user %q", id)
	}
	w := user{id: u.ID, first: u.FirstName, last: u.LastName, email: u.Email, state: u.State, note: unset, registered: u.RegistrationDate, groups: -1}
	if u.Note != nil {
		w.note = *u.Note
	}
	for _, i := range u.Identities {
		w.identities = append(w.identities, i.Provider+":"+i.ID)
	}
	return w
}

func wantUser(t *testing.T, got, want user) {
	t.Helper()
	if !got.registered.Equal(want.registered) {
		t.Errorf("%s registered %v, want %v", want.id, got.registered, want.registered)
	}
	got.registered = want.registered
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

func wantRefusal(t *testing.T, err error, status int, code string, targets ...string) {
	t.Helper()
	r, ok := err.(*refusal)
	if !ok || r.status != status || r.code != code || !slices.Equal(r.targets, targets) {
		t.Errorf("got %v, want %v", err, &refusal{status, code, targets})
	}
}

// must fails on the error of a call and returns its value: must(f())(t).
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// bytesOf returns the length of a quoted base64 ETag.
func bytesOf(t *testing.T, etag string) int {
	t.Helper()
	if len(etag) < 2 || etag[0] != '"' || etag[len(etag)-1] != '"' {
		t.Errorf("the ETag %s is not quoted", etag)
		return 0
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Trim(etag, `"`))
	if err != nil {
		t.Errorf("the ETag %s is not base64", etag)
	}
	return len(raw)
}

func wantTag(t *testing.T, etag string, bytes int) {
	t.Helper()
	if n := bytesOf(t, etag); n != bytes {
		t.Errorf("the ETag %s has %d bytes, want %d", etag, n, bytes)
	}
}

func queryOf(t *testing.T, e simulator.Entry) url.Values {
	t.Helper()
	q, err := url.ParseQuery(e.Query)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func soon() time.Time { return time.Now().Add(time.Hour) }

func val[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func ptr[T any](v T) *T { return &v }
