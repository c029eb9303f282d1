package api_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"apimtui/api"
	"apimtui/api/text"
)

// batch returns users with the given ids, in the service's order from skip.
func batch(pass, skip, total int, ids ...string) api.Batch {
	b := api.Batch{Pass: pass, Skip: skip, Total: total}
	for _, id := range ids {
		b.Users = append(b.Users, api.User{ID: api.UserID(id), FirstName: text.Text(fmt.Sprintf("%s of pass %d", id, pass))})
	}
	return b
}

func TestRosterKeepsEachUserOnceInTheServicesOrder(t *testing.T) {
	for name, c := range map[string]struct {
		batches []api.Batch
		want    []string
	}{
		"in order":             {[]api.Batch{batch(1, 0, 4, "a", "b"), batch(1, 2, 4, "c", "d")}, []string{"a", "b", "c", "d"}},
		"out of order":         {[]api.Batch{batch(1, 0, 4, "a"), batch(1, 3, 4, "d"), batch(1, 1, 4, "b", "c")}, []string{"a", "b", "c", "d"}},
		"seen again behind":    {[]api.Batch{batch(1, 0, 4, "a", "b"), batch(1, 2, 4, "b", "c")}, []string{"a", "b", "c"}},
		"seen again before":    {[]api.Batch{batch(1, 2, 4, "c", "d"), batch(1, 0, 4, "d", "a")}, []string{"d", "a", "c"}},
		"twice in one page":    {[]api.Batch{batch(1, 0, 2, "a", "a")}, []string{"a"}},
		"pauses have no users": {[]api.Batch{batch(1, 0, 1, "a"), {Total: 1, PausedFor: 1}}, []string{"a"}},
		"nothing":              {nil, nil},
	} {
		var r api.Roster
		for _, b := range c.batches {
			r.Put(b)
		}
		if got := ids(&r); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestRosterHasTheValuesLastSeen(t *testing.T) {
	var r api.Roster
	r.Put(batch(1, 0, 2, "a", "b"))
	moves := r.Order()
	r.Put(batch(1, 2, 3, "c"))
	if r.Order() != moves {
		t.Error("a user added at the end counts as a move")
	}
	r.Put(batch(2, 0, 3, "a"))
	if r.Order() == moves {
		t.Error("replacing a user does not count as a move")
	}
	if got := r.At(0).FirstName; got != "a of pass 2" {
		t.Errorf("has %q", got)
	}
	if total, known := r.Total(); total != 3 || !known {
		t.Errorf("total %d, %v", total, known)
	}
}

func TestRosterGaps(t *testing.T) {
	var r api.Roster
	if gaps := r.Gaps(100); gaps != nil {
		t.Errorf("without a total, missing: %v", gaps)
	}
	r.Put(batch(1, 2, 10, "c", "d"))
	r.Put(batch(1, 7, 10, "h"))
	want := []api.Range{{Skip: 0, N: 2}, {Skip: 4, N: 2}, {Skip: 6, N: 1}, {Skip: 8, N: 2}}
	if gaps := r.Gaps(2); !reflect.DeepEqual(gaps, want) {
		t.Errorf("%v, want %v", gaps, want)
	}
}

// A count from the wire must not reserve memory for users that do not exist.
func TestRosterOfAnAbsurdTotal(t *testing.T) {
	w := always(200, page("400000000000", "", "a"))
	c := newClient(t, w)
	var r api.Roster
	if rest := c.Users.Load(t.Context(), api.LoadOptions{}, r.Put); !rest.Complete() || r.Len() != 1 {
		t.Errorf("%d users, %v", r.Len(), rest.Err)
	}
	if _, known := r.Total(); known {
		t.Error("the total is trusted")
	}
}
