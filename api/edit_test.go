package api_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
)

// editables generates users with many equal and many different values.
func editables() *rapid.Generator[api.Editable] {
	word := rapid.SampledFrom([]text.Text{"", "a", "b", "A", "é", "e\u0301", "a\n"})
	identity := rapid.SampledFrom([]api.Identity{{Provider: "Basic", ID: "a"}, {Provider: "Basic", ID: "b"}, {Provider: "Aad", ID: "a"}})
	return rapid.Custom(func(t *rapid.T) api.Editable {
		return api.Editable{
			Email: word.Draw(t, "email"), FirstName: word.Draw(t, "first"), LastName: word.Draw(t, "last"), Note: word.Draw(t, "note"),
			State:      rapid.SampledFrom([]api.State{"active", "Active", "blocked", "pending", "deleted"}).Draw(t, "state"),
			Identities: rapid.SliceOfN(identity, 0, 3).Draw(t, "identities"),
		}
	})
}

func sameIn(a, b api.Editable, p api.Property) bool { return !slices.Contains(a.Changed(b), p) }

func TestChangedIsWhatAPatchSends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := editables().Draw(t, "a"), editables().Draw(t, "b")
		if got := a.Changed(a); len(got) != 0 {
			t.Fatalf("differs from itself in %v", got)
		}
		if !slices.Equal(a.Changed(b), b.Changed(a)) {
			t.Fatalf("%v one way, %v the other", a.Changed(b), b.Changed(a))
		}
		p := api.PatchOf(a, b)
		if !slices.Equal(p.Names(), a.Changed(b)) || p.IsZero() != (len(a.Changed(b)) == 0) {
			t.Fatalf("the patch names %v, changed are %v", p.Names(), a.Changed(b))
		}
	})
}

func TestEqualProperties(t *testing.T) {
	ids := func(s ...text.Text) []api.Identity {
		var all []api.Identity
		for _, id := range s {
			all = append(all, api.Identity{Provider: "Basic", ID: id})
		}
		return all
	}
	for name, c := range map[string]struct {
		a, b api.Editable
		same bool
	}{
		"states by case":            {api.Editable{State: "Active"}, api.Editable{State: "active"}, true},
		"names by case":             {api.Editable{FirstName: "ada"}, api.Editable{FirstName: "Ada"}, false},
		"twins to the eye":          {api.Editable{Email: "a@x"}, api.Editable{Email: "a\u200b@x"}, false},
		"composed and decomposed":   {api.Editable{LastName: "é"}, api.Editable{LastName: "e\u0301"}, false},
		"none and no identities":    {api.Editable{}, api.Editable{Identities: []api.Identity{}}, true},
		"identities in other order": {api.Editable{Identities: ids("a", "b")}, api.Editable{Identities: ids("b", "a")}, true},
		"an identity twice":         {api.Editable{Identities: ids("a", "a", "b")}, api.Editable{Identities: ids("a", "b", "b")}, false},
		"line ends":                 {api.Editable{Note: "a\nb"}, api.Editable{Note: "a\r\nb"}, false},
	} {
		if got := len(c.a.Changed(c.b)) == 0; got != c.same {
			t.Errorf("%s: same is %v", name, got)
		}
	}
}

func TestPasswordAloneIsAChange(t *testing.T) {
	var e api.Editable
	p := api.PatchOf(e, e)
	if !p.IsZero() || len(p.Names()) != 0 {
		t.Errorf("no change names %v", p.Names())
	}
	p.Password = secret.New("x")
	if p.IsZero() || !slices.Equal(p.Names(), []api.Property{api.PropPassword}) {
		t.Errorf("a password names %v", p.Names())
	}
}

// An Editable is a copy: a form cannot change the user it came from.
func TestEditableIsACopy(t *testing.T) {
	u := api.User{Identities: []api.Identity{{Provider: "Basic", ID: "a"}}}
	e := u.Editable()
	e.Identities[0].ID = "b"
	if u.Identities[0].ID != "a" || len(u.Editable().Changed(e)) != 1 {
		t.Errorf("the user reads %v", u.Identities)
	}
}
