package simulator

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func allUsers(s *Service) []User {
	var all []User
	for _, u := range s.users.list {
		all = append(all, u.clone())
	}
	return all
}

func TestSameSeedSameService(t *testing.T) {
	one, two := newTest(Options{Users: 300, Seed: 7}), newTest(Options{Users: 300, Seed: 7})
	if !reflect.DeepEqual(allUsers(one), allUsers(two)) {
		t.Error("two services with the same seed have different users")
	}
	for _, path := range []string{"users" + v24, "subscriptions" + v24, "groups" + v24} {
		a, b := one.send(t, "GET", path, ""), two.send(t, "GET", path, "")
		if a.body != b.body || !reflect.DeepEqual(a.header, b.header) {
			t.Errorf("%s differs between two services with the same seed", path)
		}
	}
	other := allUsers(newTest(Options{Users: 300, Seed: 8}))
	if reflect.DeepEqual(allUsers(one)[100:], other[100:]) {
		t.Error("another seed gives the same users")
	}
}

func TestLargerServiceStartsWithTheSamePeople(t *testing.T) {
	small, large := allUsers(newTest(Options{Users: 80})), allUsers(newTest(Options{Users: 2000}))
	if len(large) != 2000 {
		t.Fatalf("%d users, want 2000", len(large))
	}
	if !reflect.DeepEqual(small, large[:80]) {
		t.Error("the first 80 users depend on the number of users")
	}
}

func TestPeopleAreValid(t *testing.T) {
	all := allUsers(newTest(Options{Users: 5000, Seed: 3}))
	ids, emails, states := map[string]bool{}, map[string]bool{}, map[string]int{}
	last := time.Time{}
	for i, u := range all {
		mail := strings.ToLower(u.Email)
		if ids[u.ID] || emails[mail] {
			t.Fatalf("user %d, %q, %q: id or e-mail is not unique", i, u.ID, u.Email)
		}
		ids[u.ID], emails[mail] = true, true
		states[u.State]++
		if !looksLikeMail(u.Email) || len(u.Email) > 254 || len(u.ID) > 80 {
			t.Errorf("user %d: %q or %q is not acceptable", i, u.ID, u.Email)
		}
		if i == 60 { // the last of the cast registered lately in a service of 60
			last = time.Time{}
		}
		if u.RegistrationDate.Before(last) || u.RegistrationDate.After(epoch) {
			t.Errorf("user %d registered %v, after one of %v", i, u.RegistrationDate, last)
		}
		last = u.RegistrationDate
	}
	if share := states["active"] * 100 / len(all); share < 80 || share > 90 || states["blocked"] == 0 || states["pending"] == 0 {
		t.Errorf("states are %v", states)
	}
}

// A demonstration has one hostile name, and no other value that is hard to display.
func TestDemonstrationIsPresentable(t *testing.T) {
	for _, hostile := range []bool{false, true} {
		if n := len(cast(hostile)); n != 59 {
			t.Fatalf("the cast has %d people: with the administrator it must fill 60 rows", n)
		}
	}
	s, strange := newTest(Options{}), 0
	states, several := map[string]int{}, 0
	for i, u := range allUsers(s) {
		note := ""
		if u.Note != nil {
			note = strings.ReplaceAll(*u.Note, "\n", "")
		}
		odd := strings.ContainsFunc(u.FirstName+u.LastName+u.Email+note, func(r rune) bool {
			return r < ' ' || r >= 0x300 && !unicode.Is(unicode.Cyrillic, r)
		})
		if odd && i <= 36 {
			t.Errorf("%q is on the first screen", u.FirstName)
		}
		if odd {
			strange++
		}
		states[u.State]++
		products := map[string]bool{}
		for _, sub := range s.subs.byOwner[u.ID] {
			products[sub.Scope] = true
			states["subscription "+sub.State]++
		}
		if len(products) > 1 {
			several++
		}
	}
	if strange != 1 {
		t.Errorf("%d users have hostile values, want 1", strange)
	}
	for state, least := range map[string]int{"pending": 6, "blocked": 6, "subscription active": 40, "subscription suspended": 4, "subscription submitted": 4, "subscription cancelled": 3} {
		if states[state] < least {
			t.Errorf("%d are %s, want %d", states[state], state, least)
		}
	}
	if several < 24 || several > 36 {
		t.Errorf("%d of 60 have subscriptions to several products, want about half", several)
	}
	t.Log(states, several)
}

func TestHostileNamesAreIncluded(t *testing.T) {
	s := newTest(Options{Hostile: true})
	for _, want := range []string{"\x1b[2J", "\x1b]52;", "\x1b]0;", "\a", "\u009b", "\u202e", "\u200b", "\U000e0041", "=HYPERLINK(", "🚀", "\u0308", "محمد", "נועה", "王", "o'brien+test@"} {
		found := false
		for _, u := range allUsers(s) {
			found = found || strings.Contains(u.FirstName+u.LastName+u.Email, want)
		}
		if !found {
			t.Errorf("none of the first 60 users has %+q", want)
		}
	}
	name, mail, note := 0, 0, 0
	for _, u := range allUsers(s) {
		name, mail = max(name, utf8.RuneCountInString(u.FirstName)), max(mail, len(u.Email))
		if u.Note != nil {
			note = max(note, len(*u.Note))
		}
	}
	if name != 100 || mail < 240 || note < 600 {
		t.Errorf("longest name %d, e-mail %d, note %d", name, mail, note)
	}
}

func BenchmarkSeed100000(b *testing.B) {
	for b.Loop() {
		New(Options{Users: 100_000, Now: noon})
	}
}

func BenchmarkLastPageOf100000(b *testing.B) {
	s := New(Options{Users: 100_000, Now: noon})
	for b.Loop() {
		w := window{skip: 99_900, top: pageSize}
		page, _ := selectRows(s.users.list, w, userColumns())
		for _, u := range page {
			indented(s.contract(u, nil))
		}
	}
}
