package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/simulator"
	"apimtui/tui/action"
	"apimtui/tui/keys"
	"apimtui/tui/page/contexts"
	"apimtui/tui/page/groups"
	"apimtui/tui/page/services"
	"apimtui/tui/page/start"
	"apimtui/tui/page/subkeys"
	"apimtui/tui/page/subscriptions"
	"apimtui/tui/page/usergroups"
	"apimtui/tui/tuitest"
)

// listMoves are all keys that move in a list.
func listMoves() []string {
	return []string{"down", "j", "up", "k", "pgdown", "pgup", "end", "home", "G", "g"}
}

// kind is what may have the keys of a scene.
type kind int

const (
	onPage   kind = iota // the keys that work everywhere do, too
	inBox                // of those, the ones that a box leaves alone
	inText               // keys are text but for those of the scopes
	inAnswer             // the page asks a question: only its answers are keys
)

// scene is a page or a box, and the way there.
type scene struct {
	name   string
	kind   kind
	scopes []keys.Scope // where its keys are looked up, but for everywhere
	only   []keys.Action
	size   [2]int
	world  func(t *testing.T, w *world) // prepares it; nil is a plain one
	enter  func(t *testing.T, w *world, d *tuitest.Driver)
	// moves are keys that move something when they are pressed one after
	// another; nil takes those of a long list or text.
	moves []string
	// still says that nothing there can be moved.
	still bool
}

// anyKey is a key that nothing is bound to, nor is it text.
const anyKey = "f12"

const talk = "The gateway said a lot, and then it said it all again in other words so that it fills the box. "

// refused is a refusal in more words than a small terminal has lines for.
func refused(op simulator.Operation) simulator.Fault {
	return simulator.Fault{Operation: op, Status: 400, Code: "ValidationError", Message: strings.Repeat(talk, 12)}
}

// unread has every reading of that kind fail, in many words.
func unread(w *world, op simulator.Operation) { unreadFrom(w, op, 1) }

func unreadFrom(w *world, op simulator.Operation, call int) {
	w.sim.InjectFault(simulator.Fault{Operation: op, Calls: call, Times: -1, Status: 409, Code: "Talk", Message: strings.Repeat(talk, 12)})
}

var smallest = [2]int{60, 16}

func production(_ *testing.T, w *world) { w.options.Production = true }

func machineOf(t *testing.T, w *world) {
	w.options.Env = []string{"XDG_RUNTIME_DIR=" + t.TempDir(), "SSH_TTY=/dev/pts/1"}
}

// pages are the scenes without a box.
func pageScenes() []scene {
	return []scene{
		{name: "list", scopes: []keys.Scope{keys.Lists}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("/")
			d.Type("e")
			d.Press("enter")
		}},
		{name: "filter", kind: inText, scopes: []keys.Scope{keys.Filtering}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("/")
			d.Type("e")
		}},
		{name: "list with a demo and a token", scopes: []keys.Scope{keys.Lists, keys.SignIn, keys.Demo, keys.DemoTyping}, world: func(_ *testing.T, w *world) {
			w.options.NewToken = func(secret.Value) error { return nil }
			w.options.Another = func(api.UserID) string { return "Another administrator was here." }
		}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("/")
			d.Type("e")
			d.Press("enter")
		}},
		{name: "user", scopes: []keys.Scope{keys.User}, size: smallest, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			at(d, chloe)
			d.Press("enter")
		}},
		{name: "matches", scopes: []keys.Scope{keys.Lists}, still: true, world: func(_ *testing.T, w *world) {
			w.options.Query, w.simulated.Latency = "Amelia Hart", 3*time.Second
		}, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			w.sim.Edit("mateo-garcia", func(u *simulator.User) { u.FirstName, u.LastName = "Amelia", "Hart" })
			d.WaitFor("Matches 2/2", time.Minute)
		}},
		{name: "no match", scopes: []keys.Scope{keys.Lists}, still: true, world: func(_ *testing.T, w *world) { w.options.Query = "nobody@example.com" },
			enter: func(_ *testing.T, _ *world, d *tuitest.Driver) { d.MustSee("nobody@example.com") }},
		{name: "groups", scopes: []keys.Scope{usergroups.Scope}, moves: []string{"down", "j", "up", "k", "pgdown", "pgup", "end", "home", "G", "g"},
			enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
				openGroups(d)
				d.Press("G", "space", "g")
			}},
		{name: "groups, give up?", kind: inAnswer, scopes: []keys.Scope{keys.QuestionBox}, still: true, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openGroups(d)
			d.Press("G", "space", "esc")
			d.MustSee("Give up 1 change?")
		}},
		{name: "groups of the service", scopes: []keys.Scope{groups.Scope}, moves: listMoves(), enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openServiceGroups(d)
			d.Press("G")
			d.Press("g")
		}},
		{name: "views", scopes: []keys.Scope{action.Views}, moves: listMoves(), enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			command(d, "view")
			d.MustSee("duplicates")
		}},
		{name: "members", scopes: []keys.Scope{action.Members, keys.Lists}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openServiceGroups(d)
			d.Press("/")
			d.Type("developers")
			d.Press("enter", "enter")
			d.WaitFor("Members of Developers", time.Minute)
			d.Settle()
			d.Press("/")
			d.Type("e")
			d.Press("enter")
		}},
		{name: "users to add", scopes: []keys.Scope{action.Joining, keys.Lists}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openServiceGroups(d)
			d.Press("G", "a")
			d.WaitFor("Into ", time.Minute)
			d.Settle()
			d.Press("/")
			d.Type("e")
			d.Press("enter")
		}},
		{name: "new group", kind: inText, scopes: []keys.Scope{keys.Form}, still: true, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openServiceGroups(d)
			d.Press("n")
			d.MustSee("New group")
		}},
		{name: "SSO URL", scopes: []keys.Scope{keys.Panel, keys.Link}, still: true, world: machineOf, size: [2]int{120, 40}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			at(d, kwame)
			d.Press("s")
			d.MustSee("Leads to")
		}},
		{name: "return path", kind: inText, scopes: []keys.Scope{keys.Typing}, still: true, world: machineOf, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			at(d, kwame)
			d.Press("s")
			d.MustSee("Leads to")
			d.Press("p")
		}},
		{name: "token, choosing", scopes: []keys.Scope{keys.Panel, keys.TokenForm}, moves: []string{"up", "down", "k", "j", "up", "tab", "right", "left", "l", "h"},
			enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
				at(d, kwame)
				d.Press("t")
			}},
		{name: "token", scopes: []keys.Scope{keys.Panel, keys.TokenForm}, world: machineOf, moves: []string{"up", "down", "k", "j", "up", "tab", "right", "left", "l", "h"},
			enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
				at(d, kwame)
				d.Press("t", "enter")
				d.MustSee("masked")
			}},
		{name: "expiry", kind: inText, scopes: []keys.Scope{keys.Typing}, still: true, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			at(d, kwame)
			d.Press("t", "e")
		}},
	}
}

// contextScenes are the pages that lead to a service.
func contextScenes() []scene {
	among := func(prepare func(p *places)) func(*testing.T, *world) {
		return func(_ *testing.T, w *world) {
			p := &places{world: w, file: map[string]map[string]string{}, now: "test"}
			for _, name := range []string{"one", "test", "two"} {
				p.file[name] = map[string]string{"name": name, "service": "apim-" + name}
			}
			for i := range 40 {
				p.found.Services = append(p.found.Services, found(fmt.Sprintf("apim-%02d", i), "Developer"))
			}
			prepare(p)
			w.options.Contexts, w.options.SignIns = p, nil
		}
	}
	bare := among(func(p *places) { p.world.bare = true })
	many := among(func(p *places) {
		p.prev = "one"
		for i := range 40 {
			p.file[fmt.Sprint("u", i)] = map[string]string{"service": "s"}
		}
	})
	return []scene{
		{name: "first run", scopes: []keys.Scope{start.Scope}, moves: listMoves(), world: bare,
			enter: func(_ *testing.T, _ *world, d *tuitest.Driver) { d.MustSee("No service is chosen yet.") }},
		{name: "find services", kind: inText, scopes: []keys.Scope{services.Scope}, moves: []string{"down", "up", "pgdown", "pgup"}, world: bare,
			enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
				d.Press("down", "enter")
				d.MustSee("40 services found")
				d.Type("apim")
			}},
		{name: "contexts", scopes: []keys.Scope{contexts.Scope}, moves: listMoves(), world: many,
			enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
				d.Press("c")
				d.MustSee("(current)")
			}},
		{name: "new context", kind: inText, scopes: []keys.Scope{keys.Form}, still: true, world: bare, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("down", "down", "enter")
			d.MustSee("New context")
		}},
		{name: "give a context up?", kind: inAnswer, scopes: []keys.Scope{keys.QuestionBox}, still: true, world: bare, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("down", "down", "enter")
			d.Type("x")
			d.Press("esc")
			d.MustSee("Give up what was typed?")
		}},
		{name: "signing in", kind: inBox, scopes: []keys.Scope{keys.SignInBox}, still: true, world: machineOf, enter: func(_ *testing.T, w *world, d *tuitest.Driver) {
			w.asks <- signInAsk{context.Background(), signin.Prompt{Code: "ABCD-EFGH", Address: "https://microsoft.com/devicelogin", Expires: time.Now().Add(time.Hour), Cancel: func() {}}}
			d.Settle()
			d.MustSee("ABCD-EFGH")
		}},
	}
}

// formScenes are the form with the focus on each kind of field.
func formScenes() []scene {
	on := func(name, text string, moves []string, steps ...string) scene {
		return scene{name: "edit, " + name, kind: inText, scopes: []keys.Scope{keys.Form}, moves: moves, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			editAmelia(d)
			d.Press(steps...)
			d.Type(text)
		}}
	}
	return []scene{
		{name: "new user", kind: inText, scopes: []keys.Scope{keys.Form}, still: true, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("n")
			d.MustSee("New user")
		}},
		{name: "taken address", kind: inText, scopes: []keys.Scope{keys.Form}, still: true, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("n", "tab")
			d.Paste(amelia)
			d.Press("tab", "A", "tab", "B", "ctrl+s")
			d.MustSee("Belongs to Amelia Hart")
		}},
		{name: "new user, notify", kind: inText, scopes: []keys.Scope{keys.Form}, moves: []string{"space", "space"}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("n", "shift+tab", "shift+tab", "shift+tab")
			d.MustSee("▌Notify")
		}},
		on("address", "x", []string{"left", "right"}),
		on("password", "secret", []string{"left", "right"}, "tab", "tab", "tab"),
		on("state", "", []string{"down", "up", "right", "left"}, "tab", "tab", "tab", "tab"),
		on("identities", "Aad:1", []string{"down", "up"}, "tab", "tab", "tab", "tab", "tab", "tab", "down", "down"),
		on("buttons", "", []string{"right", "left"}, "shift+tab", "shift+tab"),
		{name: "discard the draft?", kind: inAnswer, scopes: []keys.Scope{keys.QuestionBox}, still: true, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			editAmelia(d)
			d.Type("x")
			d.Press("esc")
			d.MustSee("Discard")
		}},
	}
}

// stands opens a box and lets pass what it is deaf for.
func stands(t *testing.T, d *tuitest.Driver, words string) {
	t.Helper()
	d.WaitFor(words, time.Minute)
	d.Advance(2 * time.Second)
	d.Press(anyKey)
	d.Advance(time.Second)
}

// dispute saves a draft over another administrator's change of the same fields.
func dispute(t *testing.T, w *world, d *tuitest.Driver) {
	editAmelia(d)
	retype(d, "mine@example.com")
	for range 5 {
		d.Press("tab")
	}
	d.Type("mine " + talk)
	w.sim.Edit(w.id(t, amelia), func(u *simulator.User) {
		note := strings.Repeat(talk, 4)
		u.Email, u.LastName, u.Note = "theirs@example.com", "Theirs", &note
	})
	d.Press("ctrl+s")
	stands(t, d, "Conflict")
}

func flowScenes() []scene {
	asks := func(name, email, key, words string, s keys.Scope) scene {
		return scene{name: name, kind: inBox, scopes: []keys.Scope{s}, still: true, enter: func(t *testing.T, _ *world, d *tuitest.Driver) {
			at(d, email)
			d.Press(key)
			stands(t, d, words)
		}}
	}
	unreadable := func(name, email, key string, s keys.Scope) scene {
		return scene{name: name + ", unread", kind: inBox, scopes: []keys.Scope{s}, size: smallest, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			at(d, email)
			unread(w, simulator.UserGet)
			d.Press(key)
			stands(t, d, "could not be read")
		}}
	}
	writing := func(name string, s keys.Scope, fault func(*world, *testing.T), words string, first ...string) scene {
		return scene{name: name, kind: inBox, scopes: []keys.Scope{s}, size: smallest, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			at(d, amelia)
			d.Press(append(first, "b")...)
			d.MustSee("can neither sign in")
			fault(w, t)
			d.Press("y")
			stands(t, d, words)
		}}
	}
	onConflict := func(name, words string, s keys.Scope, steps ...string) scene {
		return scene{name: name, kind: inBox, scopes: []keys.Scope{s}, size: smallest, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			dispute(t, w, d)
			d.Press(steps...)
			d.MustSee(words)
		}}
	}
	yielding := onConflict("take theirs?", "Take theirs", keys.QuestionBox, "r")
	yielding.still = true
	waiting := writing("writing", keys.Form, func(w *world, _ *testing.T) {
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Delay: 50 * time.Second})
	}, "Writing")
	waiting.only, waiting.still = []keys.Action{keys.Cancel}, true
	gone := writing("deleted meanwhile", keys.OutcomeBox, func(w *world, t *testing.T) { w.sim.Remove(w.id(t, amelia)) }, "deleted meanwhile", "enter")
	gone.still = true
	return []scene{
		asks("block?", amelia, "b", "can neither sign in", keys.QuestionBox),
		asks("delete?", "lena.fischer@fabrikam.com", "D", "Delete user", keys.DeleteBox),
		asks("password mail?", kwame, "p", "new password goes to", keys.MailBox),
		asks("invite again?", kwame, "i", "new invitation goes to", keys.MailBox),
		unreadable("block?", amelia, "b", keys.QuestionBox),
		unreadable("delete?", chloe, "D", keys.DeleteBox),
		unreadable("password mail?", kwame, "p", keys.MailBox),
		unreadable("edit", amelia, "e", keys.OutcomeBox),
		yielding,
		onConflict("conflict", "now there", keys.ConflictBox),
		onConflict("choosing", "both changed it", keys.ChoiceBox, "m"),
		writing("outcome", keys.OutcomeBox, func(w *world, _ *testing.T) { w.sim.InjectFault(refused(simulator.UserPatch)) }, "not applied"),
		writing("outcome unknown", keys.UnknownBox, func(w *world, _ *testing.T) {
			w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, CutAfter: true})
			unread(w, simulator.UserGet)
		}, "outcome unknown"),
		gone, waiting,
	}
}

func boxScenes() []scene {
	return []scene{
		{name: "help", kind: inBox, scopes: []keys.Scope{keys.HelpBox}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) { d.Press("?") }},
		{name: "commands", kind: inText, scopes: []keys.Scope{keys.PaletteBox}, moves: []string{"down", "up", "tab", "shift+tab"}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) { d.Press(":") }},
		{name: "quit?", kind: inBox, scopes: []keys.Scope{keys.QuestionBox}, still: true, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			editAmelia(d)
			d.Type("x")
			d.Press("ctrl+c")
			d.MustSee("Your draft is not saved")
		}},
		{name: "left unfinished", kind: inBox, scopes: []keys.Scope{keys.LeftBox}, moves: []string{"down", "j", "up", "k", "pgdown", "pgup"}, world: func(_ *testing.T, w *world) {
			for i := range 30 {
				w.options.Left = append(w.options.Left, Left{User: api.UserID(fmt.Sprintf("user%d", i)), What: "deletion"})
			}
		}, enter: func(t *testing.T, _ *world, d *tuitest.Driver) { stands(t, d, "Left unfinished") }},
		{name: "log", kind: inBox, scopes: []keys.Scope{keys.LogBox}, size: smallest, moves: []string{"up", "k", "pgup", "down", "j", "pgdown", "home", "end", "g", "G"}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			for range 12 {
				d.Press("r")
				d.Settle()
			}
			d.Press("L")
		}},
		{name: "copy", kind: inBox, scopes: []keys.Scope{keys.CopyBox}, moves: []string{"down", "j", "up", "k", "pgdown", "pgup"}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			at(d, amelia)
			d.Press("y")
		}},
		{name: "JSON", kind: inBox, scopes: []keys.Scope{keys.JSONBox}, size: smallest, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			at(d, amelia)
			d.Press("v")
		}},
		{name: "columns", kind: inBox, scopes: []keys.Scope{keys.ColumnsBox}, moves: []string{"space", "down", "j", "up", "k", "pgdown", "left", "<", "pgup", "right", ">"}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("C")
		}},
		{name: "fresh token", kind: inText, scopes: []keys.Scope{keys.Typing}, still: true, world: func(_ *testing.T, w *world) {
			w.options.NewToken = func(secret.Value) error { return nil }
		}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			d.Press("ctrl+r")
			d.MustSee("Paste a bearer token")
		}},
		{name: "delete?, typed id", kind: inText, scopes: []keys.Scope{keys.ConfirmID}, size: smallest, world: production, enter: func(_ *testing.T, w *world, d *tuitest.Driver) {
			at(d, "lena.fischer@fabrikam.com")
			d.Press("enter")
			d.Settle()
			unread(w, simulator.UserSubscriptionList)
			d.Press("D")
			d.WaitFor("subscriptions could not be read", time.Minute)
			d.Press("y")
			d.MustSee("Type the user id")
		}},
		{name: "mail on its way", kind: inBox, scopes: []keys.Scope{keys.MailBox}, only: []keys.Action{keys.Cancel}, still: true, enter: func(_ *testing.T, w *world, d *tuitest.Driver) {
			at(d, kwame)
			w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Delay: 30 * time.Second})
			d.Press("p", "y")
			d.Advance(3 * time.Second)
			d.MustSee("Reading the user first")
		}},
		{name: "undo?", kind: inBox, scopes: []keys.Scope{keys.QuestionBox}, size: smallest, world: production, still: true, enter: func(_ *testing.T, w *world, d *tuitest.Driver) {
			at(d, amelia)
			d.Press("b")
			d.Settle()
			d.Press("y")
			d.MustSee("saved")
			d.Press("z")
			d.MustSee("goes back from blocked")
		}},
		{name: "deleted meanwhile, draft", kind: inBox, scopes: []keys.Scope{keys.GoneBox}, still: true, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			editAmelia(d)
			retype(d, "mine@example.com")
			w.sim.Remove(w.id(t, amelia))
			d.Press("ctrl+s")
			stands(t, d, "deleted meanwhile")
		}},
		{name: "creation unknown", kind: inBox, scopes: []keys.Scope{keys.UnknownBox}, size: smallest, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			d.Press("n", "tab")
			d.Paste("ada@example.com")
			d.Press("tab", "A", "tab", "B")
			w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPut, CutAfter: true})
			unreadFrom(w, simulator.UserGet, 2)
			d.Press("ctrl+s")
			stands(t, d, "outcome unknown")
		}},
		{name: "creation refused", kind: inText, scopes: []keys.Scope{keys.Form}, still: true, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			d.Press("n", "tab")
			d.Paste("ada@example.com")
			d.Press("tab", "A", "tab", "B")
			w.sim.InjectFault(refused(simulator.UserPut))
			d.Press("ctrl+s")
			stands(t, d, "not applied")
		}},
		{name: "groups, refused", kind: inBox, scopes: []keys.Scope{keys.OutcomeBox}, size: smallest, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			openGroups(d)
			d.Press("G", "space")
			w.sim.InjectFault(refused(simulator.GroupUserPut))
			w.sim.InjectFault(refused(simulator.GroupUserDelete))
			d.Press("ctrl+s")
			stands(t, d, "not applied")
		}},
	}
}

// subscriptionScenes are the pages of product subscriptions.
func subscriptionScenes() []scene {
	return []scene{
		{name: "all product subscriptions", scopes: []keys.Scope{subscriptions.Scope}, moves: listMoves(), world: machineOf, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openServiceSubscriptions(d)
			d.Press("/")
			d.Type("active")
			d.Press("enter")
		}},
		{name: "what keys open", scopes: []keys.Scope{subscriptions.ScopePicker}, moves: listMoves(), enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openServiceSubscriptions(d)
			d.Press("n")
			d.WaitFor("APPROVAL", time.Minute)
		}},
		{name: "new product subscription", kind: inText, scopes: []keys.Scope{keys.Form}, still: true, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openServiceSubscriptions(d)
			d.Press("n")
			d.WaitFor("APPROVAL", time.Minute)
			d.Settle()
			d.Press("enter")
			d.MustSee("It is made")
		}},
		{name: "product subscription in conflict", kind: inBox, scopes: []keys.Scope{keys.ConflictBox}, still: true, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			disputeSubscription(t, w, d)
			stands(t, d, "Conflict")
		}},
		{name: "product subscriptions", scopes: []keys.Scope{subscriptions.Scope}, moves: listMoves(), world: machineOf,
			enter: func(_ *testing.T, _ *world, d *tuitest.Driver) { openSubscriptions(d) }},
		{name: "suspend?", kind: inBox, scopes: []keys.Scope{keys.QuestionBox}, still: true, enter: func(t *testing.T, _ *world, d *tuitest.Driver) {
			openSubscriptions(d)
			d.Press("b")
			stands(t, d, "Suspend the product subscription")
		}},
		{name: "keys", scopes: []keys.Scope{keys.Panel, subkeys.Scope}, still: true, world: machineOf, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			openSubscriptions(d)
			d.Press("K")
			d.Advance(time.Second)
			d.MustSee("masked")
		}},
	}
}

// severalScenes are those of marked users.
func severalScenes() []scene {
	asks := func(d *tuitest.Driver) {
		marking(d, 1, 2, 3, 5)
		d.Press("b")
		d.MustSee("Block 3 users")
		d.Advance(time.Second)
	}
	return []scene{
		{name: "block several?", kind: inBox, scopes: []keys.Scope{keys.ManyBox}, still: true, size: [2]int{120, 40}, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) { asks(d) }},
		{name: "typed number", kind: inText, scopes: []keys.Scope{keys.ManyNumber}, still: true, world: production, enter: func(_ *testing.T, _ *world, d *tuitest.Driver) {
			asks(d)
			d.Press("y")
			d.MustSee("Type the number")
		}},
		{name: "several, some left", kind: inBox, scopes: []keys.Scope{keys.ManyRows}, moves: []string{"down", "j", "up", "k", "pgdown", "pgup"}, enter: func(t *testing.T, w *world, d *tuitest.Driver) {
			asks(d)
			// Two are sent at once, in either order: both are refused, and late enough
			// for both to be there.
			both := refused(simulator.UserPatch)
			both.Times, both.Delay = 2, time.Second
			w.sim.InjectFault(both)
			d.Press("y")
			stands(t, d, "not applied")
		}},
	}
}

func scenes() []scene {
	return slices.Concat(pageScenes(), contextScenes(), subscriptionScenes(), severalScenes(), formScenes(), flowScenes(), boxScenes())
}
