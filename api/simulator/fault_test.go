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

// TestLostAnswers runs over sockets and in the process alike.
func TestLostAnswers(t *testing.T) {
	for _, test := range []struct {
		fault   Fault
		applied bool
		status  int // 0: none may arrive
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
					t.Errorf("the next call meets it too: %d %v", status, err)
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

func TestHalfOfAnEmptyBodyIsNoAnswer(t *testing.T) {
	s := newTest(Options{Faults: []Fault{{Operation: UserDelete, CutBody: true}}})
	if r, err := s.try(t, "DELETE", "users/mateo-garcia"+v22, ""); err == nil {
		t.Errorf("answered %d", r.status)
	}
	if _, still := s.User("mateo-garcia"); still {
		t.Error("the delete was not carried out")
	}
}

func TestRefusalLooksLikeADial(t *testing.T) {
	s := newTest(Options{Faults: []Fault{{Operation: "*", Refuse: true}}})
	_, err := s.try(t, "GET", "users"+v24, "")
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "dial" {
		t.Errorf("%v is no dial error", err)
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

func TestWhichCallsAreStruck(t *testing.T) {
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

func TestBodiesWithoutMeasure(t *testing.T) {
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
	packed, err := io.ReadAll(bomb())
	if err != nil || len(packed) > 4<<20 {
		t.Errorf("%d bytes on the wire: %v", len(packed), err)
	}
}

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

func TestFaultFiles(t *testing.T) {
	faults, err := ParseFaults(strings.NewReader(`[
		{"operation": "User_Update", "calls": 2, "times": -1, "cutAfter": true, "delay": "1.5s"},
		{"operation": "*", "status": 429, "retryAfter": 3, "headers": {"x-a": "b"}, "apply": true},
		{"operation": "User_Get", "otherEntity": true, "answerDelay": "3s"},
		{"operation": "User_Update", "repeat": true},
		{"operation": "*", "etag": "weak"},
		{"operation": "*", "answerDelay": "3s"}
	]`))
	if err != nil {
		t.Fatal(err)
	}
	if f := faults[0]; f.Operation != UserPatch || f.Calls != 2 || f.Times != -1 || !f.CutAfter || f.Delay != 1500*time.Millisecond {
		t.Errorf("%+v", f)
	}
	if f := faults[1]; f.Status != 429 || f.RetryAfter != 3 || f.Headers["x-a"] != "b" || !f.Apply {
		t.Errorf("%+v", f)
	}
	var words []string
	for _, f := range faults {
		words = append(words, f.String())
	}
	if faults[2].AnswerDelay != 3*time.Second || !slices.Equal(words, []string{"cutAfter", "status 429", "otherEntity", "repeat", "etag weak", "answerDelay"}) {
		t.Errorf("%+v %v", faults[2], words)
	}
	for text, want := range map[string]string{
		"[\n{\"operation\":\"*\",\n]": "line 3",
		`{"operation":"*"}`:           "must be a JSON array",
		`[{"operation":"*","hang":true},{"operation":"*","hung":1}]`: `entry 2: there is no key "hung"`,
		`[{"operation":"User_Got","hang":true}]`:                     `operation "User_Got": must be`,
		`[{"operation":"*"}]`:                                        "no effect",
		`[{"operation":"*","hang":true,"status":500}]`:               "two effects (status 500, hang)",
		`[{"operation":"*","status":42}]`:                            "between 200 and 599",
		`[{"operation":"*","delay":"soon"}]`:                         `delay "soon": must be a duration`,
		`[{"operation":"*","hang":true,"calls":-1}]`:                 "calls -1",
		`[{"operation":"*","hang":true,"times":-2}]`:                 "times -2",
		`[{"operation":"*","hang":true,"code":"X"}]`:                 "belong to status",
		`[{"operation":"*","cutBefore":true,"apply":true}]`:          "no meaning with cutBefore",
		`[{"operation":"*","asyncOperation":"x"}]`:                   `asyncOperation "x"`,
		`[{"operation":"*","etag":"strong"}]`:                        `etag "strong": must be "weak" or "gzip"`,
		`[{"operation":"User_Delete","otherEntity":true}]`:           "otherEntity: has no meaning with User_Delete",
		`[{"operation":"*","answerDelay":"soon"}]`:                   `answerDelay "soon": must be a duration`,
		`[{"operation":"*","repeat":true,"apply":true}]`:             "no meaning with repeat",
		`[{"operation":"*","repeat":true,"etag":"weak"}]`:            "two effects (repeat, etag weak)",
		`[{"operation":"*","status":"500"}]`:                         "entry 1: status must be a whole number, without quotes, and is a string",
		`[{"operation":"*","status":500.5}]`:                         "entry 1: status must be a whole number",
		`[{"operation":"*","hang":1}]`:                               "entry 1: hang must be true or false, and is a number",
		`[{"operation":"*","hang":true},{"operation":7}]`:            "entry 2: operation must be a string",
		`[{"operation":"*","delay":5}]`:                              "entry 1: delay must be a string",
		`[{"operation":"*","status":500,"headers":{"a":1}}]`:         "entry 1: headers must be an object of strings",
		`[{"operation":"*","status":500,"headers":[]}]`:              "entry 1: headers must be an object of strings, and is an array",
		`[{"operation":"User_Update","keep":"note"}]`:                "entry 1: keep must be a list of strings",
		`[{"operation":"User_Update","keep":["note",1]}]`:            "entry 1: keep must be a list of strings",
		"[\n7]": "entry 1: it must be an object",
		`[{"operation":"User_Update","keep":["notes"]}]`:             `keep "notes": must be one of email, firstName, lastName, state, note, identities`,
		`[{"operation":"User_Get","keep":["note"]}]`:                 "keep: has no meaning with User_Get",
		`[{"operation":"User_Update","keep":["note"],"apply":true}]`: "no meaning with keep",
	} {
		_, err := ParseFaults(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "unmarshal") {
			t.Errorf("%s is answered in the words of a library: %v", text, err)
		}
	}
}

// A service that ignores a property of a write answers as though it had carried
// the write out: only the property shows that it has not.
func TestKeepingProperties(t *testing.T) {
	const id = "mateo-garcia"
	s := newTest(Options{Users: 20})
	before, _ := s.User(id)
	s.InjectFault(Fault{Operation: UserPatch, Keep: []string{"state", "note", "email", "firstName", "identities"}})
	r := s.send(t, "PATCH", "users/"+id+v24, `{"properties":{"state":"blocked","note":"n","email":"new@example.com",
		"firstName":"New","lastName":"Newer","identities":[{"provider":"Basic","id":"x"}]}}`, "If-Match: "+before.ETag())
	p := properties(t, r)
	after, _ := s.User(id)
	if r.status != 200 || p["state"] != "active" || p["note"] != nil || p["firstName"] != before.FirstName || p["lastName"] != "Newer" {
		t.Errorf("%d %s", r.status, r.body)
	}
	if after.ETag() == before.ETag() || !strings.HasPrefix(after.ETag(), strings.TrimRight(r.header.Get("ETag"), `="`)[:9]) {
		t.Errorf("the ETag %s went to %s, and the answer has %s", before.ETag(), after.ETag(), r.header.Get("ETag"))
	}
	if after.State != "active" || after.Note != nil || after.Email != before.Email || len(after.Identities) != len(before.Identities) || after.Identities[0] != before.Identities[0] {
		t.Errorf("%+v", after)
	}
	if e := s.Journal()[len(s.Journal())-1]; !e.Applied || e.Fault != "keep" {
		t.Errorf("the journal has %+v", e)
	}

	// The fault is over.
	r = s.send(t, "PATCH", "users/"+id+v24, `{"properties":{"state":"blocked"}}`)
	if p := properties(t, r); p["state"] != "blocked" {
		t.Errorf("%s", r.body)
	}
}

// A new user has no earlier state: what may be left out is as though it were.
func TestKeepingPropertiesOfANewUser(t *testing.T) {
	s := newTest(Options{})
	s.InjectFault(Fault{Operation: UserPut, Times: 2, Keep: []string{"state", "note", "email", "lastName", "identities"}})
	body := `{"properties":{"email":"n@example.com","firstName":"A","lastName":"B","state":"pending","note":"n",
		"identities":[{"provider":"Google","id":"x"}]}}`
	r := s.send(t, "PUT", "users/new"+v24, body)
	u, _ := s.User("new")
	if r.status != 201 || u.State != "active" || u.Note != nil || u.Email != "n@example.com" || u.LastName != "B" ||
		len(u.Identities) != 1 || u.Identities[0] != (Identity{"Basic", "n@example.com"}) {
		t.Errorf("%d %+v", r.status, u)
	}
	tag := u.ETag()
	r = s.send(t, "PUT", "users/new"+v24, strings.ReplaceAll(body, "n@example.com", "m@example.com"))
	u, _ = s.User("new")
	if r.status != 200 || u.State != "active" || u.Email != "n@example.com" || u.ETag() == tag {
		t.Errorf("%d %+v", r.status, u)
	}
}
