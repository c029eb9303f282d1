package simulator

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const patchBody = `{"properties":{"note":"patched"}}`

// TestLostAnswers runs over sockets and in the process.
func TestLostAnswers(t *testing.T) {
	for _, test := range []struct {
		fault   Fault
		applied bool
		status  int // 0: no status may arrive
	}{
		{Fault{CutBefore: true}, false, 0},
		{Fault{CutAfter: true}, true, 0},
		{Fault{CutBody: true}, true, 200},
		{Fault{Refuse: true}, false, 0},
		{Fault{Status: 503}, false, 503},
		{Fault{Status: 500, Apply: true}, true, 500},
		{Fault{Garbage: true, Apply: true}, true, 200},
		{Fault{Garbage: true}, false, 200},
	} {
		for _, wire := range []string{"sockets", "process"} {
			t.Run(test.fault.String()+" "+wire, func(t *testing.T) {
				s := newTest(Options{})
				test.fault.Operation = UserPatch
				s.InjectFault(test.fault)
				transport, host := s.Transport(), "https://management.azure.com"
				if wire == "sockets" {
					server := httptest.NewServer(s)
					defer server.Close()
					transport, host = server.Client().Transport, server.URL
				}
				status, err := patchOver(t, transport, host, time.Hour)
				if status != test.status || (err == nil) != (test.status != 0 && !test.fault.CutBody) {
					t.Errorf("status %d, error %v", status, err)
				}
				u, _ := s.User("mateo-garcia")
				if (u.Note != nil) != test.applied {
					t.Errorf("note %v: want applied %v", u.Note, test.applied)
				}
				e := s.Journal()[0]
				if e.Applied != test.applied || e.Status != test.status || e.Fault != test.fault.String() {
					t.Errorf("journal has %+v", e)
				}
				if status, err := patchOver(t, transport, host, time.Hour); status != 200 || err != nil {
					t.Errorf("the next call is affected too: %d %v", status, err)
				}
			})
		}
	}
}

func patchOver(t *testing.T, transport http.RoundTripper, host string, limit time.Duration) (int, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "PATCH", host+testBase+"/users/mateo-garcia"+v24, strings.NewReader(patchBody))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer test")
	r.Header.Set("Content-Type", "application/json")
	res, err := transport.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.ReadAll(res.Body)
	return res.StatusCode, err
}

func TestHalfOfAnEmptyBodyIsLost(t *testing.T) {
	s := newTest(Options{Faults: []Fault{{Operation: UserDelete, CutBody: true}}})
	if r, err := s.try(t, "DELETE", "users/mateo-garcia"+v22, ""); err == nil {
		t.Errorf("answered %d", r.status)
	}
	if _, still := s.User("mateo-garcia"); still {
		t.Error("the delete was not carried out")
	}
}

func TestRefusalIsADialError(t *testing.T) {
	s := newTest(Options{Faults: []Fault{{Operation: "*", Refuse: true}}})
	_, err := s.try(t, "GET", "users"+v24, "")
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "dial" {
		t.Errorf("%v is not a dial error", err)
	}
}

func TestWaitingInSimulatedTime(t *testing.T) {
	for _, test := range []struct {
		name    string
		options Options
		limit   time.Duration
		took    time.Duration
		fails   bool
		applied bool
	}{
		{"latency", Options{Latency: 300 * time.Millisecond}, time.Hour, 300 * time.Millisecond, false, true},
		{"delay on top", Options{Latency: time.Second, Faults: []Fault{{Operation: UserPatch, Delay: 2 * time.Second}}}, time.Hour, 3 * time.Second, false, true},
		{"deadline before the delay ends", Options{Faults: []Fault{{Operation: UserPatch, Delay: time.Minute}}}, 30 * time.Second, 30 * time.Second, true, false},
		{"hang", Options{Faults: []Fault{{Operation: UserPatch, Hang: true}}}, time.Minute, time.Minute, true, false},
		{"hang after applying", Options{Faults: []Fault{{Operation: UserPatch, Hang: true, Apply: true}}}, time.Minute, time.Minute, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := New(test.options)
				start := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), test.limit)
				defer cancel()
				r, err := http.NewRequestWithContext(ctx, "PATCH", "https://h"+testBase+"/users/mateo-garcia"+v24, strings.NewReader(patchBody))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Authorization", "Bearer test")
				r.Header.Set("Content-Type", "application/json")
				res, err := s.Transport().RoundTrip(r)
				if (err != nil) != test.fails || time.Since(start) != test.took {
					t.Errorf("%v after %v", err, time.Since(start))
				}
				if test.fails && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("error %v", err)
				}
				if res != nil {
					res.Body.Close()
				}
				if s.Journal()[0].Applied != test.applied {
					t.Errorf("applied %v", s.Journal()[0].Applied)
				}
			})
		})
	}
}

func TestHangOverSockets(t *testing.T) {
	s := newTest(Options{Faults: []Fault{{Operation: "*", Hang: true}}})
	server := httptest.NewServer(s)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, "GET", server.URL+testBase+"/users"+v24, nil)
	if res, err := server.Client().Do(r); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v %v", res, err)
	}
}

func TestAffectedCalls(t *testing.T) {
	s := newTest(Options{Faults: []Fault{
		{Operation: UserGet, Calls: 2, Times: 2, Status: 500},
		{Operation: GroupList, Times: -1, Status: 503},
	}})
	var got []int
	for range 5 {
		s.send(t, "GET", "users"+v24, "")
		got = append(got, s.send(t, "GET", "users/1"+v24, "").status)
	}
	if !slices.Equal(got, []int{200, 500, 500, 200, 200}) {
		t.Errorf("statuses %v", got)
	}
	for range 3 {
		if r := s.send(t, "GET", "groups"+v24, ""); r.status != 503 {
			t.Errorf("forever ended: %d", r.status)
		}
	}
	s.ClearFaults()
	s.InjectFault(Fault{Operation: UserGet, Status: 500})
	if r := s.send(t, "GET", "groups"+v24, ""); r.status != 200 {
		t.Errorf("cleared: %d", r.status)
	}
	if r := s.send(t, "GET", "users/1"+v24, ""); r.status != 500 {
		t.Errorf("a fault injected later counts from then on: %d", r.status)
	}
}

func TestWhatFaultsAnswer(t *testing.T) {
	for _, test := range []struct {
		fault Fault
		check func(t *testing.T, r reply)
	}{
		{Fault{Status: 429, RetryAfter: 7}, func(t *testing.T, r reply) {
			if code, _, _ := r.errorOf(t); code != "SubscriptionRequestsThrottled" || r.header.Get("Retry-After") != "7" {
				t.Errorf("%v %s", r.header, r.body)
			}
		}},
		{Fault{Status: 409, Code: "Conflict", Message: "Busy.", Headers: map[string]string{"x-extra": "1"}}, func(t *testing.T, r reply) {
			if code, message, _ := r.errorOf(t); code != "Conflict" || message != "Busy." || r.header.Get("x-extra") != "1" {
				t.Errorf("%v %s", r.header, r.body)
			}
		}},
		{Fault{Status: 502, Body: "<html>"}, func(t *testing.T, r reply) {
			if r.body != "<html>" {
				t.Errorf("%s", r.body)
			}
		}},
		{Fault{Garbage: true}, func(t *testing.T, r reply) {
			if r.status != 200 || r.header.Get("Content-Type") != "text/html" || !strings.Contains(r.body, "\x1b]52;") {
				t.Errorf("%v %q", r.header, r.body)
			}
		}},
		{Fault{Redirect: "https://elsewhere.example/"}, func(t *testing.T, r reply) {
			if r.status != 307 || r.header.Get("Location") != "https://elsewhere.example/" {
				t.Errorf("%d %v", r.status, r.header)
			}
		}},
		{Fault{NextLink: "https://elsewhere.example/"}, func(t *testing.T, r reply) {
			if p := readPage(t, r); p.nextLink != "https://elsewhere.example/" || p.count != 60.0 {
				t.Errorf("%v", p)
			}
		}},
	} {
		t.Run(test.fault.String(), func(t *testing.T) {
			test.fault.Operation = UserList
			s := newTest(Options{Faults: []Fault{test.fault}})
			test.check(t, s.send(t, "GET", "users"+v24, ""))
		})
	}
}

func TestHugeBodies(t *testing.T) {
	for _, fault := range []Fault{{HugeBody: true}, {GzipBomb: true}} {
		fault.Operation, fault.Times = "*", 2
		s := newTest(Options{Faults: []Fault{fault}})
		server := httptest.NewServer(s)
		for name, get := range map[string]func(*http.Request) (*http.Response, error){"process": s.Transport().RoundTrip, "sockets": server.Client().Do} {
			r, _ := http.NewRequestWithContext(t.Context(), "GET", server.URL+testBase+"/users"+v24, nil)
			res, err := get(r)
			if err != nil {
				t.Fatal(err)
			}
			head := make([]byte, 16)
			if _, err := io.ReadFull(res.Body, head); err != nil || !bytes.HasPrefix(head, []byte(`{"value":["aaa`)) {
				t.Errorf("%s over %s begins %q: %v", fault.String(), name, head, err)
			}
			if n, err := io.CopyN(io.Discard, res.Body, 20<<20); err != nil {
				t.Errorf("%s over %s ends after %d bytes: %v", fault.String(), name, n, err)
			}
			res.Body.Close()
		}
		server.Close()
	}
}

func TestBombIsSmallAndWellFormed(t *testing.T) {
	packed, err := io.ReadAll(huge(zipped))
	if err != nil || len(packed) > 4<<20 {
		t.Errorf("%d bytes on the wire: %v", len(packed), err)
	}
}

// A fault on the next write waits for one, of whatever kind, and hits no other.
func TestFaultOnTheNextWrite(t *testing.T) {
	s := newTest(Options{Faults: []Fault{{Operation: AnyWrite, Status: 403}}})
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "users/mateo-garcia", "", 200},
		{"POST", "users/mateo-garcia/generateSsoUrl", "", 200},
		{"PUT", "groups/partners/users/mateo-garcia", "", 403},
		{"PUT", "groups/partners/users/mateo-garcia", "", 201},
	} {
		if r := s.send(t, c.method, c.path+v24, c.body); r.status != c.status {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, r.status, c.status)
		}
	}
}
