package tui

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

const portalHost = "apimservice1.developer.azure-api.net"

func TestLinkPanel(t *testing.T) {
	for _, minutes := range []bool{false, true} {
		w := &world{simulated: simulator.Options{StampMinutes: minutes}}
		w.show(t, func(d *tuitest.Driver) {
			at(d, kwame)
			d.Press("s")
			d.MustSee("Leads to", portalHost, "on the developer portal", "masked", "Lives")
			d.MustNotSee("token=")
			d.Press("y")
			d.MustSee("SSO URL: Copied (fake).", "clipboard is cleared in 4")
			u, err := url.Parse(w.clip.value())
			if err != nil || u.Scheme != "https" || u.Host != portalHost || u.Path != "/signin-sso" || !strings.HasPrefix(u.Query().Get("token"), w.id(t, kwame)+"&2026") {
				t.Errorf("copied %s", w.clip.value())
			}
			d.Press("f")
			d.MustSee("apimservice1.portal.azure-api.net", "as returned")
			d.Press("f", "p")
			d.Type("/profile?a b")
			d.Press("enter", "y")
			d.MustSee("/profile?a b")
			if !strings.HasSuffix(w.clip.value(), "&returnUrl=%2Fprofile%3Fa%20b") {
				t.Errorf("copied %s", w.clip.value())
			}
			d.Advance(6 * time.Minute)
			d.MustSee("run out", "r makes a fresh one")
			d.Press("y")
			d.MustSee("the link has run out")
			d.Press("r")
			d.MustSee("masked")
			d.MustNotSee("run out")
		})
	}
}

func TestLinkGoesToAFileOfItsOwner(t *testing.T) {
	dir := t.TempDir()
	w := &world{options: Options{Env: []string{"XDG_RUNTIME_DIR=" + dir, "SSH_TTY=/dev/pts/1"}}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("w")
		mustSay(t, d, "readable by you alone")
		names, _ := filepath.Glob(filepath.Join(dir, "apimtui-sso-*.txt"))
		if len(names) != 1 {
			t.Fatalf("files: %v", names)
		}
		info, err := os.Stat(names[0])
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v (%v)", info.Mode(), err)
		}
		d.Press("o")
		mustSay(t, d, "No browser is opened: this is an SSH session")
		d.MustSee("open in your own browser")
	})
}

func TestUserIDsThePortalCannotRead(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, "lena.brandt@fabrikam.com")
		d.Press("s")
		d.MustSee("The developer portal cannot read this user id")
	})
}

func TestAnothersLinkIsRefused(t *testing.T) {
	answer := func(value string) simulator.Fault {
		return simulator.Fault{Operation: "*", Calls: 2, Times: -1, Status: 200, Body: `{"value":"` + value + `"}`}
	}
	signature := "CRBCtgtuP43IzdhLPpuLO98K"
	for name, tt := range map[string]struct{ panel, value, want string }{
		"link":          {"s", "https://apimservice1.portal.azure-api.net/signin-sso?token=1%26202603020905%26" + signature, "for another user"},
		"javascript":    {"s", "javascript:alert(1)", "not safe to paste"},
		"user name":     {"s", "https://a@evil.example/signin-sso?token=1%26202603020905%26" + signature, "not safe to paste"},
		"line break":    {"s", `https://apimservice1.portal.azure-api.net/signin-sso?token=1%26202603020905%26` + signature + `\nrm`, "not safe to paste"},
		"token":         {"t", "1&202603021000&" + signature, "for another user"},
		"hostile token": {"t", `\u001b]52;c;eA==\u0007&202603021000&` + signature, "not safe to paste"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				f := answer(tt.value)
				f.Calls = 1
				f.Operation = simulator.UserSSO
				if tt.panel == "t" {
					f.Operation = simulator.UserToken
				}
				w.sim.InjectFault(f)
				d.Press(tt.panel, "enter")
				mustSay(t, d, tt.want)
				d.Press("y")
				if w.clip.copied() != 0 {
					t.Errorf("copied %q", w.clip.value())
				}
			})
		})
	}
}
