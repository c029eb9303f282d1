package transfer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/transfer"
)

// target is a service with three users, groups and products.
func target() *transfer.Target {
	note := text.Text("old\n=1+1")
	group := func(id, name, kind string) api.Group {
		return api.Group{ID: text.Text(id), DisplayName: text.Text(name), Type: text.Text(kind), BuiltIn: kind == "system"}
	}
	t := &transfer.Target{
		Users: []*api.User{
			{ID: "1", Email: "admin@example.com", FirstName: "Administrator", State: api.StateActive},
			{ID: "ada", Email: "ada@example.com", FirstName: "Ada", LastName: "Byron", State: api.StateActive, Note: &note,
				Identities: []api.Identity{{Provider: "Basic", ID: "ada@example.com"}}},
			{ID: "twin-1", Email: "twin@example.com"}, {ID: "twin-2", Email: "Twin@example.com"},
		},
		WithGroups: true, WithSubscriptions: true,
		NewID: func() (api.UserID, error) { return "new", nil },
	}
	t.Groups = []api.Group{group("developers", "Developers", "system"), group("p1", "Partners", "custom"), group("t1", "Testers", "custom"), group("t2", "Testers", "custom")}
	t.Catalog.Products = []api.Product{{ID: "prod-1", DisplayName: "Starter"}, {ID: "unlimited", DisplayName: "Unlimited"}}
	t.Catalog.APIs = []api.API{{ID: "orders", DisplayName: "Orders"}}
	t.Join("ADA", t.Groups[1])
	t.Own(api.Subscription{ID: "s1", Owner: "/users/Ada", Scope: "/x/products/prod-1", DisplayName: "My app", State: "suspended"})
	t.Own(api.Subscription{ID: "s2", Owner: "/users/ada", Scope: "/x/products/unlimited", State: "active"})
	t.Own(api.Subscription{ID: "master", Scope: "/x/"})
	return t
}

// drawn is a row of a plan in one line.
func drawn(r *transfer.Row) string {
	s := fmt.Sprintf("%d %s %s", r.Line, r.Verdict, r.User.ID)
	for _, c := range r.Changes() {
		s += fmt.Sprintf(" %s %s>%s", c.Property, c.Before, c.After)
	}
	for _, a := range r.Adds {
		if s += "; " + a.What; a.Why != "" {
			s += " (" + a.Why + ")"
		}
	}
	if r.Why != "" {
		s = fmt.Sprintf("%d %s %s", r.Line, r.Verdict, r.Why)
	}
	return s
}

func TestPlan(t *testing.T) {
	const csv = "name,email,firstName,lastName,state,note,identities,groups,subscriptions\n"
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"create, change, same": {csv + "new1,n@example.com,N,U,,,,,\nada,ADA@example.com,Ada,Byron,blocked,,,,\n1,admin@example.com,Administrator,,active,,,,\n",
			[]string{"2 create new1", "3 change ada email ada@example.com>ADA@example.com state active>blocked note old␊=1+1>", "4 same 1"}},
		"found by e-mail":                         {"email,note\nAda@Example.com,x\nNew@example.com,y\n", []string{"2 change ada note old␊=1+1>x", "3 refused A first name is needed"}},
		"an id is made":                           {"email,firstName,lastName\nnew@example.com,N,U\n", []string{"2 create new"}},
		"id in other case":                        {"name,firstName\nADA,Ada\n", []string{"2 same ada"}},
		"the safe form of a CSV cell is the same": {"name,note\nada,'old␊=1+1\n", []string{"2 same ada"}},
		"but not in JSON":                         {`{"name":"ada","note":"old␊=1+1"}`, []string{"1 change ada note old␊=1+1>old␊=1+1"}},
		"null clears a note":                      {`{"name":"ada","note":null,"email":null}`, []string{"1 change ada note old␊=1+1>"}},
		"an empty state is no word":               {"name,state\nada,\n", []string{"2 same ada"}},
		"state in another case":                   {"name,state\nada,Active\n", []string{"2 same ada"}},
		"two with one id":                         {"name,note\nada,x\nADA,x\n", []string{"2 change ada note old␊=1+1>x", "3 refused the same user is in line 2"}},
		"two with one e-mail": {"email,firstName,lastName\nx@example.com,X,Y\nX@Example.com,X,Y\n",
			[]string{"2 create new", "3 refused the same e-mail is in line 2"}},
		"id and e-mail of one user": {"name,email\nada,\n,ada@example.com\n", []string{"2 refused An e-mail address is needed", "3 refused the same user is in line 2"}},
		"e-mail of another":         {"name,email,firstName,lastName\nbob,ada@example.com,B,B\n1,Ada@example.com,A,A\n", []string{"2 refused the e-mail belongs to the user id ada", "3 refused the same e-mail is in line 2"}},
		"e-mail of another, change": {"name,email\n1,Ada@example.com\n", []string{"2 refused the e-mail belongs to the user id ada"}},
		"several have the e-mail":   {"email,note\ntwin@example.com,x\n", []string{"2 refused 2 users have this e-mail: name one by its id"}},
		"neither id nor e-mail":     {"name,email,note\n,,x\n", []string{"2 refused neither a user id nor an e-mail"}},
		"values": {"name,email,firstName,lastName,state\n.,a@example.com,A,A,\n" + strings.Repeat("x", 81) + ",b@example.com,A,A,\nc,c,A,A,\nd,d@example.com," + strings.Repeat("x", 101) + ",A,\ne,e@example.com,A,A,gone\nf,f@example.com,A,A,deleted\n1,admin@example.com,Administrator,,blocked\n",
			[]string{"2 refused This cannot be a user id", "3 refused A user id has at most 80 characters; this has 81", "4 refused Write it like name@example.com", "5 refused A first name has at most 100 characters; this has 101",
				"6 refused the state is none of active, blocked and pending", "7 refused the state deleted would close the account, which is done for one user at a time",
				"8 refused user 1 is the built-in administrator, which can be neither blocked nor deleted"}},
		"identities": {"name,identities\nada,Basic:ada@example.com\n1,wrong\ntwin-1,Aad:1\n", []string{"2 same ada", "3 refused an identity is written PROVIDER:ID, not wrong", "4 change twin-1 identities >Aad:1"}},
		"groups": {"name,groups\nada,Partners;developers;p1\n1,partners;Testers;t2;Nobody;Partners\n",
			[]string{"2 same ada", "3 change 1; group partners; group Testers (2 have this name); group t2; group Nobody (there is no such group)"}},
		"product subscriptions": {"name,subscriptions\nada,name=My+app&product=starter&state=active;product=Unlimited;product=Unlimited;api=orders;all-apis=;product=Gone\n1,x\n",
			[]string{"2 change ada; product subscription Unlimited; product subscription Orders; product subscription all APIs; product subscription Gone (there is no such product)",
				"3 refused a product subscription is written like product=Starter&state=active&name=Mobile+app, not x"}},
	} {
		f, err := transfer.Read(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rows, err := target().Plan(f.Records)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for i := range rows {
			got = append(got, drawn(&rows[i]))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

// Groups and product subscriptions are left alone unless they were asked for.
func TestPlanWithoutBelongings(t *testing.T) {
	f, err := transfer.Read(strings.NewReader("name,groups,subscriptions\n1,Partners,product=Starter\n"))
	if err != nil {
		t.Fatal(err)
	}
	at := target()
	at.WithGroups, at.WithSubscriptions = false, false
	if rows, err := at.Plan(f.Records); err != nil || rows[0].Verdict != transfer.Same {
		t.Errorf("%v %+v", err, rows[0])
	}
}

// What one service describes, another maps by name; a name that would lead to
// another group is not used.
func TestDescribedForAnotherService(t *testing.T) {
	from := target()
	from.Join("ada", from.Groups[3])
	r := transfer.Of(from.Users[1], &from.Belongings)
	if fmt.Sprint(r.Groups) != "[Partners t2]" || r.Subscriptions[0].For != "Starter" {
		t.Errorf("%v %+v", r.Groups, r.Subscriptions)
	}
	to := target()
	to.Users, to.GroupsOf, to.SubscriptionsOf = nil, nil, nil
	to.Groups[1].ID, to.Catalog.Products[0].ID = "other", "other-product"
	rows, err := to.Plan([]transfer.Record{r})
	if err != nil || len(rows[0].Adds) != 4 {
		t.Fatalf("%v %s", err, drawn(&rows[0]))
	}
	if a := rows[0].Adds; a[0].Group.ID != "other" || a[2].Subscription.Scope.ID != "other-product" || a[2].Subscription.State != "suspended" {
		t.Errorf("mapped to %s, %+v", a[0].Group.ID, a[2].Subscription)
	}
}
