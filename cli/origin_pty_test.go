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

// TestNobodyElseIsAsked lets the service point to another server in every way
// it can, and counts what arrives there.
func TestNobodyElseIsAsked(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		elsewhere.Add(1)
		_, _ = w.Write([]byte(`{"value":[]}`))
	}))
	defer other.Close()
	link := other.URL + "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1/users?api-version=2024-05-01&%24skip=100"
	for name, c := range map[string]struct {
		fault simulator.Fault
		want  string
	}{
		"nextLink":       {simulator.Fault{NextLink: link}, "are missing"},
		"nextLink, user": {simulator.Fault{NextLink: strings.Replace(link, "http://", "http://127.0.0.1:1@", 1)}, "are missing"},
		"redirect":       {simulator.Fault{Redirect: link}, "could not be loaded"},
	} {
		for _, noCount := range []bool{false, true} {
			if c.fault.NextLink != "" && !noCount {
				continue // where the number is known, nobody looks at the link
			}
			c.fault.Operation, c.fault.Times = simulator.UserList, -1
			t.Run(name, func(t *testing.T) {
				_, env, flags := serveHTTP(t, simulator.Options{Users: 300, NoCount: noCount, Faults: []simulator.Fault{c.fault}})
				s := openProgram(t, wide, env, flags...)
				s.WaitFor(c.want, patience)
				mustNotSee(t, s, canary)
				s.Press("q")
				mustEnd(t, s, 0)
			})
		}
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests reached another server", n)
	}
}
