package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

func TestTokenInFourKeys(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Query: kwame}}
	w.show(t, func(d *tuitest.Driver) {
		d.MustSee("Overview")
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
	t.Parallel()
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
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("t")
		mustSay(t, d, "this token administers")
	})
}

// TestExpiryCountsFromTheServersClock has this machine's clock be years off: only
// what the service says counts.
func TestExpiryCountsFromTheServersClock(t *testing.T) {
	t.Parallel()
	w := &world{askClock: true}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "enter")
		d.MustSee("Until         2026-03-02 11:00:00 CET (10:00:00 UTC)", "━ 1 h 0 min")
		d.Press("esc", "s")
		d.MustSee("━ 5:00, until 09:05:00 UTC")
		d.Advance(2 * time.Second)
		d.MustSee(strings.Repeat("━", 12) + " 4:5")
	})
}

// TestTokenSaysWhatItIs has the choices move on after a token was made.
func TestTokenSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			at(d, kwame)
			d.Press("t", "enter")
			d.MustSee("Signed with   the primary key", "Until         2026-03-02 11:00:00 CET")
			d.MustNotSee("Made before these choices")
			d.Press("up", "right", "down", "right")
			d.MustSee("● secondary", "● 8 h", "Made before these choices; enter makes a new one.",
				"Signed with   the primary key", "Until         2026-03-02 11:00:00 CET", "masked")
			d.Press("up", "left", "down", "left")
			d.MustNotSee("Made before these choices")
			d.Press("up", "right", "enter")
			d.MustSee("Signed with   the secondary key")
			d.MustNotSee("Made before these choices")
		})
	}
}

// TestRefusedExpiryChangesNothing types one that is too far away, with a token
// made and a date accepted before.
func TestRefusedExpiryChangesNothing(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "e")
		d.Type("2026-03-02 10:02")
		d.Press("enter", "enter")
		d.MustSee("Until         2026-03-02 10:02:00 CET")
		d.Press("e", "ctrl+u")
		d.Type("31d")
		d.Press("enter")
		mustSay(t, d, "more than 30 days away")
		d.Press("esc")
		d.MustSee("masked", "● typed")
		d.MustNotSee("more than 30 days away", "Made before")
		d.Press("enter")
		d.MustSee("Until         2026-03-02 10:02:00 CET", "masked")
		if posts := w.posts(t); len(posts) != 2 || !strings.Contains(posts[1].Body, "2026-03-02T09:02:00Z") {
			t.Errorf("sent %+v", posts)
		}
		// A date that was accepted may have passed by the time it is asked for.
		d.Advance(3 * time.Minute)
		d.Press("enter")
		mustSay(t, d, "is in the past")
		d.MustSee("Signed with", "run out")
	})
}

func TestExpiredTokenIsNotHandedOn(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Env: []string{"XDG_RUNTIME_DIR=" + t.TempDir()}}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "e")
		d.Type("2m")
		d.Press("enter", "enter")
		d.MustSee("masked")
		d.Advance(2 * time.Minute)
		d.MustSee("run out; r makes a fresh one")
		for _, k := range []string{"y", "v", "w"} {
			d.Press(k)
			d.MustSee("Disabled: the token has run out; r makes a fresh one.")
		}
		if w.clip.copied() != 0 {
			t.Error("it was copied")
		}
		d.Press("r", "y")
		d.MustSee("Copied")
	})
}

func TestLostTokenMayExist(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserToken, CutAfter: true})
		d.Press("t", "enter")
		mustSay(t, d, "No token was received, and one may exist until 2026-03-02 11:00:00 CET (10:00:00 UTC).")
		d.MustNotSee("No token was made")
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserToken, Status: 403})
		d.Press("enter")
		d.MustSee("No token was made.")
	})
}

// TestDecidingWordsAreWhole looks at the smallest terminal for words that decide
// what an operator does.
func TestDecidingWordsAreWhole(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{60, 14}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("t")
		mustSay(t, d, "User 1 is the built-in administrator: this token administers")
		d.Press("e")
		mustSay(t, d, "a duration such as 90m or 3d, or a date such as 2026-03-02T17:00")
		d.Press("esc", "enter")
		d.MustSee("masked")
	})
}

// TestCurlAsksWhereItGoes has the service name its management endpoint, or fail
// to. It is asked while the token is made, so that keys typed ahead to the form
// that needs it find an answer, and again there if there was none.
func TestCurlAsksWhereItGoes(t *testing.T) {
	t.Parallel()
	answers := []string{"", "", "https://apimservice1.management.usgovcloudapi.net/users"}
	asked := 0
	w := &world{size: [2]int{60, 14}, options: Options{TokenTarget: func(context.Context, api.UserID) (string, error) {
		asked++
		if answer := answers[asked-1]; answer != "" {
			return answer, nil
		}
		return "", errors.New("the service does not say where")
	}}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "enter")
		d.Settle()
		d.Press("f", "f")
		d.Settle()
		d.MustSee("masked")
		if asked != 1 {
			t.Errorf("asked %d times before the form that needs it", asked)
		}
		d.Press("f")
		d.MustSee("curl command", "No curl command: the service does not say where.")
		for _, k := range []string{"y", "v", "w"} {
			d.Press(k)
			d.MustSee("Disabled: no curl command")
		}
		d.Press("f")
		d.MustSee("raw", "masked")
		d.Press("f", "f", "f", "y")
		d.MustSee("curl command", "masked")
		if got := w.clip.value(); !strings.HasSuffix(got, " https://apimservice1.management.usgovcloudapi.net/users") {
			t.Errorf("copied %s", got)
		}
		d.Press("f", "f", "f", "f")
		d.MustSee("curl command", "masked")
		if asked != 3 {
			t.Errorf("asked %d times", asked)
		}
	})
}

// TestLongSecretSaysThatItIsLonger reveals a command that has no room.
func TestLongSecretSaysThatItIsLonger(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{60, 14}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "enter", "f", "f", "f", "v")
		d.MustSee("curl -H", "There is more of it; w writes all of it to a file.")
		d.MustNotSee("␣")
		d.Resize(120, 40)
		d.MustSee("curl -H", "api-version=2024-05-01")
		d.MustNotSee("There is more of it", "␣")
	})
}

// TestSecretAloneCanBeSelected shows a secret from the first cell on, without
// anything beside it, and hides it as it hides what is revealed.
func TestSecretAloneCanBeSelected(t *testing.T) {
	t.Parallel()
	for name, panel := range map[string][]string{"token": {"t", "enter"}, "link": {"s"}} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				d.Press(panel...)
				d.Settle()
				d.Press("y")
				d.Settle()
				made := w.clip.value()
				d.Press("a")
				d.Settle()
				lines := strings.Split(d.Screen(), "\n")
				if whole := strings.Join(lines[1:len(lines)-2], ""); !strings.HasPrefix(whole, made) || made == "" {
					t.Fatalf("%q is not alone:\n%s", made, d.Screen())
				}
				d.MustNotSee("masked", "User  ")
				d.MustSee("In clear on this screen")
				d.Press("esc")
				d.MustSee("masked", "Kwame Mensah")
				d.Press("a")
				d.MustNotSee("masked")
				d.Advance(21 * time.Second)
				d.MustSee("masked")
			})
		})
	}
}
