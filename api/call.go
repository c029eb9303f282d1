package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"

	"apimtui/api/text"
)

// Operation is the name of an operation in the REST specification.
type Operation string

const (
	OpUserList          Operation = "User_ListByService"
	OpUserGet           Operation = "User_Get"
	OpUserHead          Operation = "User_GetEntityTag"
	OpUserGroups        Operation = "UserGroup_List"
	OpUserSubscriptions Operation = "UserSubscription_List"
	OpUserIdentities    Operation = "UserIdentities_List"
	OpServiceGet        Operation = "ApiManagementService_Get"
	OpServiceList       Operation = "ApiManagementService_List"

	OpAzureSubscriptions Operation = "Subscriptions_List"
	OpTenants            Operation = "Tenants_List"
	OpGraph              Operation = "Resources"
	OpPermissions        Operation = "Permissions_ListForResource"
)

type call struct {
	op      Operation
	method  string
	url     string
	retry   *policy.RetryOptions // nil: the pipeline's default
	ifMatch ETag                 // "" sends no If-Match
	body    []byte               // JSON; nil for none
	charset string               // after the type of the body
}

func (c *Client) exchange(ctx context.Context, k call) (*http.Response, []byte, error) {
	if k.retry != nil {
		ctx = policy.WithRetryOptions(ctx, *k.retry)
	}
	req, err := runtime.NewRequest(ctx, k.method, k.url)
	if err != nil {
		return nil, nil, &Error{Operation: k.op, Kind: KindRefused, Message: "the address of the request is not valid", Err: err}
	}
	req.Raw().Header.Set("Accept", "application/json")
	if k.ifMatch != "" {
		req.Raw().Header.Set("If-Match", string(k.ifMatch))
	}
	if k.body != nil {
		if err := req.SetBody(streaming.NopCloser(bytes.NewReader(k.body)), "application/json"+k.charset); err != nil {
			return nil, nil, failure(ctx, k.op, err)
		}
	}
	resp, err := c.pipeline.Do(req)
	if err != nil {
		return nil, nil, failure(ctx, k.op, err)
	}
	body, err := runtime.Payload(resp)
	if err != nil {
		return nil, nil, failure(ctx, k.op, err)
	}
	return resp, bytes.TrimPrefix(body, []byte("\ufeff")), nil // JSON of .NET may begin so
}

// do is exchange for a read. A status that is not in ok becomes an *Error.
func (c *Client) do(ctx context.Context, k call, ok ...int) (*http.Response, []byte, error) {
	resp, body, err := c.exchange(ctx, k)
	if err == nil && !runtime.HasStatusCode(resp, ok...) {
		return nil, nil, c.refusal(k.op, resp, body)
	}
	return resp, body, err
}

func (c *Client) refusal(op Operation, resp *http.Response, body []byte) error {
	e := responseError(op, resp, body)
	if c.advise != nil {
		a := e.Advice()
		if who, ok := c.token.who(); ok {
			a.Mode = who.Mode
		}
		e.Help = c.advise(a)
	}
	return e
}

func get[T any](ctx context.Context, c *Client, op Operation, segments []string, query url.Values) (T, ETag, error) {
	var v T
	resp, body, err := c.do(ctx, call{op: op, method: http.MethodGet, url: c.url(segments, query)}, http.StatusOK)
	if err != nil {
		return v, "", err
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, "", malformed(op, resp, err)
	}
	if nameless(&v) {
		return v, "", malformed(op, resp, errNoName)
	}
	if u, ok := any(&v).(*User); ok {
		u.keep(body)
	}
	return v, strong(resp.Header.Get("ETag")), nil
}

// Page is one part of a collection.
type Page[T any] struct {
	Items []T
	// Total is the size of the whole collection, or -1 when the service does
	// not send it (services of 2017 to 2019 do not).
	Total int
	// NextLink is the address of the next page, "" at the end. It is checked
	// when it is followed.
	NextLink       string
	RemainingReads int // what is left of the subscription's read budget, or -1
}

// getPage reads one page of a collection at an absolute address.
func getPage[T any](ctx context.Context, c *Client, k call) (Page[T], error) {
	k.method = http.MethodGet
	resp, body, err := c.do(ctx, k, http.StatusOK)
	if err != nil {
		return Page[T]{}, err
	}
	wire, err := decodePage[T](body)
	if err != nil {
		return Page[T]{}, malformed(k.op, resp, err)
	}
	if wire.Value == nil {
		return Page[T]{}, malformed(k.op, resp, errNoValue)
	}
	for i := range wire.Value {
		if nameless(&wire.Value[i]) {
			return Page[T]{}, malformed(k.op, resp, errNoName)
		}
	}
	p := Page[T]{Items: wire.Value, Total: -1, NextLink: wire.NextLink, RemainingReads: -1}
	if n, err := strconv.Atoi(string(wire.Count)); err == nil && n >= 0 && n <= mostItems {
		p.Total = n
	}
	if n, err := strconv.Atoi(resp.Header.Get("x-ms-ratelimit-remaining-subscription-reads")); err == nil {
		p.RemainingReads = n
	}
	return p, nil
}

type wirePage[T any] struct {
	Value    []T             `json:"value"`
	Count    json.RawMessage `json:"count"` // of Azure's subscriptions, an object
	NextLink string          `json:"nextLink"`
}

// decodePage decodes users directly: through their UnmarshalJSON, encoding/json
// would take four times as long.
func decodePage[T any](body []byte) (wirePage[T], error) {
	var page wirePage[T]
	users, ok := any(&page).(*wirePage[User])
	if !ok {
		return page, json.Unmarshal(body, &page)
	}
	var wire wirePage[userWire]
	err := json.Unmarshal(body, &wire)
	users.Count, users.NextLink = wire.Count, wire.NextLink
	if wire.Value != nil {
		users.Value = make([]User, 0, len(wire.Value))
	}
	strange := false
	for i := range wire.Value {
		if wire.Value[i].Properties == nil {
			return page, errNoProperties
		}
		users.Value = append(users.Value, userOf(&wire.Value[i]))
		strange = strange || !users.Value[i].tells(wire.Value[i].Properties)
	}
	if strange {
		keepStrange(users.Value, body, wire.Value)
	}
	return page, err
}

// keepStrange keeps the JSON of users with values that the fields cannot hold.
func keepStrange(users []User, body []byte, wire []userWire) {
	var raw wirePage[json.RawMessage]
	if json.Unmarshal(body, &raw) != nil {
		return
	}
	for i := range users {
		if !users[i].tells(wire[i].Properties) {
			users[i].keep(raw.Value[i])
		}
	}
}

// Valid JSON that did not come from the service, for example from a proxy. It
// must not pass for an empty list or for a user.
var (
	errNoValue      = errors.New("the list has no value")
	errNoName       = errors.New("the entity has no name")
	errNoProperties = errors.New("the entity has no properties")
)

// nameless reports whether v points to an entity without its name.
func nameless(v any) bool {
	switch v := v.(type) {
	case *User:
		return v.ID == ""
	case *Group:
		return v.ID == ""
	case *Subscription:
		return v.ID == ""
	case *Service:
		return v.Name == ""
	case *Product:
		return v.ID == ""
	case *API:
		return v.ID == ""
	}
	return false
}

const (
	maxPages = 2000 // bounds a collection that never ends
	// mostItems bounds the count that is accepted; the largest service may have
	// 75,000 users.
	mostItems = 500_000
)

// Collection is a short collection, such as a user's groups, read to its end.
type Collection[T any] struct {
	Items []T
	// Counted is the service's own count, which may include items that this
	// caller cannot see; -1 when the service does not send it.
	Counted int
}

// Hides reports whether the service counts more items than it shows.
func (c Collection[T]) Hides() bool { return c.Counted > len(c.Items) }

// getAll reads a short collection page by page for as long as there is a
// nextLink. It ignores the count. With an error, it returns what came before.
func getAll[T any](ctx context.Context, c *Client, op Operation, segments []string, query url.Values) (Collection[T], error) {
	all := Collection[T]{Counted: -1}
	seen := map[string]bool{}
	next := c.url(segments, query)
	for range maxPages {
		c.pace.wait(ctx, http.MethodGet) // a long one leaves reads for others
		p, err := getPage[T](ctx, c, call{op: op, url: next})
		if err != nil {
			return all, err
		}
		all.Items, all.Counted = append(all.Items, p.Items...), p.Total
		if p.NextLink == "" {
			return all, nil
		}
		u, err := c.nextPage(p.NextLink, segments)
		if err != nil {
			return all, failure(ctx, op, err)
		}
		if next = u.String(); seen[next] {
			break
		}
		seen[next] = true
	}
	return all, endless(op)
}

// items leaves the count of a collection out.
func items[T any](all Collection[T], err error) ([]T, error) { return all.Items, err }

// endless returns the error for a collection whose links form a circle or never
// end.
func endless(op Operation) error {
	return &Error{Operation: op, Kind: KindMalformed, Sent: true,
		Message: "the service's links do not end: the list was not read to its end"}
}

// resource is an entity with the properties P on the wire.
type resource[P any] struct {
	ID         text.Text `json:"id"`
	Type       text.Text `json:"type"`
	Name       text.Text `json:"name"`
	Properties *P        `json:"properties"`
}

func parse[P any](data []byte) (w resource[P], err error) {
	if err = json.Unmarshal(data, &w); err == nil && w.Properties == nil {
		err = errNoProperties
	}
	return w, err
}

// orNil returns a text as the service writes it, null when it is empty.
func orNil(t text.Text) *text.Text {
	if t == "" {
		return nil
	}
	return &t
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
