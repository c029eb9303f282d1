package tui

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// unframed is the screen's text on one line, without frames.
func unframed(d *tuitest.Driver) string {
	plain := strings.NewReplacer("│", " ", "┃", " ").Replace(d.Screen())
	return strings.Join(strings.Fields(plain), " ")
}

// mustSay looks for words that may be broken over lines.
func mustSay(t *testing.T, d *tuitest.Driver, words string) {
	t.Helper()
	d.Settle()
	if said := unframed(d); !strings.Contains(said, words) {
		t.Errorf("the screen does not say %q:\n%s", words, d.Screen())
	}
}

// TestSecretsShowOnlyWhereAsked looks for the link and the token in every byte
// that was written to the terminal.
func TestSecretsShowOnlyWhereAsked(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	onlyInFull(t)
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

func TestPanelFrames(t *testing.T) {
	t.Parallel()
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
