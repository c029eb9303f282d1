//go:build linux

package cli

import (
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest/ptytest"
)

// machine is a computer on which everything works, with a service of its own.
type machine struct {
	dir, url string
	env      map[string]string
	server   atomic.Pointer[simulator.Service]
	late     atomic.Int64 // how far the service's clock is ahead, in nanoseconds
}

// adasToken is a token that names its account and tenant.
var adasToken = "e30." + base64.RawURLEncoding.EncodeToString([]byte(`{"upn":"ada@contoso.com","tid":"11111111-1111-1111-1111-111111111111","exp":4070908800}`)) + "." + canary

func newMachine(t *testing.T) *machine {
	m := &machine{dir: t.TempDir()}
	m.server.Store(simulator.New(simulator.Options{AccessToken: adasToken}))
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Duration(m.late.Load())).UTC().Format(http.TimeFormat))
		m.server.Load().ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	m.url = server.URL
	m.env = map[string]string{
		"HOME": m.dir, "PATH": m.dir + "/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8", "GORACE": promptEnd,
		"SSL_CERT_FILE": m.dir + "/root.pem", "GODEBUG": "netdns=go", "NO_PROXY": "*",
	}
	m.write(t, "root.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	m.az(t, `echo '{"accessToken":"`+adasToken+`","expiresOn":"2099-01-01 00:00:00.000000","expires_on":4070908800,"tokenType":"Bearer"}'`)
	m.config(t, m.url, "apimService1")
	return m
}

func (m *machine) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(m.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (m *machine) az(t *testing.T, script string) {
	m.write(t, "bin/az", "#!/bin/sh\n"+script+"\n")
	m.chmod(t, "bin/az", 0o700)
}

func (m *machine) chmod(t *testing.T, name string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(filepath.Join(m.dir, name), mode); err != nil {
		t.Fatal(err)
	}
}

const configPath = ".config/apimtui/config.yaml"

func (m *machine) config(t *testing.T, url, service string) {
	m.write(t, configPath, "current: prod\ncontexts:\n  prod:\n    subscription: 00000000-0000-0000-0000-000000000000\n"+
		"    resourceGroup: rg1\n    service: "+service+"\n    auth: cli\n    endpoint: "+url+"\n")
}

// run runs the program. It returns what it prints and the exit code.
func (m *machine) run(t *testing.T, args ...string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "apimtui", args...)
	cmd.Env = m.environ()
	out, err := cmd.Output()
	return string(out), exitOf(t, err)
}

func (m *machine) environ() (env []string) {
	for name, value := range m.env {
		env = append(env, name+"="+value)
	}
	return env
}

// On a machine with one fault, the first failed line names it.
func TestDoctorNamesTheFault(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault func(*testing.T, *machine)
		says  string
		code  int
	}{
		"none":        {func(*testing.T, *machine) {}, "", 0},
		"no TERM":     {func(_ *testing.T, m *machine) { delete(m.env, "TERM") }, "Terminal|TERM is not set", 1},
		"odd TZ":      {func(_ *testing.T, m *machine) { m.env["TZ"] = "CET-1" }, "Time zone|TZ does not name a time zone|Set TZ to", 1},
		"syntax":      {func(t *testing.T, m *machine) { m.write(t, configPath, "current: [prod\n") }, "File|~/.config/apimtui/config.yaml:1:|not valid YAML", 2},
		"open config": {func(t *testing.T, m *machine) { m.chmod(t, configPath, 0o644) }, "File|is open to other users|mode 0644|chmod 600 ~/.config", 1},
		"config that others write": {func(t *testing.T, m *machine) { m.chmod(t, configPath, 0o666) },
			"File|other users may write to ~/.config|chmod go-w", 2},
		"state": {func(t *testing.T, m *machine) { m.write(t, ".local", "") }, "State|cannot be kept|~/.local", 1},
		"no az": {func(t *testing.T, m *machine) {
			if err := os.Remove(m.dir + "/bin/az"); err != nil {
				t.Fatal(err)
			}
			m.env["PATH"] = m.dir + "/bin"
		}, "Sign-in|az|nstall", 1},
		"not signed in": {func(t *testing.T, m *machine) {
			m.az(t, `printf "\033[31mERROR: Please run 'az login' to setup account.\033[0m\n" >&2; exit 1`)
		}, "Sign-in|az login", 1},
		"clock":   {func(_ *testing.T, m *machine) { m.late.Store(int64(10 * time.Minute)) }, "Clock|10m|behind the service|Set the clock", 1},
		"DNS":     {func(t *testing.T, m *machine) { m.config(t, "https://management.onion", "s") }, "DNS|management.onion|Check the name", 1},
		"refused": {func(t *testing.T, m *machine) { m.config(t, "https://127.0.0.1:1", "s") }, "TCP|refused|Check the network", 1},
		"unknown authority": {func(_ *testing.T, m *machine) { delete(m.env, "SSL_CERT_FILE") },
			"TLS|certificate was not accepted|unknown authority|trust the authority", 1},
		"proxy": {func(_ *testing.T, m *machine) {
			delete(m.env, "NO_PROXY")
			m.env["HTTPS_PROXY"] = "http://ada:canary-password@127.0.0.1:1"
			m.config(t, "https://management.onion", "s")
		}, "Proxy|127.0.0.1:1|refused", 1},
		"odd proxy":  {func(_ *testing.T, m *machine) { m.env["HTTPS_PROXY"] = "http://ada:canary-password@x:port" }, "Proxy|cannot be understood", 1},
		"no service": {func(t *testing.T, m *machine) { m.config(t, m.url, "other") }, "Service|other|Check", 1},
		"Consumption": {func(t *testing.T, m *machine) {
			m.server.Store(simulator.New(simulator.Options{AccessToken: adasToken, SKU: "Consumption"}))
		}, "Service|Consumption tier|has no users", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			c.fault(t, m)
			out, code := m.run(t, "doctor")
			first := ""
			for line := range strings.Lines(out) {
				if strings.HasPrefix(line, "fail") {
					first = line
					break
				}
			}
			for _, says := range strings.Split(c.says, "|") {
				if !strings.Contains(first, says) {
					t.Errorf("the first failure is %q, want %s in\n%s", first, says, out)
				}
			}
			if code != c.code || (c.says == "") != (first == "") {
				t.Errorf("exit code %d, want %d\n%s", code, c.code, out)
			}
			for _, secret := range []string{canary, "canary-password", m.dir, "\x1b", "ada@"} {
				if strings.Contains(out, secret) {
					t.Errorf("the report holds %q\n%s", secret, out)
				}
			}
		})
	}
}

// The report as JSON has the same lines.
func TestDoctorJSON(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.late.Store(int64(2 * time.Minute))
	out, code := m.run(t, "doctor", "-o", "json")
	var report struct {
		Checks   []check
		Settings []struct{ Key, Value, From string }
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 {
		t.Fatalf("exit code %d, %v\n%s", code, err, out)
	}
	warned := ""
	for _, c := range report.Checks {
		if c.Status == statusWarn {
			warned += c.Name + " "
		}
	}
	if warned != "Clock " || len(report.Settings) < 15 {
		t.Errorf("warns of %s with %d settings\n%s", warned, len(report.Settings), out)
	}
}

// A test and a write at a terminal name the account in full.
func TestAccountIsNamed(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	out, code := m.run(t, "context", "test")
	for _, says := range []string{"Sign-in         Azure CLI", "Account         ada@contoso.com", "Tenant          11111111-", "Expires         2099-01-01", "Service         apimService1: Developer tier", "Permissions     all that"} {
		if code != 0 || !strings.Contains(out, "ok    "+says) {
			t.Errorf("exit code %d, no %q in\n%s", code, says, out)
		}
	}
	if out, _ := m.run(t, "doctor"); !strings.Contains(out, "Account         a***@contoso.com") {
		t.Errorf("doctor says\n%s", out)
	}
	m.write(t, configPath, strings.Replace(contents(t, filepath.Join(m.dir, configPath)), "    auth", "    production: true\n    auth", 1))
	s := ptytest.Start(t, []string{"apimtui", "users", "block", "mateo-garcia"}, m.environ(), 200, 24)
	s.WaitFor("PRODUCTION prod: apimService1 in rg1, subscription 00000000-0000-0000-0000-000000000000; as ada@contoso.com of tenant 11111111-1111-1111-1111-111111111111 (Azure CLI).", patience)
	s.WaitFor("saved: ", patience)
	if e := s.Wait(patience); e.Code != 0 {
		t.Errorf("ended with %+v", e)
	}
}
