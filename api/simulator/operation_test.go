package simulator

import (
	"strings"
	"testing"
)

func TestBrokenOperationResults(t *testing.T) {
	for kind, body := range map[string]string{"emptyBody": "", "emptyValue": `{"value":[]}`} {
		s := newTest(Options{Faults: []Fault{{Operation: UserDelete, AsyncOperation: kind}}})
		r := s.send(t, "DELETE", "users/mateo-garcia"+v24, "")
		at := r.header.Get("Azure-AsyncOperation")
		if r.status != 202 || r.header.Get("Location") == "" || !strings.Contains(at, "/tenant/operationResults/") {
			t.Fatalf("%d %v", r.status, r.header)
		}
		poll, err := s.absolute(t, "GET", at, "")
		if err != nil || poll.status != 200 || poll.body != body {
			t.Errorf("%s: %d %q %v", kind, poll.status, poll.body, err)
		}
	}
}

// An accepted deletion can still fail: both addresses report it, and the user
// exists, unless the failure hides a deletion that was carried out.
func TestFailedDeletions(t *testing.T) {
	for _, applied := range []bool{false, true} {
		s := newTest(Options{Faults: []Fault{{Operation: UserDelete, AsyncOperation: "failed", Code: "ScopeLocked", Message: "Locked.", Apply: applied}}})
		r := s.send(t, "DELETE", "users/mateo-garcia"+v24+"&notify=true", "")
		if _, still := s.User("mateo-garcia"); r.status != 202 || still == applied || len(s.Mails()) == 1 != applied || s.last().Applied != applied || s.last().Fault != "asyncOperation" {
			t.Errorf("applied %v: %d, still there %v, %d mails, journal %+v", applied, r.status, still, len(s.Mails()), s.last())
		}
		for _, poll := range []struct {
			header string
			status int
			body   string
		}{
			{"Location", 202, ""},
			{"Location", 200, `"status":"Failed","error":{"code":"ScopeLocked","message":"Locked."}`},
			{"Azure-AsyncOperation", 200, `"status":"Failed","error":{"code":"ScopeLocked","message":"Locked."}`},
		} {
			got, err := s.absolute(t, "GET", r.header.Get(poll.header), "")
			if err != nil || got.status != poll.status || !strings.Contains(got.body, poll.body) {
				t.Errorf("%s: %d %s %v", poll.header, got.status, got.body, err)
			}
		}
	}
	s := newTest(Options{Faults: []Fault{{Operation: UserDelete, AsyncOperation: "failed"}}})
	if r := s.send(t, "DELETE", "users/mateo-garcia"+v22, ""); r.status != 200 {
		t.Errorf("an api-version that is done at once answers %d", r.status)
	}
}
