package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"apimtui/api/simulator"
)

// TestListThatKeepsChanging reads a list that gains a user before every page:
// no known user is missing.
func TestListThatKeepsChanging(t *testing.T) {
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
	server.Config.SetKeepAlivesEnabled(false) // otherwise its connections outlive the command
	r := carryOut(t, func(s *stdio, _ *run) { s.env = []string{"APIMTUI_ACCESS_TOKEN=x", "HOME=" + t.TempDir()} },
		"users", "list", "-o", "jsonl", "--endpoint", server.URL, "--auth", "token",
		"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1")
	rows := strings.Count(r.out, "\n")
	want := fmt.Sprintf("apimtui: The list may be incomplete: %d users were read, but the list changed each time it was read, and a user that moved meanwhile may be missing. List again in a moment.\n", rows)
	if r.code != exitFailed || rows <= 250 || r.err != want {
		t.Errorf("exit code %d, %d users, and said %q, want %q", r.code, rows, r.err, want)
	}
}

// TestCountedAndNotShown reads from a service that counts seven more of
// everything than it shows. This is no failure.
func TestCountedAndNotShown(t *testing.T) {
	service := simulator.New(simulator.Options{Users: 250})
	count := regexp.MustCompile(`"count": ?\d+`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", "identity")
		service.ServeHTTP(answer, r)
		w.WriteHeader(answer.Code)
		_, _ = w.Write(count.ReplaceAll(answer.Body.Bytes(), []byte(`"count": 257`)))
	}))
	defer server.Close()
	server.Config.SetKeepAlivesEnabled(false)
	adjust := func(s *stdio, _ *run) { s.env = []string{"APIMTUI_ACCESS_TOKEN=x", "HOME=" + t.TempDir()} }
	flags := []string{"--endpoint", server.URL, "--auth", "token",
		"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1"}
	r := carryOut(t, adjust, append([]string{"users", "list", "-o", "jsonl"}, flags...)...)
	if rows := strings.Count(r.out, "\n"); r.code != exitDone || rows != 250 || r.err != "apimtui: 257 counted, 250 shown to you.\n" {
		t.Errorf("exit code %d, %d users, and said %q", r.code, rows, r.err)
	}
	r = carryOut(t, adjust, append([]string{"users", "show", "1"}, flags...)...)
	for _, want := range []string{"Identities: 257 counted, 1 shown to you\n", "Groups: 257 counted, 2 shown to you\n", "Product subscriptions: 257 counted, 2 shown to you\n"} {
		if r.code != exitDone || !strings.Contains(r.out, want) {
			t.Errorf("exit code %d, and not %q in %s%s", r.code, want, r.out, r.err)
		}
	}
}
