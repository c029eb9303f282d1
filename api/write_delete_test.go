package api_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

// Services answer a deletion in three ways; all of them mean that the user is
// gone, and none is polled where Azure-AsyncOperation points.
func TestDeleteAtEveryVersion(t *testing.T) {
	for _, version := range []string{"2021-08-01", "2022-08-01", "2024-05-01"} {
		for name, o := range map[string]simulator.Options{
			"at once": {AsyncPolls: -1}, "soon": {}, "late": {AsyncPolls: 20},
			"empty operation results": {Faults: []simulator.Fault{{Operation: simulator.UserDelete, AsyncOperation: "emptyBody"}}},
			"void operation results":  {Faults: []simulator.Fault{{Operation: simulator.UserDelete, AsyncOperation: "emptyValue"}}},
		} {
			t.Run(version+"/"+name, func(t *testing.T) {
				onScene(t, o, func(x *scene) {
					w := x.c.Users.Delete(x.base, api.DeleteOptions{}).Do(x.Context(), x.watch)
					x.want(w, api.Saved)
					if _, there := x.s.User(hiroshi); there || w.Mail != api.NoMail {
						t.Errorf("there: %v, mail: %v", there, w.Mail)
					}
					if async := version == "2024-05-01"; x.heard(func(p api.Progress) bool { return p.Deleting }) != async {
						t.Errorf("told %v", x.told)
					}
					for _, e := range x.s.Journal() {
						if strings.Contains(e.Path, "operationResults") {
							t.Errorf("asked %s", e.Path)
						}
					}
				}, func(o *api.Options) { o.APIVersion = version })
			})
		}
	}
}

func TestDeleteAsksForWhatWasChosen(t *testing.T) {
	for want, o := range map[string]api.DeleteOptions{
		"api-version=2024-05-01":                                     {AppType: api.AppDeveloperPortal},
		"api-version=2024-05-01&appType=developerPortal&notify=true": {Notify: true, AppType: api.AppDeveloperPortal},
		"api-version=2024-05-01&deleteSubscriptions=true":            {DeleteSubscriptions: true},
		"api-version=2024-05-01&notify=true":                         {Notify: true},
	} {
		onScene(t, simulator.Options{}, func(x *scene) {
			w := x.c.Users.Delete(x.base, o).Do(x.Context(), nil)
			if got := x.writes()[0].Query; got != want || len(x.s.Mails()) > 0 != o.Notify || w.Mail == api.MailAccepted != o.Notify {
				t.Errorf("sent %s and %d mails, want %s", got, len(x.s.Mails()), want)
			}
		})
	}
}

// What ends a poll early does not undo the deletion: the user is read.
func TestDeletionThatCannotBeWatched(t *testing.T) {
	for name, f := range map[string]simulator.Fault{
		"no polls":  {Status: 503, Times: -1},
		"cut":       {CutBefore: true, Times: -1},
		"hang":      {Hang: true, Times: -1},
		"403":       {Status: 403},
		"404":       {Status: 404},
		"garbage":   {Garbage: true},
		"huge body": {HugeBody: true},
		"a user":    {Status: 200, Body: `{"name":"hiroshi-tanaka","properties":{}}`},
		"redirect":  {Redirect: "https://management.azure.com.evil/"},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.strike(simulator.OperationResult, f)
				x.want(x.c.Users.Delete(x.base, api.DeleteOptions{}).Do(x.Context(), nil), api.Confirmed)
			})
		})
	}
}

// lingering accepts a deletion and carries it out never, or not yet.
type lingering struct {
	http.RoundTripper
	location string
	foreign  int // requests to another server
	polls    int
}

func (l *lingering) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case r.URL.Host != "management.azure.com" && r.URL.Host != "management.azure.com:443":
		l.foreign++
		return reply(r, 200, ""), nil
	case r.Method == http.MethodDelete:
		return reply(r, 202, "", "Location: "+l.location), nil
	case r.URL.Query().Has("asyncId"):
		l.polls++
		return reply(r, 202, ""), nil
	}
	return l.RoundTripper.RoundTrip(r)
}

// A Location of elsewhere is not followed, and a deletion of which no end is
// seen is not called one.
func TestDeletionWithoutAnEnd(t *testing.T) {
	own := base + "/users/hiroshi-tanaka?api-version=2024-05-01&asyncId=1&asyncCode=204"
	for name, c := range map[string]struct {
		location string
		polled   bool
	}{
		"own":             {endpoint + ":443" + own, true},
		"own, relative":   {own, true},
		"other host":      {"https://management.azure.com.evil" + own, false},
		"other scheme":    {"http://management.azure.com" + own, false},
		"user in front":   {"https://management.azure.com@evil.example" + own, false},
		"other service":   {endpoint + strings.Replace(own, "apimService1", "other", 1), false},
		"climbing":        {endpoint + base + "/../other?asyncId=1", false},
		"none":            {"", false},
		"not an address":  {"\x7f://", false},
		"another's token": {"//evil.example" + own, false},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				l := &lingering{RoundTripper: x.s.Transport(), location: c.location}
				x.c = newClient(t, l)
				start := time.Now()
				w := x.c.Users.Delete(x.base, api.DeleteOptions{Notify: true}).Do(x.Context(), nil)
				x.want(w, api.Unknown)
				if l.foreign > 0 || l.polls > 0 != c.polled || w.Mail != api.MailMaybe || w.Now.ETag != "" {
					t.Errorf("%d foreign requests, %d polls, %+v", l.foreign, l.polls, w)
				}
				if d := time.Since(start); c.polled && (d < time.Minute || d > 6*time.Minute || l.polls > 100) {
					t.Errorf("%d polls within %v", l.polls, d)
				}
			})
		})
	}
}

func TestDeletionIsNotWaitedForAnyLonger(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.c = newClient(t, &lingering{RoundTripper: x.s.Transport(), location: base + "/users/hiroshi-tanaka?asyncId=1"})
		ctx, cancel := context.WithCancel(x.Context())
		time.AfterFunc(10*time.Second, cancel)
		start := time.Now()
		w := x.c.Users.Delete(x.base, api.DeleteOptions{}).Do(ctx, nil)
		x.want(w, api.Unknown)
		if !errors.Is(w.Err, api.KindCanceled) || time.Since(start) > 11*time.Second {
			t.Errorf("%v after %v", w.Err, time.Since(start))
		}
	})
}
