package component

import (
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
	"pgregory.net/rapid"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/api/text/search"
	"apimtui/tui/theme"
)

// Columns that fit are as wide as they need, in their order; what goes is what
// matters least.
func TestFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Column {
			least := rapid.IntRange(1, 20).Draw(t, "min")
			return Column{Min: least, Max: least + rapid.IntRange(0, 30).Draw(t, "more"), Keep: rapid.IntRange(0, 5).Draw(t, "keep")}
		}), 1, 7).Draw(t, "columns")
		width := rapid.IntRange(3, 160).Draw(t, "width")
		l := Fit(columns, width)
		used, kept := 0, map[int]bool{}
		for i, w := range l.Widths {
			c := columns[l.Index[i]]
			used, kept[l.Index[i]] = used+1+w, true
			if len(l.Widths) > 1 && (w < c.Min || w > c.Max) || i > 0 && l.Index[i] <= l.Index[i-1] {
				t.Fatalf("widths %v of %v", l.Widths, l.Index)
			}
		}
		if used > width || len(l.Widths) == 0 {
			t.Fatalf("%d of %d cells", used, width)
		}
		for i, c := range columns {
			for j := range kept {
				if !kept[i] && c.Keep > columns[j].Keep {
					t.Fatalf("column %d went, and %d stayed", i, j)
				}
			}
			if kept[i] && used < width && len(l.Widths) > 1 {
				for k, at := range l.Index {
					if at == i && l.Widths[k] < c.Max {
						t.Fatalf("%d cells are left, and column %d could use them", width-used, i)
					}
				}
			}
		}
	})
}

func TestRow(t *testing.T) {
	mono := theme.New(theme.Mono)
	l := Fit([]Column{{Title: "STATE", Min: 9, Max: 9}, {Title: "NAME", Min: 8, Max: 8}}, 19)
	if got := plain(l.Head(mono, 1, 19)); got != " STATE     NAME ▴  " {
		t.Errorf("head %q", got)
	}
	cells := []Cell{{Text: text.Clean("active"), Glyph: "●"}, {Text: text.Clean("Ada Lovelace"), Mark: true}}
	q := search.Parse("lov")
	chosen, other := l.Row(mono, cells, true, q), l.Row(mono, cells, false, q)
	if plain(chosen) != "▌● active  Ada Lov…" || plain(other) != " ● active  Ada Lov…" {
		t.Errorf("rows %q, %q", plain(chosen), plain(other))
	}
	bar := *mono
	bar.FullRow = true
	if row := l.Row(&bar, cells, true, q); row != bar.Selection.Render("▌● active  Ada Lov… ") {
		t.Errorf("a full bar: %q", row)
	}
	cells[0].Glyph = ""
	if row := plain(l.Row(mono, cells, true, q)); row != "▌active    Ada Lov…" {
		t.Errorf("without a glyph: %q", row)
	}
	if !strings.Contains(other, mono.Match.Render("Lov")) {
		t.Errorf("the match is not set off: %q", other)
	}
	cells[1].Mark = false
	if strings.Contains(l.Row(mono, cells, false, q), mono.Match.Render("Lov")) {
		t.Error("a match is set off where none is looked for")
	}
}

func lines(s ...string) (safe []text.Safe) {
	for _, l := range s {
		safe = append(safe, text.Clean(l))
	}
	return safe
}

// A conflict shows all three versions, who changed what, and the choice made.
func TestConflict(t *testing.T) {
	fields := []Disputed{
		{Label: "e-mail", Side: Both, Loaded: lines("a"), Theirs: lines("b"), Mine: lines("c")},
		{Label: "state", Side: Both, Chosen: true, Loaded: lines("a"), Theirs: lines("b"), Mine: nil},
		{Label: "name", Side: Both, Chosen: true, MineWins: true, Loaded: lines("a"), Theirs: lines("b"), Mine: lines("c")},
		{Label: "note", Side: Theirs, Loaded: lines("a", "b", "c", "d", "e"), Theirs: lines("a", "b", "X", "d", "e"), Mine: lines("a", "b", "c", "d", "e")},
		{Label: "mine", Side: Mine}, {Label: "same", Side: Agree},
	}
	got := plain(strings.Join(Conflict(theme.New(theme.Mono), fields, 0, 60), "\n"))
	for _, want := range []string{
		"▌ e-mail  ! both changed it\n  loaded      a\n  now there   b\n  yours       c",
		"\n  state  ! both changed it: theirs\n", "yours       (empty)", "\n  name  ! both changed it: mine\n",
		"\n  note  only they changed it: stays\n", "now there   … 2 lines that all have\n              X\n              … 2 lines that all have",
		"\n  mine  only you changed it\n", "\n  same  both changed it to the same\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Count(got, "▌") != 1 {
		t.Errorf("asked about more than one:\n%s", got)
	}
}

// A secret is masked until it is asked for, for a while, and leaves nothing when
// it goes.
func TestSecret(t *testing.T) {
	const code Way = "code"
	mono, now := theme.New(theme.Mono), time.Unix(1000, 0)
	var s Secret
	if !s.Empty() || plain(strings.Join(s.View(mono, now, 40), "")) != "–" {
		t.Error("there is a secret")
	}
	s.Toggle(InClear, now)
	if s.InView(now) {
		t.Error("nothing is in view")
	}
	v := secret.New("a secret  of two lines")
	s.Set(v)
	masked := plain(s.View(mono, now, 40)[0])
	if strings.Contains(masked, "secret ") || masked != strings.Repeat("•", 24)+" masked" {
		t.Errorf("masked as %q", masked)
	}
	s.Toggle(InClear, now)
	if got := plain(strings.Join(s.View(mono, now, 10), "|")); got != "a secret ␣|of two lin|es" || !s.InView(now) {
		t.Errorf("in clear: %q", got)
	}
	s.Toggle(code, now.Add(10*time.Second))
	if at := now.Add(MaskAfter - 1); !s.Shown(InClear, at) || !s.Shown(code, at) {
		t.Error("masked too soon")
	}
	if at := now.Add(MaskAfter); s.Shown(InClear, at) || !s.InView(at) || s.InView(at.Add(10*time.Second)) {
		t.Error("masked too late")
	}
	s.Toggle(InClear, now.Add(MaskAfter))
	s.HideBut(code)
	if s.Shown(InClear, now.Add(MaskAfter)) || !s.Shown(code, now.Add(MaskAfter)) {
		t.Error("hid the wrong one")
	}
	s.Toggle(code, now.Add(MaskAfter))
	if s.InView(now.Add(MaskAfter)) {
		t.Error("still in view")
	}
	copied := s.Copy()
	s.Toggle(InClear, now)
	s.Set(secret.New("another"))
	if !v.Empty() || copied.Reveal() != "a secret  of two lines" || s.InView(now) {
		t.Error("the one before stays, its copy goes, or the next is in clear")
	}
	if s.Wipe(); !s.Empty() || copied.Empty() {
		t.Error("wiped the wrong one")
	}
}

// A code is drawn whole, on a quiet border, or not at all.
func TestQR(t *testing.T) {
	v := secret.New("https://contoso.example/signin-sso?token=1%262026%26abc")
	code := QR(theme.New(theme.Light), v, 80, 40)
	if len(code) == 0 {
		t.Fatal("no code")
	}
	width := lipgloss.Width(code[0])
	for i, l := range code {
		drawn := plain(l)
		if lipgloss.Width(l) != width || !strings.HasPrefix(drawn, "  ") || !strings.HasSuffix(drawn, "  ") || i == 0 && strings.TrimSpace(drawn) != "" {
			t.Errorf("row %d: %q", i, drawn)
		}
	}
	if QR(theme.New(theme.Light), v, width-1, 40) != nil || QR(theme.New(theme.Light), v, 80, len(code)-1) != nil {
		t.Error("a code that does not fit is drawn")
	}
	if QR(theme.New(theme.Light), v, width, len(code)) == nil {
		t.Error("a code that fits is not drawn")
	}
	if QR(theme.New(theme.Light), secret.New(strings.Repeat("x", 4000)), 400, 400) != nil {
		t.Error("there is no such code")
	}
}

// What the filter matched in a cut text is in view, whole and marked.
func TestMatchInTheCutPartIsShown(t *testing.T) {
	mono := theme.New(theme.Mono)
	for _, c := range []struct {
		typed, in, want string
		middle          bool
	}{
		{"needle", "a long text with a needle at its end", "…needle at i…", false},
		{"end", "a long text with a needle at its end", "…e at its end", false},
		{"long", "a long text with a needle at its end", "a long text …", false},
		{"89ab", "0123456789abcdef01234567", "0123456789ab…", true},
		{"cdef", "0123456789abcdef01234567", "…cdef01234567", true},
		{"6789", "0123456789abcdef01234567", "0123456789ab…", true},
		{"4567", "0123456789abcdef01234567", "012345…234567", true},
	} {
		column := Column{Middle: c.middle}
		drawn := Cell{Text: text.Clean(c.in), Mark: true}.draw(mono, column, 13, search.Parse(c.typed))
		if plain(drawn) != c.want || !strings.Contains(drawn, mono.Match.Render(c.typed)) {
			t.Errorf("%q in %q: %q", c.typed, c.in, drawn)
		}
	}
}
