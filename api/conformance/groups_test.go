package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"

	"apimtui/api/simulator"
)

func groupTrials() []trial {
	return []trial{
		{name: "groups: list", ops: []simulator.Operation{simulator.GroupList}, full: listGroups},
		{name: "groups: a life", full: groupLife, ops: []simulator.Operation{
			simulator.GroupPut, simulator.GroupGet, simulator.GroupHead, simulator.GroupPatch, simulator.GroupDelete}},
		{name: "groups: missing", ops: []simulator.Operation{simulator.GroupGet}, full: missingGroup},
	}
}

func memberTrials() []trial {
	return []trial{
		{name: "members: list", ops: []simulator.Operation{simulator.GroupUserList}, full: listMembers},
		{name: "members: add, check, remove", full: memberLife, ops: []simulator.Operation{
			simulator.GroupUserPut, simulator.GroupUserHead, simulator.GroupUserDelete}},
	}
}

func listGroups(t *testing.T, o *official, _ *simulator.Service) {
	all, err := pages(t.Context(), o.NewGroupClient().NewListByServicePager(resourceGroup, o.name, nil),
		func(p apim.GroupClientListByServiceResponse) []*apim.GroupContract { return p.Value })
	groups := convert(all, theirGroup)
	if err != nil || !slices.IsSortedFunc(groups, func(a, b group) int {
		if a.builtIn != b.builtIn {
			if a.builtIn {
				return -1
			}
			return 1
		}
		return strings.Compare(a.name, b.name)
	}) {
		t.Errorf("%v, %v", groups, err)
	}
	for _, id := range []string{"administrators", "developers", "guests", "partners", "contoso-integration"} {
		i := slices.IndexFunc(groups, func(g group) bool { return g.id == id })
		if i < 0 {
			t.Errorf("the list has no group %s", id)
		} else if g := groups[i]; (g.kind == "system") != g.builtIn || (g.kind == "external") != (g.external != "") {
			t.Errorf("got %+v", g)
		}
	}
}

func groupLife(t *testing.T, o *official, _ *simulator.Service) {
	c := o.NewGroupClient()
	made, err := c.CreateOrUpdate(t.Context(), resourceGroup, o.name, "pilots", apim.GroupCreateParameters{
		Properties: &apim.GroupCreateParametersProperties{DisplayName: ptr("Pilots"), Description: ptr("d")}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantTag(t, val(made.ETag), 8)
	if g := theirGroup(&made.GroupContract); g != (group{id: "pilots", name: "Pilots", description: "d", kind: "custom"}) {
		t.Errorf("made %+v", g)
	}
	head, err := c.GetEntityTag(t.Context(), resourceGroup, o.name, "pilots", nil)
	if err != nil || val(head.ETag) != val(made.ETag) {
		t.Errorf("HEAD has %s, %v", val(head.ETag), err)
	}
	changed, err := c.Update(t.Context(), resourceGroup, o.name, "pilots", val(made.ETag), apim.GroupUpdateParameters{
		Properties: &apim.GroupUpdateParametersProperties{DisplayName: ptr("Test pilots")}}, nil)
	if err != nil || val(changed.Properties.DisplayName) != "Test pilots" || val(changed.ETag) == val(made.ETag) {
		t.Errorf("changed to %+v, %v", theirGroup(&changed.GroupContract), err)
	}
	_, err = c.Delete(t.Context(), resourceGroup, o.name, "pilots", val(made.ETag), nil)
	wantRefusal(t, told(err), 412, "PreconditionFailed")
	got, err := c.Get(t.Context(), resourceGroup, o.name, "pilots", nil)
	if err != nil || val(got.Properties.Description) != "d" {
		t.Errorf("read %+v, %v", theirGroup(&got.GroupContract), err)
	}
	if _, err := c.Delete(t.Context(), resourceGroup, o.name, "pilots", val(got.ETag), nil); err != nil {
		t.Error(err)
	}
	_, err = c.Get(t.Context(), resourceGroup, o.name, "pilots", nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
}

func missingGroup(t *testing.T, o *official, _ *simulator.Service) {
	_, err := o.NewGroupClient().Get(t.Context(), resourceGroup, o.name, "nothing", nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
	_, err = pages(t.Context(), o.NewGroupUserClient().NewListPager(resourceGroup, o.name, "nothing", nil),
		func(p apim.GroupUserClientListResponse) []*apim.UserContract { return p.Value })
	wantRefusal(t, err, 404, "ResourceNotFound")
}

func listMembers(t *testing.T, o *official, s *simulator.Service) {
	all, err := pages(t.Context(), o.NewGroupUserClient().NewListPager(resourceGroup, o.name, "developers", &apim.GroupUserClientListOptions{Top: ptr(int32(40))}),
		func(p apim.GroupUserClientListResponse) []*apim.UserContract { return p.Value })
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, u := range must(o.allUsers(t.Context(), ""))(t) {
		if kept, _ := s.User(u.id); slices.Contains(kept.Groups, "developers") {
			want = append(want, u.id)
		}
	}
	members := convert(all, theirUser)
	if got := convert(members, idOf); !slices.Equal(got, want) {
		t.Errorf("%d members, want %d", len(got), len(want))
	}
	for _, u := range members[:20] {
		wantUser(t, u, truth(t, s, u.id))
	}
	if typ := val(all[0].Type); typ != "Microsoft.ApiManagement/service/groups/users" {
		t.Errorf("members are %s", typ)
	}
}

func memberLife(t *testing.T, o *official, s *simulator.Service) {
	c := o.NewGroupUserClient()
	isMember := func() bool {
		t.Helper()
		r, err := c.CheckEntityExists(t.Context(), resourceGroup, o.name, "beta-testers", "mateo-garcia", nil)
		if err != nil && !isStatus(err, 404) {
			t.Fatal(err)
		}
		return r.Success
	}
	s.Edit("mateo-garcia", func(u *simulator.User) { u.Groups = []string{"developers"} })
	if isMember() {
		t.Error("is a member before being added")
	}
	for range 2 { // the second time changes nothing
		r, err := c.Create(t.Context(), resourceGroup, o.name, "beta-testers", "mateo-garcia", nil)
		if err != nil || val(r.Name) != "mateo-garcia" || r.Properties.Groups == nil || len(r.Properties.Groups)+len(r.Properties.Identities) != 0 {
			t.Errorf("%+v, %v", theirUser(&r.UserContract), err)
		}
	}
	if !isMember() {
		t.Error("is not a member after being added")
	}
	for range 2 {
		if _, err := c.Delete(t.Context(), resourceGroup, o.name, "beta-testers", "mateo-garcia", nil); err != nil {
			t.Error(err)
		}
	}
	if isMember() {
		t.Error("is a member after being removed")
	}
}

func isStatus(err error, status int) bool {
	e, ok := err.(*azcore.ResponseError)
	return ok && e.StatusCode == status
}
