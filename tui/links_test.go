package tui

import (
	"bytes"
	"image/color"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
)

const portalHost = "apimservice1.developer.azure-api.net"

func TestLinkPanel(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, "lena.brandt@fabrikam.com")
		d.Press("s")
		mustSay(t, d, "The developer portal reads only letters, digits,")
	})
}

func TestAnothersLinkIsRefused(t *testing.T) {
	t.Parallel()
	answer := func(value string) simulator.Fault {
		return simulator.Fault{Operation: "*", Calls: 2, Times: -1, Status: 200, Body: `{"value":"` + value + `"}`}
	}
	signature := "CRBCtgtuP43IzdhLPpuLO98K"
	for name, tt := range map[string]struct{ panel, value, want string }{
		"link":          {"s", "https://apimservice1.portal.azure-api.net/signin-sso?token=1%26202603020905%26" + signature, "The link is not given out: it is for another user"},
		"javascript":    {"s", "javascript:alert(1)", "The link is not given out: the service returned something that is not safe to paste"},
		"user name":     {"s", "https://a@evil.example/signin-sso?token=1%26202603020905%26" + signature, "not safe to paste"},
		"line break":    {"s", `https://apimservice1.portal.azure-api.net/signin-sso?token=1%26202603020905%26` + signature + `\nrm`, "not safe to paste"},
		"token":         {"t", "1&202603021000&" + signature, "The token is not given out: it is for another user"},
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
				d.MustNotSee("was made")
				d.Press("y")
				if w.clip.copied() != 0 {
					t.Errorf("copied %q", w.clip.value())
				}
			})
		})
	}
}

// TestCodeIsLeftMasked leaves the QR code in every way: the link in clear is
// never what it leads to.
func TestCodeIsLeftMasked(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*tuitest.Driver){
		"esc":    func(d *tuitest.Driver) { d.Press("esc") },
		"q":      func(d *tuitest.Driver) { d.Press("q") },
		"Q":      func(d *tuitest.Driver) { d.Press("Q") },
		"time":   func(d *tuitest.Driver) { d.Advance(21 * time.Second) },
		"shrunk": func(d *tuitest.Driver) { d.Resize(60, 14) },
		"shrunk and back": func(d *tuitest.Driver) {
			d.Resize(60, 14)
			d.Settle()
			d.Resize(120, 40)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{size: [2]int{120, 40}}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				d.Press("s")
				d.Settle()
				d.Press("Q")
				d.MustSee("▀▀▀▀▀▀▀", "In clear on this screen")
				d.ResetOutput()
				leave(d)
				d.MustSee("SSO URL", "masked")
				d.MustNotSee("token=", "In clear on this screen", "▀▀▀")
				if bytes.Contains(d.Output(), []byte("signin-sso")) {
					t.Error("the link was drawn in clear")
				}
			})
		})
	}
}

// TestRevealedLinkIsMaskedUnderItsCode has the link in clear before the code.
func TestRevealedLinkIsMaskedUnderItsCode(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("v", "Q", "esc")
		d.MustSee("masked")
		d.Press("Q", "v")
		d.MustSee("signin-sso")
	})
}

// TestLinkToClickGoesInTime redraws the screen once it should be gone.
func TestLinkToClickGoesInTime(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}, options: Options{Env: []string{"SSH_TTY=/dev/pts/1"}}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("o")
		d.MustSee("open in your own browser")
		if !bytes.Contains(d.Output(), []byte("signin-sso")) {
			t.Error("there is no link to click")
		}
		d.Advance(21 * time.Second)
		d.ResetOutput()
		d.Press("ctrl+l")
		d.MustNotSee("open in your own browser")
		if bytes.Contains(d.Output(), []byte("signin-sso")) {
			t.Error("the link is still sent to the terminal")
		}
	})
}

// TestCodeIsDarkOnLight looks at the colours, or at what is left of them.
func TestCodeIsDarkOnLight(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		theme         theme.Name
		env           []string
		reverse, code bool
	}{
		{name: "dark", theme: theme.Dark, code: true},
		{name: "light", theme: theme.Light, code: true},
		{name: "mono", theme: theme.Mono, code: true},
		{"dark without colours", theme.Dark, []string{"TERM=xterm-256color", "NO_COLOR=1"}, true, true},
		{"light without colours", theme.Light, []string{"TERM=xterm-256color", "NO_COLOR=1"}, false, true},
		{"unknown without colours", theme.Mono, []string{"TERM=xterm-256color", "NO_COLOR=1"}, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{size: [2]int{120, 40}, env: tt.env, options: Options{Theme: tt.theme, Env: tt.env}}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				d.Press("s")
				d.Settle()
				d.Press("Q")
				if !tt.code {
					mustSay(t, d, "needs to know the terminal's background")
					d.MustNotSee("▀▀▀▀▀▀▀")
					return
				}
				x, y := d.Find("█▀▀▀▀▀█")
				c := d.Cell(x, y)
				dark, light := c.Fg, c.Bg
				if c.Reverse {
					dark, light = light, dark
				}
				if tt.env != nil && c.Reverse != tt.reverse {
					t.Errorf("reversed: %v", c.Reverse)
				}
				if (tt.env == nil) != (dark != nil && light != nil) || tt.env == nil && (bright(dark) || !bright(light)) {
					t.Errorf("dark modules are %v on %v", dark, light)
				}
			})
		})
	}
}

func bright(c color.Color) bool {
	r, _, _, _ := c.RGBA()
	return r > 0x8000
}

// TestLinkReturnsToThePortal has the portal's address be refused once.
func TestLinkReturnsToThePortal(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			at(d, kwame)
			w.sim.InjectFault(simulator.Fault{Operation: simulator.ServiceGet, Status: 403})
			d.Press("s")
			mustSay(t, d, "could not be read: Not permitted (403 Forbidden)")
			mustSay(t, d, "developerPortal in the context names it.")
			d.MustSee("apimservice1.portal.azure-api.net", "masked")
			d.Press("r")
			d.MustSee(portalHost, "on the developer portal")
			d.MustNotSee("could not be read")
			d.Press("f", "r")
			d.MustSee("apimservice1.portal.azure-api.net") // as wished, and kept
		})
	}
}

// TestLostLinkMayExist has the answer be lost after the link was made.
func TestLostLinkMayExist(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserSSO, CutAfter: true})
		d.Press("s")
		mustSay(t, d, "No link was received, and one may exist for five minutes.")
		d.MustNotSee("No link was made")
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserSSO, Status: 403})
		d.Press("r")
		d.MustSee("No link was made.")
	})
}
