package api_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

// BenchmarkLoad loads 10,000 users from a service that takes 100 ms for a page:
// with lanes and, as the baseline, page by page through nextLink. Run it with
//
//	go test ./api -run '^$' -bench Load -benchtime 1x
func BenchmarkLoad(b *testing.B) {
	s, _ := simulated(b, simulator.Options{Users: 10_000, Latency: 100 * time.Millisecond})
	for name, opts := range map[string]api.LoadOptions{"lanes": {}, "links": {FollowLinks: true}} {
		b.Run(name, func(b *testing.B) {
			var first, total time.Duration
			for b.Loop() {
				r := newRecorder()
				if rest := newClient(b, s.Transport()).Users.Load(b.Context(), opts, r.take); !rest.Complete() || r.Len() != 10_000 {
					b.Fatalf("%d users, %v", r.Len(), rest.Err)
				}
				first, total = first+r.at[0], total+time.Since(r.start)
			}
			b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "first-rows-ms")
			b.ReportMetric(float64(total.Milliseconds())/float64(b.N), "total-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// TestLanesAreTenTimesSooner checks the speed-up of BenchmarkLoad in simulated
// time.
func TestLanesAreTenTimesSooner(t *testing.T) {
	t.Parallel()
	took := func(opts api.LoadOptions) (total time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			_, c := simulated(t, simulator.Options{Users: 5000, Latency: 50 * time.Millisecond})
			start := time.Now()
			if rest := c.Users.Load(t.Context(), opts, func(api.Batch) {}); !rest.Complete() {
				t.Fatal(rest.Err)
			}
			total = time.Since(start)
		})
		return total
	}
	lanes, links := took(api.LoadOptions{}), took(api.LoadOptions{FollowLinks: true})
	if lanes*10 > links {
		t.Errorf("lanes took %v, links %v", lanes, links)
	}
}

// counting is a network that counts the bytes of response bodies.
type counting struct {
	next  http.RoundTripper
	bytes atomic.Int64
}

func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := c.next.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(res.Body, c), res.Body}
	}
	return res, err
}

func (c *counting) Write(p []byte) (int, error) {
	c.bytes.Add(int64(len(p)))
	return len(p), nil
}

// BenchmarkMemory reports how many bytes of memory a roster of 100,000 users
// takes for each byte of its JSON. Run it with
//
//	go test ./api -run '^$' -bench Memory -benchtime 1x
func BenchmarkMemory(b *testing.B) {
	s, _ := simulated(b, simulator.Options{Users: 100_000})
	for b.Loop() {
		ratio, json := rosterCost(b, s, 100_000)
		b.ReportMetric(ratio, "heap/json")
		b.ReportMetric(float64(json)/(1<<20), "json-MiB")
		b.ReportMetric(peakMiB(), "peak-rss-MiB")
		b.ReportMetric(0, "ns/op")
	}
}

// TestRosterIsSmall checks the limit of three times the JSON with 5,000 users.
func TestRosterIsSmall(t *testing.T) {
	s, _ := simulated(t, simulator.Options{Users: 5000})
	if ratio, _ := rosterCost(t, s, 5000); ratio >= 3 {
		t.Errorf("a roster takes %.2f bytes of memory for a byte of JSON, the limit is 3", ratio)
	}
}

func rosterCost(t testing.TB, s *simulator.Service, users int) (ratio float64, json int64) {
	t.Helper()
	wire := &counting{next: s.Transport()}
	c := newClient(t, wire)
	before := live()
	r := &api.Roster{}
	if rest := c.Users.Load(context.Background(), api.LoadOptions{}, r.Put); !rest.Complete() || r.Len() != users {
		t.Fatalf("%d users, %v", r.Len(), rest.Err)
	}
	ratio = float64(live()-before) / float64(wire.bytes.Load())
	runtime.KeepAlive(r)
	return ratio, wire.bytes.Load()
}

// live returns the heap in use after a garbage collection.
func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// peakMiB returns the peak memory of this process, including the simulator; 0
// where the system does not report it.
func peakMiB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseFloat(fields[0], 64)
	return kib / 1024
}
