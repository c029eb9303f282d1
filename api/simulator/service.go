package simulator

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// Options describes the simulated service. The zero value is a Developer
// service apimService1 with 60 users and the machine's clock.
type Options struct {
	// Users is the initial number of users, including the built-in user 1; 0
	// means 60. A larger service starts with the same people.
	Users int
	Seed  int64 // determines ids, ETags and all people after the first 60 users
	// Hostile gives some of the first 60 users names, e-mails and notes that are
	// hard to display or meant to harm.
	Hostile bool
	Latency time.Duration // added to every answer
	// Now is the service's clock; nil means time.Now. The request budget
	// refills by this clock.
	Now    func() time.Time
	Faults []Fault // active from the first request
	// SubscriptionID, ResourceGroup and ServiceName locate the service;
	// defaults are the zero GUID, rg1 and apimService1.
	SubscriptionID, ResourceGroup, ServiceName string
	// AccessToken is the only bearer token accepted besides those of the
	// account's tenants; "" accepts any.
	AccessToken string
	Account     Account   // what can be found besides the service
	Throttle    *Throttle // the request budget; nil means Resource Manager's
	// StampMinutes writes the expiry of tokens with 12 digits instead of 14, as
	// builds of the service before 2023 did.
	StampMinutes bool
	NoCount      bool   // omits the count from lists, as services of 2017 to 2019 did
	SKU          string // the pricing tier; default "Developer"
	// DeveloperPortal and LegacyPortal are the states of the two portals,
	// "Enabled" (default) or "Disabled". Services return them since
	// 2023-09-01-preview.
	DeveloperPortal, LegacyPortal string
	// PublisherEmail is the address of the service's owner and of user 1;
	// default "api-admin@contoso.com".
	PublisherEmail string
	// PublicURL replaces scheme and host in nextLink and Location, and may add
	// a base path; "" uses those of the request.
	PublicURL string
	// AsyncPolls is how often an asynchronous delete answers "still running"; 0
	// means once, below 0 never.
	AsyncPolls int
}

func (o Options) withDefaults() Options {
	o.Users = cmp.Or(max(o.Users, 0), 60)
	if o.Now == nil {
		o.Now = time.Now
	}
	o.SubscriptionID = cmp.Or(o.SubscriptionID, "00000000-0000-0000-0000-000000000000")
	o.ResourceGroup = cmp.Or(o.ResourceGroup, "rg1")
	o.ServiceName = cmp.Or(o.ServiceName, "apimService1")
	o.SKU = cmp.Or(o.SKU, "Developer")
	o.DeveloperPortal = cmp.Or(o.DeveloperPortal, "Enabled")
	o.LegacyPortal = cmp.Or(o.LegacyPortal, "Enabled")
	o.PublisherEmail = cmp.Or(o.PublisherEmail, "api-admin@contoso.com")
	if o.Throttle == nil {
		o.Throttle = &Throttle{}
	}
	o.AsyncPolls = max(cmp.Or(o.AsyncPolls, 1), 0)
	return o
}

// Service is one simulated API Management service behind Resource Manager. It
// is safe for concurrent use.
type Service struct {
	o       Options
	routes  []route
	tenants []Tenant
	base    string // resource id of the service

	mu      sync.Mutex
	random  *rand.Rand
	row     uint64 // last row version used
	budget  meters
	quota   quota
	users   people
	groups  []*Group // in the order of sortGroups
	subs    subscriptions
	pending map[string]*operation
	mails   []Mail
	journal []Entry
	faults  []*armed
}

var _ http.Handler = (*Service)(nil)

// New returns a service with its people.
func New(o Options) *Service {
	o = o.withDefaults()
	s := &Service{
		o:       o,
		routes:  routes(),
		tenants: o.tenants(),
		random:  rand.New(rand.NewPCG(uint64(o.Seed), 0x5eed)),
		budget:  newMeters(*o.Throttle, o.Now()),
		pending: map[string]*operation{},
	}
	s.base = fmt.Sprintf("/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ApiManagement/service/%s",
		o.SubscriptionID, o.ResourceGroup, o.ServiceName)
	s.seed()
	for _, f := range o.Faults {
		s.InjectFault(f)
	}
	return s
}

// ServeHTTP answers one request. To lose an answer, it ends the connection with
// http.ErrAbortHandler.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, err := s.handle(r)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	switch a.loss {
	case neverArrive:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case refused, cutOff:
		panic(http.ErrAbortHandler)
	}
	for _, h := range a.header {
		// Set would change the spelling of the name.
		w.Header()[h.name] = append(w.Header()[h.name], h.value)
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, a.reader()) // fails only when the client is gone
	}
	if a.loss == cutHalfway {
		_ = http.NewResponseController(w).Flush() // otherwise the half would be lost too
		panic(http.ErrAbortHandler)
	}
}

// handle passes a request through journal, delays and faults. It returns the
// error of the request's context when the client canceled.
func (s *Service) handle(r *http.Request) (answer, error) {
	c := s.newCall(r)
	s.arrive(c)
	if c.fault.Refuse {
		return answer{loss: refused}, nil
	}
	if err := pause(r.Context(), s.o.Latency+c.fault.Delay); err != nil {
		return answer{}, err
	}
	if c.fault.Late > 0 {
		time.AfterFunc(c.fault.Late, func() { s.carryOut(c) })
		return answer{loss: cutOff}, nil
	}
	a := s.carryOut(c)
	if c.fault.AnswerDelay > 0 {
		if err := pause(r.Context(), c.fault.AnswerDelay); err != nil {
			return answer{}, err
		}
	}
	s.sent(c, &a)
	return a, nil
}

// carryOut runs the operation and records it in the journal.
func (s *Service) carryOut(c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = s.o.Now()
	a, applied := s.perform(c)
	s.journal[c.entry].Applied = applied
	return a
}

// answerTo returns the answer without faults.
func (s *Service) answerTo(c *call) answer {
	if a := s.unauthorized(c.r); a != nil {
		return s.dressed(c, *a)
	}
	remaining, refusal := s.spend(c)
	a := answer{}
	switch problem := s.refuse(c); {
	case refusal != nil:
		a = *refusal
	case problem != nil:
		a = *problem
	default:
		a = c.route.run(s, c)
	}
	a.add(remaining.name, remaining.value)
	return s.dressed(c, a)
}

// Transport sends requests to the service within the process: without sockets
// or goroutines, and without real time under testing/synctest. The request's
// context ends a wait; lost answers become the errors of net/http. Every host
// is the service.
func (s *Service) Transport() http.RoundTripper { return transport{s} }

type transport struct{ service *Service }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	a, err := t.service.handle(r)
	if r.Body != nil {
		_ = r.Body.Close() // required of a transport; the error cannot be returned
	}
	if err != nil {
		return nil, err
	}
	switch a.loss {
	case refused:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case cutOff:
		return nil, io.EOF
	case neverArrive:
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return response(r, &a)
}

func response(r *http.Request, a *answer) (*http.Response, error) {
	res := &http.Response{
		Status:     fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode: a.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{},
		ContentLength: int64(len(a.body)),
		Request:       r,
	}
	for _, h := range a.header {
		if h.name == "Transfer-Encoding" {
			res.TransferEncoding, res.ContentLength = []string{h.value}, -1
			continue
		}
		res.Header.Add(h.name, h.value)
	}
	body := a.reader()
	if a.stream != nil {
		res.ContentLength = -1
	}
	if r.Method == http.MethodHead {
		body = bytes.NewReader(nil)
	}
	res.Body = &inProcessBody{ctx: r.Context(), from: body, half: a.loss == cutHalfway}
	return res, unzip(r, res)
}

// unzip decompresses as net/http's transport does when the client did not ask
// for compression.
func unzip(r *http.Request, res *http.Response) error {
	if res.Header.Get("Content-Encoding") != "gzip" || r.Header.Get("Accept-Encoding") != "" {
		return nil
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		return err
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{z, res.Body}
	res.Header.Del("Content-Encoding")
	res.Header.Del("Content-Length")
	res.ContentLength, res.Uncompressed = -1, true
	return nil
}

// inProcessBody fails after the context ended, after Close, or where the
// connection should break.
type inProcessBody struct {
	ctx    context.Context
	from   io.Reader
	half   bool
	closed bool
}

func (b *inProcessBody) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if b.closed {
		return 0, http.ErrBodyReadAfterClose
	}
	n, err := b.from.Read(p)
	if b.half && errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (b *inProcessBody) Close() error {
	b.closed = true
	return nil
}
