package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"apimtui/api"
)

// contradiction is a service whose count, pages and links may disagree.
type contradiction struct {
	all    int    // users in total, in pages of a hundred
	hidden int    // this many at the start are not shown to this caller
	count  any    // nil omits it
	linked bool   // pages before the last one have a link
	end    string // the nextLink of the last page: absent, empty or null
}

func (c contradiction) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "@example.com") {
		return reply(r, 404, `{"error":{"code":"ResourceNotFound","message":"User not found."}}`), nil
	}
	query := r.URL.Query()
	skip, _ := strconv.Atoi(query.Get("$skip"))
	end := min(skip+100, c.all)
	value := []any{}
	for i := max(skip, c.hidden); i < end; i++ {
		id := fmt.Sprintf("x%03d", i)
		value = append(value, map[string]any{"id": r.URL.Path + "/" + id, "name": id, "provider": id,
			"properties": map[string]any{"email": "x@example.com", "state": "active"}})
	}
	body := map[string]any{"value": value}
	if c.count != nil {
		body["count"] = c.count
	}
	switch {
	case end < c.all && c.linked:
		query.Set("$skip", strconv.Itoa(end))
		body["nextLink"] = endpoint + ":443" + r.URL.Path + "?" + query.Encode()
	case c.end == "empty":
		body["nextLink"] = ""
	case c.end == "null":
		body["nextLink"] = nil
	}
	b, err := json.Marshal(body)
	return reply(r, 200, string(b)), err
}

// contradictions combines counts, first pages and nextLinks.
func contradictions(each func(name string, c contradiction)) {
	for count, n := range map[string]func(all int) any{
		"missing": func(int) any { return nil }, "right": func(all int) any { return all },
		"too small": func(all int) any { return all/2 + 1 }, "one": func(int) any { return 1 },
		"too large": func(all int) any { return 3*all + 7 },
	} {
		for value, hidden := range map[string]int{"empty": 100, "short": 99, "full": 0} {
			for _, end := range []string{"absent", "empty", "null"} {
				for link, all := range map[string]int{"present": 250, "none": 100} {
					each(strings.Join([]string{count, value, link, end}, ", "),
						contradiction{all: all, hidden: hidden, count: n(all), linked: link == "present", end: end})
				}
			}
		}
	}
}

// readers read every kind of collection to its end. They return the number of
// items and the service's count, or -1.
func readers() map[string]func(*testing.T, *api.Users) (shown, counted int, err error) {
	return map[string]func(*testing.T, *api.Users) (int, int, error){
		"users": func(t *testing.T, u *api.Users) (int, int, error) {
			var r api.Roster
			rest := u.Load(t.Context(), api.LoadOptions{}, r.Put)
			r.Finish(rest)
			total, known := r.Total()
			if !known {
				total = -1
			}
			return r.Len(), total, rest.Err
		},
		"look-up": func(t *testing.T, u *api.Users) (int, int, error) {
			m, err := u.Find(t.Context(), "x@example.com")
			if errors.Is(err, api.KindNotFound) {
				err = nil
			}
			return len(m.Users), -1, err
		},
		"groups": func(t *testing.T, u *api.Users) (int, int, error) {
			all, err := u.ListGroups(t.Context(), "a")
			return len(all.Items), all.Counted, err
		},
		"product subscriptions": func(t *testing.T, u *api.Users) (int, int, error) {
			all, err := u.ListSubscriptions(t.Context(), "a")
			return len(all.Items), all.Counted, err
		},
		"identities": func(t *testing.T, u *api.Users) (int, int, error) {
			all, err := u.ListIdentities(t.Context(), "a")
			return len(all.Items), all.Counted, err
		},
	}
}

// The links lead to all visible items, whatever the count, and a larger count
// is reported.
func TestCountsValuesAndLinksThatContradict(t *testing.T) {
	onlyInFull(t)
	for kind, read := range readers() {
		contradictions(func(name string, c contradiction) {
			shown, counted, err := read(t, newClient(t, c).Users)
			if want := c.all - c.hidden; shown != want || err != nil {
				t.Errorf("%s: %s: got %d items, want %d: %v", kind, name, shown, want, err)
			}
			if n, _ := c.count.(int); kind != "look-up" && n > shown && counted != n {
				t.Errorf("%s: %s: the count is %d, want %d", kind, name, counted, n)
			}
			if kind == "users" && counted >= 0 && counted < shown {
				t.Errorf("%s: the total is %d after %d items", name, counted, shown)
			}
		})
	}
}

// A caller is told of hidden items only when the count is larger than what came.
func TestHides(t *testing.T) {
	for counted, want := range map[int]bool{-1: false, 0: false, 1: false, 2: false, 3: true} {
		c := api.Collection[int]{Items: []int{1, 2}, Counted: counted}
		if got := c.Hides(); got != want {
			t.Errorf("%d counted, 2 shown: hides %v", counted, got)
		}
	}
}
