package conformance

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"

	"apimtui/api/simulator"
)

// asynchronous is the api-version since which deletes are polled.
const asynchronous = "2024-05-01"

func userDeletes() []trial {
	ops := []simulator.Operation{simulator.UserDelete}
	return []trial{
		{name: "delete a user", ops: ops, full: deleteUser},
		{name: "delete a user and what it owns", ops: ops, full: deleteOwner},
		{name: "delete a user that changed", ops: ops, full: deleteLate},
		{name: "delete a missing user", ops: ops, full: deleteNobody},
	}
}

func (o *official) remove(ctx context.Context, id, etag string, options *apim.UserClientBeginDeleteOptions) error {
	poller, err := o.NewUserClient().BeginDelete(ctx, resourceGroup, o.name, id, etag, options)
	if err != nil {
		return told(err)
	}
	_, err = poller.PollUntilDone(ctx, &runtime.PollUntilDoneOptions{Frequency: time.Second})
	return told(err)
}

// wantDeleted accepts what the generated client makes of the answer: it takes
// the 200 of the older api-versions, which was seen on the wire, for an error.
func (o *official) wantDeleted(t *testing.T, s *simulator.Service, id string, err error) {
	t.Helper()
	if o.version == asynchronous {
		if err != nil {
			t.Errorf("%v", err)
		}
		var polled bool
		for _, e := range s.Journal() {
			polled = polled || e.Operation == simulator.OperationResult
		}
		if !polled {
			t.Error("nothing was polled")
		}
	} else if r, ok := err.(*refusal); !ok || r.status != 200 {
		t.Errorf("got %v, want the generated client's error for a 200", err)
	}
	if _, ok := s.User(id); ok {
		t.Errorf("%s is still there", id)
	}
	_, _, err = o.user(t.Context(), id)
	wantRefusal(t, err, 404, "ResourceNotFound")
}

func deleteUser(t *testing.T, o *official, s *simulator.Service) {
	_, tag, _ := o.user(t.Context(), "mateo-garcia")
	err := o.remove(t.Context(), "mateo-garcia", tag, nil)
	o.wantDeleted(t, s, "mateo-garcia", err)
	if n := len(s.Mails()); n != 0 {
		t.Errorf("%d mails", n)
	}
}

func deleteOwner(t *testing.T, o *official, s *simulator.Service) {
	users := must(o.everybody(t.Context(), ""))(t)
	i := slices.IndexFunc(users[1:], func(u user) bool { return len(must(o.subscriptions(t.Context(), u.id))(t)) > 0 })
	owner := users[1+i].id
	sub := must(o.subscriptions(t.Context(), owner))(t)[0]
	err := o.remove(t.Context(), owner, "*", &apim.UserClientBeginDeleteOptions{DeleteSubscriptions: ptr(true), Notify: ptr(true), AppType: ptr(apim.AppTypeDeveloperPortal)})
	o.wantDeleted(t, s, owner, err)
	_, err = o.NewSubscriptionClient().Get(t.Context(), resourceGroup, o.name, sub.id, nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
	if m := s.Mails(); len(m) != 1 || m[0].Kind != "delete" || m[0].UserID != owner {
		t.Errorf("mails %v", m)
	}
}

func deleteLate(t *testing.T, o *official, s *simulator.Service) {
	_, tag, _ := o.user(t.Context(), "mateo-garcia")
	s.Edit("mateo-garcia", func(u *simulator.User) { u.LastName = "Other" })
	err := o.remove(t.Context(), "mateo-garcia", tag, nil)
	wantRefusal(t, err, 412, "PreconditionFailed")
	if _, ok := s.User("mateo-garcia"); !ok {
		t.Error("the user is gone")
	}
}

func deleteNobody(t *testing.T, o *official, _ *simulator.Service) {
	if err := o.remove(t.Context(), "nobody", "*", nil); err != nil {
		t.Error(err)
	}
}
