package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"apimtui/api/report"
	"apimtui/api/simulator"
)

// look is how the reading after a write is answered.
type look struct {
	name  string
	works bool
	// reply answers instead of the service. nil leaves its answer, with the
	// ETag changed by tag.
	reply func(r *http.Request) (*http.Response, error)
	tag   func(etag string) string
}

func looks() []look {
	fails := func(name string, status int, body string, headers ...string) look {
		return look{name: name, reply: func(r *http.Request) (*http.Response, error) { return reply(r, status, body, headers...), nil }}
	}
	return []look{
		{name: "works", works: true},
		{name: "works, weak ETag", works: true, tag: func(etag string) string { return "W/" + etag }},
		{name: "works, suffixed ETag", works: true, tag: func(etag string) string { return strings.TrimSuffix(etag, `"`) + `-gzip"` }},
		fails("401", 401, coded("ExpiredAuthenticationToken")),
		fails("403", 403, coded("AuthorizationFailed")),
		fails("403 HTML", 403, html),
		fails("404 empty", 404, ""),
		fails("404 HTML", 404, html),
		fails("404 of Resource Manager", 404, coded("ResourceNotFound"), "x-ms-failure-cause: gateway"),
		fails("429", 429, coded("SubscriptionRequestsThrottled"), "Retry-After: 3600"),
		fails("503", 503, coded("ServiceUnavailable")),
		fails("HTML", 200, html),
		fails("{}", 200, "{}"),
		fails("another user", 200, another, `ETag: "AAAAAAAAAAEAAAAAAAAAAQ=="`),
		{name: "cut", reply: func(*http.Request) (*http.Response, error) { return nil, io.EOF }},
		{name: "hang", reply: func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}},
	}
}

// third is what another administrator does, before the write arrives or after.
type third struct {
	name  string
	after bool
	do    func(s *simulator.Service, w truthWrite)
}

func thirds() []third {
	edit := func(change func(w truthWrite) func(*simulator.User)) func(*simulator.Service, truthWrite) {
		return func(s *simulator.Service, w truthWrite) {
			if w.sent == report.Creation {
				w.admit(s)
			}
			w.edit(s, change(w))
		}
	}
	deeds := []third{
		{name: "same field", do: edit(func(w truthWrite) func(*simulator.User) { return w.same })},
		{name: "same value", do: edit(func(w truthWrite) func(*simulator.User) { return w.ours })},
		{name: "other field", do: edit(func(w truthWrite) func(*simulator.User) { return w.other })},
		{name: "nothing visible", do: edit(func(truthWrite) func(*simulator.User) { return func(*simulator.User) {} })},
		{name: "deleted", do: func(s *simulator.Service, w truthWrite) { w.remove(s) }},
		{name: "re-created", do: func(s *simulator.Service, w truthWrite) { again(s, w, lastName("Theirs")) }},
		{name: "re-created alike", do: func(s *simulator.Service, w truthWrite) { again(s, w, func(*simulator.User) {}) }},
	}
	all := []third{{name: "nobody", do: func(*simulator.Service, truthWrite) {}}}
	for _, d := range deeds {
		later := d
		d.name, later.name, later.after = d.name+", before", d.name+", after", true
		all = append(all, d, later)
	}
	return all
}

// admit makes a user, unless it is there.
func admit(s *simulator.Service, id string) {
	if _, there := s.User(id); there {
		return
	}
	putEntity(s, "users/"+id, fmt.Sprintf(`{"properties":{"email":"%s@new.example.com","firstName":"New","lastName":"User"}}`, id))
}

func putEntity(s *simulator.Service, path, body string) {
	if res := ask(s, http.MethodPut, path, body); res.StatusCode != http.StatusCreated {
		panic(fmt.Sprint("the simulator takes nothing new: ", res))
	}
}

// ask sends a request as another administrator.
func ask(s *simulator.Service, method, path, body string) *http.Response {
	r := httptest.NewRequest(method, endpoint+base+"/"+path+"?api-version=2024-05-01", strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer x")
	r.Header.Set("Content-Type", "application/json")
	if method != http.MethodPut {
		r.Header.Set("If-Match", "*")
	}
	res, err := s.Transport().RoundTrip(r)
	if err != nil {
		panic(err)
	}
	return res
}

// again deletes the user and makes another of the same id.
func again(s *simulator.Service, w truthWrite, change func(*simulator.User)) {
	was, _, there := w.find(s)
	w.remove(s)
	w.admit(s)
	w.edit(s, func(u *simulator.User) {
		if there {
			born := u.RegistrationDate
			*u = was
			u.RegistrationDate = born
		}
		change(u)
	})
}

// moment is the service at some time after the write was sent first.
type moment struct {
	user  simulator.User // or a product subscription in this form
	etag  string
	there bool
}

// world is a service between a client and which the table's answers stand. It
// knows what is true.
type world struct {
	s       *simulator.Service
	service http.RoundTripper
	write   truthWrite
	answer  truthAnswer
	applies bool
	look    look
	third   third
	calm    bool // nothing is answered in the service's place any more
	earlier int  // mails of cells before

	mu                      sync.Mutex
	sends, reached, applied int    // requests to write
	voice                   voice  // of the last answer to one
	status                  int    // of that answer, 0 when there was none
	etag, first             string // If-Match of the last one and of the first
	acted, visible, remade  bool   // what the third one did
	met                     bool
	read, gone              bool // the last look worked, and showed no one
	seen                    moment
	past                    []moment
}

func (w *world) now() moment {
	u, etag, there := w.write.find(w.s)
	return moment{u, etag, there}
}

func (w *world) remember() {
	is := w.now()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.past = append(w.past, is)
}

// RoundTrip implements http.RoundTripper.
func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead && !strings.HasSuffix(r.URL.Path, "/listSecrets"):
		return w.writes(r)
	case r.URL.Query().Has("asyncId"):
		if w.answer.poll == nil || w.calm {
			return w.service.RoundTrip(r)
		}
		return w.answer.poll(r), nil
	case w.sends == 0:
		res, err := w.service.RoundTrip(r)
		return w.retag(res), err
	}
	return w.reads(r)
}

func (w *world) reads(r *http.Request) (*http.Response, error) {
	if w.third.after {
		w.meet()
	}
	w.read = false
	if w.look.reply != nil && !w.calm {
		return w.look.reply(r)
	}
	res, err := w.service.RoundTrip(r)
	w.read, w.gone = err == nil, err == nil && res.StatusCode == http.StatusNotFound
	w.seen = w.now()
	return w.retag(res), err
}

func (w *world) retag(res *http.Response) *http.Response {
	if res == nil { // the caller gave up
		return nil
	}
	if etag := res.Header.Get("ETag"); etag != "" && w.look.tag != nil && res.Request.Method == http.MethodGet {
		res.Header.Set("ETag", w.look.tag(etag))
	}
	return res
}

// meet lets the other administrator act, once.
func (w *world) meet() {
	if w.met {
		return
	}
	w.met = true
	w.remember()
	was := w.now()
	w.third.do(w.s, w.write)
	is := w.now()
	w.acted = was.there != is.there || was.etag != is.etag
	w.remade = was.there && is.there && !was.user.RegistrationDate.Equal(is.user.RegistrationDate)
	w.visible = was.there != is.there || w.remade || fmt.Sprint(shown(was.user)) != fmt.Sprint(shown(is.user))
	w.remember()
}

// shown is what of a user an operator can see and change.
func shown(u simulator.User) []any {
	note := ""
	if u.Note != nil {
		note = *u.Note
	}
	return []any{u.FirstName, u.LastName, u.Email, u.State, note, u.Identities, slices.Contains(u.Groups, "partners")}
}

func (w *world) writes(r *http.Request) (*http.Response, error) {
	w.sends++
	if !w.third.after {
		w.meet()
	}
	w.etag = r.Header.Get("If-Match")
	if w.sends == 1 {
		w.first = w.etag
		w.remember()
	}
	lies := w.answer.times < 0 || w.sends <= max(w.answer.times, 1)
	if !lies {
		w.reached++
		return w.hear(w.carryOut(r))
	}
	var own *http.Response
	switch {
	case w.sends == 1 && w.applies:
		own, _ = w.carryOut(r)
	case w.answer.late > 0:
		var body []byte
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		time.AfterFunc(w.answer.late, func() {
			again := httptest.NewRequest(r.Method, r.URL.String(), strings.NewReader(string(body)))
			again.Header = r.Header
			w.carryOut(again)
		})
	}
	if w.answer.voice != door {
		w.reached++
	}
	res, err := w.answer.reply(r, own)
	if w.answer.honest() {
		return w.hear(res, err)
	}
	w.voice, w.status = w.answer.voice, w.answer.status
	if w.write.documented(w.answer.status, w.answer.body) {
		w.voice = success
	}
	return res, err
}

// hear notes what the service itself answers.
func (w *world) hear(res *http.Response, err error) (*http.Response, error) {
	w.status = res.StatusCode
	switch {
	case res.StatusCode < 300:
		w.voice = success
	case res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusPreconditionFailed:
		w.voice = repeated
	default:
		w.voice = refusal
	}
	return res, err
}

// carryOut lets the service have a request.
func (w *world) carryOut(r *http.Request) (*http.Response, error) {
	res, err := w.service.RoundTrip(r)
	all := w.s.Journal()
	w.remember()
	w.mu.Lock()
	defer w.mu.Unlock()
	if all[len(all)-1].Applied {
		w.applied++
	}
	return res, err
}
