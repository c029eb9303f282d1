package tui

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// plain is a word of running text; ids, addresses and numbers are not.
var plain = regexp.MustCompile(`^[("']*(\pL+(?:[-'’]\pL+)*)[)"'.,:;?!]*$`)

// word returns the word without what is around it, "" for an id or the like.
func word(s string) string {
	if m := plain.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// layout knows the words of the program.
type layout struct {
	words map[string]bool
}

// newLayout learns from the largest frame of each scene, where each word is whole.
func newLayout(scenes [][]layers) layout {
	r := layout{words: map[string]bool{}}
	for _, sizes := range scenes {
		for _, drawn := range sizes[len(sizes)-1].drawn {
			for _, s := range wordsOf(drawn) {
				if w := word(s); w != "" {
					r.words[w] = true
				}
			}
		}
	}
	return r
}

// wordsOf are what stands between blanks, borders and the mark of the chosen row.
func wordsOf(drawn string) []string {
	return strings.FieldsFunc(drawn, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune("│┃╭╮╰╯─▌", c) })
}

// check returns what is wrong with a screen.
func (r layout) check(l layers) (faults []string) {
	for _, drawn := range l.drawn {
		g := newGrid(drawn)
		for y, cells := range g {
			if len(cells) > l.width {
				faults = append(faults, fmt.Sprintf("line %d is %d cells wide: %q", y, len(cells), strings.Join(cells, "")))
			}
		}
		for _, a := range g.areas(l.width) {
			for row := range a.rows {
				if slices.Contains(a.hidden, row) {
					continue
				}
				for _, f := range slices.Concat(a.cutBesideRoom(row), r.broken(a, row), r.cutByBorder(a, row)) {
					faults = append(faults, fmt.Sprintf("%s: %q", f, a.text(row)))
				}
			}
		}
	}
	return faults
}

// waiting are words that end in an ellipsis because something is under way.
var waiting = regexp.MustCompile(`(?i)\b(\w+ing|looking for .*)…$`)

// heads is a row of column titles.
var heads = regexp.MustCompile(`^[ A-Z▴▾·-]*[A-Z]{2,} [ A-Z▴▾·-]*$`)

// cutBesideRoom finds texts that are cut although three cells or more are empty
// between them and the border or the next column.
func (a area) cutBesideRoom(row int) (faults []string) {
	for _, p := range a.pieces(row) {
		end := p.x
		for i, w := range p.words {
			end += ansi.StringWidth(w)
			switch {
			case w == "…" && i > 0: // there is more
			case w == "ag…": // the API cuts long messages of the service
			case strings.HasPrefix(w, "…") && i < len(p.words)-1: // its end is further on
			case strings.Contains(w, "…") && !waiting.MatchString(strings.Join(p.words[:i+1], " ")):
				if room := a.room(row, end); room > 2 {
					faults = append(faults, fmt.Sprintf("%q is cut beside %d empty cells", w, room))
				}
			}
			end++
		}
	}
	return faults
}

// room is how many cells are empty from x on, up to the border or a column.
func (a area) room(row, x int) int {
	end := x
	for end < a.right && a.at(end, a.top+row) == " " {
		end++
	}
	for above := row - 1; above >= 0; above-- {
		if !heads.MatchString(a.text(above)) {
			continue
		}
		for at := x + 1; at < end; at++ {
			if a.at(at, a.top+above) != " " && a.at(at-1, a.top+above) == " " {
				return at - 1 - x
			}
		}
		break
	}
	return end - x
}

// scrolls is how a page or box says that there is more than it shows.
var scrolls = regexp.MustCompile(`┃|[↓↑] |\d+ of \d+|\d+/\d+|\d more`)

// short is a word, or an id that has room in any box.
var short = regexp.MustCompile(`^[\pL\d]{2,12}[.,:;?]?$`)

// hides reports what is shown where there is room and is left out here, without a
// word that there is more: all words of a box, and those that begin a row of a page,
// whose columns may have no room.
func (l layers) hides(large layers) (missing []string) {
	// A conflict's narrow table leaves out its last column, which repeats the verdicts,
	// and a low panel the remark on the key of a token.
	spare := strings.Fields("to be written not chosen yet The usual key")
	for i, drawn := range l.drawn {
		if scrolls.MatchString(drawn) || i >= len(large.drawn) {
			continue
		}
		here, words := wordsOf(drawn), wordsOf(large.drawn[i])
		if i == 0 {
			words = nil
			for _, line := range strings.Split(large.drawn[i], "\n") {
				words = append(words, wordsOf(line)[:min(1, len(wordsOf(line)))]...)
			}
		}
		for _, w := range words {
			if short.MatchString(w) && !slices.Contains(here, w) && !slices.Contains(spare, w) {
				missing = append(missing, w)
			}
		}
	}
	return missing
}

// broken finds words that go on in the next row.
func (r layout) broken(a area, row int) (faults []string) {
	if row+1 >= a.rows {
		return nil
	}
	for _, p := range a.pieces(row) {
		for _, next := range a.pieces(row + 1) {
			begun, rest := p.words[len(p.words)-1], next.words[0]
			whole := word(begun + rest)
			if word(rest) == "" {
				continue
			}
			if p.x == next.x && whole != "" && r.words[whole] && !(r.words[word(begun)] && r.words[word(rest)]) {
				faults = append(faults, fmt.Sprintf("%q is broken", whole))
			}
		}
	}
	return faults
}

// cutByBorder finds text that touches the border, and words that end at it unawares.
func (r layout) cutByBorder(a area, row int) (faults []string) {
	y := a.top + row
	if last := a.at(a.right-1, y); a.pane && last != " " {
		faults = append(faults, "text touches the right border")
	}
	if first := a.at(a.left, y); a.pane && first != " " && first != "▌" {
		faults = append(faults, "text touches the left border")
	}
	all := a.pieces(row)
	if len(all) == 0 {
		return faults
	}
	p := all[len(all)-1]
	last := word(p.words[len(p.words)-1])
	if end := p.x + ansi.StringWidth(strings.Join(p.words, " ")); last == "" || r.words[last] || end < a.right-1 {
		return faults
	}
	for w := range r.words {
		if strings.HasPrefix(w, last) {
			return append(faults, fmt.Sprintf("%q is cut without a mark", w))
		}
	}
	return faults
}

// The rules find what they are about.
func TestLayoutRules(t *testing.T) {
	t.Parallel()
	r := layout{words: map[string]bool{"subscriptions": true, "of": true, "the": true, "the service": true, "sign": true, "in": true, "into": true, "to": true}}
	for drawn, want := range map[string]string{
		"one two thr…   ":                          `"thr…" is cut beside 3 empty cells`,
		"one two thr… ":                            "",
		"reading…      ":                           "",
		"63e0…2f5d     ":                           `"63e0…2f5d" is cut beside 5 empty cells`,
		"NAME      NOTE   \nAmelia H… a note ":     "",
		"NAME      NOTE \nAmelia H…      ":         "",
		"NAME       NOTE    \nAme…               ": `"Ame…" is cut beside 6 empty cells`,
		"╭──────╮\n│ thr… │\n╰──────╯":                                           "",
		"╭────────╮\n│ thr…   │\n╰────────╯":                                     `"thr…" is cut beside 3 empty cells`,
		"╭─────────╮╭───╮\n│ subscri ││ o │\n│ ptions  ││ f │\n╰─────────╯╰───╯": `"subscriptions" is broken`,
		"sign in\nto the ":               "",
		"Label  subscri\n       ptions ": `"subscriptions" is broken`,
		"╭──────────╮\n│ subscri- │\n╰──────────╯": "",
		"╭─────────╮\n│ subscri │\n╰─────────╯":    `"subscriptions" is cut without a mark`,
		"╭─────╮\n│ one │\n│ more│\n╰─────╯":       "text touches the right border",
		"╭─────╮\n│more │\n╰─────╯":                "text touches the left border",
		"╭─────╮\n│▌one │\n╰─────╯":                "",
	} {
		got := r.check(layers{width: ansi.StringWidth(strings.Split(drawn, "\n")[0]), drawn: []string{drawn}})
		if want == "" && len(got) > 0 || want != "" && (len(got) == 0 || !strings.HasPrefix(got[0], want)) {
			t.Errorf("%s\nhas the faults %q, want %q", drawn, got, want)
		}
	}
}

func TestLayoutRulesFindWhatIsHidden(t *testing.T) {
	t.Parallel()
	large := layers{drawn: []string{"│▌one  two │\n│ three    │", "│ yes  no │"}}
	for _, c := range []struct{ page, box, want string }{
		{large.drawn[0], large.drawn[1], "[]"},
		{"│▌one   │\n│ three │", large.drawn[1], "[]"}, // a column has no room
		{"│▌one  two │", large.drawn[1], "[three]"},
		{"│▌one  two ┃", large.drawn[1], "[]"},
		{"│▌one  two │ 1 of 2", large.drawn[1], "[]"},
		{large.drawn[0], "│ yes │", "[no]"},
		{large.drawn[0], "│ yes │\n│ ↓ 1 more line │", "[]"},
	} {
		if got := fmt.Sprint((layers{drawn: []string{c.page, c.box}}).hides(large)); got != c.want {
			t.Errorf("%s\n%s\nhide %s, want %s", c.page, c.box, got, c.want)
		}
	}
}
