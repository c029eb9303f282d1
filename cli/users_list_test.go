package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"apimtui/api/simulator"
)

// TestListThatNeverHoldsStill reads a list on which somebody signs up before
// every page: nothing that is known of is missing.
func TestListThatNeverHoldsStill(t *testing.T) {
	service := simulator.New(simulator.Options{Users: 250})
	var signups atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/users") {
			id := fmt.Sprintf("new%d", signups.Add(1))
			body := strings.NewReader(`{"properties":{"email":"` + id + `@example.com","firstName":"New","lastName":"User"}}`)
			put := httptest.NewRequest(http.MethodPut, r.URL.Path+"/"+id+"?api-version=2024-05-01", body)
			put.Header.Set("Authorization", "Bearer x")
			put.Header.Set("Content-Type", "application/json")
			service.ServeHTTP(httptest.NewRecorder(), put)
		}
		service.ServeHTTP(w, r)
	}))
	defer server.Close()
	server.Config.SetKeepAlivesEnabled(false) // or its connections outlive the command
	r := carryOut(t, func(s *stdio, _ *run) { s.env = []string{"APIMTUI_ACCESS_TOKEN=x", "HOME=" + t.TempDir()} },
		"users", "list", "-o", "jsonl", "--endpoint", server.URL, "--auth", "token",
		"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1")
	rows := strings.Count(r.out, "\n")
	want := fmt.Sprintf("apimtui: The list may be incomplete: %d users were read, but the list changed each time it was read, and a user that moved meanwhile may be missing. List again in a moment.\n", rows)
	if r.code != exitFailed || rows <= 250 || r.err != want {
		t.Errorf("exit code %d, %d users, and said %q, want %q", r.code, rows, r.err, want)
	}
}
