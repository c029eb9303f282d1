package simulator

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

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
