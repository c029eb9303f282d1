package tui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"apimtui/api/simulator"
)

// The properties of a user that the machine changes, as the REST API names them.
const (
	email     = "email"
	firstName = "firstName"
	lastName  = "lastName"
	state     = "state"
	note      = "note"
)

var properties = []string{email, firstName, lastName, state, note}

func valueOf(u simulator.User, property string) string {
	switch property {
	case email:
		return u.Email
	case firstName:
		return u.FirstName
	case lastName:
		return u.LastName
	case state:
		return u.State
	}
	if u.Note == nil {
		return ""
	}
	return *u.Note
}

func setValue(u *simulator.User, property, value string) {
	switch property {
	case email:
		u.Email = value
	case firstName:
		u.FirstName = value
	case lastName:
		u.LastName = value
	case state:
		u.State = value
	case note:
		u.Note = &value
	}
}

// witness stands on the wire between console and service. It knows which
// versions of a user the console has read and which values the operator agreed
// to lose, and notes every write that breaks a promise.
type witness struct {
	http.RoundTripper
	sim *simulator.Service

	mu       sync.Mutex
	versions map[string]simulator.User     // as read, by ETag
	lastRead map[string]simulator.User     // by id
	based    map[string]simulator.User     // what the operator's action started from
	agreed   map[string]map[[2]string]bool // property and value that mine may replace
	history  map[string][]simulator.User   // what the service had since the action began
	ambushes []func()                      // done before the next requests, one each
	wrong    []string
}

func newWitness(s *simulator.Service, rt http.RoundTripper) *witness {
	return &witness{
		RoundTripper: rt, sim: s, versions: map[string]simulator.User{}, lastRead: map[string]simulator.User{},
		based: map[string]simulator.User{}, agreed: map[string]map[[2]string]bool{}, history: map[string][]simulator.User{},
	}
}

// RoundTrip implements http.RoundTripper.
func (w *witness) RoundTrip(r *http.Request) (*http.Response, error) {
	id := userIn(r.URL)
	w.ambush()
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(strings.NewReader(string(body)))
	}
	before, there := w.sim.User(id)
	res, err := w.RoundTripper.RoundTrip(r)
	after, still := w.sim.User(id)

	w.mu.Lock()
	defer w.mu.Unlock()
	if still {
		w.history[id] = append(w.history[id], after)
	}
	match := r.Header.Get("If-Match")
	switch r.Method {
	case http.MethodGet:
		if u, ok := answered(id, res, err); ok {
			w.versions[plainETag(res)], w.lastRead[id] = u, u
		}
	case http.MethodPatch, http.MethodDelete:
		if id != "" && (match == "" || match == "*") {
			w.wrongf("%s was sent with If-Match %q", r.Method, match)
		}
		if changed := there && (!still || before.ETag() != after.ETag()); changed && r.Method == http.MethodPatch {
			w.judge(id, match, body)
		}
	case http.MethodPut:
		if match == "*" {
			w.wrongf("PUT was sent with If-Match *")
		}
	}
	return res, err
}

func (w *witness) ambush() {
	w.mu.Lock()
	var do func()
	if len(w.ambushes) > 0 {
		do, w.ambushes = w.ambushes[0], w.ambushes[1:]
	}
	w.mu.Unlock()
	if do != nil {
		do()
	}
}

// judge looks at an update that was applied: what it replaced is what the
// operator began with, or what the operator gave up with open eyes.
func (w *witness) judge(id, match string, body []byte) {
	var sent struct{ Properties map[string]any }
	if err := json.Unmarshal(body, &sent); err != nil {
		w.wrongf("sent %q", body)
		return
	}
	seen, known := w.versions[match]
	if !known {
		w.wrongf("a version was written over that was never read: %s", match)
		return
	}
	for property := range sent.Properties {
		if !slices.Contains(properties, property) {
			continue
		}
		lost := valueOf(seen, property)
		if lost != valueOf(w.based[id], property) && !w.agreed[id][[2]string{property, lost}] {
			w.wrongf("%s of %s was %q when the operator began, someone made it %q, and that was overwritten unasked",
				property, id, valueOf(w.based[id], property), lost)
		}
	}
}

func (w *witness) wrongf(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// begin notes what an action on a user starts from.
func (w *witness) begin(id string, from simulator.User) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.based[id], w.agreed[id] = from, map[[2]string]bool{}
}

// read is the user as the console read it last.
func (w *witness) read(id string) simulator.User {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lastRead[id]
}

// agree notes that the operator saw the user as it was read last, and lets mine
// win in these properties.
func (w *witness) agree(id string, properties ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range properties {
		w.agreed[id][[2]string{p, valueOf(w.lastRead[id], p)}] = true
	}
}

// watch forgets what the service had before now.
func (w *witness) watch(id string) {
	u, ok := w.sim.User(id)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.history[id] = nil
	if ok {
		w.history[id] = []simulator.User{u}
	}
}

// had says whether the service had all of these values at one time since watch.
func (w *witness) had(id string, values map[string]string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.ContainsFunc(w.history[id], func(u simulator.User) bool {
		for p, v := range values {
			if valueOf(u, p) != v {
				return false
			}
		}
		return true
	})
}

func (w *witness) complaints() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.wrong)
}

// userIn is the id of the user that an address is of, "" for none: what is below
// a user, and a user within a group, is something else.
func userIn(u *url.URL) string {
	before, rest, _ := strings.Cut(u.EscapedPath(), "/users/")
	if strings.Contains(before, "/groups/") || strings.Contains(rest, "/") {
		return ""
	}
	id, _ := url.PathUnescape(rest)
	return id
}

// answered is the user in the answer to a reading of the id, if it has that one:
// the console can know no other. The body can be read once more.
func answered(id string, res *http.Response, err error) (u simulator.User, ok bool) {
	if err != nil || id == "" || res.StatusCode != http.StatusOK || res.ContentLength > 1<<20 {
		return u, false
	}
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	res.Body = &again{io.MultiReader(bytes.NewReader(text), failing{err}), res.Body}
	var v struct {
		Name       string
		Properties struct {
			Email, FirstName, LastName, State string
			Note                              *string
		}
	}
	if err != nil || json.Unmarshal(text, &v) != nil || v.Name != id {
		return u, false
	}
	p := v.Properties
	return simulator.User{Email: p.Email, FirstName: p.FirstName, LastName: p.LastName, State: p.State, Note: p.Note}, true
}

// again is a body that was read, to be read once more, with its error if it had
// one.
type again struct {
	io.Reader
	io.Closer
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// plainETag is the ETag of an answer as the service made it.
func plainETag(res *http.Response) string {
	return strings.TrimPrefix(strings.Replace(res.Header.Get("ETag"), "-gzip", "", 1), "W/")
}
