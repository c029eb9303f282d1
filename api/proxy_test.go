package api_test

import (
	"errors"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
)

// TestPageOfAProxyIsNoMissingUser holds that only the service can say that a
// user is gone: a lost deletion must not be confirmed by somebody's error page.
func TestPageOfAProxyIsNoMissingUser(t *testing.T) {
	s := simulator.New(simulator.Options{Faults: []simulator.Fault{
		{Operation: simulator.UserGet, Status: 404, Body: "<html>not here</html>"},
	}})
	c := newClient(t, s.Transport())
	_, _, err := c.Users.Get(t.Context(), "1")
	if errors.Is(err, api.ErrNotFound) || !errors.Is(err, api.ErrMalformed) {
		t.Errorf("a proxy's page is taken for the service's word: %v", err)
	}
	if _, _, err := c.Users.Get(t.Context(), "nobody"); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("a missing user: %v", err)
	}
}
