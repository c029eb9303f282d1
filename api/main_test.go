package api_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"apimtui/api"
	"apimtui/api/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// canary is the bearer token of every test. It may only appear in the
// Authorization header of a request to the service.
const canary = "canary-eyJhbGciOi.J9.c2VjcmV0"

const endpoint = "https://management.azure.com"

func scope() api.Scope {
	return api.Scope{SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg1", ServiceName: "apimService1"}
}

const base = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apimService1"

// credential is a fake sign-in. The zero value returns the canary at once.
type credential struct {
	ask func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error)
}

func (c credential) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if c.ask != nil {
		return c.ask(ctx, o)
	}
	return azcore.AccessToken{Token: canary, ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// newClient makes a client with an in-process transport.
func newClient(t rapid.TB, rt http.RoundTripper, change ...func(*api.Options)) *api.Client {
	t.Helper()
	o := api.Options{Scope: scope(), Endpoint: endpoint, Credential: credential{}, Transport: rt}
	for _, f := range change {
		f(&o)
	}
	c, err := api.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wire is a network that answers with a function and records the requests.
type wire struct {
	answer func(*http.Request) (*http.Response, error)

	mu   sync.Mutex
	asks []*http.Request
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.asks = append(w.asks, r)
	w.mu.Unlock()
	return w.answer(r)
}

func (w *wire) requests() []*http.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asks
}

// always answers every request with the same status, body and headers ("Name:
// value").
func always(status int, body string, headers ...string) *wire {
	return &wire{answer: func(r *http.Request) (*http.Response, error) { return reply(r, status, body, headers...), nil }}
}

func reply(r *http.Request, status int, body string, headers ...string) *http.Response {
	res := &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		res.Header.Set(name, value)
	}
	return res
}

// simulated returns a service without a request budget, and its client.
func simulated(t testing.TB, o simulator.Options) (*simulator.Service, *api.Client) {
	t.Helper()
	o.Throttle = &simulator.Throttle{Off: true}
	s := simulator.New(o)
	return s, newClient(t, s.Transport())
}

// page returns the JSON of a page of users with the given ids.
func page(count, next string, ids ...string) string {
	var users []string
	for _, id := range ids {
		users = append(users, fmt.Sprintf(`{"id":"%s/users/%s","type":"Microsoft.ApiManagement/service/users","name":"%s","properties":{"email":"%s@example.com","state":"active"}}`, base, id, id, id))
	}
	body := `{"value":[` + strings.Join(users, ",") + `]`
	if count != "" {
		body += `,"count":` + count
	}
	if next != "" {
		body += `,"nextLink":"` + next + `"`
	}
	return body + "}"
}

// onlyInFull leaves a test of very many cases to the full run.
func onlyInFull(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("very many cases: part of the full run")
	}
}
