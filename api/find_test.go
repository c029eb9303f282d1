package api_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
)

func TestFind(t *testing.T) {
	s, c := simulated(t, simulator.Options{Hostile: true})
	byEmail := func(email string) string {
		for _, id := range allUsers(t, s) {
			if u, _ := s.User(id); u.Email == email {
				return id
			}
		}
		return ""
	}
	for query, want := range map[string]struct {
		id string
		by api.MatchKind
	}{
		"1":                           {"1", api.ByID},
		"mateo-garcia":                {"mateo-garcia", api.ByID},
		"legacy/o'brien & co":         {"legacy/o'brien & co", api.ByID},
		"  svc-invoicing\n":           {"svc-invoicing", api.ByID},
		"o'brien+test@example.com":    {byEmail("o'brien+test@example.com"), api.ByEmail},
		"legacy+50%off#1@example.com": {"legacy/o'brien & co", api.ByEmail},
		"lena.brandt@fabrikam.com":    {"lena.brandt@fabrikam.com", api.ByEmail},
		"Katarzyna Wiśniewska":        {byEmail("k.wisniewska@woodgrovebank.com"), api.ByName},
		"katarzyna  wiśniewska":       {byEmail("k.wisniewska@woodgrovebank.com"), api.ByName},
		"美咲 佐藤":                       {byEmail("misaki.sato@proseware.com"), api.ByName},
		"Administrator":               {"1", api.ByName},
	} {
		before := len(s.Journal())
		m, err := c.Users.Find(t.Context(), query)
		if err != nil || len(m.Users) != 1 || string(m.Users[0].ID) != want.id || m.By != want.by {
			t.Errorf("%q: %d users by %q, %v; want %q by %q", query, len(m.Users), m.By, err, want.id, want.by)
		}
		if n := len(s.Journal()) - before; n > 4 {
			t.Errorf("%q took %d requests", query, n)
		}
	}
}

// A first name may have many words.
func TestFindALongName(t *testing.T) {
	s, c := simulated(t, simulator.Options{})
	const first, last = "María de los Ángeles Guadalupe", "Ruiz"
	s.Edit("mateo-garcia", func(u *simulator.User) { u.FirstName, u.LastName = first, last })
	m, err := c.Users.Find(t.Context(), first+" "+last)
	if err != nil || len(m.Users) != 1 || m.Users[0].ID != "mateo-garcia" {
		t.Errorf("found %v: %v", m.Users, err)
	}
	before := len(s.Journal())
	if _, err := c.Users.Find(t.Context(), strings.Repeat("no ", 50)); err == nil || len(s.Journal())-before > 12 {
		t.Errorf("%d requests: %v", len(s.Journal())-before, err)
	}
}

// Only a user found by id has an ETag, that of the version in the Match. A list
// has none.
func TestFindByIDHasTheETag(t *testing.T) {
	s, c := simulated(t, simulator.Options{Hostile: true})
	for query, has := range map[string]bool{
		"mateo-garcia": true, "legacy/o'brien & co": true,
		"lena.brandt@fabrikam.com": false, "katarzyna wiśniewska": false,
	} {
		m, err := c.Users.Find(t.Context(), query)
		if err != nil || len(m.Users) != 1 {
			t.Fatalf("%q: %d users, %v", query, len(m.Users), err)
		}
		want := ""
		if u, _ := s.User(string(m.Users[0].ID)); has {
			want = u.ETag()
		}
		if string(m.ETag) != want {
			t.Errorf("%q has the ETag %s, want %q", query, m.ETag, want)
		}
	}
}

// The id of one user may be the e-mail of another, who chose it. Neither is taken
// for the other.
func TestFindIDThatIsTheEmailOfAnother(t *testing.T) {
	s, c := simulated(t, simulator.Options{})
	s.Edit("lena.brandt@fabrikam.com", func(u *simulator.User) { u.Email = "lena@new.example.com" })
	s.Edit("mateo-garcia", func(u *simulator.User) { u.Email = "lena.brandt@fabrikam.com" })
	m, err := c.Users.Find(t.Context(), "lena.brandt@fabrikam.com")
	if err != nil || len(m.Users) != 2 {
		t.Errorf("%+v, %v", m, err)
	}
}

// An old id that looks like an e-mail is found if no user has that e-mail.
func TestFindByOldID(t *testing.T) {
	s, c := simulated(t, simulator.Options{})
	s.Edit("lena.brandt@fabrikam.com", func(u *simulator.User) { u.Email = "lena@new.example.com" })
	m, err := c.Users.Find(t.Context(), "lena.brandt@fabrikam.com")
	if err != nil || m.By != api.ByID || m.Users[0].Email != "lena@new.example.com" {
		t.Errorf("%+v, %v", m, err)
	}
}

// Outer spaces may be part of an id. If no id has them, they are ignored.
func TestFindByAnIDWithOuterSpaces(t *testing.T) {
	s, c := simulated(t, simulator.Options{})
	for _, id := range []string{"%20spaced%20", "spaced"} {
		add(t, s, id)
	}
	for query, want := range map[string]api.UserID{" spaced ": " spaced ", " spaced \n": " spaced ", "spaced": "spaced", " spaced": "spaced", "\tspaced\n": "spaced"} {
		m, err := c.Users.Find(t.Context(), query)
		if err != nil || len(m.Users) != 1 || m.Users[0].ID != want || m.By != api.ByID {
			t.Errorf("%q finds %v, %v", query, m.Users, err)
		}
	}
}

func TestFindSeveral(t *testing.T) {
	s, c := simulated(t, simulator.Options{})
	ids := allUsers(t, s)
	for _, id := range ids[1:4] {
		s.Edit(id, func(u *simulator.User) { u.FirstName, u.LastName = "Ada Maria", "King" })
	}
	m, err := c.Users.Find(t.Context(), "Ada Maria King")
	if err != nil || len(m.Users) != 3 || m.By != api.ByName {
		t.Errorf("%d users by %q, %v", len(m.Users), m.By, err)
	}
}

func TestFindNoUser(t *testing.T) {
	_, c := simulated(t, simulator.Options{})
	for _, query := range []string{"missing", "missing@example.com", "No Body", "\x1b[2J@x", strings.Repeat("x", 300), ".."} {
		_, err := c.Users.Find(t.Context(), query)
		if !errors.Is(err, api.KindNotFound) {
			t.Errorf("%q: %v", query, err)
		}
		wantSafe(t, api.Explain(err).Line().String())
	}
	if _, err := c.Users.Find(t.Context(), " \t"); !errors.Is(err, api.KindInvalid) {
		t.Errorf("no query: %v", err)
	}
}

// A list that changes is read again, and a match is returned once.
func TestFindInAListThatChanges(t *testing.T) {
	link := endpoint + base + "/users?$skip=2"
	answers := []string{page("3", link, "gone", "a"), page("2", "", "b"), page("2", link, "a", "b"), page("2", "")}
	all := strings.NewReplacer(`"gone@`, `"x@`, `"a@`, `"x@`, `"b@`, `"x@`)
	w := &wire{}
	w.answer = func(r *http.Request) (*http.Response, error) {
		if r.URL.RawQuery == "api-version="+api.DefaultAPIVersion { // the user with such an id
			return reply(r, 404, `{"error":{"code":"ResourceNotFound","message":"User not found."}}`), nil
		}
		return reply(r, 200, all.Replace(answers[len(w.requests())-1])), nil
	}
	m, err := newClient(t, w).Users.Find(t.Context(), "x@example.com")
	if err != nil || len(m.Users) != 2 || m.Users[0].ID != "a" || m.Users[1].ID != "b" {
		t.Errorf("found %v, %v", m.Users, err)
	}
}

// A service may select too many users. Users without the address or name are
// dropped, and a match is returned once.
func TestFindChecksTheFilter(t *testing.T) {
	s, _ := simulated(t, simulator.Options{Hostile: true})
	c := newClient(t, &wire{answer: func(r *http.Request) (*http.Response, error) {
		q := r.URL.Query()
		q.Del("$filter")
		r.URL.RawQuery = q.Encode()
		return s.Transport().RoundTrip(r)
	}})
	for _, query := range []string{"missing@nowhere.example", "brandt@fabrikam.com", "No Body"} {
		if m, err := c.Users.Find(t.Context(), query); !errors.Is(err, api.KindNotFound) {
			t.Errorf("%q matches %v, %v", query, m.Users, err)
		}
	}
	for _, query := range []string{"Lena.Brandt@FABRIKAM.com", "katarzyna wiśniewska"} {
		if m, err := c.Users.Find(t.Context(), query); err != nil || len(m.Users) != 1 {
			t.Errorf("%q: %d users, %v", query, len(m.Users), err)
		}
	}
	n := anna()
	if w := c.Users.Create(n).Do(t.Context(), nil); w.Outcome != api.Saved {
		t.Errorf("a free address: %v, %v", w.Outcome, w.Err)
	}
	n.ID = "another"
	var taken *api.TakenError
	if w := c.Users.Create(n).Do(t.Context(), nil); !errors.As(w.Err, &taken) || taken.Property != "email" {
		t.Errorf("an address that is taken: %v, %v", w.Outcome, w.Err)
	}
}

func TestFindFailsWithTheService(t *testing.T) {
	if _, err := newClient(t, always(403, `{"error":{"code":"AccessDenied","message":"no"}}`)).Users.Find(t.Context(), "x@example.com"); !errors.Is(err, api.KindForbidden) {
		t.Errorf("%v", err)
	}
}
