package tui

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// screenSizes are those at which the frame of every scene is kept.
func screenSizes() [][2]int { return [][2]int{{60, 14}, {80, 24}, {100, 30}, {160, 45}, {200, 60}} }

// file is the name of a scene's frames in testdata.
func (s scene) file() string {
	return strings.NewReplacer(", ", "-", " ", "-", "?", "").Replace(s.name)
}

// Every page and box is as kept at every size, and keeps the rules of the layout.
// Each scene is entered once, and its terminal is resized.
func TestScreens(t *testing.T) {
	t.Parallel()
	all := append(scenes(), shownScenes()...)
	kept := map[string]bool{}
	for _, s := range all {
		kept[s.file()+".txtar"] = true
	}
	all = sample(all)
	frames := make([][]layers, len(all))
	for i, s := range all {
		s.play(t, func(st *stage) {
			for n, size := range screenSizes() {
				if testing.Short() && n%4 != 0 { // only time passes, for the clocks on the screen
					st.Advance(time.Second)
					st.Settle()
					continue
				}
				st.Resize(size[0], size[1])
				st.Advance(time.Second) // for a preview
				st.Golden(s.file())
				frames[i] = append(frames[i], st.layers(fmt.Sprintf("%s at %dx%d", s.name, size[0], size[1])))
			}
		})
	}
	files, err := os.ReadDir("testdata/TestScreens")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !kept[f.Name()] {
			t.Errorf("%s is of no scene", f.Name())
		}
	}
	rules := newLayout(frames)
	for _, sizes := range frames {
		for _, l := range sizes {
			if missing := l.hides(sizes[len(sizes)-1]); missing != nil {
				t.Errorf("%s: left out without a word: %q", l.name, missing)
			}
			for _, fault := range rules.check(l) {
				t.Errorf("%s: %s", l.name, fault)
			}
		}
	}
}
