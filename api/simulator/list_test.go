package simulator

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

type userPage struct {
	names    []string
	count    any
	nextLink any
	groups   bool
}

func readPage(t *testing.T, r reply) userPage {
	t.Helper()
	if r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	m := r.decode(t)
	p := userPage{count: m["count"], nextLink: m["nextLink"]}
	for _, item := range m["value"].([]any) {
		u := item.(map[string]any)
		p.names = append(p.names, u["name"].(string))
		if props, ok := u["properties"].(map[string]any); ok {
			_, p.groups = props["groups"]
		}
	}
	return p
}

func TestPagesLinkToTheNext(t *testing.T) {
	s := newTest(Options{Users: 250})
	seen := map[string]bool{}
	next, pages := "https://management.azure.com"+testBase+"/users"+v24, 0
	for next != "" {
		r, err := s.absolute(t, "GET", next, "")
		if err != nil {
			t.Fatal(err)
		}
		p := readPage(t, r)
		if p.count != 250.0 || p.groups {
			t.Errorf("count %v, groups %v", p.count, p.groups)
		}
		for _, n := range p.names {
			seen[n] = true
		}
		pages++
		next, _ = p.nextLink.(string)
		want := fmt.Sprintf("https://management.azure.com:443%s/users?api-version=2024-05-01&%%24skip=%d", testBase, pages*100)
		if next != "" && next != want {
			t.Errorf("nextLink %s, want %s", next, want)
		}
	}
	if pages != 3 || len(seen) != 250 {
		t.Errorf("%d users on %d pages", len(seen), pages)
	}
}

func TestPageQueries(t *testing.T) {
	s := newTest(Options{Users: 150})
	for _, test := range []struct {
		query string
		rows  int
		next  string
	}{
		{"$top=1", 1, "%24top=1&api-version=2022-08-01&%24skip=1"},
		{"%24top=40&%24skip=100&%24filter=state+eq+%27active%27", 40, ""},
		{"$filter=state%20eq%20%27active%27&$top=2", 2, "%24filter=state%20eq%20%27active%27&%24top=2&api-version=2022-08-01&%24skip=2"},
		{"%24filter=state+eq+%27active%27&$skip=1&%24top=2", 2, "%24filter=state+eq+%27active%27&%24top=2&api-version=2022-08-01&%24skip=3"},
		{"$filter=note%20ne%20'$%26'&$top=2", 2, "%24filter=note%20ne%20'%24%26'&%24top=2&api-version=2022-08-01&%24skip=2"},
		{"$top=500", 100, "%24top=500&api-version=2022-08-01&%24skip=100"},
		{"$skip=149", 1, ""},
		{"$skip=5000", 0, ""},
		{"$skip=10&$top=20", 20, "%24top=20&api-version=2022-08-01&%24skip=30"},
	} {
		p := readPage(t, s.send(t, "GET", "users?"+test.query+"&api-version=2022-08-01", ""))
		if test.next != "" {
			next, _ := p.nextLink.(string)
			if _, query, _ := strings.Cut(next, "?"); query != test.next {
				t.Errorf("%s: nextLink %v", test.query, p.nextLink)
			}
		}
		if strings.Contains(test.query, "filter") && test.next == "" {
			continue
		}
		if len(p.names) != test.rows || test.next == "" && p.nextLink != nil {
			t.Errorf("%s: %d rows, nextLink %v", test.query, len(p.names), p.nextLink)
		}
	}
	for _, bad := range []string{"$top=0", "$top=x", "$skip=-1", "$top=99999999999", "expandGroups=maybe", "$filter=email"} {
		r := s.send(t, "GET", "users?"+bad+"&api-version=2022-08-01", "")
		name, _, _ := strings.Cut(bad, "=")
		if _, _, targets := r.errorOf(t); r.status != 400 || len(targets) != 1 || targets[0] != name {
			t.Errorf("%s: %d %v", bad, r.status, targets)
		}
	}
}

func TestListOptions(t *testing.T) {
	s := newTest(Options{Users: 150, NoCount: true, PublicURL: "https://example.com/base"})
	p := readPage(t, s.send(t, "GET", "users"+v21+"&expandGroups=true", ""))
	next, _ := p.nextLink.(string)
	if p.count != nil || !p.groups || !strings.HasPrefix(next, "https://example.com/base/subscriptions/") {
		t.Errorf("count %v, groups %v, nextLink %v", p.count, p.groups, next)
	}
	r, err := newTest(Options{Users: 150}).absolute(t, "GET", "http://127.0.0.1:8099"+testBase+"/users"+v21, "")
	if p := readPage(t, r); err != nil || !strings.HasPrefix(fmt.Sprint(p.nextLink), "http://127.0.0.1:8099/") {
		t.Errorf("nextLink %v", p.nextLink)
	}
}

// Count, rows and nextLink of a page can contradict each other in every way.
func TestPagesThatContradictThemselves(t *testing.T) {
	for _, path := range []string{"users", "groups", "groups/developers/users", "users/1/groups", "users/1/subscriptions", "subscriptions"} {
		s := newTest(Options{Users: 150})
		read := func(f Fault, query string) (p userPage, skip string) {
			t.Helper()
			f.Operation = "*"
			s.ClearFaults()
			s.InjectFault(f)
			p = readPage(t, s.send(t, "GET", path+v22+query, ""))
			next, _ := p.nextLink.(string)
			_, skip, _ = strings.Cut(next, "%24skip=")
			return p, skip
		}
		whole, _ := read(Fault{Delay: 1}, "")
		total, rows := whole.count.(float64), len(whole.names)
		for _, off := range []int{0, -1, 7, -1000} {
			for _, hide := range []int{0, 1, 1000} {
				for link, want := range map[string][2]string{"": {"1", ""}, "none": {"", ""}, "always": {"1", fmt.Sprint(total)}} {
					f := Fault{CountOff: off, Hide: hide, Link: link}
					first, next := read(f, "&$top=1")
					if first.count != max(0, total+float64(off)) || len(first.names) != 1-min(1, hide) || next != want[0] {
						t.Errorf("%s, first page, %s: %+v", path, &f, first)
					}
					if rows < int(total) {
						continue // more than a page
					}
					last, next := read(f, "")
					if last.count != first.count || len(last.names) != max(0, rows-hide) || next != want[1] {
						t.Errorf("%s, last page, %s: %+v", path, &f, last)
					}
				}
			}
		}
	}
}

func TestFilters(t *testing.T) {
	s := newTest(Options{Hostile: true})
	for _, test := range []struct {
		filter string
		want   int
	}{
		{"email eq 'o''brien+test@example.com'", 1},
		{"email eq 'legacy+50%off#1@example.com'", 1},
		{"firstName eq 'lena'", 2},
		{"firstName eq 'Lena' and lastName eq 'Brandt'", 1},
		{"lastName eq 'Brandt' or lastName eq 'Fischer' and firstName eq 'Nobody'", 1},
		{"(lastName eq 'Brandt' or lastName eq 'Fischer') and firstName eq 'Nobody'", 0},
		{"not startswith(name,'svc-') and contains(firstName,'invoi') and endswith(email,'contoso.com')", 0},
		{"substringof('contoso', name)", 1},
		{"startswith(email,'priya.nair@')", 2},
		{"firstName eq '美咲'", 1},
		{"name eq '1'", 1},
		{"name ge '1' and name le '1'", 1},
		{"note eq null and name eq '1'", 1},
		{"name gt '1' and name lt '1'", 0},
		{"registrationDate lt datetime'2022-03-03T00:00:00Z'", 1},
		{"registrationDate ge 2022-03-03T00:00:00Z and registrationDate lt '2026-03-01'", 59},
		{"firstName ne 'Lena'", 58},
	} {
		p := readPage(t, s.send(t, "GET", "users"+v24+"&%24filter="+url.QueryEscape(test.filter), ""))
		if len(p.names) != test.want || p.count != float64(test.want) {
			t.Errorf("%s: %d rows, count %v, want %d", test.filter, len(p.names), p.count, test.want)
		}
	}
	states := 0.0
	for _, state := range []string{"active", "blocked", "pending"} {
		states += readPage(t, s.send(t, "GET", "users"+v24+"&$filter=state%20eq%20'"+state+"'", "")).count.(float64)
	}
	if states != 60 {
		t.Errorf("the states add up to %v users", states)
	}
}

func TestFiltersThatAreRefused(t *testing.T) {
	for filter, want := range map[string]string{
		"state ne 'active'":              "'state' can only be compared with eq",
		"contains(state,'act')":          "'state' has no functions",
		"contains(registrationDate,'2')": "'registrationDate' has no functions",
		"registrationDate gt 'soon'":     "is not a date",
		"phone eq '1'":                   "'phone' is not a field",
		"Email eq 'a'":                   "'Email' is not a field",
		"email eq a@b.c":                 "unexpected character",
		"email eq 'a":                    "the quote is not closed",
		"email eq 'o'brien'":             "the quote is not closed",
		"email eq 'o' brien":             "expected 'and', 'or' or the end",
		"email like 'a'":                 "expected eq, ne",
		"upper(email)":                   "there is no function 'upper'",
		"contains('a',email)":            "is not a field",
		"(email eq 'a'":                  "expected ')'",
		"email eq 'a' and":               "expected a field",
		"email eq":                       "expected a quoted value, found the end",
		strings.Repeat("(", 200):         "nested too deeply",
	} {
		_, err := parseFilter(filter, userColumns().schema())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", filter, err, want)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, seed := range []string{"email eq 'o''brien'", "not (a eq 'b')", "startswith(name,'x') or note ne null", "registrationDate gt datetime'2024-01-01'", "((", "'"} {
		f.Add(seed)
	}
	s := newTest(Options{Users: 3})
	f.Fuzz(func(t *testing.T, text string) {
		match, err := parseFilter(text, userColumns().schema())
		if match == nil && err == nil {
			t.Fatalf("%q: got neither a filter nor an error", text)
		}
		if err != nil {
			return
		}
		negation, err := parseFilter("not ("+text+")", userColumns().schema())
		for _, u := range s.users.list {
			field := func(name string) value { return userColumns()[name].of(u) }
			if err == nil && match(field) == negation(field) {
				t.Errorf("%q and its negation both match or both fail for %s", text, u.ID)
			}
		}
	})
}

// FuzzQuotedLiteral checks that any text with its quotes doubled matches
// exactly itself.
func FuzzQuotedLiteral(f *testing.F) {
	for _, seed := range []string{"o'brien", "''", "a+b&c%#", "名", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		match, err := parseFilter("note eq '"+strings.ReplaceAll(text, "'", "''")+"'", userColumns().schema())
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		u := &User{Note: &text}
		if !match(func(name string) value { return userColumns()[name].of(u) }) {
			t.Errorf("%q does not find itself", text)
		}
	})
}
