//go:build linux || darwin

package screenshots_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"
)

// brief is how long the tour shows a frame that does not say how long.
const brief = 350 * time.Millisecond

// shot is a frame of the tour.
type shot struct {
	frame
	caption string
	hold    time.Duration
}

func shootTour(t *testing.T, program string, f format) []shot {
	t.Helper()
	p := start(t, program, f)
	var shots []shot
	caption := ""
	for _, s := range tour() {
		s.take(p, f)
		caption = cmp.Or(s.say, caption)
		shots = append(shots, shot{capture(t, p, f), caption, cmp.Or(s.hold, brief)})
	}
	return shots
}

// script returns the tour as text: of each frame the rows in which more than the
// clock changed, with their numbers.
func script(shots []shot) string {
	var b strings.Builder
	before := make([]string, len(shots[0].frame))
	for i, s := range shots {
		fmt.Fprintf(&b, "== frame %d: %s\n", i+1, s.caption)
		now := s.text()
		for y, row := range now {
			if steady(row) != steady(before[y]) {
				fmt.Fprintf(&b, "%2d %s\n", y+1, row)
			}
		}
		before = now
	}
	return b.String()
}

// film returns the tour as an SVG that plays by itself, without a script. The
// frames are one below the other, and move behind the window at their times.
// Rows that differ by the clock at most are defined once.
func film(p palette, shots []shot) string {
	s := &sheet{palette: p, classes: map[look]string{}}
	width, height := shots[0].size()
	ids := map[string]string{}
	var defs, frames, times strings.Builder
	var total, at time.Duration
	for _, shot := range shots {
		total += shot.hold
	}
	for n, shot := range shots {
		down := height * float64(n)
		fmt.Fprintf(&times, "%.3f%%{transform:translateY(%spx)}\n", 100*float64(at)/float64(total), px(0-down))
		at += shot.hold
		frames.WriteString(s.caption(width, down+bar/2, shot.caption) + "\n")
		for y, row := range shot.frame {
			drawn := s.row(row)
			if drawn == "" {
				continue
			}
			same := steady(drawn)
			if ids[same] == "" {
				ids[same] = fmt.Sprintf("r%d", len(ids))
				fmt.Fprintf(&defs, `<g id="%s">%s</g>`+"\n", ids[same], drawn)
			}
			fmt.Fprintf(&frames, `<use href="#%s" x="%s" y="%s"/>`+"\n", ids[same], px(margin), px(down+rowAt(y)))
		}
	}
	s.printf("<defs>\n%s</defs>\n<g class=\"film\">\n%s</g>", defs.String(), frames.String())
	css := fmt.Sprintf("@keyframes play{\n%s}\n.film{animation:play %gs step-end infinite}\n@media(prefers-reduced-motion:reduce){.film{animation:none}}\n", times.String(), total.Seconds())
	return s.picture(shots[0].frame, "", css)
}
