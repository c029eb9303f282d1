package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

const testBase = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1"

// noon returns the time of a fixed clock.
func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

func newTest(o Options) *Service {
	if o.Now == nil {
		o.Now = noon
	}
	return New(o)
}

// reply holds the parts of an answer that tests check.
type reply struct {
	status int
	header http.Header
	body   string
}

// send makes one in-process request. path is below the service unless it begins
// with a slash; headers are "Name: value".
func (s *Service) send(t *testing.T, method, path, body string, headers ...string) reply {
	t.Helper()
	r, err := s.try(t, method, path, body, headers...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

func (s *Service) try(t *testing.T, method, path, body string, headers ...string) (reply, error) {
	t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = testBase + "/" + path
	}
	return s.absolute(t, method, "https://management.azure.com"+path, body, headers...)
}

func (s *Service) absolute(t *testing.T, method, url, body string, headers ...string) (reply, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer test")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	res, err := s.Transport().RoundTrip(r)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, string(b)}, err
}

// decode reads a body into plain maps.
func (r reply) decode(t *testing.T) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(r.body), &m); err != nil {
		t.Fatalf("not a JSON object: %v\n%s", err, r.body)
	}
	return m
}

// errorOf returns code, message and the targets of the details.
func (r reply) errorOf(t *testing.T) (code, message string, targets []string) {
	t.Helper()
	var e struct {
		Error struct {
			Code, Message string
			Details       []struct{ Code, Target, Message string }
		}
	}
	if err := json.Unmarshal([]byte(r.body), &e); err != nil {
		t.Fatalf("no error: %v\n%s", err, r.body)
	}
	for _, d := range e.Error.Details {
		targets = append(targets, d.Target)
	}
	return e.Error.Code, e.Error.Message, targets
}

func properties(t *testing.T, r reply) map[string]any {
	t.Helper()
	p, ok := r.decode(t)["properties"].(map[string]any)
	if !ok {
		t.Fatalf("no properties in %s", r.body)
	}
	return p
}

const v21, v22, v24 = "?api-version=2021-08-01", "?api-version=2022-08-01", "?api-version=2024-05-01"
