package simulator

import (
	"slices"
	"strings"
	"testing"
)

// differences holds what an api-version answers differently.
type differences struct {
	patched, deleted, again        int
	lastLink                       any
	location, results              bool // headers of a deletion
	keys, tracing, portals, counts bool
}

func (s *Service) differences(t *testing.T, version string) differences {
	t.Helper()
	query := "?api-version=" + version
	list := readPage(t, s.send(t, "GET", "users"+query, ""))
	d := differences{lastLink: list.nextLink, counts: list.count != nil}
	sub := properties(t, s.send(t, "GET", "subscriptions/"+s.subs.list[0].ID+query, ""))
	_, d.keys = sub["primaryKey"]
	_, d.tracing = sub["allowTracing"]
	_, d.portals = properties(t, s.send(t, "GET", testBase+query, ""))["legacyPortalStatus"]
	patch := s.send(t, "PATCH", "users/mateo-garcia"+query, patchBody)
	if d.patched = patch.status; (patch.body != "") != (d.patched == 200) || (patch.header.Get("ETag") != "") != (d.patched == 200) {
		t.Errorf("%s: PATCH answers %d %q %v", version, patch.status, patch.body, patch.header)
	}
	if u, _ := s.User("mateo-garcia"); u.Note == nil || !s.last().Applied {
		t.Errorf("%s: PATCH changed nothing", version)
	}
	gone := s.send(t, "DELETE", "users/mateo-garcia"+query, "")
	if _, still := s.User("mateo-garcia"); still || !s.last().Applied || gone.body != "" {
		t.Errorf("%s: DELETE left the user, or has a body %q", version, gone.body)
	}
	d.deleted, d.again = gone.status, s.send(t, "DELETE", "users/mateo-garcia"+query, "").status
	d.location, d.results = gone.header.Get("Location") != "", gone.header.Get("Azure-AsyncOperation") != ""
	return d
}

func TestAPIVersions(t *testing.T) {
	today := differences{200, 202, 204, "", true, true, false, true, true, true}
	want := []struct {
		version string
		differences
	}{
		{"2019-12-01", differences{204, 200, 204, nil, false, false, true, false, false, true}},
		{"2020-12-01", differences{200, 200, 204, nil, false, false, false, false, false, true}},
		{"2021-08-01", differences{200, 200, 204, nil, false, false, false, false, false, true}},
		{"2022-08-01", differences{200, 200, 204, nil, false, false, false, true, false, true}},
		{"2023-05-01-preview", differences{200, 202, 204, nil, true, false, false, true, false, true}},
		{"2023-09-01-preview", differences{200, 204, 204, "", false, false, false, true, true, true}},
		{"2024-05-01", today},
		{"2024-06-01-preview", today},
		{"2024-10-01-preview", today},
		{"2025-03-01-preview", today},
	}
	var names []string
	for _, w := range want {
		names = append(names, w.version)
		if got := newTest(Options{}).differences(t, w.version); got != w.differences {
			t.Errorf("%s: %+v, want %+v", w.version, got, w.differences)
		}
	}
	if !slices.Equal(Versions(), names) {
		t.Errorf("versions %v", Versions())
	}
}

func TestPollsOfADeletion(t *testing.T) {
	s := newTest(Options{AsyncPolls: 2})
	r := s.send(t, "DELETE", "users/mateo-garcia"+v24, "")
	location, results := r.header.Get("Location"), r.header.Get("Azure-AsyncOperation")
	if r.header.Get("Retry-After") != "" || !strings.HasPrefix(location, "https://management.azure.com"+testBase+"/users/mateo-garcia?api-version=2024-05-01&asyncId=") {
		t.Fatalf("%d %v", r.status, r.header)
	}
	for i, poll := range []struct {
		at     string
		status int
		body   string
	}{
		{location, 202, ""}, {results, 200, `"status":"InProgress"`}, {results, 200, `"status":"Succeeded"`},
		{location, 204, ""}, {location, 204, ""}, {results, 200, `"status":"Succeeded"`},
	} {
		got, err := s.absolute(t, "GET", poll.at, "")
		if err != nil || got.status != poll.status || !strings.Contains(got.body, poll.body) || s.last().Operation != OperationResult {
			t.Errorf("poll %d: %d %s %v, journal %+v", i+1, got.status, got.body, err, s.last())
		}
	}
	if got := s.send(t, "GET", "tenant/operationResults/other"+v24, ""); got.status != 404 {
		t.Errorf("an unknown operation: %d", got.status)
	}
}

func TestPortalStates(t *testing.T) {
	for _, test := range []struct {
		o                 Options
		developer, legacy string
	}{
		{Options{}, "Enabled", "Enabled"},
		{Options{DeveloperPortal: "Disabled"}, "Disabled", "Enabled"},
		{Options{LegacyPortal: "Disabled"}, "Enabled", "Disabled"},
	} {
		p := properties(t, newTest(test.o).send(t, "GET", testBase+v24, ""))
		if p["developerPortalStatus"] != test.developer || p["legacyPortalStatus"] != test.legacy {
			t.Errorf("%+v: %v", test, p)
		}
	}
}

// The two initial subscriptions of every service were never started.
func TestDefaultSubscriptionsHaveNoStart(t *testing.T) {
	r := newTest(Options{}).send(t, "GET", "users/1/subscriptions"+v24, "")
	if p := readPage(t, r); len(p.names) != 2 || strings.Count(r.body, `"startDate": null`) != 2 {
		t.Errorf("%s", r.body)
	}
}
