package tui

import (
	"bytes"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// hostile is what strangers may write. Each has a word by which it is found.
func hostile() map[string]string {
	return map[string]string{
		"clears the screen":   "wipe\x1b[2J\x1b[31mred",
		"sets the title":      "title\x1b]0;owned\x07",
		"writes a clipboard":  "clip\x1b]52;c;cm0gLXJmIC8K\x07",
		"raw c1":              "csi\u009b2Jgone",
		"device control":      "dcs\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\",
		"carriage return":     "over\rprint",
		"turns the line":      "turn\u202eexe.pdf",
		"hides in zero width": "zero\u200bwidth",
		"tags":                "tag\U000E0041\U000E0042",
		"breaks the line":     "break\nline\u2028sep\u2029par",
		"link":                "link\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
	}
}

// TestNothingOfStrangersControlsTheTerminal walks through the console with
// hostile values in every field and looks at every byte that was written.
func TestNothingOfStrangersControlsTheTerminal(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	w := &world{size: [2]int{120, 40}, simulated: simulator.Options{Hostile: true}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		for name, value := range hostile() {
			w.sim.Edit(w.id(t, "amelia.hart@contoso.com"), func(u *simulator.User) {
				u.FirstName, u.LastName, u.Note = value, value, &value
				u.Identities = []simulator.Identity{{Provider: value, ID: value}}
			})
			d.ResetOutput()
			d.Press("r")
			d.Settle()
			d.Press("home", "down", "enter")
			d.Settle()
			d.Press("end", "?", "esc")
			for _, panel := range []string{"b", "D", "e", "p", "i", "s", "t", "y"} {
				d.Press(panel)
				d.Settle()
				d.Advance(time.Second)
				d.Press("down", "esc")
				d.Settle()
			}
			d.Press("e")
			d.Settle()
			w.sim.Edit(w.id(t, "amelia.hart@contoso.com"), func(u *simulator.User) { u.Note = ptr("other " + value) })
			d.Type("x")
			d.Press("ctrl+s")
			d.MustSee("Conflict")
			d.Advance(2 * time.Second)
			d.Press("esc", "esc", "y")
			d.MustSee("Overview")
			d.Press("esc", "/")
			d.Type(value[:3])
			d.Press("esc")
			d.Settle()
			checkBytes(t, name, d.Output())
		}
	})
}

func ptr(s string) *string { return &s }

func TestErrorsOfStrangersAreSafe(t *testing.T) {
	t.Parallel()
	for name, value := range hostile() {
		fault := simulator.Fault{Operation: simulator.UserList, Times: -1, Status: 400, Code: value, Message: value}
		html := simulator.Fault{Operation: simulator.UserList, Times: -1, Status: 404, Body: "<html>" + value + "</html>"}
		for _, f := range []simulator.Fault{fault, html} {
			w := &world{simulated: simulator.Options{Faults: []simulator.Fault{f}}}
			w.show(t, func(d *tuitest.Driver) {
				d.WaitFor("could not be loaded", time.Minute)
				checkBytes(t, name, d.Output())
			})
		}
	}
}

// checkBytes looks for what a terminal would obey or a reader would not see.
func checkBytes(t *testing.T, name string, out []byte) {
	t.Helper()
	for _, bad := range []string{
		"\x1b]", "\x07", "\x1bP", "\x1b^", "\x1b_", "\u009b", "\u009d", "\x1b[2J\x1b[31mred",
		"\u202e", "\u200b", "\U000E0041", "\u2028", "\u2029", "over\rprint",
	} {
		if i := bytes.Index(out, []byte(bad)); i >= 0 {
			t.Errorf("%s: %q reached the terminal: …%q…", name, bad, out[max(0, i-40):min(len(out), i+60)])
		}
	}
	for i := range out {
		// 0x80 to 0x9f alone, outside of a UTF-8 sequence, is a control too.
		if out[i] >= 0x80 && out[i] < 0xa0 && (i == 0 || out[i-1] < 0x80) {
			t.Errorf("%s: a raw C1 byte reached the terminal", name)
		}
	}
}
