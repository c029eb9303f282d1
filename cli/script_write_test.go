package cli

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"apimtui/api/simulator"
)

// intruderKey is the key of a script's second writer.
type intruderKey struct{}

// intruder is a proxy that changes the service between a command's read and its
// write.
type intruder struct {
	service *simulator.Service
	told    int // how much of the journal the script has read

	mu     sync.Mutex
	before func()
	status int // instead of 201
}

// ServeHTTP implements http.Handler.
func (i *intruder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		i.mu.Lock()
		before, status := i.before, i.status
		i.before, i.status = nil, 0
		i.mu.Unlock()
		if before != nil {
			before()
		}
		if status != 0 {
			w = &restated{w, status}
		}
	}
	i.service.ServeHTTP(w, r)
}

// restated is an answer with another status.
type restated struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (r *restated) WriteHeader(int) { r.ResponseWriter.WriteHeader(r.status) }

func (i *intruder) arm(before func(), status int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.before, i.status = before, status
}

// meanwhile PROPERTY ID [VALUE] changes a user just before the next write.
// PROPERTY is note, lastName or state, unseen for what no reading shows, or gone
// to delete the user.
func meanwhile(ts *testscript.TestScript, _ bool, args []string) {
	service := serviceOf(ts)
	i := ts.Value(intruderKey{}).(*intruder)
	if args[0] == "gone" {
		i.arm(func() { service.Remove(args[1]) }, 0)
		return
	}
	i.arm(func() {
		service.Edit(args[1], func(u *simulator.User) {
			switch args[0] {
			case "note":
				u.Note = &args[2]
			case "lastName":
				u.LastName = args[2]
			case "state":
				u.State = args[2]
			}
		})
	}, 0)
}

// overwrite makes the next write answer 200, as if the user had existed.
func overwrite(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Value(intruderKey{}).(*intruder).arm(nil, http.StatusOK)
}

// wrote N [TEXT] checks the number of writes so far, and that the last one has
// TEXT in its method, address, If-Match or body. No change or deletion of a
// user may be unconditional.
func wrote(ts *testscript.TestScript, _ bool, args []string) {
	n, last := 0, ""
	for _, e := range serviceOf(ts).Journal() {
		if e.Method == http.MethodGet || e.Method == http.MethodHead {
			continue
		}
		n, last = n+1, e.Method+" "+e.Path+"?"+e.Query+" "+e.IfMatch+" "+e.Body
		member := strings.Contains(e.Path, "/groups/") // which has no ETag
		if e.IfMatch == "*" || !e.HasIfMatch && !member && (e.Method == http.MethodPatch || e.Method == http.MethodDelete) {
			ts.Fatalf("a write without a condition: %s", last)
		}
	}
	if strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d writes, want %s; the last is %s", n, args[0], last)
	}
	for _, text := range args[1:] {
		if !strings.Contains(last, text) {
			ts.Fatalf("the last write has no %q: %s", text, last)
		}
	}
}

// mails N [KIND PORTAL] checks the number of mails so far, and the last one.
func mails(ts *testscript.TestScript, _ bool, args []string) {
	all := serviceOf(ts).Mails()
	if strconv.Itoa(len(all)) != args[0] {
		ts.Fatalf("%d mails, want %s: %v", len(all), args[0], all)
	}
	if len(args) == 3 {
		if m := all[len(all)-1]; m.Kind != args[1] || m.AppType != args[2] {
			ts.Fatalf("the last mail is %+v", m)
		}
	}
}

// user [!] ID [TEXT...] checks that the service has a user that contains all
// TEXT.
func user(ts *testscript.TestScript, neg bool, args []string) {
	u, ok := serviceOf(ts).User(args[0])
	if ok == neg {
		ts.Fatalf("user %s exists: %v", args[0], ok)
	}
	note := "-"
	if u.Note != nil {
		note = *u.Note
	}
	all := strings.Join([]string{u.FirstName, u.LastName, u.Email, u.State, note}, "|")
	for _, d := range u.Identities {
		all += "|" + d.Provider + ":" + d.ID
	}
	for _, text := range args[1:] {
		if !strings.Contains(all, text) {
			ts.Fatalf("user %s has no %q: %s", args[0], text, all)
		}
	}
}

// etag VARIABLE ID stores a user's ETag in a variable.
func etag(ts *testscript.TestScript, _ bool, args []string) {
	u, ok := serviceOf(ts).User(args[1])
	if !ok {
		ts.Fatalf("no user %s", args[1])
	}
	ts.Setenv(args[0], u.ETag())
}

// forced N checks the number of unconditional writes.
func forced(ts *testscript.TestScript, _ bool, args []string) {
	n := 0
	for _, e := range serviceOf(ts).Journal() {
		if e.IfMatch == "*" {
			n++
		}
	}
	if strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d unconditional writes, want %s", n, args[0])
	}
}

// member [!] ID GROUP checks that a user is in a group.
func member(ts *testscript.TestScript, neg bool, args []string) {
	u, _ := serviceOf(ts).User(args[0])
	if slices.Contains(u.Groups, args[1]) == neg {
		ts.Fatalf("%s is in %v", args[0], u.Groups)
	}
}

func healed(ts *testscript.TestScript, _ bool, _ []string) { serviceOf(ts).ClearFaults() }
