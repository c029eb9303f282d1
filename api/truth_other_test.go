package api_test

import (
	"errors"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
)

// others makes every reading of a user, from the nth on, one of another user.
func others(x *scene, n int) {
	x.strike(simulator.UserGet, simulator.Fault{OtherEntity: true, Calls: n, Times: -1})
}

// Nothing is made or written from an answer that is about another user.
func TestAnotherUserIsNoAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		before func(x *scene)
		deed   string
		want   api.Outcome
		writes int
	}{
		"creation, looked up before":        {func(x *scene) { others(x, 1) }, "create", api.NotApplied, 0},
		"creation, looked up again":         {func(x *scene) { throttle(x, simulator.UserPut); others(x, 2) }, "create", api.NotApplied, 1},
		"update, nothing seems to differ":   {func(x *scene) { x.edit(func(*simulator.User) {}); others(x, 1) }, "update", api.Unknown, 1},
		"update, refused for no reason":     {func(x *scene) { strikeWrites(x, simulator.Fault{Status: 412}); others(x, 1) }, "update", api.Unknown, 1},
		"deletion, refused for no reason":   {func(x *scene) { strikeWrites(x, simulator.Fault{Status: 412}); others(x, 1) }, "delete", api.Unknown, 1},
		"deletion, nothing seems to differ": {func(x *scene) { x.edit(func(*simulator.User) {}); others(x, 1) }, "delete", api.Unknown, 1},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				c.before(x)
				w := deeds()[c.deed].run(x)
				x.want(w, c.want)
				if n := len(x.writes()); n != c.writes || w.Now.ETag != "" && w.Outcome == api.Unknown {
					t.Errorf("%d writes, want %d; now %+v", n, c.writes, w.Now)
				}
			})
		})
	}
}

func throttle(x *scene, op simulator.Operation) {
	x.strike(op, simulator.Fault{Status: 429, RetryAfter: 5})
}

// The name of a user is compared without case, as the service compares it.
func TestNameOfAUserInOtherCase(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.c = newClient(t, always(200, another, `ETag: "AAAAAAAAAAEAAAAAAAAAAQ=="`))
		if u, etag, err := x.c.Users.Get(x.Context(), "BOB"); err != nil || u.ID != "bob" || etag == "" {
			t.Errorf("%+v, %s: %v", u, etag, err)
		}
		for _, id := range []api.UserID{hiroshi, "bo", "bob2", api.UserID(strings.Repeat("b", 3))} {
			u, etag, err := x.c.Users.Get(x.Context(), id)
			if !errors.Is(err, api.KindMalformed) || u.ID != "" || etag != "" {
				t.Errorf("%s was answered with %+v, %s: %v", id, u, etag, err)
			}
		}
	})
}
