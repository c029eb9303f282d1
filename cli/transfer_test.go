package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/simulator"
	"apimtui/api/transfer"
	"apimtui/config"
)

// place is a service in this process, in simulated time.
type place struct {
	*testing.T
	*simulator.Service
	s        *session
	app      *app
	out, err bytes.Buffer
}

func newPlace(t *testing.T, o simulator.Options) *place {
	t.Helper()
	o.Now = time.Now
	p := &place{T: t, Service: simulator.New(o)}
	credential, err := signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New("x")})
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.New(api.Options{
		Scope:    api.Scope{SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg1", ServiceName: "apimService1"},
		Endpoint: "https://simulator.invalid", Audience: "https://simulator.invalid", Credential: credential, Transport: p.Transport(),
	})
	if err != nil {
		t.Fatal(err)
	}
	p.app = newApp(stdio{out: &p.out, err: &p.err, columns: func() int { return 80 }, unsetenv: func(string) error { return nil }}, newBuild(nil))
	p.s = &session{settings: &config.Settings{}, client: client, demo: true, now: client.Now, unfinished: journal.New(journal.Options{})}
	return p
}

// export returns all users with everything, in a form.
func (p *place) export(f format) string {
	p.Helper()
	p.out.Reset()
	o := &exportOptions{listOptions: listOptions{options: &options{p.app, f}}, with: with{true, true}}
	err := o.printFrom(p.Context(), p.s, "", func(s *session, users []*api.User) error { return o.put(p.Context(), s, users) })
	if err != nil {
		p.Fatalf("%v\n%s", err, p.err.String())
	}
	return p.out.String()
}

// take imports a file, and returns the rows by their outcome.
func (p *place) take(file string, change func(*transferOptions)) (map[string]int, error) {
	p.Helper()
	f, err := transfer.Read(strings.NewReader(file))
	if err != nil {
		p.Fatal(err)
	}
	p.out.Reset()
	o := &transferOptions{writeOptions: writeOptions{options: &options{p.app, formatJSON}, yes: true}, with: with{true, true}, verb: "Import"}
	if change != nil {
		change(o)
	}
	failed := o.bring(p.Context(), p.s, f.Records)
	var rows []row
	if err := json.Unmarshal(p.out.Bytes(), &rows); err != nil {
		p.Fatalf("%v: %v\n%s", failed, err, p.out.String())
	}
	outcomes := map[string]int{}
	for _, r := range rows {
		outcomes[r.Outcome]++
	}
	return outcomes, failed
}

// since returns the requests after the first n, and fails for a throttled one.
func (p *place) since(n int) []simulator.Entry {
	all := p.Journal()[n:]
	if i := slices.IndexFunc(all, func(e simulator.Entry) bool { return e.Status == 429 }); i >= 0 {
		p.Errorf("throttled at request %d of %d: %s %s", i, len(all), all[i].Method, all[i].Path)
	}
	return all
}

// portrait is what of a user an import can bring to another service.
type portrait struct {
	Name          string
	Properties    map[string]any
	Subscriptions []map[string]any
}

// comparable returns the users of an export without ids of product subscriptions
// and dates, in the order of their ids.
func comparable(t *testing.T, export string) (all []portrait) {
	t.Helper()
	for d := json.NewDecoder(strings.NewReader(export)); ; {
		var u portrait
		if err := d.Decode(&u); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		delete(u.Properties, "registrationDate")
		for _, s := range u.Subscriptions {
			delete(s, "name")
			if s["displayName"] == "" {
				s["displayName"] = s["scopeName"]
			}
		}
		slices.SortFunc(u.Subscriptions, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		all = append(all, u)
	}
	slices.SortFunc(all, func(a, b portrait) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// portable changes users whom another service would not take as they are.
func (p *place) portable() {
	for _, u := range comparable(p.T, p.export(formatJSONL)) {
		p.Edit(u.Name, func(u *simulator.User) {
			if u.ID != "1" {
				u.Identities = []simulator.Identity{{Provider: "Basic", ID: u.Email}}
				u.FirstName, u.LastName = "A", "B"
			}
		})
	}
	subs, err := p.s.client.Subscriptions.List(p.Context())
	if err != nil {
		p.Fatal(err)
	}
	for _, s := range subs.Items {
		// The service limits them, and the simulated past did not.
		p.EditSubscription(s.ID.Exact(), func(s *simulator.Subscription) {
			if s.OwnerID != "1" && s.State != "expired" {
				s.State = "suspended"
			}
		})
	}
}

func TestManyUsersComeToAnotherService(t *testing.T) {
	t.Parallel()
	users := 10_000
	if testing.Short() {
		users = 300
	}
	synctest.Test(t, func(t *testing.T) {
		from := newPlace(t, simulator.Options{Users: users, Seed: 1})
		from.portable()
		n := len(from.Journal())
		export := from.export(formatJSONL)
		asked := from.since(n)
		for _, e := range asked {
			if strings.Contains(e.Path, "/apimService1/users/") {
				t.Fatalf("asked for one user: %s", e.Path)
			}
		}
		// Users and members of Developers have a page each for 100 users.
		if most := users/100*4 + 20; len(asked) > most {
			t.Errorf("%d requests, at most %d are needed", len(asked), most)
		}
		to := newPlace(t, simulator.Options{Users: 1, Seed: 2})
		began := time.Now()
		outcomes, err := to.take(export, nil)
		if err != nil || outcomes["saved"] < users-1 || outcomes["unchanged"] != 1 || len(outcomes) != 2 {
			t.Fatalf("%v: %v\n%.2000s", outcomes, err, to.err.String())
		}
		to.since(0)
		if took, least := time.Since(began), api.LeastTime(outcomes["saved"]); took > least*3/2 {
			t.Errorf("it took %s, the budget needs %s", took, least)
		}
		if len(to.Mails()) > 0 {
			t.Errorf("%d mails", len(to.Mails()))
		}
		was, now := comparable(t, export), comparable(t, to.export(formatJSONL))
		for i := range was {
			if len(now) != len(was) || fmt.Sprint(was[i]) != fmt.Sprint(now[i]) {
				t.Fatalf("%d users became %d\nwas %v\nnow %v", len(was), len(now), was[i], now[min(i, len(now)-1)])
			}
		}
		for _, again := range []string{export, to.export(formatCSV)} {
			n = len(to.Journal())
			outcomes, err = to.take(again, func(o *transferOptions) { o.update = true })
			if err != nil || outcomes["unchanged"] != users || len(outcomes) != 1 {
				t.Fatalf("again: %v: %v", outcomes, err)
			}
			for _, e := range to.since(n) {
				if e.Method != "GET" {
					t.Fatalf("again: %s %s", e.Method, e.Path)
				}
			}
		}
	})
}

// TestUserChangedSinceThePlan changes a user, and removes another, while the first
// row is written: both rows end without a write.
func TestUserChangedSinceThePlan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlace(t, simulator.Options{Users: 30, Seed: 1})
		ids := []string{"mateo-garcia", "hiroshi-tanaka", "svc-invoicing"}
		file := "name,note\n" + strings.Join(ids, ",by import\n") + ",by import\n"
		f, err := transfer.Read(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		o := &transferOptions{writeOptions: writeOptions{options: &options{p.app, formatCSV}}, update: true}
		target := transfer.Target{}
		if target.Users, err = o.everybody(t.Context(), p.s); err != nil {
			t.Fatal(err)
		}
		plan, err := target.Plan(f.Records)
		if err != nil {
			t.Fatal(err)
		}
		work := o.work(p.s, plan)
		p.Edit(ids[0], func(u *simulator.User) { u.FirstName = "Another" })
		u, etag, err := p.s.client.Users.Get(t.Context(), "hiroshi-tanaka")
		if err != nil {
			t.Fatal(err)
		}
		p.s.client.Users.Delete(api.Version{User: u, ETag: etag}, api.DeleteOptions{}).Do(t.Context(), nil)
		n := len(p.Journal())
		if err := o.write(t.Context(), p.s, work); exitCode(err) != exitFailed {
			t.Errorf("ended with %v", err)
		}
		for _, want := range []string{"mateo-garcia,change,conflict,The user changed since the plan. Nothing was sent.", "hiroshi-tanaka,change,deleted meanwhile,", "svc-invoicing,change,saved,"} {
			if !strings.Contains(p.out.String(), want) {
				t.Errorf("not %q in\n%s", want, p.out.String())
			}
		}
		for _, e := range p.since(n) {
			if e.Method != "GET" && !strings.HasSuffix(e.Path, "svc-invoicing") {
				t.Errorf("sent %s %s", e.Method, e.Path)
			}
		}
	})
}

// TestGroupIsNotForAnotherUser deletes a user after the plan and makes another one of
// the same id: that one is put into no group.
func TestGroupIsNotForAnotherUser(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlace(t, simulator.Options{Users: 30, Seed: 1})
		f, err := transfer.Read(strings.NewReader("name,groups\nmateo-garcia,Partners\nhiroshi-tanaka,Partners\n"))
		if err != nil {
			t.Fatal(err)
		}
		o := &transferOptions{writeOptions: writeOptions{options: &options{p.app, formatCSV}}, update: true, with: with{groups: true}}
		target := transfer.Target{WithGroups: true}
		target.Users, err = o.everybody(t.Context(), p.s)
		if err != nil {
			t.Fatal(err)
		}
		if target.Groups, err = p.s.client.Groups.List(t.Context()); err != nil {
			t.Fatal(err)
		}
		plan, err := target.Plan(f.Records)
		if err != nil {
			t.Fatal(err)
		}
		work := o.work(p.s, plan)
		p.Edit("mateo-garcia", func(u *simulator.User) { u.RegistrationDate = u.RegistrationDate.Add(time.Hour) })
		n := len(p.Journal())
		if err := o.write(t.Context(), p.s, work); exitCode(err) != exitFailed {
			t.Errorf("ended with %v", err)
		}
		for _, want := range []string{"mateo-garcia,group Partners,conflict,Another user has this id since the plan. Nothing was sent.", "hiroshi-tanaka,group Partners,saved,"} {
			if !strings.Contains(p.out.String(), want) {
				t.Errorf("not %q in\n%s", want, p.out.String())
			}
		}
		for _, e := range p.since(n) {
			if e.Method != "GET" && !strings.HasSuffix(e.Path, "hiroshi-tanaka") {
				t.Errorf("sent %s %s", e.Method, e.Path)
			}
		}
	})
}

// TestInterruptedImportEndsWhatIsInFlight interrupts while users are created: their
// groups are not tried.
func TestInterruptedImportEndsWhatIsInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlace(t, simulator.Options{Users: 1, Seed: 1, Latency: time.Second})
		file := "name,email,firstName,lastName,groups\n"
		for i := range 20 {
			file += fmt.Sprintf("u%d,u%d@example.com,U,U,Partners\n", i, i)
		}
		f, err := transfer.Read(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		o := &transferOptions{writeOptions: writeOptions{options: &options{p.app, formatCSV}, yes: true}, with: with{groups: true}}
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(20*time.Second, func() { cancel(&interrupted{os.Interrupt}) })
		if err := o.bring(ctx, p.s, f.Records); exitCode(err) != exitInterrupted {
			t.Errorf("ended with %v\n%s", err, p.err.String())
		}
		synctest.Wait()
		sent := 0
		for _, e := range p.since(0) {
			if e.Method == "PUT" {
				sent++
			}
		}
		out := p.out.String()
		saved, left := strings.Count(out, ",create,saved,"), strings.Count(out, ",not tried,Nothing was sent: interrupted before.,")
		if saved != sent || saved < 3 || saved+left != 40 || strings.Count(p.err.String(), "stopping") != 1 {
			t.Errorf("%d saved of %d sent, %d left\n%s%s", saved, sent, left, out, p.err.String())
		}
	})
}

// An exported user is the same when it comes back, whatever its values are.
func TestExportedUsersComeBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := anyUser(t)
		u.ID, u.Email, u.State, u.Identities = "a", "a@example.com", api.StateActive, nil
		var csv, lines bytes.Buffer
		if err := writeJSON(&lines, []*api.User{u}, true); err != nil {
			t.Fatal(err)
		}
		var there api.User // as JSON can carry it
		if err := json.Unmarshal(lines.Bytes(), &there); err != nil {
			t.Fatal(err)
		}
		if err := userListing().write(&csv, formatCSV, []*api.User{&there}, 0); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{csv.String(), lines.String()} {
			f, err := transfer.Read(strings.NewReader(file))
			if err != nil {
				t.Fatalf("%v: %q", err, file)
			}
			target := transfer.Target{Users: []*api.User{&there}}
			rows, err := target.Plan(f.Records)
			if err != nil || len(rows) != 1 || rows[0].Verdict != transfer.Same {
				t.Fatalf("%v: %+v\n%q", err, rows, file)
			}
		}
	})
}

// A long plan is told in part: ten lines of each verdict, and how many there are.
func TestLongPlanIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlace(t, simulator.Options{Users: 5})
		file := "email,firstName,lastName\n"
		for i := range 12 {
			file += fmt.Sprintf("new%d@example.com,New,User%d\n", i, i)
		}
		if outcomes, err := p.take(file, nil); err != nil || outcomes["saved"] != 12 {
			t.Fatalf("%v, %v", outcomes, err)
		}
		if n := strings.Count(p.err.String(), ": create "); n != 10 || !strings.Contains(p.err.String(), "12") {
			t.Errorf("%d users are told of:\n%s", n, p.err.String())
		}
	})
}
