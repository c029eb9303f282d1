package api_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api"
	"apimtui/api/simulator"
)

// fail gets user x from a service that answers with an error.
func fail(t *testing.T, status int, body string, headers ...string) *api.Error {
	t.Helper()
	_, _, err := newClient(t, always(status, body, headers...)).Users.Get(t.Context(), "x")
	var e *api.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *api.Error", err)
	}
	return e
}

func TestErrorBodies(t *testing.T) {
	both := []api.Detail{
		{Code: "ValidationError", Target: "email", Message: "is taken"},
		{Code: "ValidationError", Target: "identities[0].provider", Message: "not met"},
	}
	const details = `[{"code":"ValidationError","target":"email","message":"is taken"},{"code":"ValidationError","target":"identities[0].provider","message":"not met"}]`
	for name, c := range map[string]struct {
		status  int
		body    string
		kind    api.Kind
		code    string
		message string
		details []api.Detail
	}{
		"wrapped":              {400, `{"error":{"code":"ValidationError","message":"Wrong:","details":` + details + `}}`, api.KindInvalid, "ValidationError", "Wrong:", both},
		"unwrapped":            {400, `{"code":"InvalidParameters","message":"Wrong:","details":` + details + `,"innerError":null}`, api.KindInvalid, "InvalidParameters", "Wrong:", both},
		"details null":         {404, `{"error":{"code":"ResourceNotFound","message":"User not found.","details":null}}`, api.KindNotFound, "ResourceNotFound", "User not found.", nil},
		"common type":          {400, `{"error":{"code":"C","message":"M","target":"t","additionalInfo":[{"type":"x","info":{}}]}}`, api.KindInvalid, "C", "M", nil},
		"one malformed detail": {422, `{"error":{"code":"C","message":"M","details":[7,null,{"code":"D","target":"t","message":"m"}]}}`, api.KindInvalid, "C", "M", []api.Detail{{Code: "D", Target: "t", Message: "m"}}},
		"details not a list":   {409, `{"error":{"code":"C","message":"M","details":{"a":1}}}`, api.KindConflict, "C", "M", nil},
		"byte order mark":      {412, "\ufeff" + `{"error":{"code":"C","message":"M"}}`, api.KindPrecondition, "C", "M", nil},
		"empty":                {412, ``, api.KindPrecondition, "", "Precondition Failed", nil},
		"empty object":         {409, `{}`, api.KindMalformed, "", "Conflict", nil},
		"null":                 {400, `null`, api.KindMalformed, "", "Bad Request", nil},
		"a page":               {403, "<html>\r\n <b>\x1b[31mno</b> \x9b7m</html>", api.KindMalformed, "", "Forbidden", nil},
		"a title":              {502, "<HTML><Title lang=x>Bad\r\n &amp; \x1b[31mworse</title><h1>no</h1>", api.KindServer, "", "Bad & \x1b[31mworse", nil},
		"a heading":            {407, "<!doctype html><h1>Log <b>in</b></h1>", api.KindMalformed, "", "Log", nil},
		"a text":               {403, "Not\nallowed", api.KindMalformed, "", "Not allowed", nil},
		"a bare 429":           {429, "{}", api.KindThrottled, "", "Too Many Requests", nil},
		"a page of 429":        {429, "<title>Slow down</title>", api.KindThrottled, "", "Slow down", nil},
		"error in a message": {400, `{"error":{"code":"Outer","message":"{\"error\":{\"code\":\"Inner\",\"message\":\"real\",\"details\":[{\"target\":\"email\",\"message\":\"taken\"}]}}"}}`,
			api.KindInvalid, "Outer", "Inner: real", []api.Detail{{Target: "email", Message: "taken"}}},
		"same code inside": {409, `{"code":"C","message":"{\"code\":\"C\",\"message\":\"real\"}"}`, api.KindConflict, "C", "real", nil},
		"details in details": {400, `{"error":{"code":"C","message":"M","details":[{"code":"A","message":"a","details":[{"code":"B","message":"b"}]},{"code":"D","message":"d"}]}}`,
			api.KindInvalid, "C", "M", []api.Detail{{Code: "A", Message: "a"}, {Code: "B", Message: "b"}, {Code: "D", Message: "d"}}},
		"a policy": {403, `{"error":{"code":"RequestDisallowedByPolicy","message":"M","additionalInfo":[7,{"type":"PolicyViolation","info":{"policyDefinitionDisplayName":"Require MFA","policyDefinitionId":"/x","evaluationDetails":{},"policyAssignmentName":"mfa"}},{"type":"Other","info":{"what":"w"}}]}}`,
			api.KindForbidden, "RequestDisallowedByPolicy", "M", []api.Detail{
				{Code: "PolicyViolation", Message: "policyAssignmentName mfa, policyDefinitionDisplayName Require MFA"}, {Code: "Other", Message: "what w"}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // some are retried
				e := fail(t, c.status, c.body)
				if e.Kind != c.kind || e.Status != c.status || !e.Sent {
					t.Errorf("kind %v, status %d, sent %v", e.Kind, e.Status, e.Sent)
				}
				if e.Code.Exact() != c.code || e.Message.Exact() != c.message {
					t.Errorf("says %q %q, want %q %q", e.Code.Exact(), e.Message.Exact(), c.code, c.message)
				}
				if !reflect.DeepEqual(e.Details, c.details) {
					t.Errorf("details %v, want %v", e.Details, c.details)
				}
				wantSafe(t, e.Error())
			})
		})
	}
}

// A short token may occur in the error, or be a letter of JSON.
func TestShortTokenLeavesTheErrorAlone(t *testing.T) {
	const body = `{"error":{"code":"ValidationError","message":"Wrong text:","details":[{"code":"c","target":"email","message":"is taken"}]}}`
	for _, token := range []string{"x", "t", "e", "error", "email", "simulator"} {
		given := credential{ask: func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
			return azcore.AccessToken{Token: token, ExpiresOn: time.Now().Add(time.Hour)}, nil
		}}
		_, _, err := newClient(t, always(400, body), func(o *api.Options) { o.Credential = given }).Users.Get(t.Context(), "x")
		const want = "The service refused the request (400 ValidationError): Wrong text. email: is taken Correct"
		if got := api.Explain(err).Line().String(); !strings.HasPrefix(got, want) {
			t.Errorf("token %q: %s", token, got)
		}
	}
}

// The token is never shown, however an answer spells it.
func TestTokenIsRemovedFromAnswers(t *testing.T) {
	escaped := strings.ReplaceAll(canary, "-", `\u002d`)
	body := `{"error":{"code":"` + escaped + `","message":"got ` + escaped + `","details":[{"code":"` + canary + `","target":"` + escaped + `","message":"` + escaped + `"}]}}`
	e := fail(t, 400, body, "x-ms-request-id: "+canary)
	wantNoCanary(t, "escaped", e)
	if e.Message != "got [redacted]" || len(e.Details) != 1 || e.RequestID != "[redacted]" {
		t.Errorf("%+v", e)
	}
	wantNoCanary(t, "request id of a success", func() error {
		_, _, err := newClient(t, always(200, "[]", "x-ms-request-id: "+canary)).Users.Get(t.Context(), "x")
		return err
	}())
}

// Only the service can report a missing user, and it always sends a code. A 404
// without a code may come from a proxy.
func TestOnlyTheServiceReportsAMissingUser(t *testing.T) {
	for name, body := range map[string]string{
		"empty": "", "empty object": "{}", "null": "null", "empty error": `{"error":{}}`, "a page": "<html>404</html>",
		"of another program": `{"message":"Not Found"}`, "status as code": `{"code":404,"message":"Not Found"}`, "a word": `{"error":"not found"}`,
	} {
		w := always(404, body)
		_, _, err := newClient(t, w).Users.Get(t.Context(), "x")
		if !errors.Is(err, api.KindMalformed) || errors.Is(err, api.KindNotFound) || len(w.requests()) != 1 {
			t.Errorf("%s: %v", name, err)
		}
		if said := api.Explain(err).Line().String(); !strings.Contains(said, "404") || strings.Contains(said, "Not found: ") {
			t.Errorf("%s: %s", name, said)
		}
	}
	if _, err := newClient(t, always(404, "")).Users.Head(t.Context(), "x"); !errors.Is(err, api.KindNotFound) {
		t.Errorf("a HEAD, which has no body for a code, is %v", err)
	}
}

func TestMissingServiceIsNotAMissingUser(t *testing.T) {
	for name, c := range map[string]struct {
		body   string
		header string
		want   error
	}{
		"user":           {`{"error":{"code":"ResourceNotFound","message":"User not found.","details":null}}`, "X-Other: 1", api.KindNotFound},
		"gateway":        {`{"error":{"code":"ResourceNotFound","message":"The Resource '…/service/X' was not found."}}`, "x-ms-failure-cause: gateway", api.KindNoService},
		"resource group": {`{"error":{"code":"ResourceGroupNotFound","message":"Resource group 'X' could not be found."}}`, "X-Other: 1", api.KindNoService},
		"unwrapped":      {`{"code":"ServiceNotFound","message":"Api service does not exist: X","details":null,"innerError":null}`, "X-Other: 1", api.KindNoService},
	} {
		t.Run(name, func(t *testing.T) {
			if e := fail(t, 404, c.body, c.header); !errors.Is(e, c.want) || errors.Is(e, api.KindNotFound) == errors.Is(e, api.KindNoService) {
				t.Errorf("got kind %v, want %v", e.Kind, c.want)
			}
		})
	}
}

func TestSimulatedNotFounds(t *testing.T) {
	s, c := simulated(t, simulator.Options{})
	if _, _, err := c.Users.Get(t.Context(), "missing"); !errors.Is(err, api.KindNotFound) {
		t.Errorf("a missing user is %v", err)
	}
	if _, err := c.Users.Head(t.Context(), "missing"); !errors.Is(err, api.KindNotFound) {
		t.Errorf("the HEAD of a missing user is %v", err)
	}
	other := newClient(t, s.Transport(), func(o *api.Options) { o.Scope.ServiceName = "other" })
	if _, _, err := other.Users.Get(t.Context(), "missing"); !errors.Is(err, api.KindNoService) {
		t.Errorf("a missing service is %v", err)
	}
	if _, err := other.Users.Find(t.Context(), "missing"); !errors.Is(err, api.KindNoService) {
		t.Errorf("looking for a user in a missing service is %v", err)
	}
}

func TestRequestIDOfTheAnswer(t *testing.T) {
	if e := fail(t, 400, "{}", "x-ms-request-id: r1"); e.RequestID != "r1" {
		t.Errorf("request id %q", e.RequestID.Exact())
	}
	if e := fail(t, 400, "{}", "x-ms-correlation-request-id: c1"); e.RequestID != "c1" {
		t.Errorf("correlation id %q", e.RequestID.Exact())
	}
	if e := fail(t, 400, "{}", "x-ms-request-id: \x1b[2J"); strings.Contains(e.RequestID.String(), "\x1b") {
		t.Error("a control character of the request id would be drawn")
	}
}

func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
		ahead := "Date: " + at(time.Hour) // the service's clock is an hour ahead
		for _, c := range []struct {
			want    time.Duration
			headers []string
		}{
			{90 * time.Second, []string{"Retry-After: 90"}},
			{0, []string{"Retry-After: 0"}},
			{0, []string{"Retry-After: -5"}},
			{0, []string{"Retry-After: soon"}},
			{0, []string{"X-Other: 1"}},
			{0, []string{"Retry-After: 9999999999999999999"}},
			{0, []string{"Retry-After: 9999999999"}},
			{2 * time.Minute, []string{"Retry-After: " + at(2*time.Minute)}},
			{0, []string{"Retry-After: " + at(-2*time.Minute)}},
			{4 * time.Second, []string{"Retry-After: " + at(time.Hour+4*time.Second), ahead}},
			{0, []string{"Retry-After: " + at(time.Minute), ahead}},
			{1500 * time.Millisecond, []string{"retry-after-ms: 1500"}},
			{1500 * time.Millisecond, []string{"x-ms-retry-after-ms: 1500", "Retry-After: 9"}},
			{9 * time.Second, []string{"retry-after-ms: x", "Retry-After: 9"}},
		} {
			// Not a status that is retried, so that the answer comes at once.
			if e := fail(t, 409, "{}", c.headers...); e.RetryAfter != c.want {
				t.Errorf("%v: %v, want %v", c.headers, e.RetryAfter, c.want)
			}
		}
	})
}

// A wait is also read from the message of a 429, but never made up.
func TestWaitInTheSentence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for sentence, want := range map[string]time.Duration{
			"More than '50' of 'X' in '00:05:00'. Please try again after '372' seconds.": 372 * time.Second,
			"Please try again after '61' seconds, when there are tokens.":                61 * time.Second,
			"At most 50 within 300 seconds. Wait 40 seconds.":                            40 * time.Second,
			"At most 50 reads within 300 seconds.":                                       0,
			"Slower, please.":                                                            0,
		} {
			w := always(429, `{"error":{"code":"ResourceRequestsThrottled","message":"`+sentence+`"}}`)
			_, _, err := newClient(t, w).Users.Get(t.Context(), "x")
			var e *api.Error
			if !errors.As(err, &e) || e.RetryAfter != want || e.Message.Exact() != sentence {
				t.Errorf("%s: %v, wait %v", sentence, err, e.RetryAfter)
			}
			if n := len(w.requests()); (n == 1) != (want > 0) {
				t.Errorf("%s: sent %d requests", sentence, n)
			}
			if do := api.Explain(err).Do.String(); strings.Contains(do, want.String()) != (want > 0) || strings.Contains(do, "minute") {
				t.Errorf("%s: %s", sentence, do)
			}
		}
	})
}

// A wait longer than an operator would accept is reported at once.
func TestLongRetryAfterIsReportedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		e := fail(t, 429, `{"error":{"code":"TooManyRequests","message":"slow"}}`, "Retry-After: 372")
		if e.Kind != api.KindThrottled || e.RetryAfter != 372*time.Second || time.Since(start) > time.Second {
			t.Errorf("%v after %v, wait %v", e, time.Since(start), e.RetryAfter)
		}
		if x := api.Explain(e).Line().String(); !strings.Contains(x, "6m12s") {
			t.Errorf("the explanation does not say how long: %s", x)
		}
	})
}

// Go's own text of an error names what is known, and nothing that is not.
func TestErrorText(t *testing.T) {
	for want, e := range map[string]api.Error{
		"User_Get: HTTP 409 Conflict: It is busy.": {Operation: "User_Get", Status: 409, Code: "Conflict", Message: "It is busy."},
		"HTTP 502 No answer.":                      {Status: 502, Message: "No answer."},
		"Locked: No.":                              {Code: "Locked", Message: "No."},
		"User_Get: No address.":                    {Operation: "User_Get", Message: "No address."},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
