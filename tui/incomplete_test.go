package tui

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dustin/go-humanize"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// mustGiveRequestID looks for what support asks for, whole.
func mustGiveRequestID(t *testing.T, d *tuitest.Driver) {
	t.Helper()
	said := strings.Join(strings.Fields(d.Screen()), " ")
	if !regexp.MustCompile(`Request id [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`).MatchString(said) {
		t.Errorf("no request id:\n%s", d.Screen())
	}
}

func TestMissingPartIsExplainedWhole(t *testing.T) {
	t.Parallel()
	refused := simulator.Fault{Operation: simulator.UserList, Calls: 2, Times: -1, Status: 403, Code: "AuthorizationFailed", Message: "may not perform action 'Microsoft.ApiManagement/service/users/read'"}
	for _, size := range sizes {
		w := &world{size: size, simulated: simulator.Options{Users: 1000, Faults: []simulator.Fault{refused}}}
		w.show(t, func(d *tuitest.Driver) {
			d.WaitFor("Incomplete: 900 users are missing, r resumes.", time.Minute)
			mustSay(t, d, "Not permitted (403 AuthorizationFailed)")
			mustSay(t, d, "The action that is missing is Microsoft.ApiManagement/service/users/read. Ask for a role that has it, such as API Management Service Reader Role.")
			mustGiveRequestID(t, d)
			d.Press("end")
			d.MustSee("▌")
			d.Press("/")
			d.Type("amelia")
			d.MustSee("▌● active  Amelia Hart", "900 users are missing")
		})
	}
}

// What a stranger's server says at length leaves room for what to do.
func TestLongTalkIsCutAtItsOwnEnd(t *testing.T) {
	t.Parallel()
	talk := simulator.Fault{Operation: simulator.UserList, Calls: 2, Times: -1, Status: 500, Code: "Talk", Message: strings.Repeat("blah ", 300)}
	for _, size := range sizes {
		w := &world{size: size, simulated: simulator.Options{Users: 200, Faults: []simulator.Fault{talk}}}
		w.show(t, func(d *tuitest.Driver) {
			d.WaitFor("Incomplete: ", time.Minute)
			mustSay(t, d, "The service failed (500 Talk): blah")
			mustSay(t, d, "… Try again; if it stays, give the request id to support.")
			mustGiveRequestID(t, d)
			d.MustSee("STATE", "▌")
		})
	}
}

func TestReloadThatFailsIsExplained(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserList, Status: 403, Code: "AuthorizationFailed", Message: "no"})
		d.Press("r")
		d.WaitFor("The reload failed", time.Minute)
		mustSay(t, d, "Users 60/60")
		mustSay(t, d, "these are the rows of before. r tries again. Not permitted (403 AuthorizationFailed): no.")
		mustSay(t, d, "Ask for a role that allows it")
		mustGiveRequestID(t, d)
	})
}

// Behind a link that was refused there is nothing to resume from.
func TestRefusedLinkStartsOver(t *testing.T) {
	t.Parallel()
	link := simulator.Fault{Operation: simulator.UserList, Times: -1, NextLink: "https://management.azure.com.evil/subscriptions/x"}
	w := &world{simulated: simulator.Options{Users: 300, NoCount: true, Faults: []simulator.Fault{link}}}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Incomplete: the rest of the list is missing, r starts over.", time.Minute)
		mustSay(t, d, "named another server")
		mustSay(t, d, "Check the endpoint")
		d.MustNotSee("resumes")
		w.sim.ClearFaults()
		d.Press("r")
		d.WaitFor("Users 300", time.Minute)
		d.MustNotSee("Incomplete")
	})
}

// counted reads "Users 1,200/10,000" off the screen.
func counted(d *tuitest.Driver) (here, total int) {
	d.T().Helper()
	d.Settle()
	m := regexp.MustCompile(`Users ([\d,]+)/([\d,]+)`).FindStringSubmatch(d.Screen())
	if m == nil {
		d.T().Fatalf("no count:\n%s", d.Screen())
	}
	here, _ = strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
	total, _ = strconv.Atoi(strings.ReplaceAll(m[2], ",", ""))
	return here, total
}

func TestReloadDuringTheFirstLoadLosesNothing(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Users: 10_000, Latency: 100 * time.Millisecond}}
	w.show(t, func(d *tuitest.Driver) {
		before := 0
		for range 2 {
			d.Advance(300 * time.Millisecond)
			d.Press("r", "esc")
			here, total := counted(d)
			if here <= before || here == total {
				t.Fatalf("%d of %d users are here, %d were before", here, total, before)
			}
			before = here
			mustSay(t, d, fmt.Sprintf("Incomplete: %s users are missing, r resumes.", humanize.Comma(int64(total-here))))
			d.Press("r")
		}
		d.WaitFor("Users 10,000/10,000", time.Minute)
		d.MustNotSee("Incomplete", "esc cancels")
		asked := 0
		for _, e := range w.sim.Journal() {
			if e.Operation == simulator.UserList {
				asked++
			}
		}
		// Pages in flight when a key came are asked for again: at most 16 for
		// each of the five keys.
		if asked > 100+5*16 {
			t.Errorf("%d pages were asked for, of 100", asked)
		}
	})
}

func TestStoppedReloadKeepsTheRowsOfBefore(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Users: 1000, Latency: 100 * time.Millisecond}}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Users 1,000/1,000", time.Minute)
		d.Press("r")
		d.Advance(150 * time.Millisecond)
		d.Press("r", "esc")
		d.MustSee("Users 1,000/1,000", "The reload was stopped: these are the rows of before.")
	})
}

// restless is a service on which someone signs up before every page of a list.
type restless struct {
	http.RoundTripper
	still   atomic.Bool
	signups atomic.Int32
}

func (r *restless) RoundTrip(req *http.Request) (*http.Response, error) {
	if !r.still.Load() && strings.HasSuffix(req.URL.Path, "/users") {
		id := fmt.Sprintf("new%d", r.signups.Add(1))
		put := req.Clone(req.Context())
		put.Method, put.URL.Path, put.URL.RawQuery = http.MethodPut, put.URL.Path+"/"+id, "api-version=2024-05-01"
		put.Header.Set("Content-Type", "application/json")
		put.Body = io.NopCloser(strings.NewReader(`{"properties":{"email":"` + id + `@example.com","firstName":"New","lastName":"User"}}`))
		if res, err := r.RoundTripper.RoundTrip(put); err != nil || res.StatusCode != http.StatusCreated {
			return nil, fmt.Errorf("no one signed up: %v, %v", res, err)
		}
	}
	return r.RoundTripper.RoundTrip(req)
}

// A list that changes whenever it is read is read whole, as far as can be told.
func TestRestlessListIsNotCalledCut(t *testing.T) {
	t.Parallel()
	service := &restless{}
	w := &world{simulated: simulator.Options{Users: 500, Latency: 100 * time.Millisecond}}
	w.wrap = func(next http.RoundTripper) http.RoundTripper {
		service.RoundTripper = next
		return service
	}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Perhaps incomplete", time.Minute)
		here, _ := counted(d)
		mustSay(t, d, fmt.Sprintf("Perhaps incomplete: %d users were read, but the list changed each time it was read,", here))
		mustSay(t, d, "and a user that moved meanwhile may be missing. r reads it again.")
		d.MustNotSee("resumes", "the rest of the list")
		service.still.Store(true)
		d.Press("r")
		d.Advance(10 * time.Second)
		d.MustNotSee("ncomplete", "esc cancels")
		if here, total := counted(d); here != total {
			t.Errorf("%d of %d", here, total)
		}
	})
}

// What just happened leaves no half of a long notice beside it.
func TestWhatHappenedCoversTheWholeNotice(t *testing.T) {
	t.Parallel()
	fault := simulator.Fault{Operation: simulator.UserList, Calls: 2, Times: -1, Status: 403}
	w := &world{simulated: simulator.Options{Users: 1000, Faults: []simulator.Fault{fault}}, options: Options{ReadOnly: true}}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Incomplete: 900 users are missing", time.Minute)
		d.Press("n")
		d.MustSee("Disabled: read-only context.")
		d.MustNotSee("Incomplete", "Not permitted")
		d.Press("down")
		d.MustSee("Incomplete: 900 users are missing")
	})
}

// generous is a service that counts seven more of everything than it shows.
type generous struct{ http.RoundTripper }

func (g generous) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := g.RoundTripper.RoundTrip(r)
	if err != nil || r.Method != http.MethodGet {
		return res, err
	}
	body, err := io.ReadAll(res.Body)
	body = regexp.MustCompile(`"count":( ?)(\d+)`).ReplaceAllFunc(body, func(count []byte) []byte {
		n, _ := strconv.Atoi(string(regexp.MustCompile(`\d+`).Find(count)))
		return []byte(fmt.Sprintf(`"count": %d`, n+7))
	})
	res.Body, res.ContentLength = io.NopCloser(strings.NewReader(string(body))), int64(len(body))
	return res, err
}

func TestCountedAndNotShown(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}, wrap: func(next http.RoundTripper) http.RoundTripper { return generous{next} }}
	w.show(t, func(d *tuitest.Driver) {
		d.MustSee("67 counted, 60 shown to you.")
		d.MustNotSee("ncomplete", "esc cancels")
		d.Press("/")
		d.Type("amelia")
		d.MustSee("67 counted, 60 shown to you.")
		d.Press("enter", "enter")
		d.MustSee("Groups 10 counted, 3 shown to you", "Identities 8 counted, 1 shown to you", "Product subscriptions 7 counted, 0 shown to you")
	})
}
