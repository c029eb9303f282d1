package tui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// kept are the scenes whose frames are compared with those in testdata.
func kept() []string {
	return []string{
		"list", "user", "groups", "SSO URL", "token", "contexts", "edit, address", "new user", "delete?", "conflict", "choosing",
		"outcome unknown", "help", "commands", "copy", "JSON", "product subscriptions", "keys", "block several?",
	}
}

// waiting are words that end in an ellipsis because something is under way.
var waiting = regexp.MustCompile(`(?i)\b\w+ing\b[^│┃]*…`)

// cutBesideRoom is a text that is cut although cells beside it are empty.
var cutBesideRoom = regexp.MustCompile(`\w…( {4,}(│|┃)| {4,}$)`)

// Every screen is as kept, at every size, and no text is cut where there is room
// for it.
func TestScreens(t *testing.T) {
	t.Parallel()
	sizes := [][2]int{{60, 14}, {80, 24}, {100, 30}, {160, 45}, {200, 60}}
	if testing.Short() {
		sizes = sizes[2:3]
	}
	all := scenes()
	for _, name := range kept() {
		i := slices.IndexFunc(all, func(s scene) bool { return s.name == name })
		if i < 0 {
			t.Errorf("there is no scene %q", name)
			continue
		}
		for _, size := range sizes {
			all[i].size = size
			all[i].play(t, func(st *stage) {
				st.Advance(time.Second) // for a preview
				st.Golden(strings.NewReplacer(", ", "-", " ", "-", "?", "").Replace(name))
				for n, line := range strings.Split(st.Screen(), "\n") {
					// The service's own words are cut at a length of their own.
					line = strings.ReplaceAll(waiting.ReplaceAllString(line, ""), "all ag…", "")
					if cutBesideRoom.MatchString(line) {
						t.Errorf("%s at %v: line %d is cut beside empty cells: %s", name, size, n, line)
					}
				}
			})
		}
	}
}
