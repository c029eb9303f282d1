package cli

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"time"

	"apimtui/api"
	"apimtui/config"
)

// reach checks the way to the endpoint, with one request without a token, and
// the clock against its answer. It reports whether there was an answer.
func (x *examination) reach(ctx context.Context, endpoint string) bool {
	x.section = "Network"
	if err := config.CheckProxies(x.app.io.getenv); err != nil {
		x.fail("Proxy", err.Error(), "")
		x.untried("the proxy is not understood", "DNS", "TCP", "TLS", "Answer", "Clock")
		return false
	}
	p := &probe{}
	p.run(ctx, endpoint, x.app.build.userAgent())
	p.report(x)
	return p.err == nil
}

// probe is one request, observed from outside.
type probe struct {
	request *http.Request
	proxy   *url.URL
	date    time.Time // of the answer
	skew    time.Duration
	took    time.Duration
	err     error

	mu        sync.Mutex // the connection is made by other goroutines
	asked     bool       // for the address of the name
	resolved  []net.IPAddr
	connected string
	shook     bool // a TLS handshake began
	tls       *tls.ConnectionState
}

func (p *probe) run(ctx context.Context, endpoint, userAgent string) {
	if p.request, p.err = http.NewRequest(http.MethodGet, endpoint, nil); p.err != nil {
		return
	}
	p.request.Header.Set("User-Agent", userAgent)
	if p.proxy, p.err = http.ProxyFromEnvironment(p.request); p.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, lineDeadline)
	defer cancel()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	defer transport.CloseIdleConnections()
	began := time.Now()
	resp, err := transport.RoundTrip(p.request.WithContext(httptrace.WithClientTrace(ctx, p.trace())))
	p.took = time.Since(began)
	if p.err = err; err != nil {
		return
	}
	_ = resp.Body.Close() // only the head matters
	if p.date, err = http.ParseTime(resp.Header.Get("Date")); err == nil {
		// The header has whole seconds.
		p.skew = time.Since(p.date) - p.took/2 - time.Second/2
	}
}

func (p *probe) trace() *httptrace.ClientTrace {
	locked := func(set func()) {
		p.mu.Lock()
		defer p.mu.Unlock()
		set()
	}
	return &httptrace.ClientTrace{
		DNSDone: func(i httptrace.DNSDoneInfo) { locked(func() { p.asked, p.resolved = true, i.Addrs }) },
		ConnectDone: func(_, addr string, err error) {
			if err == nil {
				locked(func() { p.connected = addr })
			}
		},
		TLSHandshakeStart: func() { locked(func() { p.shook = true }) },
		TLSHandshakeDone: func(s tls.ConnectionState, err error) {
			if err == nil {
				locked(func() { p.tls = &s })
			}
		},
	}
}

// report tells the steps of the way in their order. The first that is not done
// failed.
func (p *probe) report(x *examination) {
	p.mu.Lock()
	defer p.mu.Unlock()
	cause, peer, proxy := "", p.request.URL, "none"
	if p.err != nil {
		cause = api.NetworkWords(p.err)
	}
	if p.proxy != nil {
		peer, proxy = p.proxy, p.proxy.Redacted()
		cause = strings.TrimSuffix(proxy+": "+cause, ": ")
	}
	found, secured := "needs no look-up", "none: plain http to this machine"
	if len(p.resolved) > 0 {
		found = "is " + p.resolved[0].String()
	}
	if p.tls != nil {
		secured = tls.VersionName(p.tls.Version) + ", " + issuer(p.tls)
	}
	steps := []struct {
		name          string
		done          bool
		words, remedy string
	}{
		{"Proxy", p.proxy == nil || p.err == nil || p.shook, proxy, "Check HTTPS_PROXY, NO_PROXY and the proxy"},
		{"DNS", !p.asked || len(p.resolved) > 0, peer.Hostname() + " " + found, "Check the name, the network, VPN and proxy"},
		{"TCP", p.connected != "", "connected to " + p.connected, "Check the network, VPN and proxy"},
		{"TLS", p.tls != nil || p.request.URL.Scheme == "http", secured, "Check what stands between here and the endpoint; if its certificate is right, trust the authority that signed it"},
		{"Answer", p.err == nil, fmt.Sprintf("after %d ms", p.took.Milliseconds()), "Check the endpoint, and what stands between here and Azure"},
	}
	for i, s := range steps {
		if !s.done {
			x.fail(s.name, cause, s.remedy)
			for _, next := range steps[i+1:] {
				x.untried("there is no connection", next.name)
			}
			x.untried("there is no answer", "Clock")
			return
		}
		x.ok(s.name, s.words)
	}
	p.reportClock(x)
}

// issuer names who vouches for the server: a proxy that intercepts is seen here.
func issuer(s *tls.ConnectionState) string {
	if len(s.PeerCertificates) == 0 {
		return "no certificate"
	}
	return "certificate from " + s.PeerCertificates[0].Issuer.String()
}

// reportClock judges the clock as Azure does, which refuses tokens that are five
// minutes off.
func (p *probe) reportClock(x *examination) {
	const remedy = "Set the clock, or switch on its synchronization"
	off := p.skew.Round(time.Second)
	words := fmt.Sprintf("%s ahead of the service", off)
	if off < 0 {
		words = fmt.Sprintf("%s behind the service", -off)
	}
	switch {
	case p.date.IsZero():
		x.warn("Clock", "not judged: the answer has no date", "")
	case off.Abs() >= 5*time.Minute:
		x.fail("Clock", words, remedy)
	case off.Abs() >= time.Minute:
		x.warn("Clock", words, remedy)
	default:
		x.ok("Clock", "right, within a minute")
	}
}
