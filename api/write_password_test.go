package api_test

import (
	"testing"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/simulator"
)

// TestPasswordIsNotWrittenOverAnUnseenChange has someone else set a password
// in the meantime, which no reading shows.
func TestPasswordIsNotWrittenOverAnUnseenChange(t *testing.T) {
	_, c := simulated(t, simulator.Options{})
	m, err := c.Users.Find(t.Context(), "kwame.mensah@litwareinc.com")
	if err != nil {
		t.Fatal(err)
	}
	user, etag, err := c.Users.Get(t.Context(), m.Users[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	base := api.Version{User: user, ETag: etag}
	if w := c.Users.Update(base, api.Patch{Password: secret.New("Theirs-1234")}).Do(t.Context(), nil); w.Outcome != api.Saved {
		t.Fatalf("theirs: %v (%v)", w.Outcome, w.Err)
	}
	w := c.Users.Update(base, api.Patch{Password: secret.New("Mine-12345")}).Do(t.Context(), nil)
	if w.Outcome != api.Unknown || !w.Hidden {
		t.Fatalf("mine: %v, want unknown", w.Outcome)
	}
	if w := c.Users.Update(w.Now, api.Patch{Password: secret.New("Mine-12345")}).Do(t.Context(), nil); w.Outcome != api.Saved {
		t.Errorf("against the version shown: %v (%v)", w.Outcome, w.Err)
	}
}

// A change that can be seen is a conflict, although the password is not known
// to be set or not.
func TestPasswordAndASecondWriter(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.edit(func(u *simulator.User) { u.LastName = "Theirs" })
		w := x.update(api.Patch{Password: secret.New("Mine-12345")})
		x.want(w, api.Conflict)
		if !w.Hidden || w.Now.User.LastName != "Theirs" || len(x.writes()) != 1 {
			t.Errorf("%+v after %d writes", w, len(x.writes()))
		}
	})
}
