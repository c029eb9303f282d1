package api_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"apimtui/api"
)

// A merge has every change of either side. Only for a property that both
// changed to different values does the choice decide.
func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loaded := editables().Draw(t, "loaded")
		theirs, mine := editables().Draw(t, "theirs"), editables().Draw(t, "mine")
		wins := rapid.SliceOfDistinct(rapid.SampledFrom(api.Properties()), rapid.ID).Draw(t, "mine wins in")
		merged := api.Merge(loaded, theirs, mine, func(p api.Property) bool { return slices.Contains(wins, p) })
		for _, p := range api.Properties() {
			byThem, byMe := !sameIn(loaded, theirs, p), !sameIn(loaded, mine, p)
			want, name := theirs, "theirs"
			if byMe && (!byThem || !sameIn(theirs, mine, p) && slices.Contains(wins, p)) {
				want, name = mine, "mine"
			}
			if merged.Text(p) != want.Text(p) {
				t.Fatalf("%s is %q, want %s: %q (loaded %q)", p, merged.Text(p).Exact(), name, want.Text(p).Exact(), loaded.Text(p).Exact())
			}
		}
	})
}

func TestMergeOfNothing(t *testing.T) {
	never := func(api.Property) bool { panic("there is no choice to make") }
	rapid.Check(t, func(t *rapid.T) {
		x, y := editables().Draw(t, "x"), editables().Draw(t, "y")
		for name, c := range map[string][2]api.Editable{
			"neither":   {api.Merge(x, x, x, never), x},
			"only they": {api.Merge(x, y, x, never), y},
			"only I":    {api.Merge(x, x, y, never), y},
			"both":      {api.Merge(x, y, y, never), y},
		} {
			if got := c[0].Changed(c[1]); len(got) != 0 {
				t.Fatalf("%s changed it: the merge differs in %v", name, got)
			}
		}
	})
}

// Every changed property is reported, with the side that changed it.
func TestDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loaded := editables().Draw(t, "loaded")
		theirs, mine := editables().Draw(t, "theirs"), editables().Draw(t, "mine")
		sides := map[api.Property]api.Side{}
		for _, d := range api.Differences(loaded, theirs, mine) {
			sides[d.Property] = d.Side
		}
		for _, p := range api.Properties() {
			byThem, byMe, agree := !sameIn(loaded, theirs, p), !sameIn(loaded, mine, p), sameIn(theirs, mine, p)
			want := map[[2]bool]api.Side{{true, false}: api.TheirSide, {false, true}: api.MySide}[[2]bool{byThem, byMe}]
			if byThem && byMe && agree {
				want = api.BothAgree
			} else if byThem && byMe {
				want = api.BothDiffer
			}
			if sides[p] != want {
				t.Fatalf("%s: side %d, want %d", p, sides[p], want)
			}
		}
	})
}
