//go:build linux || darwin

package cli

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"apimtui/api/simulator"
)

// stage is where in a write its process is killed.
type stage int

const (
	waiting    stage = iota // the service throttled it, and it is not sent yet
	sent                    // it arrived, and is not applied
	applied                 // it is applied, and not answered
	answered                // it is answered, and its outcome not recorded
	stageCount              // only Linux shows that a process has read an answer
)

// killing is a service whose writes are cut off.
type killing struct {
	service *simulator.Service
	server  *httptest.Server
	dir     string        // the state directory of the processes
	hold    atomic.Bool   // whether the next write finds the log locked
	unlock  chan func()   // of the log
	idle    chan net.Addr // connections that have their answer
	env     []string
}

func newKilling(t *testing.T) *killing {
	home := t.TempDir()
	k := &killing{service: simulator.New(simulator.Options{Users: 20, Seed: 1}), dir: filepath.Join(home, "apimtui"),
		unlock: make(chan func(), 1), idle: make(chan net.Addr, 100), env: []string{"APIMTUI_ACCESS_TOKEN=x", "XDG_STATE_HOME=" + home}}
	k.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && k.hold.CompareAndSwap(true, false) {
			lock := flock.New(filepath.Join(k.dir, "audit.lock"))
			if err := lock.Lock(); err != nil {
				t.Error(err)
			}
			defer func() { k.unlock <- func() { _ = lock.Close() } }()
		}
		k.service.ServeHTTP(w, r)
	}))
	k.server.Config.ConnState = func(c net.Conn, s http.ConnState) {
		if s == http.StateIdle {
			k.idle <- c.RemoteAddr()
		}
	}
	k.server.Start()
	t.Cleanup(k.server.Close)
	t.Cleanup(k.server.CloseClientConnections)
	return k
}

func (k *killing) flags() []string {
	return append(at(k.server.URL, "token"), "--api-version", "2021-08-01")
}

// kill starts a command and kills it at a stage of its write.
func (k *killing) kill(t *testing.T, at stage, op simulator.Operation, command string) {
	t.Helper()
	k.service.ClearFaults()
	seen := len(k.service.Journal())
	switch at {
	case waiting:
		k.service.InjectFault(simulator.Fault{Operation: op, Status: 429, RetryAfter: 100})
	case sent, applied:
		k.service.InjectFault(simulator.Fault{Operation: op, Hang: true, Apply: at == applied})
	case answered:
		k.hold.Store(true)
	}
	cmd := exec.CommandContext(t.Context(), "apimtui", append(k.flags(), strings.Fields(command)...)...)
	cmd.Env = append(os.Environ(), k.env...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if at == answered {
		unlock := within(t, k.unlock)
		defer unlock()
		k.hasRead(t)
	} else {
		await(t, func() bool {
			return slices.ContainsFunc(k.service.Journal()[seen:], func(e simulator.Entry) bool { return e.Operation == op && e.Fault != "" })
		})
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
}

// hasRead waits until a process has read all of its last answer.
func (k *killing) hasRead(t *testing.T) {
	t.Helper()
	var last net.Addr
	await(t, func() bool {
		for len(k.idle) > 0 {
			last = <-k.idle
		}
		if last == nil {
			return false
		}
		port := last.(*net.TCPAddr).Port
		table, err := os.ReadFile("/proc/net/tcp")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(table)) {
			f := strings.Fields(line)
			if strings.HasSuffix(f[1], fmt.Sprintf(":%04X", port)) {
				return strings.HasSuffix(f[4], ":00000000")
			}
		}
		return false
	})
}

// TestKilledWritesAreLookedUp kills processes at every stage of every kind of
// write. The next start says what is so.
func TestKilledWritesAreLookedUp(t *testing.T) {
	t.Parallel()
	users := []string{"mateo-garcia", "hiroshi-tanaka", "svc-invoicing", "628603de35ab5672a49e665a"}
	const mail = "cannot be told: a mail cannot be looked up"
	for _, c := range []struct {
		name, command, what string
		op                  simulator.Operation
		users               []string
		not, done           string
	}{
		{"create", "users create --id USER --email USER@example.com --first-name Ada --last-name Byron", "creation", simulator.UserPut,
			[]string{"ada", "bea", "cleo", "dora"}, "not there so far: there is no such user", "in place: the user is as it was to be"},
		{"update", "users update USER --note mine --first-name Ada", "change of first name, note", simulator.UserPatch, users,
			"not there so far: the user has not changed since", "in place: the user is as it was to be"},
		{"block", "users block USER", "change of state to blocked", simulator.UserPatch, users,
			"not there so far: the user has not changed since", "in place: the user is as it was to be"},
		{"delete", "users delete USER --yes", "deletion", simulator.UserDelete, users,
			"not there so far: the user has not changed since", "in place: the user is gone"},
		{"mail", "users reset-password USER --yes", "password mail", simulator.UserPasswordMail, users, mail, mail},
		{"group", "users groups USER --add beta-testers", "joining of group beta-testers", simulator.GroupUserPut, users,
			"not there so far: the user is not in the group", "in place: the user is in the group"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := newKilling(t)
			stages := stageCount
			if runtime.GOOS != "linux" {
				stages = answered
			}
			want := map[string]string{}
			for at := range stages {
				want[c.users[at]] = c.done
				if at <= sent {
					want[c.users[at]] = c.not
				}
				k.kill(t, at, c.op, strings.ReplaceAll(c.command, "USER", c.users[at]))
			}
			s := openProgram(t, wide, k.env, k.flags()...)
			s.WaitFor("Left unfinished", patience)
			s.WaitGone("looking it up", patience)
			unsaid := func() string {
				lines := strings.Split(s.Screen(), "\n")
				for user, verdict := range want {
					i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, c.what+" of "+user+" ") })
					if i < 0 || !strings.Contains(lines[i+1], verdict) {
						return user + " is not said to be " + verdict
					}
				}
				return ""
			}
			if unsaid() != "" {
				s.WaitQuiet(time.Second, patience) // the frame comes in pieces
			}
			if miss := unsaid(); miss != "" {
				t.Errorf("%s:\n%s", miss, s.Screen())
			}
			s.Answer("esc", "Left unfinished", patience)
			s.Press("ctrl+c")
			mustEnd(t, s, 0)
			k.listed(t, want)
		})
	}
}

// listed checks that the audit log has each write, without an outcome, and what
// was found.
func (k *killing) listed(t *testing.T, want map[string]string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "apimtui", "audit", "list", "-o", "json")
	cmd.Env = append(os.Environ(), k.env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []struct{ User, Outcome, Found string }
	if err := json.Unmarshal(out, &all); err != nil || len(all) != len(want) {
		t.Errorf("%v:\n%s", err, out)
	}
	for _, e := range all {
		if e.Outcome != "" || e.Found == "" || !strings.HasPrefix(want[e.User], e.Found) {
			t.Errorf("%+v, want %q", e, want[e.User])
		}
	}
}
