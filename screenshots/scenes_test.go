//go:build linux || darwin

package screenshots_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"apimtui/tui/tuitest/ptytest"
)

// patience is how long a scene waits for each text.
const patience = 30 * time.Second

// How long the program has to be quiet before a frame is complete. A preview is
// read when the cursor has rested; a box that opens by itself is deaf for a while.
const (
	rest    = 300 * time.Millisecond
	preview = 800 * time.Millisecond
	deaf    = 1600 * time.Millisecond
)

// The user of most scenes. Other words that scenes wait for do not depend on
// the demo's people.
const (
	lena     = "Lena Fischer"
	lenaMail = "lena.fischer@fabrikam.com"
)

// step is what is done at once in a scene.
type step struct {
	keys []string // pressed, by their names
	text string   // typed
	see  []string // words that are on the screen afterwards

	rest time.Duration // instead of the usual one
	say  string        // the tour's caption from here
	hold time.Duration // how long the tour shows the frame
}

// press is a step that presses keys, separated by blanks. A step without a word
// to see could end before the program has read its keys.
func press(keys, see string, more ...string) step {
	return step{keys: strings.Fields(keys), see: append([]string{see}, more...)}
}

// types is a step that types a text.
func types(text, see string, more ...string) step {
	return step{text: text, see: append([]string{see}, more...)}
}

// waits is a step without a key.
func waits(see ...string) step { return step{see: see} }

func (s step) take(p *ptytest.Session, f format) {
	p.Press(s.keys...)
	if s.text != "" {
		p.Type(s.text)
	}
	for _, words := range s.see {
		p.WaitFor(words, patience)
	}
	p.WaitQuiet(cmp.Or(s.rest, f.rest()), patience)
}

// scene is what leads to a picture.
type scene struct {
	name   string
	user   string // opened from the command line; "" begins with the list
	steps  []step
	wide   []step // more of them, where the terminal is wide enough
	secret bool   // v reveals a secret
}

func (s scene) args() []string {
	if s.user == "" {
		return nil
	}
	return []string{"--user", s.user}
}

func list() step { return waits("Users ", ", read ") }
func page() step {
	return waits("Overview", "Registered", "Groups ", "Developers", "Product subscriptions", "Identities")
}

func scenes() []scene {
	return []scene{
		{name: "list", steps: []step{list(), press("/", "enter keep"), types(".com", "/.com"), press("down down down down down", " 6 of ")}},
		{name: "user", user: lenaMail, steps: []step{page()}},
		{name: "form", user: lenaMail, steps: []step{page(), press("e", "nothing changed yet"),
			press("tab tab", "▌Last name"), types("-Brandt", "1 change"),
			press("tab tab tab", "▌Note"), types("Married; mail follows in May.", "2 changes"),
			press("shift+tab down", "3 changes")}},
		{name: "conflict", user: lenaMail, steps: conflict()},
		{name: "token", user: lenaMail, secret: true, steps: []step{page(), press("t", "makes the token"), press("right", "● 8 h"), press("enter", "masked")}},
		{name: "sso", user: lenaMail, secret: true, steps: []step{page(), press("s", "masked", ".developer.")}, wide: []step{press("Q", "█▀▀▀▀▀█")}},
		{name: "help", steps: []step{list(), press("?", "Keys", "Move")}},
		{name: "delete", user: lenaMail, steps: []step{page(), press("D", "Delete user", "y delete")}},
		{name: "several", steps: []step{list(), press("down down space down space down space", "3 marked"), press("b", "y yes")}},
		{name: "log", steps: []step{list(), press("down b", "y yes"), press("y", "saved"), press("z", "undone"), press("L", "Requests of this session", "PATCH")}},
		{name: "palette", steps: []step{list(), press("down :", "Commands"), types("token", "shared access token")}},
	}
}

// conflict edits a user that another administrator changes too.
func conflict() []step {
	return []step{page(),
		press("e", "nothing changed yet"),
		press("tab tab", "▌Last name"), types("-Brandt", "1 change"),
		press("tab tab tab", "▌Note"), types("Married; mail follows in May.", "2 changes"),
		press("ctrl+y", "Another administrator changed"),
		press("ctrl+s", "Your change is not")}
}

// tour is one session through everything that matters, a frame each step.
func tour() []step {
	say := func(words string, steps ...step) []step {
		steps[0].say = words
		return steps
	}
	hold := func(seconds float64, s step) step {
		s.hold = time.Duration(seconds * float64(time.Second))
		return s
	}
	return slices.Concat(
		say("The users of an API Management service", hold(2.5, list())),
		say("/ filters as you type", press("/", "enter keep"), types("l", "/l"), types("e", "/le"), types("n", "/len"), types("a f", "/lena f"), hold(1.2, types("i", "/lena fi"))),
		say("enter opens the user", press("enter", "enter open"), hold(2.5, step{keys: []string{"enter"}, see: page().see})),
		say("e edits the user; only what you change is sent", hold(1, press("e", "nothing changed yet")), press("tab tab", "▌Last name"), types("-", "Fischer-"), types("B", "Fischer-B"), types("ran", "Fischer-Bran"), hold(1, types("dt", "Fischer-Brandt", "1 change"))),
		say("meanwhile, another administrator changes the same user", hold(2, press("ctrl+y", "Another administrator changed"))),
		say("ctrl+s saves: nothing is overwritten, each field shows both changes", hold(3.5, step{keys: []string{"ctrl+s"}, see: []string{"Your change is not"}, rest: deaf})),
		say("m merges: theirs or mine, for each field that both changed", hold(2, press("m", "t theirs")), hold(2.5, press("m", "saved"))),
		say("b blocks the user, after one question", hold(2, press("b", "y yes")), hold(2, press("y", "is blocked"))),
		say("z undoes the last change", hold(2, press("z", "undone"))),
		say("t makes a shared access token", hold(1.2, press("t", "makes the token")), press("right", "● 8 h"), hold(3, press("enter", "masked"))),
	)
}
