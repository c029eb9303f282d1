package simulator

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// trace is the visible effect of a write.
type trace struct {
	state  string // of mateo-garcia, "" when deleted
	exists bool   // the new user
	member bool   // mateo-garcia is in partners
	mails  int
}

func (s *Service) trace() trace {
	u, _ := s.User("mateo-garcia")
	_, exists := s.User("new")
	return trace{u.State, exists, slices.Contains(u.Groups, "partners"), len(s.Mails())}
}

// write is a kind of write, with its effects and answers when it is carried out
// once and twice.
type write struct {
	op                       Operation
	method, path, body       string
	tagged                   bool // sent with the ETag that was read
	once, twice              trace
	firstStatus, againStatus int
}

func writes() []write {
	const mateo, member = "users/mateo-garcia", "groups/partners/users/mateo-garcia"
	before, created := trace{state: "active"}, trace{state: "active", exists: true, mails: 1}
	blocked, joined := trace{state: "blocked"}, trace{state: "active", member: true}
	mail := func(n int) trace { return trace{state: "active", mails: n} }
	newUser := `{"properties":{"email":"n@example.com","firstName":"A","lastName":"B","confirmation":"invite"}}`
	invited := `{"properties":{"email":"m@example.com","firstName":"Mateo","lastName":"G","confirmation":"invite"}}`
	return []write{
		{UserPut, "PUT", "users/new" + v24, newUser, false, created, trace{"active", true, false, 2}, 201, 200},
		{UserPut, "PUT", mateo + v24, invited, true, mail(1), mail(1), 200, 412},
		{UserPut, "PUT", mateo + v24, invited, false, mail(1), mail(2), 200, 200},
		{UserPatch, "PATCH", mateo + v24, `{"properties":{"state":"blocked"}}`, true, blocked, blocked, 200, 412},
		{UserPatch, "PATCH", mateo + v24, `{"properties":{"state":"blocked"}}`, false, blocked, blocked, 200, 200},
		{UserDelete, "DELETE", mateo + v24 + "&notify=true", "", true, trace{mails: 1}, trace{mails: 1}, 202, 204},
		{UserPasswordMail, "POST", mateo + "/confirmations/password/send" + v24, "", false, mail(1), mail(2), 204, 204},
		{GroupUserPut, "PUT", member + v24, "", false, joined, joined, 201, 200},
		{GroupUserDelete, "DELETE", "groups/developers/users/mateo-garcia" + v24, "", false, before, before, 200, 204},
	}
}

func (w write) run(t *testing.T, s *Service) (reply, error) {
	t.Helper()
	if !w.tagged {
		return s.try(t, w.method, w.path, w.body)
	}
	u, _ := s.User("mateo-garcia")
	return s.try(t, w.method, w.path, w.body, "If-Match: "+u.ETag())
}

// last returns the newest entry of the journal.
func (s *Service) last() Entry {
	journal := s.Journal()
	return journal[len(journal)-1]
}

func TestEveryWriteIsAppliedAndThenRefused(t *testing.T) {
	for _, w := range writes() {
		for _, status := range []int{200, 201, 202, 204, 404, 409, 412, 429, 500, 504} {
			for _, body := range []string{"", "{}", "null", "[]", "<html></html>"} {
				for _, apply := range []bool{true, false} {
					s := newTest(Options{Users: 6})
					before := s.trace()
					s.InjectFault(Fault{Operation: w.op, Status: status, Body: body, Apply: apply})
					r, err := w.run(t, s)
					want, wantBody := before, body
					if apply {
						want = w.once
					}
					if body == "" && status >= 400 {
						wantBody = `{"error":{"code":"`
					} else if status == http.StatusNoContent {
						wantBody = ""
					}
					if e := s.last(); err != nil || r.status != status || !strings.HasPrefix(r.body, wantBody) || wantBody == "" && r.body != "" ||
						s.trace() != want || e.Applied != apply || e.Status != status {
						t.Errorf("%s %d %q apply %v: %d %q %v, %+v, want %+v, journal %+v", w.op, status, body, apply, r.status, r.body, err, s.trace(), want, e)
					}
				}
			}
		}
	}
}

func TestHeadersOfARefusalReplaceTheUsualOnes(t *testing.T) {
	s := newTest(Options{Faults: []Fault{{Operation: "*", Status: 502, Body: "<html></html>", Headers: map[string]string{"date": "Mon"}}}})
	r := s.send(t, "GET", "users"+v24, "")
	if !slices.Equal(r.header.Values("Content-Type"), []string{"text/html"}) || !slices.Equal(r.header.Values("Date"), []string{"Mon"}) {
		t.Errorf("%v", r.header)
	}
}

func TestRepeatedWritesGetTheSecondAnswer(t *testing.T) {
	for _, w := range writes() {
		s := newTest(Options{})
		if r, err := w.run(t, s); err != nil || r.status != w.firstStatus || s.trace() != w.once {
			t.Errorf("%s undisturbed: %d %v, %+v", w.op, r.status, err, s.trace())
		}
		s = newTest(Options{Faults: []Fault{{Operation: w.op, Repeat: true}}})
		r, err := w.run(t, s)
		if err != nil || r.status != w.againStatus || s.trace() != w.twice {
			t.Errorf("%s repeated: %d %v, %+v, want %d, %+v", w.op, r.status, err, s.trace(), w.againStatus, w.twice)
		}
		if e := s.last(); e.N != 1 || !e.Applied || e.Status != w.againStatus || e.Fault != "repeat" {
			t.Errorf("%s repeated: journal %+v", w.op, e)
		}
	}
}

// A client that cancels while it waits for an answer cannot know that the
// operation was already carried out.
func TestLateAnswers(t *testing.T) {
	for _, w := range writes() {
		synctest.Test(t, func(t *testing.T) {
			s := New(Options{Faults: []Fault{{Operation: w.op, AnswerDelay: time.Minute}}})
			start := time.Now()
			go func() {
				time.Sleep(time.Second)
				if e := s.last(); s.trace() != w.once || !e.Applied || e.Status != 0 || e.Fault != "answerDelay" {
					t.Errorf("%s while waiting: %+v, journal %+v", w.op, s.trace(), e)
				}
			}()
			if r, err := w.run(t, s); err != nil || r.status != w.firstStatus || time.Since(start) != time.Minute || s.last().Status != w.firstStatus {
				t.Errorf("%s: %d %v after %v", w.op, r.status, err, time.Since(start))
			}
		})
	}
}

func TestCancelDuringALateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Faults: []Fault{{Operation: UserPatch, Status: 504, Apply: true, Delay: time.Second, AnswerDelay: time.Hour}}})
		client := http.Client{Transport: s.Transport(), Timeout: time.Minute}
		status, err := patchOver(t, client.Transport, "http://127.0.0.1", client.Timeout)
		if u, _ := s.User("mateo-garcia"); err == nil || u.Note == nil || !s.last().Applied || s.last().Status != 0 {
			t.Errorf("%d %v, %+v", status, err, s.last())
		}
	})
}

func TestAnswersAboutAnotherEntity(t *testing.T) {
	s := newTest(Options{})
	first, second := s.users.list[1].ID, s.users.list[2].ID
	mine, other := s.subs.list[2], s.subs.list[0].ID
	s.InjectFault(Fault{Operation: "*", Times: -1, OtherEntity: true})
	for _, test := range []struct{ method, path, body, want string }{
		{"GET", "users/mateo-garcia" + v24, "", `"name": "` + first + `"`},
		{"GET", "users/mateo-garcia" + v22, "", `"name": "` + first + `"`},
		{"GET", "users/" + first + v24, "", `"name": "` + second + `"`},
		{"GET", "users/missing" + v24, "", `"name": "` + first + `"`},
		{"PATCH", "users/mateo-garcia" + v24, `{"properties":{"state":"blocked"}}`, `"name": "` + first + `"`},
		{"PUT", "users/new" + v24, `{"properties":{"email":"n@example.com","firstName":"A","lastName":"B"}}`, `"name": "` + first + `"`},
		{"POST", "users/mateo-garcia/generateSsoUrl" + v24, "", "token=" + first + "%26"},
		{"GET", "users/mateo-garcia/groups" + v24, "", "/users/" + first + "/groups/"},
		{"PUT", "groups/partners/users/mateo-garcia" + v24, "", `/groups/partners/users/` + first + `"`},
		{"GET", "groups/partners" + v24, "", `"name": "beta-testers"`},
		{"GET", "groups/partners/users" + v24, "", "/groups/beta-testers/users/"},
		{"GET", "subscriptions/" + mine.ID + v24, "", `"name": "` + other + `"`},
		{"GET", "users/" + mine.OwnerID + "/subscriptions/" + mine.ID + v24, "", `"name": "` + other + `"`},
	} {
		r := s.send(t, test.method, test.path, test.body)
		if r.status/100 != 2 || !strings.Contains(r.body, test.want) {
			t.Errorf("%s %s: %d %s, want %s", test.method, test.path, r.status, r.body, test.want)
		}
	}
	if got := s.trace(); got != (trace{"blocked", true, true, 0}) {
		t.Errorf("what was written: %+v", got)
	}
	if tag := s.send(t, "HEAD", "users/mateo-garcia"+v24, "").header.Get("ETag"); tag != s.users.byID[first].ETag() {
		t.Errorf("the ETag %s is not the other user's", tag)
	}
	if e := s.last(); e.Fault != "otherEntity" {
		t.Errorf("journal %+v", e)
	}
}

func TestAnswersAboutAnotherEntityWithOneUser(t *testing.T) {
	s := newTest(Options{Users: 1, Faults: []Fault{{Operation: "*", Times: -1, OtherEntity: true}}})
	if r := s.send(t, "GET", "users/1"+v24, ""); !strings.Contains(r.body, `"name": "1"`) {
		t.Errorf("%s", r.body)
	}
	s.ClearFaults()
	s.send(t, "PUT", "users/new"+v24, `{"properties":{"email":"n@example.com","firstName":"A","lastName":"B"}}`)
	s.InjectFault(Fault{Operation: UserGet, OtherEntity: true})
	if r := s.send(t, "GET", "users/new"+v24, ""); !strings.Contains(r.body, `"name": "1"`) {
		t.Errorf("%s", r.body)
	}
}

func TestETagsChangedOnTheWay(t *testing.T) {
	for how, change := range map[string]func(string) string{
		"weak": func(tag string) string { return "W/" + tag },
		"gzip": func(tag string) string { return strings.TrimSuffix(tag, `"`) + `-gzip"` },
	} {
		s := newTest(Options{Faults: []Fault{{Operation: "*", Times: -1, ETag: how}}})
		u, _ := s.User("mateo-garcia")
		const path = "users/mateo-garcia" + v24
		for _, method := range []string{"GET", "HEAD"} {
			if got := s.send(t, method, path, "").header.Get("ETag"); got != change(u.ETag()) {
				t.Errorf("%s %s: %s", how, method, got)
			}
		}
		if r := s.send(t, "GET", "groups/partners"+v24, ""); r.header.Get("ETag") != change(rowTag(s.group("partners").row)) {
			t.Errorf("%s: group %v", how, r.header)
		}
		const patch = `{"properties":{"state":"blocked"}}`
		if r := s.send(t, "PATCH", path, patch, "If-Match: "+change(u.ETag())); r.status != 412 || r.header.Get("ETag") != "" {
			t.Errorf("%s: the changed ETag is answered %d %v", how, r.status, r.header)
		}
		r := s.send(t, "PATCH", path, patch, "If-Match: "+u.ETag())
		after, _ := s.User("mateo-garcia")
		if r.status != 200 || r.header.Get("ETag") != change(after.version.half()) || after.State != "blocked" || s.last().Fault != "etag "+how {
			t.Errorf("%s: the strong ETag is answered %d %v, %+v", how, r.status, r.header, s.last())
		}
	}
}

// Every operation is tested with every fault that applies to it, and the
// journal must match what the client got.
func TestEveryOperationUnderEveryFault(t *testing.T) {
	plain := newTest(Options{Users: 6})
	fill := strings.NewReplacer("{user}", "mateo-garcia", "{group}", "partners", "{sid}", plain.subs.list[0].ID, "{operation}", "0",
		"{subscription}", plain.o.SubscriptionID, "{resourceGroup}", plain.o.ResourceGroup)
	for _, r := range routes() {
		path := fill.Replace(r.path)
		if path == "" {
			path = testBase
		}
		for _, f := range []Fault{
			{Status: 503}, {Status: 412, Apply: true}, {Status: 200, Body: "[]", Apply: true}, {Refuse: true}, {CutBefore: true}, {CutAfter: true},
			{CutBody: true}, {Repeat: true}, {OtherEntity: true}, {ETag: "weak"}, {Garbage: true, Apply: true}, {Redirect: "http://127.0.0.1/"},
			{NextLink: "http://127.0.0.1/"}, {CountOff: 1, Hide: 1, Link: "always"}, {AsyncOperation: "failed"}, {Keep: []string{"note"}},
		} {
			if f.Operation = r.op; f.check() != nil {
				f.Operation = "*"
			}
			s := newTest(Options{Users: 6, Faults: []Fault{f}})
			got, err := s.try(t, r.method, path+v24, "")
			if e := s.last(); e.Operation != r.op || e.Fault != f.String() || err == nil && e.Status != got.status {
				t.Errorf("%s %s under %s: %d %v, journal %+v", r.method, path, &f, got.status, err, e)
			}
		}
	}
}
