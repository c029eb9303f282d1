package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A local date is read in the local zone or refused, never in another zone.
func TestLocalDatesNeedAKnownZone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "not a zone")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	const local = "2026-03-03T17:00"
	for _, c := range []struct {
		tz, expires string
		want        string // the expiry; "" when refused
	}{
		{"Europe/Berlin", local, "2026-03-03T16:00:00Z"},
		{":America/New_York", local, "2026-03-03T22:00:00Z"},
		{"UTC", local, "2026-03-03T17:00:00Z"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", local, ""},
		{"UTC+3", local, ""},
		{"Mars/Olympus", local, ""},
		{"europe", local, ""},
		{"../Europe/Berlin", local, ""},
		{"Local", local, ""},
		{"/none", local, ""},
		{file, local, ""},
		{"Mars/Olympus", "2026-03-03", ""},
		{"Mars/Olympus", "2026-03-03T17:00Z", "2026-03-03T17:00:00Z"},
		{"Mars/Olympus", "2026-03-03T17:00+02:00", "2026-03-03T15:00:00Z"},
		{"Mars/Olympus", "90m", "2026-03-02T10:30:"},
	} {
		t.Run(c.tz+" "+c.expires, func(t *testing.T) {
			r := carryOut(t, func(s *stdio, _ *run) { s.env = []string{"TZ=" + c.tz} },
				"--demo", "users", "token", "1", "--expires", c.expires, "-o", "json")
			switch {
			case c.want != "" && (r.code != exitDone || !strings.Contains(r.out, `"expiry": "`+c.want)):
				t.Errorf("exit code %d, want an expiry of %s: %s%s", r.code, c.want, r.out, r.err)
			case c.want == "" && (r.code != exitUsage || r.out != "" || !strings.Contains(r.err, "TZ does not name a time zone that is known here: add Z")):
				t.Errorf("exit code %d: %s%s", r.code, r.out, r.err)
			}
		})
	}
}

// Zones are known without zone data on the machine.
func TestZoneDataIsBuiltIn(t *testing.T) {
	if !slices.ContainsFunc(sources(t), func(s source) bool { return slices.Contains(s.imports(), "time/tzdata") }) {
		t.Error("nothing imports time/tzdata")
	}
}

// TZ may name a file.
func TestZoneOfAFile(t *testing.T) {
	good := filepath.Join(t.TempDir(), "zone")
	// One type of local time, an hour before UTC, called ONE (RFC 8536, version 1).
	data := "TZif" + strings.Repeat("\x00", 16+4*4) + "\x00\x00\x00\x01" + "\x00\x00\x00\x04" + "\x00\x00\x0e\x10\x00\x00" + "ONE\x00"
	if err := os.WriteFile(good, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{good: "ONE", good + "-missing": ""} {
		s := stdio{env: []string{"TZ=" + path}}
		name := ""
		if zone := s.zone(); zone != nil {
			name, _ = time.Unix(0, 0).In(zone).Zone()
		}
		if name != want {
			t.Errorf("TZ=%s: the zone is %q, want %q", path, name, want)
		}
	}
}

// The console reports once what does not work.
func TestConsoleReportsWhatDoesNotWork(t *testing.T) {
	const state, zone = "Writes are not recorded, and an interrupted one will not be reported at the next start", "Times are shown in UTC"
	home := t.TempDir()
	open := filepath.Join(t.TempDir(), "open")
	if err := os.MkdirAll(filepath.Join(open, "apimtui"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	service := []string{"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "s", "--auth", "token"}
	for _, c := range []struct {
		name string
		env  []string
		args []string
		want []string
	}{
		{"all is well", []string{"HOME=" + home, "TZ=Asia/Tokyo"}, service, nil},
		{"no home", []string{"HOME=~"}, service, []string{state + ": HOME is not an absolute path."}},
		{"no home, and nothing to remember", nil, append(service, "--read-only"), nil},
		{"state that others can write", []string{"XDG_STATE_HOME=" + open}, service, []string{"chmod go-w " + open}},
		{"audit required", []string{"HOME=~", "APIMTUI_AUDIT=required"}, service, []string{"No write can be sent: this context requires the audit log (APIMTUI_AUDIT), and HOME"}},
		{"audit off", []string{"HOME=~", "APIMTUI_AUDIT=off"}, service, []string{"An interrupted write will not be reported"}},
		{"unknown zone", []string{"HOME=" + home, "TZ=CET-1"}, service, []string{zone}},
		{"both", []string{"TZ=x"}, service, []string{zone, state}},
		{"demo", []string{"TZ=x"}, []string{"--demo"}, []string{zone}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := carryOut(t, atTerminal(append(c.env, "APIMTUI_ACCESS_TOKEN=x")...), c.args...)
			if r.shown == nil {
				t.Fatalf("exit code %d: %s", r.code, r.err)
			}
			said := slices.DeleteFunc(append(r.shown.Notices, r.shown.Forgets), func(s string) bool { return s == "" })
			if len(said) != len(c.want) || r.shown.NoZone != slices.Contains(c.want, zone) {
				t.Fatalf("says %q, want %q", said, c.want)
			}
			for i, want := range c.want {
				if !strings.Contains(said[i], want) {
					t.Errorf("says %q, want %q", said[i], want)
				}
			}
		})
	}
}

// A malformed proxy is not ignored, and its password is not shown.
func TestMalformedProxyIsRefused(t *testing.T) {
	for _, c := range []struct {
		proxy string
		right bool
	}{
		{"http://proxy.example:8080", true},
		{"proxy.example:8080", true},
		{"10.0.0.1:3128", true},
		{"user:canary@proxy.example:8080", true},
		{"socks5://proxy.example", true},
		{"http://user:canary@proxy.example:port", false},
		{"http://user:canary@:8080", false},
		{"http://user:canary@proxy example", false},
		{"http://user:can%zzary@proxy.example", false},
		{"http://user:canary@proxy.example:99999", false},
		{"ftp://user:canary@proxy.example", false},
		{"http//user:canary@proxy.example", false},
		{"canary@", false},
		{":", false},
	} {
		for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
			r := carryOut(t, atTerminal(name+"="+c.proxy, "HOME="+t.TempDir(), "APIMTUI_ACCESS_TOKEN=x"),
				"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "s")
			if c.right != (r.shown != nil) || !c.right && (r.code != exitUsage || !strings.HasPrefix(r.err, "apimtui: "+name+": the address of the proxy ")) {
				t.Errorf("%s=%s: exit code %d: %s", name, c.proxy, r.code, r.err)
			}
			if strings.Contains(r.err, "canary") {
				t.Errorf("%s=%s: the password is shown: %s", name, c.proxy, r.err)
			}
		}
	}
	if r := carryOut(t, atTerminal("HTTPS_PROXY=http://x:y"), "--demo"); r.shown == nil {
		t.Errorf("a demonstration needs no proxy: %s", r.err)
	}
}

// What to do is a sentence of its own, also after words in brackets.
func TestDoctorSeparatesTheRemedy(t *testing.T) {
	x := &examination{app: &app{}}
	x.warn("Permissions", "may not list groups (by its roles)", "Ask for a role")
	var b strings.Builder
	if x.write(&b, 0); !strings.Contains(b.String(), "may not list groups (by its roles). Ask for a role.") {
		t.Errorf("%s", &b)
	}
}
