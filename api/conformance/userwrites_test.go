package conformance

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"

	"apimtui/api/simulator"
)

func userWrites() []trial {
	put, patch := []simulator.Operation{simulator.UserPut}, []simulator.Operation{simulator.UserPatch}
	return []trial{
		{name: "create a user", ops: put, full: createUser},
		{name: "create a user by invitation", ops: put, full: inviteUser},
		{name: "create a user with wrong fields", ops: put, full: createWrongUser},
		{name: "replace a user", ops: put, full: replaceUser},
		{name: "change a user", ops: patch, full: changeUser},
		{name: "change nothing", ops: patch, full: changeNothing},
		{name: "change a user that changed", ops: patch, full: changeLate},
		{name: "clear a note", ops: patch, full: clearNote},
		{name: "change a missing user", ops: patch, full: changeNobody},
	}
}

func newUser(email string) apim.UserCreateParameters {
	return apim.UserCreateParameters{Properties: &apim.UserCreateParameterProperties{
		Email: &email, FirstName: ptr("Ada"), LastName: ptr("King"), Note: ptr("first"), Password: ptr("secret")}}
}

func (o *official) put(ctx context.Context, id string, p apim.UserCreateParameters, options *apim.UserClientCreateOrUpdateOptions) (user, string, error) {
	r, err := o.NewUserClient().CreateOrUpdate(ctx, resourceGroup, o.name, id, p, options)
	return theirUser(&r.UserContract), val(r.ETag), told(err)
}

func (o *official) patch(ctx context.Context, id, etag string, p apim.UserUpdateParametersProperties) (user, string, error) {
	r, err := o.NewUserClient().Update(ctx, resourceGroup, o.name, id, etag, apim.UserUpdateParameters{Properties: &p}, nil)
	return theirUser(&r.UserContract), val(r.ETag), told(err)
}

func createUser(t *testing.T, o *official, s *simulator.Service) {
	made, tag, err := o.put(t.Context(), "ada", newUser("ada@king.example.com"), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := truth(t, s, "ada")
	want.groups = 1 // developers, told once
	wantUser(t, made, want)
	wantTag(t, tag, 16)
	if made.state != "active" || !slices.Equal(made.identities, []string{"Basic:ada@king.example.com"}) {
		t.Errorf("made %+v", made)
	}
	again, same, err := o.user(t.Context(), "ada")
	if err != nil || same != tag {
		t.Errorf("read with %s, made with %s, %v", same, tag, err)
	}
	want.groups = -1
	wantUser(t, again, want)
	if n := len(s.Mails()); n != 0 {
		t.Errorf("%d mails were sent", n)
	}
}

func inviteUser(t *testing.T, o *official, s *simulator.Service) {
	p := newUser("ada@king.example.com")
	p.Properties.Confirmation, p.Properties.AppType = ptr(apim.ConfirmationInvite), ptr(apim.AppTypeDeveloperPortal)
	p.Properties.State = ptr(apim.UserStatePending)
	made, _, err := o.put(t.Context(), "ada", p, &apim.UserClientCreateOrUpdateOptions{Notify: ptr(true)})
	if err != nil || made.state != "pending" {
		t.Errorf("%+v, %v", made, err)
	}
	var kinds []string
	for _, m := range s.Mails() {
		kinds = append(kinds, m.Kind+" "+m.To+" "+m.AppType)
	}
	if want := []string{"invite ada@king.example.com developerPortal", "notify ada@king.example.com developerPortal"}; !slices.Equal(kinds, want) {
		t.Errorf("sent %v, want %v", kinds, want)
	}
}

func createWrongUser(t *testing.T, o *official, s *simulator.Service) {
	p := apim.UserCreateParameters{Properties: &apim.UserCreateParameterProperties{Email: ptr(""), FirstName: ptr(strings.Repeat("x", 101))}}
	_, _, err := o.put(t.Context(), "ada", p, nil)
	r, ok := err.(*refusal)
	if !ok || r.status != 400 || r.code != "ValidationError" {
		t.Fatal(err)
	}
	slices.Sort(r.targets)
	if want := []string{"email", "firstName", "lastName"}; !slices.Equal(r.targets, want) {
		t.Errorf("names %v, want %v", r.targets, want)
	}
	if _, ok := s.User("ada"); ok {
		t.Error("the user was made nevertheless")
	}
}

func replaceUser(t *testing.T, o *official, s *simulator.Service) {
	_, tag, err := o.put(t.Context(), "ada", newUser("ada@king.example.com"), nil)
	if err != nil {
		t.Fatal(err)
	}
	p := newUser("countess@king.example.com")
	p.Properties.Note = nil
	u, next, err := o.put(t.Context(), "ada", p, &apim.UserClientCreateOrUpdateOptions{IfMatch: &tag})
	if err != nil || u.email != "countess@king.example.com" || u.note != unset || next == tag {
		t.Errorf("%+v with %s, %v", u, next, err)
	}
	if want := truth(t, s, "ada"); !slices.Equal(u.identities, want.identities) || u.identities[0] != "Basic:ada@king.example.com" {
		t.Errorf("the identity followed the e-mail: %v", u.identities)
	}
	_, _, err = o.put(t.Context(), "ada", p, &apim.UserClientCreateOrUpdateOptions{IfMatch: &tag})
	wantRefusal(t, err, 412, "PreconditionFailed")
}

func changeUser(t *testing.T, o *official, s *simulator.Service) {
	_, tag, _ := o.user(t.Context(), "mateo-garcia")
	u, half, err := o.patch(t.Context(), "mateo-garcia", tag, apim.UserUpdateParametersProperties{State: ptr(apim.UserState("Blocked")), LastName: ptr("Garza")})
	if err != nil || u.state != "blocked" || u.last != "Garza" || u.first != "Mateo" {
		t.Fatalf("%+v, %v", u, err)
	}
	if u.groups != 0 {
		t.Errorf("the answer has %d groups, and is known to have an empty list", u.groups)
	}
	wantTag(t, half, 8)
	read, whole, err := o.user(t.Context(), "mateo-garcia")
	if err != nil || whole == tag || !strings.HasPrefix(strings.Trim(whole, `"`), strings.TrimRight(strings.Trim(half, `"`), "=")[:10]) {
		t.Errorf("read with %s after %s, %v", whole, half, err)
	}
	wantUser(t, read, truth(t, s, "mateo-garcia"))
}

func changeNothing(t *testing.T, o *official, _ *simulator.Service) {
	before, tag, _ := o.user(t.Context(), "mateo-garcia")
	_, half, err := o.patch(t.Context(), "mateo-garcia", tag, apim.UserUpdateParametersProperties{FirstName: &before.first})
	if err != nil {
		t.Fatal(err)
	}
	wantTag(t, half, 8)
	if _, same, err := o.user(t.Context(), "mateo-garcia"); err != nil || same != tag {
		t.Errorf("read with %s, had %s, %v", same, tag, err)
	}
}

func changeLate(t *testing.T, o *official, s *simulator.Service) {
	_, tag, _ := o.user(t.Context(), "mateo-garcia")
	s.Edit("mateo-garcia", func(u *simulator.User) { u.LastName = "Other" })
	_, _, err := o.patch(t.Context(), "mateo-garcia", tag, apim.UserUpdateParametersProperties{LastName: ptr("Mine")})
	wantRefusal(t, err, 412, "PreconditionFailed")
	if u := truth(t, s, "mateo-garcia"); u.last != "Other" {
		t.Errorf("the other's change was overwritten by %s", u.last)
	}
	if _, _, err := o.patch(t.Context(), "mateo-garcia", "*", apim.UserUpdateParametersProperties{LastName: ptr("Mine")}); err != nil {
		t.Errorf("with *: %v", err)
	}
}

func clearNote(t *testing.T, o *official, s *simulator.Service) {
	if truth(t, s, "svc-invoicing").note == unset {
		t.Fatal("there is no note to clear")
	}
	u, _, err := o.patch(t.Context(), "svc-invoicing", "*", apim.UserUpdateParametersProperties{Note: azcore.NullValue[*string]()})
	if err != nil || u.note != unset || truth(t, s, "svc-invoicing").note != unset {
		t.Errorf("%+v, %v", u, err)
	}
}

func changeNobody(t *testing.T, o *official, _ *simulator.Service) {
	_, _, err := o.patch(t.Context(), "nobody", "*", apim.UserUpdateParametersProperties{LastName: ptr("x")})
	wantRefusal(t, err, 404, "ResourceNotFound")
}
