//go:build linux || darwin

package cli

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest/ptytest"
)

// served runs apimtui simulate in the background and returns the line it
// prints.
func served(t *testing.T, args ...string) string {
	t.Helper()
	_, line := start(t, append([]string{"simulate", "--addr", "127.0.0.1:0"}, args...)...)
	return line
}

// TestTheConsoleIsTheSameEverywhere opens the console in every way and types
// the same keys.
func TestTheConsoleIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	ways := map[string]func() *ptytest.Session{
		"demo": func() *ptytest.Session { return openProgram(t, usual, nil, "--demo") },
		"printed line": func() *ptytest.Session {
			return ptytest.Start(t, []string{"sh", "-c", served(t)}, withProgram(t), usual.width, usual.height)
		},
		"any server": func() *ptytest.Session {
			_, env, flags := serveHTTP(t, simulator.Options{})
			return openProgram(t, usual, env, flags...)
		},
		"any server by a name": func() *ptytest.Session {
			_, env, flags := serveHTTP(t, simulator.Options{})
			flags[1] = strings.Replace(flags[1], "127.0.0.1", "localhost", 1)
			return openProgram(t, usual, env, flags...)
		},
		"a server that sends no count": func() *ptytest.Session {
			_, env, flags := serveHTTP(t, simulator.Options{NoCount: true})
			return openProgram(t, usual, env, append(flags, "--api-version", "2021-08-01")...)
		},
	}
	for name, opened := range ways {
		t.Run(name, func(t *testing.T) {
			s := opened()
			s.WaitFor("Users 60", patience)
			s.WaitFor("Amelia Hart", patience)
			s.Type("/")
			s.Type("amelia")
			s.WaitGone("Jonas Lindqvist", patience)
			s.Press("enter", "enter")
			s.WaitFor("Product subscriptions ", patience)
			s.WaitFor("Developers", patience)
			s.Press("q")
			s.WaitFor("1 of 60", patience)
			s.Press("esc")
			s.WaitFor("Jonas Lindqvist", patience)
			s.Press("?")
			s.WaitFor("Keys, ", patience)
			s.Press("?")
			s.WaitGone("Keys, ", patience)
			s.Press("q")
			mustEnd(t, s, 0)
		})
	}
}

// TestFirstFrameComesBeforeTheNetwork opens the console on a server that never
// answers.
func TestFirstFrameComesBeforeTheNetwork(t *testing.T) {
	t.Parallel()
	_, env, flags := serveHTTP(t, simulator.Options{Faults: []simulator.Fault{{Operation: "*", Times: -1, Hang: true}}})
	for name, more := range map[string][]string{"list": nil, "one user": {"--user", "amelia.hart@contoso.com"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openProgram(t, usual, env, append(flags, more...)...)
			s.WaitFor("apimService1", patience)
			s.WaitFor("q quit", patience)
			s.WaitFor("s, esc cancels", patience)
			s.Press("esc")
			s.WaitGone("esc cancels", patience)
			s.Press("q")
			mustEnd(t, s, 0)
		})
	}
}

// TestLeavingDoesNotWaitForTheNetwork quits while a request hangs.
func TestLeavingDoesNotWaitForTheNetwork(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	defer server.Close()
	for _, key := range []string{"q", "ctrl+c"} {
		s := openProgram(t, usual, []string{"APIMTUI_ACCESS_TOKEN=" + canary}, at(server.URL, "token")...)
		<-arrived
		s.WaitFor("apimService1", patience)
		s.Press(key)
		mustEnd(t, s, 0)
	}
}

// TestUserReadsNoList counts the requests.
func TestUserReadsNoList(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{
		"e-mail": "amelia.hart@contoso.com",
		"id":     "1",
		"name":   "Amelia Hart",
	} {
		t.Run(name, func(t *testing.T) {
			service, env, flags := serveHTTP(t, simulator.Options{Users: 5000})
			s := openProgram(t, wide, env, append(flags, "--user", query)...)
			s.WaitFor("Product subscriptions ", patience)
			s.WaitFor("Developers", patience)
			s.Press("ctrl+c")
			mustEnd(t, s, 0)
			for _, e := range service.Journal() {
				if e.Operation == simulator.UserList && !strings.Contains(e.Query, "filter=") {
					t.Errorf("a list was loaded: %s?%s", e.Path, e.Query)
				}
			}
			if n := len(service.Journal()); n == 0 || n > 8 {
				t.Errorf("%d requests for one user", n)
			}
		})
	}
}

func TestResize(t *testing.T) {
	t.Parallel()
	s := openProgram(t, wide, nil, "--demo")
	s.WaitFor("╭─ Administrator ─", patience)
	s.Resize(60, 16)
	s.WaitGone("╭─ Administrator ─", patience) // it does not fit
	s.WaitFor("Amelia Hart", patience)
	s.Resize(50, 10)
	s.WaitFor("Needs 60x14", patience)
	mustNotSee(t, s, "Amelia Hart")
	s.Resize(1, 1)
	s.Resize(120, 40)
	s.WaitFor("╭─ Administrator ─", patience)
	s.Press("q")
	mustEnd(t, s, 0)
}

func TestTerminalsThatCannotDraw(t *testing.T) {
	t.Parallel()
	s := openProgram(t, usual, []string{"TERM=dumb"}, "--demo")
	s.WaitFor("TERM=dumb", patience)
	mustEnd(t, s, exitUsage)
	if strings.Contains(string(s.Output()), "\x1b") {
		t.Errorf("a dumb terminal got escape sequences: %q", s.Output())
	}
	cmd := exec.CommandContext(t.Context(), programDir(t)+"/apimtui", "--demo")
	out, err := cmd.CombinedOutput()
	if code := exitOf(t, err); code != exitUsage || !strings.Contains(string(out), "needs a terminal") {
		t.Errorf("exit code %d without a terminal: %s", code, out)
	}
}

func TestNoColor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		env  []string
		want bool // colours
	}{
		{"1", []string{"NO_COLOR=1"}, false},
		{"yes", []string{"NO_COLOR=yes"}, false},
		{"0", []string{"NO_COLOR=0"}, false},
		{"false", []string{"NO_COLOR=false", "COLORTERM=truecolor"}, false},
		{"forced otherwise", []string{"NO_COLOR=1", "CLICOLOR_FORCE=1"}, false},
		{"empty", []string{"NO_COLOR="}, true},
		{"absent", nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := openProgram(t, usual, c.env, "--demo")
			s.WaitFor("Users 60/60", patience)
			s.Press("j")
			s.Type("?")
			s.WaitFor("Keys, ", patience)
			s.Press("esc")
			s.WaitGone("Keys, ", patience)
			s.Press("ctrl+c")
			mustEnd(t, s, 0)
			if got := coloured(string(s.Output())); got != c.want {
				t.Errorf("colours: %v, want %v", got, c.want)
			}
		})
	}
}

// coloured reports whether an SGR sequence sets a colour.
func coloured(output string) bool {
	for _, part := range strings.Split(output, "\x1b[")[1:] {
		end := strings.IndexFunc(part, func(r rune) bool { return (r < '0' || r > '9') && r != ';' && r != ':' })
		if end < 0 || part[end] != 'm' {
			continue
		}
		for _, p := range strings.FieldsFunc(part[:end], func(r rune) bool { return r == ';' || r == ':' }) {
			if len(p) >= 2 && strings.ContainsAny(p[:1], "349") || len(p) == 3 && p[:2] == "10" {
				return true
			}
		}
	}
	return false
}
