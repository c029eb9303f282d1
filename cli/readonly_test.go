package cli

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui"
)

// TestReadOnlyConsoleSendsNoWrite writes with the options of the console,
// bypassing the disabled keys.
func TestReadOnlyConsoleSendsNoWrite(t *testing.T) {
	service := simulator.New(simulator.Options{Users: 20})
	server := httptest.NewServer(service)
	defer server.Close()
	flags := []string{"--endpoint", server.URL, "--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "apimService1"}
	for _, c := range []struct {
		name     string
		args     []string
		env      string
		readOnly bool
	}{
		{"flag", append([]string{"--read-only"}, flags...), "A=b", true},
		{"environment", flags, "APIMTUI_READ_ONLY=true", true},
		{"demo", []string{"--demo", "--read-only"}, "A=b", true},
		{"writable", flags, "A=b", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			opened := false
			carryOut(t, func(s *stdio, r *run) {
				atTerminal("APIMTUI_ACCESS_TOKEN=x", c.env)(s, r)
				r.during = func(o tui.Options) {
					opened = true
					mustWrite(t, o, !c.readOnly)
					http.DefaultTransport.(*http.Transport).CloseIdleConnections()
				}
			}, c.args...)
			if !opened {
				t.Error("no console was opened")
			}
		})
	}
	var writes []string
	for _, e := range service.Journal() {
		if e.Method != http.MethodGet {
			writes = append(writes, e.Method)
		}
	}
	if !slices.Equal(writes, []string{http.MethodPatch}) {
		t.Errorf("the service saw %v, want the writable console's PATCH alone", writes)
	}
}

// mustWrite writes with the console's own client, and checks whether it can.
func mustWrite(t *testing.T, o tui.Options, able bool) {
	t.Helper()
	if o.ReadOnly == able {
		t.Errorf("the console is read-only: %v", o.ReadOnly)
	}
	user, etag, err := o.Client.Users.Get(t.Context(), "mateo-garcia")
	if err != nil {
		t.Error(err)
		return
	}
	to := user.Editable()
	to.Note = "written"
	w := o.Client.Users.Update(api.Version{User: user, ETag: etag}, api.PatchOf(user.Editable(), to)).Do(t.Context(), nil)
	if refused := w.Outcome == api.NotApplied && errors.Is(w.Err, api.KindRefused); refused == able {
		t.Errorf("the write's outcome: %v, %v", w.Outcome, w.Err)
	}
}

func TestAnotherAdministratorChangesTheUser(t *testing.T) {
	last := map[string]bool{}
	carryOut(t, func(s *stdio, r *run) {
		atTerminal()(s, r)
		r.during = func(o tui.Options) {
			for range 2 {
				last[mustIntrude(t, o)] = true
			}
			if said := o.Another("missing"); !strings.Contains(said, "deleted") {
				t.Errorf("of a deleted user: %q", said)
			}
		}
	}, "--demo")
	if !last["García"] || len(last) != 2 {
		t.Errorf("both changes are %v", last)
	}
}

// mustIntrude makes another administrator change a user and returns the new
// last name.
func mustIntrude(t *testing.T, o tui.Options) string {
	t.Helper()
	before, old, err := o.Client.Users.Get(t.Context(), "mateo-garcia")
	if err != nil {
		t.Fatal(err)
	}
	said := o.Another("mateo-garcia")
	after, etag, err := o.Client.Users.Get(t.Context(), "mateo-garcia")
	if err != nil {
		t.Fatal(err)
	}
	if want := "Another administrator changed the note and the last name of " + before.DisplayName().String() + "."; said != want {
		t.Errorf("said %q, want %q", said, want)
	}
	changed := before.Editable().Changed(after.Editable())
	if old == etag || !slices.Equal(changed, []api.Property{api.PropLastName, api.PropNote}) {
		t.Errorf("changed %v", changed)
	}
	return after.LastName.Exact()
}
