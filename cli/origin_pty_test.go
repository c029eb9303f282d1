//go:build linux || darwin

package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"apimtui/api/simulator"
)

// TestNoOtherServerIsAsked makes the service point to another server in every
// possible way, and counts the requests there.
func TestNoOtherServerIsAsked(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		elsewhere.Add(1)
		_, _ = w.Write([]byte(`{"value":[]}`))
	}))
	defer other.Close()
	link := other.URL + "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1/users?api-version=2024-05-01&%24skip=100"
	behind := strings.Replace(link, "http://", "http://127.0.0.1:1@", 1)
	for name, c := range map[string]struct {
		options simulator.Options
		fault   simulator.Fault
		want    string
	}{
		"nextLink":                {simulator.Options{NoCount: true}, simulator.Fault{NextLink: link}, "named another server"},
		"nextLink behind a user":  {simulator.Options{NoCount: true}, simulator.Fault{NextLink: behind}, "named another server"},
		"nextLink beside a count": {simulator.Options{}, simulator.Fault{NextLink: link}, "Users 300/300"},
		"redirect":                {simulator.Options{}, simulator.Fault{Redirect: link}, "could not be loaded"},
	} {
		t.Run(name, func(t *testing.T) {
			c.fault.Operation, c.fault.Times = simulator.UserList, -1
			c.options.Users, c.options.Faults = 300, []simulator.Fault{c.fault}
			_, env, flags := serveHTTP(t, c.options)
			s := openProgram(t, wide, env, flags...)
			s.WaitFor(c.want, patience)
			s.Press("q")
			mustEnd(t, s, 0)
		})
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests reached another server", n)
	}
}
