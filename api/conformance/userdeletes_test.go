package conformance

import (
	"cmp"
	"net/url"
	"testing"

	"apimtui/api/simulator"
)

func userDeletes() []trial {
	ops := []simulator.Operation{simulator.UserDelete}
	var all []trial
	for _, f := range farewells() {
		all = append(all, trial{name: "delete a user: " + f.name, ops: ops, write: f.run})
	}
	return append(all,
		trial{name: "delete a user and what it owns", ops: ops, write: deleteOwner},
		trial{name: "delete a user and keep what it owned", ops: ops, write: deleteAndKeep},
		trial{name: "delete a user that was changed", ops: ops, write: deleteLate},
		trial{name: "delete a user that is gone", ops: ops, write: deleteGone},
		trial{name: "delete the built-in user", ops: ops, write: deleteBuiltIn},
	)
}

// farewell is a deletion, and its expected result.
type farewell struct {
	name  string
	id    string // "" means svc-invoicing
	say   deletion
	query string
	mails []string
}

func farewells() []farewell {
	const told = "delete svc-invoicing@contoso.com "
	return []farewell{
		{name: "nothing else"},
		{name: "an id to escape", id: "legacy/o'brien & co"},
		{name: "product subscriptions too", say: deletion{subscriptions: true}, query: "deleteSubscriptions=true"},
		{name: "notify", say: deletion{notify: true}, query: "notify=true", mails: []string{told + "portal"}},
		{name: "notify of the legacy portal", say: deletion{notify: true, app: "portal"},
			query: "appType=portal&notify=true", mails: []string{told + "portal"}},
		{name: "everything", say: deletion{subscriptions: true, notify: true, app: "developerPortal"},
			query: "appType=developerPortal&deleteSubscriptions=true&notify=true", mails: []string{told + "developerPortal"}},
	}
}

func (f farewell) run(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, cmp.Or(f.id, "svc-invoicing"))
	if err := c.delete(t.Context(), from, f.say); err != nil {
		t.Error(err)
	}
	wantDeleted(t, c, s, from, f.query)
	wantMails(t, s, f.mails...)
}

// wantDeleted checks the request, and that an accepted deletion was polled to
// its end at Location.
func wantDeleted(t *testing.T, c client, s *simulator.Service, from version, query string) {
	t.Helper()
	polls := sentAs(s, simulator.OperationResult)
	if acceptsDelete(c.asked()) {
		wantPolls(t, c, polls, resource+"/users/"+url.PathEscape(from.user.id))
	} else if len(polls) > 0 {
		t.Errorf("%d polls after the end", len(polls))
	}
	wantSent(t, s, simulator.UserDelete, sent{method: "DELETE", path: url.PathEscape(from.user.id), query: query, ifMatch: from.tag, status: deleteAnswered(c.asked())})
	if _, ok := s.User(from.user.id); ok {
		t.Errorf("%s is still there", from.user.id)
	}
	_, _, err := c.user(t.Context(), from.user.id)
	wantRefusal(t, err, 404, "ResourceNotFound")
}

// owner finds a user with a product subscription.
func owner(t *testing.T, c reader) (version, subscription) {
	t.Helper()
	for _, u := range must(c.allUsers(t.Context(), ""))(t)[1:] {
		if own := must(c.subscriptions(t.Context(), u.id))(t); len(own) > 0 {
			return load(t, c, u.id), own[0]
		}
	}
	t.Fatal("no user has a product subscription")
	return version{}, subscription{}
}

func deleteOwner(t *testing.T, c client, s *simulator.Service) {
	from, own := owner(t, c)
	if err := c.delete(t.Context(), from, deletion{subscriptions: true}); err != nil {
		t.Error(err)
	}
	wantDeleted(t, c, s, from, "deleteSubscriptions=true")
	judge := newOfficial(t, s, c.asked(), service)
	_, err := judge.NewSubscriptionClient().Get(t.Context(), resourceGroup, service, own.id, nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
}

func deleteAndKeep(t *testing.T, c client, s *simulator.Service) {
	from, own := owner(t, c)
	if err := c.delete(t.Context(), from, deletion{}); err != nil {
		t.Error(err)
	}
	wantDeleted(t, c, s, from, "")
	judge := newOfficial(t, s, c.asked(), service)
	kept, err := judge.NewSubscriptionClient().Get(t.Context(), resourceGroup, service, own.id, nil)
	own.owner = ""
	if got := theirSubscription(&kept.SubscriptionContract); err != nil || got != own || val(kept.Properties.OwnerID) != "" {
		t.Errorf("kept %+v of %q, was %+v, %v", got, val(kept.Properties.OwnerID), own, err)
	}
}

func deleteLate(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "mateo-garcia")
	s.Edit("mateo-garcia", func(u *simulator.User) { u.LastName = "Other" })
	theirs := load(t, c, "mateo-garcia")
	wantRefusal(t, c.delete(t.Context(), from, deletion{notify: true}), 412, "PreconditionFailed")
	wantSent(t, s, simulator.UserDelete, sent{method: "DELETE", path: "mateo-garcia", query: "notify=true", ifMatch: from.tag, status: 412})
	wantUntouched(t, s, theirs)
	wantMails(t, s)
}

// deleteGone succeeds at once, without a deletion or a mail.
func deleteGone(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "mateo-garcia")
	s.Remove("mateo-garcia")
	if err := c.delete(t.Context(), from, deletion{notify: true}); err != nil {
		t.Error(err)
	}
	wantSent(t, s, simulator.UserDelete, sent{method: "DELETE", path: "mateo-garcia", query: "notify=true", ifMatch: from.tag, status: 204})
	wantMails(t, s)
}

func deleteBuiltIn(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "1")
	wantRefusal(t, c.delete(t.Context(), from, deletion{}), 400, "ValidationError", "userId")
	wantSent(t, s, simulator.UserDelete, sent{method: "DELETE", path: "1", ifMatch: from.tag, status: 400})
	wantUntouched(t, s, from)
}
