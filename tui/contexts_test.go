package tui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/signin"
	"apimtui/api/simulator"
	"apimtui/api/text"
	"apimtui/tui/page/contexts"
	"apimtui/tui/page/plainform"
	"apimtui/tui/page/services"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// places are contexts and services of a test. Every one opens the same simulated
// service under its own name.
type places struct {
	world *world
	file  map[string]map[string]string // contexts by name
	found api.Found
	late  time.Duration // every search and opening takes that long
	slow  time.Duration // and so does reading the file
	fails error         // of every search and opening
	now   string
	prev  string
	log   []string // what was opened
}

var _ Contexts = (*places)(nil)

func (p *places) List() ([]contexts.Row, error) {
	time.Sleep(p.slow)
	var rows []contexts.Row
	for _, name := range slices.Sorted(maps.Keys(p.file)) {
		c := p.file[name]
		rows = append(rows, contexts.Row{Name: name, Service: c["service"], ResourceGroup: c["resourceGroup"], Subscription: c["subscription"],
			Production: c["production"] == "true", Here: name == p.now, Current: name == "test"})
	}
	return rows, nil
}

func (p *places) Previous() string { return p.prev }

func (p *places) wait(ctx context.Context) error {
	select {
	case <-time.After(p.late):
		return p.fails
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *places) Test(ctx context.Context, name string) ([]string, error) {
	return []string{"Signed in as ada@contoso.com.", "The service " + p.file[name]["service"] + " is there: Developer."}, p.wait(ctx)
}

func (p *places) Open(ctx context.Context, t ui.Target) (Options, error) {
	if t.Context == "" && !t.Demo {
		if err := p.wait(ctx); err != nil {
			return Options{}, err
		}
	}
	o := p.world.consoleOptions()
	o.Contexts, o.Production = p, false
	switch {
	case t.Context != "":
		o.Context, o.Service = t.Context, p.file[t.Context]["service"]
		o.Production = p.file[t.Context]["production"] == "true"
		o.Entered = func() { p.prev, p.now = p.now, t.Context }
	case t.Found != nil:
		o.Context, o.Service = "", t.Found.Scope.ServiceName
	case t.Typed != nil:
		o.Context, o.Service = "", t.Typed["service"]
	case t.Demo:
		o.Context, o.Service, o.Badges = "demo", "apimService1", []Badge{{Text: "DEMO", Kind: ui.Info}}
	}
	p.log = append(p.log, o.Service)
	return o, nil
}

func (p *places) Find(ctx context.Context, emit func(api.Found)) (api.Found, error) {
	if len(p.found.Services) > 1 {
		emit(api.Found{Services: p.found.Services[:1]})
	}
	return p.found, p.wait(ctx)
}

func (p *places) Ways() []services.Way {
	return []services.Way{{Label: "Sign in with a code", Find: func(context.Context, func(api.Found)) (api.Found, error) {
		return api.Found{Services: []api.FoundService{found("by-code", "Developer")}}, nil
	}}}
}

func (p *places) Fields(name string, found *api.FoundService) ([]plainform.Field, error) {
	c := p.file[name]
	if found != nil {
		c = map[string]string{"name": found.Scope.ServiceName, "service": found.Scope.ServiceName, "resourceGroup": found.Scope.ResourceGroup, "subscription": found.Scope.SubscriptionID}
	}
	return []plainform.Field{
		{Key: "name", Label: "Name", Value: c["name"]},
		{Key: "subscription", Label: "Subscription", Value: c["subscription"]},
		{Key: "resourceGroup", Label: "Resource group", Value: c["resourceGroup"]},
		{Key: "service", Label: "Service", Value: c["service"]},
		{Key: "auth", Label: "Sign-in", Value: c["auth"], Options: []string{"default", "cli", "device"}},
		{Key: "production", Label: "Production", Value: c["production"], Switch: true},
	}, nil
}

func (p *places) Check(_ string, values map[string]string) plainform.Problems {
	wrong := plainform.Problems{}
	for _, key := range []string{"name", "service"} {
		if values[key] == "" {
			wrong[key] = key + " is empty"
		}
	}
	return wrong
}

func (p *places) Save(old string, values map[string]string) error {
	delete(p.file, old)
	p.file[values["name"]] = values
	return nil
}

func (p *places) Remove(name string) error {
	delete(p.file, name)
	return nil
}

// found is a service that a search finds.
func found(name, sku string) api.FoundService {
	return api.FoundService{Scope: api.Scope{SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg1", ServiceName: name},
		SKU: text.Text(sku), Location: "West Europe", SubscriptionName: "Contoso Production"}
}

// firstRun is a console without a service.
func firstRun(p *places) *world {
	w := &world{bare: true}
	w.options.Contexts = p
	p.world = w
	if p.file == nil {
		p.file = map[string]map[string]string{}
	}
	return w
}

// on is a console on the context "test" of two.
func on(p *places) *world {
	w := firstRun(p)
	w.bare = false
	p.now = "test"
	w.options.Context, w.options.Service = "test", "apim-test"
	p.file["test"] = map[string]string{"name": "test", "service": "apim-test", "resourceGroup": "rg-test"}
	p.file["prod"] = map[string]string{"name": "prod", "service": "apim-prod", "resourceGroup": "rg-prod", "production": "true"}
	return w
}

// From the first start to the users of a service that was found, and back to it
// by its context.
func TestFirstRunFindsAService(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			p := &places{late: 3 * time.Second, found: api.Found{Services: []api.FoundService{found("aaa-consumption", "Consumption"), found("apim-one", "Developer"), found("apim-two", "Premium")},
				Notes: []string{"The tenant fabrikam.com was skipped: it asks for another sign-in."}}}
			w := firstRun(p)
			w.size = size
			w.show(t, func(d *tuitest.Driver) {
				d.MustSee("No service is chosen yet.", "Find services", "Demonstration")
				d.Golden(fmt.Sprintf("%dx%d-first-run", size[0], size[1]))
				d.Press("enter")
				d.MustSee("aaa-consumption")
				d.WaitFor("3 services found", time.Minute)
				d.MustSee("▌apim-one", "fabrikam.com was skipped")
				d.Golden(fmt.Sprintf("%dx%d-found", size[0], size[1]))
				d.Press("enter")
				d.WaitFor("Keep apim-one as a context?", time.Minute)
				d.Press("y")
				d.MustSee("Kept as context apim-one.", "Amelia Hart")
				if p.file["apim-one"]["resourceGroup"] != "rg1" {
					t.Errorf("kept %v", p.file)
				}
			})
		})
	}
}

func TestServicesAreFiltered(t *testing.T) {
	t.Parallel()
	p := &places{found: api.Found{Services: []api.FoundService{found("aaa", "Consumption"), found("apim-one", "Developer"), found("apim-two", "Premium")}}}
	firstRun(p).show(t, func(d *tuitest.Driver) {
		d.Press("enter")
		d.Settle()
		d.Type("premium")
		d.MustSee("▌apim-two")
		d.MustNotSee("apim-one")
		d.Press("esc")
		d.MustSee("apim-one")
		d.Press("up")
		d.MustSee("▌aaa", "The Consumption tier has no users.")
		d.Press("enter")
		if len(p.log) != 0 {
			t.Errorf("opened %v", p.log)
		}
		d.Press("esc")
		d.MustSee("No service is chosen yet.")
	})
}

// A search that fails says why, and leaves two ways on.
func TestNoServiceIsFound(t *testing.T) {
	t.Parallel()
	p := &places{fails: errors.New("no right to list anything")}
	firstRun(p).show(t, func(d *tuitest.Driver) {
		d.Press("enter")
		d.MustSee("No right to list anything.", "Search again", "Type a service by hand")
		d.Press("down", "enter")
		d.MustSee("▌by-code")
		d.MustNotSee("No right")
		d.Press("esc", "enter")
		p.fails = nil
		d.Press("enter")
		d.MustSee("No API Management service was found.")
		d.Press("down", "enter")
		d.MustSee("New context")
	})
}

// A search or an opening that takes long is given up by esc.
func TestSearchIsStopped(t *testing.T) {
	t.Parallel()
	p := &places{late: time.Hour, found: api.Found{Services: []api.FoundService{found("apim-one", "Developer"), found("apim-two", "Developer")}}}
	firstRun(p).show(t, func(d *tuitest.Driver) {
		d.Press("enter")
		d.Advance(3 * time.Second)
		d.MustSee("esc cancels")
		d.Press("esc")
		d.MustSee("more services may exist", "apim-one")
		d.Press("enter")
		d.Advance(3 * time.Second)
		d.MustSee("esc cancels")
		d.Press("esc")
		d.MustNotSee("esc cancels")
		if len(p.log) != 0 {
			t.Errorf("opened %v", p.log)
		}
	})
}

func TestServiceIsTyped(t *testing.T) {
	t.Parallel()
	p := &places{}
	firstRun(p).show(t, func(d *tuitest.Driver) {
		d.Press("down", "enter")
		d.MustSee("New context")
		d.Press("ctrl+s")
		d.MustSee("service is empty")
		d.Type("apim-typed")
		d.Press("ctrl+s")
		d.MustSee("Now on apim-typed.", "Amelia Hart")
		if len(p.file) != 0 {
			t.Errorf("kept %v without a name", p.file)
		}
	})
}

func TestFirstRunOpensTheDemonstration(t *testing.T) {
	t.Parallel()
	firstRun(&places{}).show(t, func(d *tuitest.Driver) {
		d.Press("end", "enter")
		d.MustSee("DEMO", "Amelia Hart")
	})
}

func TestContextsAreSwitched(t *testing.T) {
	t.Parallel()
	p := &places{}
	on(p).show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("enter", "c")
		d.MustSee("▌● test (current)", "prod", "PROD")
		d.Press("o", "O")
		d.MustSee("CONTEXT ▾", "▌● test (current)")
		d.Press("O")
		d.MustSee("CONTEXT ▴", "▌● test (current)")
		d.Press("-")
		d.MustSee("no other context was used before")
		d.Press("up", "enter")
		d.MustSee("Now on prod, service apim-prod.", "prod › apim-prod")
		d.MustNotSee("Overview")
		d.Press("z")
		d.MustSee("there is no change of mine to undo")
		d.Press("c", "-")
		d.MustSee("Now on test, service apim-test.")
	})
}

// Nothing of the service before is mixed into the next: late pages, boxes, the
// undo.
func TestSwitchingWhileSomethingLoads(t *testing.T) {
	t.Parallel()
	p := &places{}
	w := on(p)
	w.simulated.Latency = 5 * time.Second
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Amelia Hart", time.Minute)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserList, Status: 400, Message: "late and of the former service", Delay: 20 * time.Second})
		d.Press("r", "c", "up", "enter")
		d.MustSee("Now on prod")
		d.WaitFor("Amelia Hart", time.Minute)
		d.Advance(time.Minute)
		d.MustNotSee("former service")
		d.MustSee("prod › apim-prod")
	})
}

// What would be lost is asked for first.
func TestSwitchingAsksForADraft(t *testing.T) {
	t.Parallel()
	p := &places{}
	on(p).show(t, func(d *tuitest.Driver) {
		openGroups(d)
		d.Press("G", "space", "c", "up", "enter")
		d.MustSee("Your draft is not saved", "Switch to prod, service apim-prod all the same?")
		d.Press("n")
		d.MustSee("test › apim-test")
		d.Press("q", "c")
		d.MustSee("▌● test (current)")
		d.Press("-")
		d.MustSee("no other context was used before")
		d.Press("q")
		d.MustSee("1 change")
		d.Press("c", "up", "enter", "y")
		d.MustSee("Now on prod")
	})
}

// The key after a change of a context is about the context as it is now, however slow
// the file is.
func TestRenamedContextIsKnownAtOnce(t *testing.T) {
	t.Parallel()
	p := &places{}
	on(p).show(t, func(d *tuitest.Driver) {
		d.Press("c", "home", "e")
		d.MustSee("Edit context prod")
		d.Type("x")
		p.slow = time.Second
		d.Press("ctrl+s", "D")
		d.WaitFor("The context prodx is removed", time.Minute)
	})
}

func TestContextsAreAddedChangedTestedRemoved(t *testing.T) {
	t.Parallel()
	p := &places{found: api.Found{Services: []api.FoundService{found("apim-one", "Developer")}}}
	on(p).show(t, func(d *tuitest.Driver) {
		d.Press("c", "n")
		d.MustSee("▌apim-one")
		d.Press("enter")
		d.MustSee("New context", "apim-one")
		d.Type("x")
		d.Press("ctrl+s")
		d.MustSee("Saved the context apim-onex.", "apim-onex")
		d.Press("home", "e")
		d.MustSee("Edit context apim-onex")
		d.Type("y")
		d.Press("esc")
		d.MustSee("Give up what was typed?")
		d.Press("n", "ctrl+s")
		d.MustSee("Saved the context apim-onexy.")
		d.Press("t")
		d.MustSee("Signed in as ada@contoso.com.", "The service apim-one is there")
		d.Golden("contexts")
		d.Press("D")
		d.MustSee("The context apim-onexy is removed")
		d.Press("y")
		d.MustSee("Removed the context apim-onexy.")
		d.Press("end", "e")
		d.MustSee("Edit context test")
		d.Type("z")
		d.Press("ctrl+s")
		d.MustSee("Saved the context testz. It applies once you switch to it.")
		if len(p.file) != 2 || len(p.log) != 0 {
			t.Errorf("left %v, opened %v", p.file, p.log)
		}
	})
}

// A code to sign in with is shown over whatever is open, and goes when it is no
// longer needed.
func TestSignInCode(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		d.Type("x")
		ctx, cancel := context.WithCancel(context.Background())
		cancelled := false
		ask := func() {
			err := (&SignIns{w.asks}).Prompt(ctx, signin.Prompt{Code: "ABCD-EFGH", Address: "https://microsoft.com/devicelogin", Expires: time.Now().Add(15 * time.Minute), Cancel: func() { cancelled = true }})
			if err != nil {
				t.Error(err)
			}
		}
		ask()
		d.Settle()
		d.MustSee("ABCD-EFGH", "https://microsoft.com/devicelogin", "15:00")
		d.Golden("code")
		d.Advance(61 * time.Second)
		d.MustSee("13:5")
		d.Press("y")
		d.MustSee("Copied")
		cancel()
		d.Settle()
		d.MustNotSee("ABCD-EFGH")
		d.MustSee(amelia + "x")
		ctx, cancel = context.WithCancel(context.Background())
		defer cancel()
		ask()
		d.Settle()
		d.Press("esc")
		d.MustNotSee("ABCD-EFGH")
		if !cancelled {
			t.Error("the sign-in goes on")
		}
	})
}

// Who is signed in, and where, is said before anything can be written.
func TestIdentityIsSaid(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		who := ""
		w := &world{size: size, options: Options{Identity: func() string { return who }, Where: func() string { return "Tenant contoso.com, subscription 0000, resource group rg1." }}}
		w.show(t, func(d *tuitest.Driver) {
			d.MustNotSee("Signed in")
			who = "ada@contoso.com (Azure CLI)"
			d.Press("down")
			d.MustSee("Signed in: ada@contoso.com (Azure CLI).", "contoso.com, subscription")
			d.Press("down")
			d.MustNotSee("Signed in")
			if size[0] >= 120 {
				d.MustSee("ada@contoso.com (Azure CLI)")
			}
		})
	}
}

// What the page has to say is not hidden by who is signed in.
func TestIdentityHidesNothing(t *testing.T) {
	t.Parallel()
	who := ""
	w := &world{options: Options{Identity: func() string { return who }, Where: func() string { return "Subscription 0000." }}}
	w.show(t, func(d *tuitest.Driver) {
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserList, Status: 403, Code: "AuthorizationFailed", Message: "no right", Times: -1})
		who = "ada@contoso.com"
		d.Press("r")
		d.WaitFor("no right", time.Minute)
		d.MustNotSee("Subscription 0000")
	})
}

// A secret that is open does not outlive its service on the screen. One that was
// copied is still cleared from the clipboard.
func TestSwitchingClosesASecret(t *testing.T) {
	t.Parallel()
	p := &places{}
	w := on(p)
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "enter")
		d.MustSee("masked")
		d.Press("y", "v")
		secret := w.clip.value()
		if secret == "" {
			t.Fatal("nothing was copied")
		}
		d.MustSee(secret[:20])
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserToken, Delay: 10 * time.Second})
		d.Press("r", "c", "up", "enter")
		d.MustSee("Now on prod")
		d.MustNotSee(secret[:20])
		d.Advance(20 * time.Second)
		d.MustNotSee("Lives")
		d.MustSee("prod › apim-prod")
		d.Advance(time.Minute)
		if v := w.clip.value(); v != "" {
			t.Errorf("the clipboard still holds %q", v)
		}
	})
}
