//go:build linux || darwin

package screenshots_test

import (
	"time"

	"apimtui/tui/tuitest/ptytest"
)

// patience is how long a scene waits for each text.
const patience = 30 * time.Second

// scene is a sequence of keys that leads to a picture.
type scene struct {
	name   string
	args   []string // after apimtui --demo
	rows   int
	play   func(*ptytest.Session) // types the keys and waits for the last text
	secret bool                   // v reveals a secret
}

// scenes returns the pictures, in the order of the README.
func scenes() []scene {
	return []scene{
		{name: "users", rows: 22, play: users},
		{name: "user", rows: 22, args: []string{"--user", "lena.fischer@fabrikam.com"}, play: user},
		{name: "form", rows: 20, args: []string{"--user", "lena.fischer@fabrikam.com"}, play: form},
		{name: "conflict", rows: 28, args: []string{"--user", "amelia.hart@contoso.com"}, play: conflict},
		{name: "sso", rows: 16, args: []string{"--user", "lena.fischer@fabrikam.com"}, play: signInLink, secret: true},
		{name: "token", rows: 16, args: []string{"--user", "lena.fischer@fabrikam.com"}, play: token, secret: true},
	}
}

func users(s *ptytest.Session) {
	s.WaitFor("Users 60/60", patience)
	s.Type("/")
	s.WaitFor("enter keep", patience)
	s.Type(".com")
	s.WaitFor("of 60/60  /.com", patience)
	s.Press("down", "down", "down", "down", "down")
	s.WaitFor("▌■ blocked Chloé Lefèvre", patience)
}

// user waits for the parts, which are loaded in parallel.
func user(s *ptytest.Session) {
	open(s, "Lena Fischer")
	s.WaitFor("Aad ", patience)
}

// open waits for one user's page, opened from the command line.
func open(s *ptytest.Session, name string) {
	s.WaitFor(name, patience)
	s.WaitFor("Developers", patience)
	s.WaitFor("Product subscriptions", patience)
}

func form(s *ptytest.Session) {
	open(s, "Lena Fischer")
	s.Press("e")
	s.WaitFor("nothing changed yet", patience)
	s.Press("tab", "tab")
	s.Type("-Brandt")
	s.WaitFor("1 change", patience)
	s.Press("tab", "tab", "tab")
	s.Type("Married; mail follows in May.")
	s.WaitFor("2 changes", patience)
	s.Press("shift+tab", "down")
	s.WaitFor("3 changes", patience)
}

// conflict edits a user that another administrator changes too.
func conflict(s *ptytest.Session) {
	open(s, "Amelia Hart")
	s.Press("e")
	s.WaitFor("nothing changed yet", patience)
	for range "@contoso.com" {
		s.Press("backspace")
	}
	s.Type("@fabrikam.com")
	s.WaitFor("1 change", patience)
	s.Press("tab", "tab", "tab", "tab", "tab")
	s.Type(" Back in May.")
	s.WaitFor("2 changes", patience)
	s.Press("ctrl+y")
	s.WaitFor("Another administrator changed", patience)
	s.Press("ctrl+s")
	s.WaitFor("Your change is not", patience)
}

func signInLink(s *ptytest.Session) {
	open(s, "Lena Fischer")
	s.Press("s")
	s.WaitFor("masked", patience)
	s.WaitFor(".developer.", patience)
}

func token(s *ptytest.Session) {
	open(s, "Lena Fischer")
	s.Press("t")
	s.WaitFor("enter makes the token", patience)
	s.Press("right")
	s.WaitFor("● 8 h", patience)
	s.Press("enter")
	s.WaitFor("masked", patience)
}
