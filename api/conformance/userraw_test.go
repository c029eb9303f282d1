package conformance

import (
	"slices"
	"strings"
	"testing"

	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"

	"apimtui/api/simulator"
)

// userRaw has the trials of features that our client does not use or show.
func userRaw() []trial {
	put, patch, del := []simulator.Operation{simulator.UserPut}, []simulator.Operation{simulator.UserPatch}, []simulator.Operation{simulator.UserDelete}
	return []trial{
		{name: "create a user with missing fields", ops: put, full: createIncomplete},
		{name: "replace a user", ops: put, full: replaceUser},
		{name: "change a user: the answer", ops: patch, full: patchAnswer, only: answersPatch},
		{name: "change a user: no answer", ops: patch, full: silentPatchAnswer, only: silentPatch},
		{name: "change nothing: the answer", ops: patch, full: idlePatchAnswer, only: answersPatch},
		{name: "write with the ETag of an answer", ops: patch, full: patchWithHalf, only: answersPatch},
		{name: "write whatever the version", ops: append(patch, del...), full: writeAnyVersion},
		{name: "delete a user: the answer", ops: del, full: deleteAnswer},
		{name: "delete a user: it fails", ops: append(del, simulator.OperationResult), full: deleteFails, only: acceptsDelete},
		{name: "delete a missing user", ops: del, full: deleteMissing},
	}
}

func createIncomplete(t *testing.T, o *official, s *simulator.Service) {
	_, _, err := o.put(t.Context(), "ada", apim.UserCreateParameterProperties{FirstName: ptr("Ada")}, nil)
	wantRefusal(t, err, 400, "ValidationError", "email", "lastName")
	if _, ok := s.User("ada"); ok {
		t.Error("the user was created nevertheless")
	}
}

// replaceUser overwrites a user: omitted properties are reset to their
// defaults, except for the identities.
func replaceUser(t *testing.T, o *official, s *simulator.Service) {
	_, tag, err := o.create(t.Context(), "ada", creation{email: adasEmail, first: "Ada", last: "King", note: "first", state: "blocked"})
	if err != nil {
		t.Fatal(err)
	}
	p := apim.UserCreateParameterProperties{Email: ptr("countess@king.example.com"), FirstName: ptr("Ada"), LastName: ptr("Lovelace")}
	u, next, err := o.put(t.Context(), "ada", p, &apim.UserClientCreateOrUpdateOptions{IfMatch: &tag})
	if err != nil || u.email != "countess@king.example.com" || u.note != unset || u.state != "active" || next == tag {
		t.Errorf("%+v with %s, %v", u, next, err)
	}
	if want := truth(t, s, "ada"); !slices.Equal(u.identities, want.identities) || !slices.Equal(u.identities, []string{"Basic:" + adasEmail}) {
		t.Errorf("the identity followed the e-mail: %v", u.identities)
	}
	_, _, err = o.put(t.Context(), "ada", p, &apim.UserClientCreateOrUpdateOptions{IfMatch: &tag})
	wantRefusal(t, err, 412, "PreconditionFailed")
	_, _, err = o.put(t.Context(), "missing", p, &apim.UserClientCreateOrUpdateOptions{IfMatch: &tag})
	if _, ok := s.User("missing"); ok || err == nil {
		t.Errorf("a condition created a user, %v", err)
	}
}

// wantHalf checks that the ETag of an update's answer is the first half of the
// next one read.
func wantHalf(t *testing.T, half, whole string) {
	t.Helper()
	wantTag(t, half, 8)
	// 8 bytes are 10 base64 digits and a part of the next.
	if !strings.HasPrefix(strings.Trim(whole, `"`), strings.Trim(half, `"`)[:10]) {
		t.Errorf("read with %s after %s", whole, half)
	}
}

func patchAnswer(t *testing.T, o *official, s *simulator.Service) {
	from := load(t, o, "mateo-garcia")
	u, half, err := o.patch(t.Context(), "mateo-garcia", from.tag, apim.UserUpdateParametersProperties{State: ptr(apim.UserState("Blocked")), LastName: ptr("Garza")})
	if err != nil || u.state != "blocked" || u.last != "Garza" || u.first != "Mateo" {
		t.Fatalf("%+v, %v", u, err)
	}
	if u.groups != 0 {
		t.Errorf("the answer has %d groups, and is known to have an empty list", u.groups)
	}
	if kept, _ := s.User("mateo-garcia"); len(kept.Groups) == 0 {
		t.Error("the user left its groups")
	}
	now := load(t, o, "mateo-garcia")
	wantHalf(t, half, now.tag)
	if now.tag == from.tag {
		t.Error("the ETag did not change")
	}
}

func silentPatchAnswer(t *testing.T, o *official, s *simulator.Service) {
	from := load(t, o, "mateo-garcia")
	_, _, err := o.patch(t.Context(), "mateo-garcia", from.tag, apim.UserUpdateParametersProperties{LastName: ptr("Garza")})
	wantRefusal(t, err, 204, "")
	if u := truth(t, s, "mateo-garcia"); u.last != "Garza" || load(t, o, "mateo-garcia").tag == from.tag {
		t.Errorf("changed to %+v", u)
	}
}

func idlePatchAnswer(t *testing.T, o *official, s *simulator.Service) {
	from := load(t, o, "mateo-garcia")
	_, half, err := o.patch(t.Context(), "mateo-garcia", from.tag, apim.UserUpdateParametersProperties{FirstName: &from.user.first})
	if err != nil {
		t.Fatal(err)
	}
	wantHalf(t, half, from.tag)
	wantUntouched(t, s, from)
}

func patchWithHalf(t *testing.T, o *official, s *simulator.Service) {
	from := load(t, o, "mateo-garcia")
	_, half, err := o.patch(t.Context(), "mateo-garcia", from.tag, apim.UserUpdateParametersProperties{LastName: ptr("One")})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = o.patch(t.Context(), "mateo-garcia", half, apim.UserUpdateParametersProperties{LastName: ptr("Two")})
	wantRefusal(t, err, 412, "PreconditionFailed")
	if u := truth(t, s, "mateo-garcia"); u.last != "One" {
		t.Errorf("the last name is %s", u.last)
	}
}

func writeAnyVersion(t *testing.T, o *official, s *simulator.Service) {
	if u, err := o.change(t.Context(), "mateo-garcia", "*", apim.UserUpdateParametersProperties{LastName: ptr("Mine")}); err != nil || u.last != "Mine" {
		t.Errorf("%+v, %v", u, err)
	}
	_, _, err := o.patch(t.Context(), "missing", "*", apim.UserUpdateParametersProperties{LastName: ptr("Mine")})
	wantRefusal(t, err, 404, "ResourceNotFound")
	_ = o.remove(t.Context(), "mateo-garcia", "*", nil) // deleteAnswer checks its answer
	if _, ok := s.User("mateo-garcia"); ok {
		t.Error("the user is still there")
	}
}

// deleteAnswer shows why the console does not use the generated client: it
// treats the answers of older api-versions as errors.
func deleteAnswer(t *testing.T, o *official, s *simulator.Service) {
	from := load(t, o, "mateo-garcia")
	err := o.remove(t.Context(), "mateo-garcia", from.tag, nil)
	if deleteAnswered(o.version) == 200 {
		wantRefusal(t, err, 200, "")
	} else if err != nil {
		t.Error(err)
	}
	if _, ok := s.User("mateo-garcia"); ok {
		t.Error("the user is still there")
	}
}

// deleteFails is accepted and then fails: the poller returns the reason, and
// the user stays.
func deleteFails(t *testing.T, o *official, s *simulator.Service) {
	from := load(t, o, "mateo-garcia")
	s.InjectFault(simulator.Fault{Operation: simulator.UserDelete, AsyncOperation: "failed", Code: "ScopeLocked", Message: "Locked."})
	wantRefusal(t, o.remove(t.Context(), "mateo-garcia", from.tag, nil), 200, "ScopeLocked")
	wantUntouched(t, s, from)
}

func deleteMissing(t *testing.T, o *official, _ *simulator.Service) {
	if err := o.remove(t.Context(), "missing", "*", nil); err != nil {
		t.Error(err)
	}
}
