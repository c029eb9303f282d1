package api_test

import (
	"errors"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
)

// Only the service can report a missing user: a proxy's error page must not
// confirm a lost deletion.
func TestProxyPageIsNotAMissingUser(t *testing.T) {
	s := simulator.New(simulator.Options{Faults: []simulator.Fault{
		{Operation: simulator.UserGet, Status: 404, Body: "<html>not here</html>"},
	}})
	c := newClient(t, s.Transport())
	_, _, err := c.Users.Get(t.Context(), "1")
	if errors.Is(err, api.KindNotFound) || !errors.Is(err, api.KindMalformed) {
		t.Errorf("a proxy's page is accepted as the service's answer: %v", err)
	}
	if _, _, err := c.Users.Get(t.Context(), "missing"); !errors.Is(err, api.KindNotFound) {
		t.Errorf("a missing user: %v", err)
	}
}
