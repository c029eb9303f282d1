package tui

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
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

func TestTokenInFourKeys(t *testing.T) {
	w := &world{options: Options{Query: kwame}}
	w.show(t, func(d *tuitest.Driver) {
		d.MustSee("OVERVIEW")
		d.Press("t", "enter")
		d.MustSee("Lives", "masked")
		d.Press("y")
		d.MustSee("Token, raw: Copied (fake).")
		want := w.id(t, kwame) + "&20260302100000&"
		if !strings.HasPrefix(w.clip.value(), want) {
			t.Errorf("copied %s, want %s…", w.clip.value(), want)
		}
		d.MustSee("Until         2026-03-02 11:00:00 CET (10:00:00 UTC)")
		for _, form := range []string{"URL-encoded", "Authorization header", "curl command", "raw"} {
			d.Press("f")
			d.MustSee(form)
		}
		e := w.posts(t)[0]
		if !strings.Contains(e.Body, `"keyType":"primary"`) || !strings.Contains(e.Body, "2026-03-02T10:00:00Z") {
			t.Errorf("sent %s", e.Body)
		}
	})
}

// mustSay looks for words that may be broken over lines.
func mustSay(t *testing.T, d *tuitest.Driver, words string) {
	t.Helper()
	d.Settle()
	if said := strings.Join(strings.Fields(d.Screen()), " "); !strings.Contains(said, words) {
		t.Errorf("the screen does not say %q:\n%s", words, d.Screen())
	}
}

// posts lists the journal's requests that spend writes.
func (w *world) posts(t *testing.T) []simulator.Entry {
	t.Helper()
	var out []simulator.Entry
	for _, e := range w.sim.Journal() {
		if e.Method == "POST" {
			out = append(out, e)
		}
	}
	return out
}

func TestTokenChoices(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "right", "right", "up", "right")
		d.MustSee("● secondary", "● 1 d", "2026-03-03 10:00:00 CET")
		d.Press("e")
		d.Type("31d")
		d.Press("enter")
		d.MustSee("more than 30 days away", "2026-04-01 10:00:00 CET", "UTC")
		d.Press("ctrl+u")
		d.Type("2026-03-01")
		d.Press("enter")
		d.MustSee("is in the past")
		if len(w.posts(t)) != 0 {
			t.Fatal("a refused expiry was sent")
		}
		d.Press("ctrl+u")
		d.Type("2026-03-02 17:30")
		d.Press("enter", "enter")
		d.MustSee("masked", "Until         2026-03-02 17:30:00 CET")
		if e := w.posts(t)[0]; !strings.Contains(e.Body, "secondary") || !strings.Contains(e.Body, "2026-03-02T16:30:00Z") {
			t.Errorf("sent %s", e.Body)
		}
	})
}

func TestBuiltInTokenWarns(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("t")
		d.MustSee("administration of the portal")
	})
}

// TestSecretsShowOnlyWhereAsked looks for the link and the token in every byte
// that was written to the terminal.
func TestSecretsShowOnlyWhereAsked(t *testing.T) {
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		for _, panel := range []string{"s", "t"} {
			at(d, kwame)
			d.ResetOutput()
			d.Press(panel, "enter")
			d.Settle()
			d.Press("y")
			d.Settle()
			secret := canary(t, w.clip.value())
			d.Press("f", "f", "?", "esc")
			d.Settle()
			if bytes.Contains(d.Output(), []byte(secret)) {
				t.Errorf("panel %s: the secret was drawn unasked", panel)
			}
			d.Press("v")
			d.MustSee(secret, "In clear on this screen")
			d.Advance(21 * time.Second)
			d.MustNotSee(secret)
			d.Press("v")
			d.MustSee(secret)
			d.Press("esc")
			d.MustNotSee(secret)
			d.ResetOutput()
			d.Advance(time.Minute)
			if bytes.Contains(d.Output(), []byte(secret)) {
				t.Errorf("panel %s: the secret was drawn after leaving", panel)
			}
		}
	})
}

// TestSecretsInFailuresAreNotShown has what fails carry a link or token: in an
// error's words, in a page of a proxy's, in an answer that is cut or too large.
func TestSecretsInFailuresAreNotShown(t *testing.T) {
	const canary = "CANARYtgtuP43IzdhLPpuLO98K2bCNxAAawvKa3yRNFwW9YOYr0pNwN1xzwZMfp7"
	link := "https://apimservice1.portal.azure-api.net/signin-sso?token=ada%2620260302090500%26" + canary
	token := "63e081e964e5c32091c72f5d&20260302100000&" + canary + "=="
	for _, body := range []string{
		"<html>echo: " + link + "</html>", "<html>" + token + "</html>",
		`{"error":{"code":"X","message":"made ` + link + `","details":[{"target":"value","message":"` + token + `"}]}}`,
		`{"value":"` + token + `"`, `{"value":{"token":"` + token + `"}}`, `{"value":"` + link + `","value2":`,
	} {
		for _, status := range []int{200, 400, 403, 404, 500} {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				for panel, op := range map[string]simulator.Operation{"s": simulator.UserSSO, "t": simulator.UserToken} {
					at(d, kwame)
					w.sim.InjectFault(simulator.Fault{Operation: op, Status: status, Body: body})
					d.Press(panel, "enter")
					d.Advance(10 * time.Second)
					d.Press("?", "esc", "esc")
					d.Settle()
				}
				if bytes.Contains(d.Output(), []byte("CANARY")) {
					t.Errorf("%d %s: the secret was drawn:\n%s", status, body, d.Screen())
				}
			})
		}
	}
}

// canary is a part of a signature that stands nowhere else.
func canary(t *testing.T, copied string) string {
	t.Helper()
	m := regexp.MustCompile(`[A-Za-z0-9]{12,}`).FindAllString(copied[strings.LastIndex(copied, "26")+2:], -1)
	for _, s := range m {
		if len(s) >= 12 {
			return s[:12]
		}
	}
	t.Fatalf("no canary in %s", copied)
	return ""
}

func TestClipboardIsCleared(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.MustSee("clipboard is cleared in 45 s")
		d.Advance(20 * time.Second)
		d.MustSee("clipboard is cleared in 25 s")
		d.Advance(30 * time.Second)
		d.MustSee("Cleared.")
		if w.clip.value() != "" {
			t.Error("the clipboard still holds the link")
		}
		d.Press("r")
		d.Settle()
		d.Press("y")
		w.clip.set(func(f *fakeClipboard) { f.holds = "something of the operator's" })
		d.Advance(time.Minute)
		if w.clip.value() != "something of the operator's" {
			t.Error("what the operator copied since was cleared")
		}
	})
}

func TestBlindClipboardIsOverwrittenByKey(t *testing.T) {
	w := &world{options: Options{Clipboard: &fakeClipboard{blind: true}, ClearAfter: 45 * time.Second}}
	clip := w.options.Clipboard.(*fakeClipboard)
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("X")
		d.MustSee("nothing secret was copied")
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.MustSee("not confirmed", "X overwrites it")
		d.Advance(2 * time.Minute)
		if clip.value() == " " || clip.value() == "" {
			t.Fatal("it was wiped blindly")
		}
		d.Press("X")
		d.MustSee("A space instead.")
		d.MustNotSee("X overwrites it")
	})
}

func TestDroppedCopyIsSaid(t *testing.T) {
	w := &world{options: Options{Clipboard: &fakeClipboard{drops: true}}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.MustSee("tmux would drop this")
		d.MustNotSee("Copied")
	})
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

func TestMails(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("p")
		d.MustSee("A link to set a new password", kwame, "the developer portal")
		d.Press("a")
		d.MustSee("the legacy portal")
		d.Press("y")
		mustSay(t, d, "Password mail accepted by the service 10:00 for "+kwame+"; the link lives 2 days")
		d.Press("i", "y")
		d.MustSee("Invitation accepted by the service")
		mails := w.sim.Mails()
		if len(mails) != 2 || mails[0].Kind != "password" || mails[0].AppType != "portal" || mails[1].Kind != "invite" || mails[1].AppType != "developerPortal" {
			t.Errorf("mails: %+v", mails)
		}
		if u := w.user(t, kwame); u.State != "active" || u.FirstName != "Kwame" {
			t.Errorf("the invitation changed the user: %+v", u)
		}
	})
}

func TestMailsAreNeverDoubled(t *testing.T) {
	for name, f := range map[string]simulator.Fault{
		"answer lost, sent": {CutAfter: true}, "answer lost, not sent": {CutBefore: true},
		"500, sent": {Status: 500, Apply: true}, "hang": {Hang: true, Apply: true},
	} {
		for _, key := range []string{"p", "i"} {
			t.Run(name+" "+key, func(t *testing.T) {
				w := &world{}
				w.show(t, func(d *tuitest.Driver) {
					at(d, kwame)
					fault := f
					fault.Operation = simulator.UserPasswordMail
					if key == "i" {
						fault.Operation = simulator.UserPut
					}
					w.sim.InjectFault(fault)
					d.Press(key, "y")
					d.WaitFor("may have been sent", 3*time.Minute)
					d.MustSee("outcome unknown")
					if n := len(w.sim.Mails()); n > 1 {
						t.Errorf("%d mails", n)
					}
				})
			})
		}
	}
}

func TestCopyMenu(t *testing.T) {
	w := &world{options: Options{Command: []string{"apimtui", "--context", "prod west"}, Service: "s"}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, "o'brien+test@example.com")
		for down, want := range []string{"o'brien+test@example.com", w.id(t, "o'brien+test@example.com"), "/subscriptions/0000", "apimtui --context 'prod west' users show ", "az rest --method get --url ", `curl -H "Authorization: Bearer $TOKEN" '`} {
			d.Press("y")
			for range down {
				d.Press("down")
			}
			d.Press("enter")
			d.Settle()
			if !strings.HasPrefix(w.clip.value(), want) {
				t.Errorf("row %d copied %s", down, w.clip.value())
			}
		}
		d.MustNotSee("clipboard is cleared")
	})
}

func TestPanelFrames(t *testing.T) {
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			at(d, kwame)
			d.Press("s")
			d.Golden("sso")
			d.Press("v")
			d.Golden("sso-revealed")
			d.Press("v", "Q")
			d.Golden("sso-code")
			d.Press("esc", "esc", "t")
			d.Golden("token-choosing")
			d.Press("enter")
			d.Golden("token")
			d.Press("v")
			d.Golden("token-revealed")
			d.Press("f", "f")
			d.Golden("token-header")
			d.Press("esc", "p")
			d.Golden("password-mail")
			d.Press("esc", "i")
			d.Golden("invite")
			d.Press("esc", "y")
			d.Golden("copy")
		})
	}
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

// TestSecretCopiedWhileTheLastIsCleared keeps its own time.
func TestSecretCopiedWhileTheLastIsCleared(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.Settle()
		w.clip.set(func(f *fakeClipboard) { f.slow = 2 * time.Second })
		d.Advance(45 * time.Second)
		d.Press("y") // the first is being cleared
		d.Advance(5 * time.Second)
		d.MustSee("clipboard is cleared in")
		d.Advance(time.Minute)
		if w.clip.value() != "" {
			t.Error("the second secret stayed")
		}
	})
}

func TestFailedClearIsNotForgotten(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("s")
		d.Settle()
		d.Press("y")
		d.Settle()
		w.clip.set(func(f *fakeClipboard) { f.stuck = true })
		d.Advance(50 * time.Second)
		d.MustSee("X overwrites it")
		d.Press("X")
		d.MustSee("A space instead.")
	})
}

func TestMailGoesToTheAddressThatIsShown(t *testing.T) {
	for _, key := range []string{"p", "i"} {
		w := &world{}
		w.show(t, func(d *tuitest.Driver) {
			at(d, kwame)
			w.sim.Edit(w.id(t, kwame), func(u *simulator.User) { u.Email = "new.address@example.com" })
			d.Press(key, "y")
			d.MustSee("The address was changed since it was shown", "new.address@example.com")
			if n := len(w.sim.Mails()); n != 0 {
				t.Fatal("a yes to another address sent a mail")
			}
			d.Advance(time.Second)
			d.Press("y")
			mustSay(t, d, "for new.address@example.com; the link lives 2 days")
		})
	}
}

// TestExpiryCountsFromTheServersClock has this machine's clock be years off: only
// what the service says counts.
func TestExpiryCountsFromTheServersClock(t *testing.T) {
	w := &world{askClock: true}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "enter")
		d.MustSee("Until         2026-03-02 11:00:00 CET (10:00:00 UTC)", "Lives         1 h 0 min")
		d.Press("esc", "s")
		d.MustSee("Lives         5:00, until 09:05:00 UTC")
	})
}
