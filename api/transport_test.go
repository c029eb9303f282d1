package api_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

// endless is a body that never ends and counts the bytes read.
type endless struct{ taken atomic.Int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	e.taken.Add(int64(len(p)))
	return len(p), nil
}

func TestEndlessBodyIsCut(t *testing.T) {
	body := &endless{}
	w := &wire{}
	w.answer = func(r *http.Request) (*http.Response, error) {
		res := reply(r, 200, "")
		res.Body, res.ContentLength = io.NopCloser(body), -1
		return res, nil
	}
	_, _, err := newClient(t, w).Users.Get(t.Context(), "1")
	if !errors.Is(err, api.KindMalformed) || !strings.Contains(err.Error(), "8 MiB") {
		t.Errorf("got %v", err)
	}
	if n, taken := len(w.requests()), body.taken.Load(); n != 1 || taken > 9<<20 {
		t.Errorf("%d attempts, %d bytes taken", n, taken)
	}
}

func TestGzipBomb(t *testing.T) {
	var attempts atomic.Int32
	zipped := strings.Repeat("x", 1<<20)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		attempts.Add(1)
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 300 {
			if _, err := io.WriteString(z, zipped); err != nil {
				return // the client has stopped reading
			}
		}
		_ = z.Close()
	}))
	defer server.Close()
	c := newClient(t, transport(t), func(o *api.Options) { o.Endpoint = server.URL })
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, err := c.Users.Get(t.Context(), "1")
	runtime.ReadMemStats(&after)
	if !errors.Is(err, api.KindMalformed) || attempts.Load() != 1 {
		t.Errorf("%v after %d attempts", err, attempts.Load())
	}
	// Growing a buffer to 8 MiB takes a few times that; 300 MiB would show.
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 96<<20 {
		t.Errorf("%d MiB were allocated for it", grown>>20)
	}
}

func TestBodyOfExactlyTheLimitIsRead(t *testing.T) {
	onlyInFull(t)
	const limit = 8 << 20
	frame := `{"name":"1","id":"%s","properties":{}}`
	body := fmt.Sprintf(frame, strings.Repeat("a", limit-len(frame)+2))
	if len(body) != limit {
		t.Fatal(len(body))
	}
	if _, _, err := newClient(t, always(200, body)).Users.Get(t.Context(), "1"); err != nil {
		t.Error(err)
	}
	if _, _, err := newClient(t, always(200, body+" ")).Users.Get(t.Context(), "1"); !errors.Is(err, api.KindMalformed) {
		t.Errorf("one byte more: %v", err)
	}
}

func TestHangEndsAtTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := simulated(t, simulator.Options{Faults: []simulator.Fault{{Operation: simulator.UserGet, Hang: true, Times: -1}}})
		start := time.Now()
		_, _, err := c.Users.Get(t.Context(), "1")
		if !errors.Is(err, api.KindTimeout) || time.Since(start) != 30*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if n := len(s.Journal()); n != 1 {
			t.Errorf("%d attempts", n)
		}
	})
}

func TestCancelEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := simulated(t, simulator.Options{Faults: []simulator.Fault{{Operation: simulator.UserGet, Hang: true, Times: -1}}})
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		stop, halt := context.WithCancel(ctx)
		time.AfterFunc(time.Second, halt)
		start := time.Now()
		if _, _, err := c.Users.Get(stop, "1"); !errors.Is(err, api.KindCanceled) || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// TestReadsAreRetried checks the retries of a read, and the error when all
// fail.
func TestReadsAreRetried(t *testing.T) {
	for name, c := range map[string]struct {
		fault   simulator.Fault
		forever error
	}{
		"500":         {simulator.Fault{Status: 500}, api.KindServer},
		"503":         {simulator.Fault{Status: 503, RetryAfter: 2}, api.KindServer},
		"429":         {simulator.Fault{Status: 429, RetryAfter: 2}, api.KindThrottled},
		"408":         {simulator.Fault{Status: 408}, api.KindTimeout},
		"refused":     {simulator.Fault{Refuse: true}, api.KindNetwork},
		"cut before":  {simulator.Fault{CutBefore: true}, api.KindNetwork},
		"cut in body": {simulator.Fault{CutBody: true}, api.KindNetwork},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c.fault.Operation, c.fault.Times = "*", 2
				s, client := simulated(t, simulator.Options{Faults: []simulator.Fault{c.fault}})
				if _, _, err := client.Users.Get(t.Context(), "1"); err != nil {
					t.Errorf("two failures: %v", err)
				}
				c.fault.Times = -1
				s.InjectFault(c.fault)
				_, _, err := client.Users.Get(t.Context(), "1")
				if !errors.Is(err, c.forever) {
					t.Errorf("failing every time: %v", err)
				}
				if n := len(s.Journal()); n != 3+4 {
					t.Errorf("%d requests, want 3 and then 4", n)
				}
				var e *api.Error
				if errors.As(err, &e) && e.Sent == c.fault.Refuse {
					t.Errorf("sent: %v", e.Sent)
				}
			})
		})
	}
}

func TestFailuresThatAreNotRetried(t *testing.T) {
	for status, want := range map[int]error{400: api.KindInvalid, 403: api.KindForbidden, 404: api.KindNotFound, 409: api.KindConflict, 412: api.KindPrecondition, 501: api.KindServer} {
		w := always(status, `{"error":{"code":"C","message":"no"}}`)
		if _, _, err := newClient(t, w).Users.Get(t.Context(), "1"); !errors.Is(err, want) || len(w.requests()) != 1 {
			t.Errorf("%d: %v after %d requests", status, err, len(w.requests()))
		}
	}
}

func TestInvalidAnswers(t *testing.T) {
	for name, body := range map[string]string{
		"cut JSON": `{"name":"x","proper`, "HTML": "<html>\x1b[2J</html>", "empty": "", "list": "[1]", "wrong type": `{"name":7}`,
		"null": "null", "nothing": "{}", "a page": page("0", ""), "no name": `{"properties":{"email":"a@b"}}`, "empty name": `{"name":""}`,
		"deep": strings.Repeat(`{"properties":`, 20000) + "1" + strings.Repeat("}", 20000), "two values": "{}{}",
	} {
		w := always(200, body, "x-ms-request-id: r1")
		_, _, err := newClient(t, w).Users.Get(t.Context(), "1")
		var e *api.Error
		if !errors.As(err, &e) || e.Kind != api.KindMalformed || e.RequestID != "r1" || len(w.requests()) != 1 {
			t.Errorf("%s: %v after %d requests", name, err, len(w.requests()))
		}
		wantSafe(t, api.Explain(err).Line().String())
	}
}

// An answer of {} does not mean an empty list.
func TestInvalidLists(t *testing.T) {
	for name, body := range map[string]string{
		"empty object": `{}`, "null": `null`, "value null": `{"value":null,"count":0}`, "another answer": `{"status":"ok"}`,
		"no list": `{"value":{}}`, "null item": `{"value":[null]}`, "no name": `{"value":[{"properties":{"email":"a@b"}}],"count":1}`,
	} {
		c := newClient(t, always(200, body))
		ctx := t.Context()
		errs := map[string]error{}
		_, errs["users"] = c.Users.Page(ctx, api.UserQuery{})
		errs["load"] = c.Users.Load(ctx, api.LoadOptions{}, func(api.Batch) {}).Err
		_, errs["e-mail"] = c.Users.Find(ctx, "a@b")
		_, errs["groups"] = c.Groups.Of(ctx, "x")
		_, errs["subscriptions"] = c.Users.Subscriptions(ctx, "x")
		if !strings.HasPrefix(body, `{"value":[`) { // identities have no name
			_, errs["identities"] = c.Users.ListIdentities(ctx, "x")
		}
		for what, err := range errs {
			if !errors.Is(err, api.KindMalformed) {
				t.Errorf("%s as %s: %v", name, what, err)
			}
		}
	}
	if _, err := newClient(t, always(200, "{}")).Services.Get(t.Context()); !errors.Is(err, api.KindMalformed) {
		t.Errorf("{} as a service: %v", err)
	}
	if _, err := newClient(t, always(200, `{"name":"other","properties":{}}`)).Services.Get(t.Context()); !errors.Is(err, api.KindMalformed) {
		t.Errorf("another service: %v", err)
	}
	if _, err := newClient(t, always(200, `{"name":"APIMSERVICE1","properties":{}}`)).Services.Get(t.Context()); err != nil {
		t.Errorf("the service in other case: %v", err)
	}
	if g, err := newClient(t, always(200, `{"value":[]}`)).Groups.Of(t.Context(), "x"); err != nil || len(g.Items) != 0 {
		t.Errorf("an empty list: %v, %v", g, err)
	}
}

func TestNetworkFailuresInWords(t *testing.T) {
	for want, err := range map[string]error{
		"name nowhere.invalid was not found": &net.DNSError{Name: "nowhere.invalid", Err: "no such host"},
		"cannot connect":                     &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("refused\x1b[2J")},
		"No answer: the connection broke":    fmt.Errorf("read: %w", io.ErrUnexpectedEOF),
	} {
		synctest.Test(t, func(t *testing.T) {
			w := &wire{answer: func(*http.Request) (*http.Response, error) { return nil, err }}
			_, _, got := newClient(t, w).Users.Get(t.Context(), "1")
			line := api.Explain(got).Line().String()
			if !errors.Is(got, api.KindNetwork) || !strings.Contains(line, want) {
				t.Errorf("%s, want it to say %q", line, want)
			}
			wantSafe(t, line)
		})
	}
}

func TestUntrustedCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	var connections atomic.Int32
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	defer server.Close()
	c := newClient(t, transport(t), func(o *api.Options) { o.Endpoint = server.URL })
	_, _, err := c.Users.Get(t.Context(), "1")
	if line := api.Explain(err).Line().String(); !strings.Contains(line, "certificate was not accepted") {
		t.Errorf("got %s", line)
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections were made: the certificate is not going to change", n)
	}
}

func TestRetriesShareOneRequestID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := always(503, "{}")
		c := newClient(t, w, func(o *api.Options) { o.UserAgent = "apimtui/1.2" })
		for range 2 {
			_, _, _ = c.Users.Get(t.Context(), "1")
		}
		ids := map[string]int{}
		for _, r := range w.requests() {
			ids[r.Header.Get("x-ms-client-request-id")]++
			if got := r.Header.Get("User-Agent"); got != "apimtui/1.2" {
				t.Errorf("user agent %q", got)
			}
		}
		if len(ids) != 2 {
			t.Errorf("two calls used %d ids: %v", len(ids), ids)
		}
	})
}

func TestNowIsTheServiceClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulator.New(simulator.Options{Now: func() time.Time { return time.Now().Add(time.Hour) }})
		c := newClient(t, s.Transport())
		if !c.Now().Equal(time.Now()) {
			t.Error("before any answer, the clock must be our own")
		}
		if _, err := c.Services.Get(t.Context()); err != nil {
			t.Fatal(err)
		}
		if ahead := time.Until(c.Now()).Round(time.Minute); ahead != time.Hour {
			t.Errorf("the service is taken to be %v ahead, want an hour", ahead)
		}
	})
}
