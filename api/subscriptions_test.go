package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// first returns a product subscription of the built-in user.
func first(x *scene) api.Subscription {
	x.Helper()
	all, err := x.c.Users.Subscriptions(x.Context(), "1")
	if err != nil || len(all) == 0 {
		x.Fatal(err)
	}
	return all[0]
}

// Keys are never part of a product subscription, not even where the service sends
// them with it.
func TestKeysAreNotPartOfASubscription(t *testing.T) {
	for _, version := range []string{"2019-12-01", "2024-05-01"} {
		onScene(t, simulator.Options{}, func(x *scene) {
			x.several = true // the keys are read by POST
			sub := first(x)
			keys, err := x.c.Subscriptions.Keys(x.Context(), sub, nil)
			if err != nil {
				t.Fatal(err)
			}
			v, err := x.c.Subscriptions.Get(x.Context(), sub.ID.Exact())
			if err != nil {
				t.Fatal(err)
			}
			edit := v.Subscription.Edit()
			edit.DisplayName = "x"
			w := x.c.Subscriptions.Update(v, edit).Do(x.Context(), nil)
			x.want(w, api.Saved)
			raw, _ := json.Marshal(w.Subscription.Subscription)
			for _, s := range []string{string(raw), fmt.Sprintf("%+v %#v", w, w), fmt.Sprintf("%+v %v %s", keys, keys, keys)} {
				if strings.Contains(s, keys.Primary.Reveal()) || strings.Contains(s, keys.Secondary.Reveal()) || strings.Contains(s, "primaryKey") {
					t.Errorf("%s: a key shows in %s", version, s)
				}
			}
		}, func(o *api.Options) { o.APIVersion = version })
	}
}

// A new key is recognized by the keys themselves, whatever was answered, and never
// made twice.
func TestRegenerationIsLookedUp(t *testing.T) {
	none := simulator.Fault{Calls: 99}
	unread := simulator.Fault{Status: 503, Calls: 2, Times: -1}
	for name, c := range map[string]struct {
		fault, look simulator.Fault
		want        api.Outcome
		applied     bool
	}{
		"no fault":                   {none, none, api.Saved, true},
		"lost, applied":              {simulator.Fault{CutAfter: true}, none, api.Confirmed, true},
		"lost":                       {simulator.Fault{CutBefore: true}, none, api.NotApplied, false},
		"refused, applied":           {simulator.Fault{Status: 404, Apply: true}, none, api.Saved, true},
		"refused":                    {simulator.Fault{Status: 412}, none, api.NotApplied, false},
		"a success without effect":   {simulator.Fault{Status: 200, Body: "{}"}, none, api.NotApplied, false},
		"lost, applied, unread":      {simulator.Fault{CutAfter: true}, unread, api.Unknown, true},
		"nothing to compare with it": {none, simulator.Fault{Status: 403, Code: "AuthorizationFailed"}, api.NotApplied, false},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.several = true // the keys are read by POST
				sub := first(x)
				before, _ := x.s.Subscription(sub.ID.Exact())
				x.strike(simulator.SubscriptionSecondary, c.fault)
				x.strike(simulator.SubscriptionSecrets, c.look)
				w := x.c.Subscriptions.Regenerate(sub, api.SecondaryKey).Do(x.Context(), nil)
				x.want(w, c.want)
				after, _ := x.s.Subscription(sub.ID.Exact())
				if applied := after.ETag() != before.ETag(); applied != c.applied {
					t.Errorf("applied: %v", applied)
				}
				n := 0
				for _, e := range x.s.Journal() {
					if e.Operation == simulator.SubscriptionSecondary {
						n++
					}
				}
				if n > 1 {
					t.Errorf("sent %d times", n)
				}
			})
		})
	}
}

// What a later start says of a write of a product subscription is what it found.
func TestLookUpOfASubscription(t *testing.T) {
	suspend := func(x *scene) api.Write {
		v, err := x.c.Subscriptions.Get(x.Context(), first(x).ID.Exact())
		if err != nil {
			x.Fatal(err)
		}
		to := v.Subscription.Edit()
		to.State = "suspended"
		return x.c.Subscriptions.Update(v, to)
	}
	create := func(x *scene) api.Write {
		return x.c.Subscriptions.Create(api.NewSubscription{ID: "a b", DisplayName: "N", State: "active", Scope: api.SubscriptionScope{Kind: api.ScopeAllAPIs}})
	}
	for name, c := range map[string]struct {
		write  func(x *scene) api.Write
		apply  bool
		found  api.Presence
		reason string
	}{
		"suspended":     {suspend, true, api.InPlace, "as it was to be"},
		"not suspended": {suspend, false, api.NotThere, "has not changed since"},
		"created":       {create, true, api.InPlace, "as it was to be"},
		"not created":   {create, false, api.NotThere, "there is no such product subscription"},
	} {
		t.Run(name, func(t *testing.T) {
			store := journal.New(journal.Options{Dir: t.TempDir(), Key: "s"})
			onScene(t, simulator.Options{}, func(x *scene) {
				w := c.write(x)
				x.s.InjectFault(simulator.Fault{Operation: simulator.Operation(w.Request().Operation), Status: 503, Apply: c.apply})
				blind := simulator.Fault{Operation: simulator.SubscriptionGet, Status: 500, Times: -1}
				if strings.Contains(name, "created") {
					blind.Calls = 2 // it looks first whether the id is free
				}
				x.s.InjectFault(blind)
				x.want(w.Do(x.Context(), nil), api.Unknown)
				x.s.ClearFaults()
				left := store.Left()
				if len(left) != 1 {
					t.Fatalf("left %v", left)
				}
				f := x.c.LookUp(x.Context(), left[0].Entry)
				if f.Found != c.found || !strings.Contains(f.Why, c.reason) || !strings.Contains(f.Why, "product subscription") {
					t.Errorf("%+v", f)
				}
				id := "a b"
				if !strings.Contains(name, "created") {
					id = first(x).ID.Exact()
				}
				store.Seen(api.SubscriptionPath(id))
				if left := store.Left(); len(left) != 0 {
					t.Errorf("left %v", left)
				}
			}, func(o *api.Options) { o.Journal = store })
		})
	}
}

// Two creations for one product and owner never meet: the service would refuse one.
func TestCreationsTakeTurns(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.several = true
		var mu sync.Mutex
		under, most := 0, 0
		c := newClient(t, &wire{answer: func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPut {
				mu.Lock()
				under++
				most = max(most, under)
				mu.Unlock()
				defer func() { mu.Lock(); under--; mu.Unlock() }()
			}
			return x.s.Transport().RoundTrip(r)
		}})
		var all sync.WaitGroup
		for i := range 5 {
			all.Go(func() {
				w := c.Subscriptions.Create(api.NewSubscription{ID: fmt.Sprint("s", i), Owner: hiroshi, DisplayName: "N", State: "active",
					Scope: api.SubscriptionScope{Kind: api.ScopeProduct, ID: "logistics"}}).Do(x.Context(), nil)
				if w.Outcome != api.Saved {
					t.Errorf("%v", w.Err)
				}
			})
		}
		all.Wait()
		if most != 1 {
			t.Errorf("%d at once", most)
		}
	})
}

// A key is in no error and in no file, whatever goes wrong.
func TestKeysAreInNoErrorAndNoFile(t *testing.T) {
	state := t.TempDir()
	onScene(t, simulator.Options{}, func(x *scene) {
		sub := first(x)
		for _, status := range []int{200, 400, 403, 404, 412, 500} {
			body := `{"primaryKey":"` + canary + `","error":{"code":"X","message":"primaryKey: ` + canary + `"}}`
			c := newClient(t, always(status, body), func(o *api.Options) { o.Journal = journal.New(journal.Options{Dir: state, Values: true}) })
			_, err := c.Subscriptions.Keys(x.Context(), sub, nil)
			if err == nil {
				t.Errorf("%d: half of the keys are taken", status)
			}
			w := c.Subscriptions.Regenerate(sub, api.PrimaryKey).Do(x.Context(), nil)
			create := c.Subscriptions.Create(api.NewSubscription{ID: "n", DisplayName: "n", State: "active"}).Do(x.Context(), nil)
			for _, err := range []error{err, w.Err, create.Err} {
				if strings.Contains(fmt.Sprintf("%+v %#v %v", err, err, api.Explain(err)), canary) {
					t.Errorf("%v", err)
				}
			}
		}
	})
	entries := 0
	_ = filepath.WalkDir(state, func(path string, d os.DirEntry, _ error) error {
		if d.Type().IsRegular() {
			kept, err := os.ReadFile(path)
			if entries++; err != nil || bytes.Contains(kept, []byte(canary)) {
				t.Errorf("%s: %v: %s", path, err, kept)
			}
		}
		return nil
	})
	if entries == 0 {
		t.Error("nothing is tested")
	}
}

// The user's part of an owner's id is below the service: a resource group may be called
// users, and an old user id has slashes.
func TestOwnerOfASubscription(t *testing.T) {
	const service = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/users/providers/Microsoft.ApiManagement/service/apim"
	for owner, want := range map[text.Text]api.UserID{
		service + "/users/ada": "ada", service + "/Users/ada": "ada", "/users/ada": "ada", service + "/users/old/ada": "old/ada", "": "", service: "", service + "/groups/ada": "", "ada": "",
	} {
		if got := (api.Subscription{Owner: owner}).OwnerID(); got != want {
			t.Errorf("%q: owner %q, want %q", owner, got, want)
		}
	}
}
