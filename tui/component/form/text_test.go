package form_test

import (
	"strings"
	"testing"

	"apimtui/tui/component/form"
	"apimtui/tui/tuitest"
)

// awkward are values that a person cannot simply type.
func awkward() []string {
	return []string{
		"", "plain", " two  spaces ", "tab\there", "wipe\x1b[2J", "csi\u009b2J", "turn\u202eexe", "zero\u200bwidth", "not\xffutf8",
		"\ufffd", "山田\u3000太郎", "👩🏽\u200d💻", "e\u0301\u0301\u0301\u0301\u0301\u0301", "a\r\nb\r\n", "a\nb", "a\rb", "a\r\nb\nc", "line\u2028sep", "\x00",
	}
}

// browse moves about without changing anything.
func browse(d *tuitest.Driver) {
	d.Press("left", "right", "home", "end", "up", "down", "ctrl+left", "tab", "shift+tab", "tab", "tab")
}

func TestValuesThatNobodyEditedStayExact(t *testing.T) {
	for _, v := range awkward() {
		line, area, rows := form.NewText(v), form.NewArea(v), form.NewRows("", v)
		show(t, []form.Control{line, area, rows}, func(d *tuitest.Driver, h *host) {
			browse(d)
			for name, got := range map[string]string{"line": line.Value(), "area": area.Value()} {
				if got != v {
					t.Errorf("the %s made %q of %q", name, got, v)
				}
			}
			if got := rows.Values(); v != "" && (len(got) != 1 || got[0].Text != v || got[0].Origin != 0) {
				t.Errorf("rows made %v of %q", got, v)
			}
			for _, id := range []string{"a", "b", "c"} {
				if h.form.Field(id).Changed() {
					t.Errorf("field %s says that %q changed", id, v)
				}
			}
		})
	}
}

func FuzzValuesStayExact(f *testing.F) {
	for _, v := range awkward() {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if got := form.NewText(v).Value(); got != v {
			t.Errorf("a line makes %q of %q", got, v)
		}
		if got := form.NewArea(v).Value(); got != v {
			t.Errorf("an area makes %q of %q", got, v)
		}
	})
}

func TestWhatCannotBeTypedIsReplacedWhole(t *testing.T) {
	line, area := form.NewText("wipe\x1b[2J"), form.NewArea("one\ttwo\nthree")
	show(t, []form.Control{line, area}, func(d *tuitest.Driver, h *host) {
		d.MustSee("wipe␛[2J", "cannot be typed", "one␉two")
		d.Type("ok")
		d.Press("tab")
		d.MustSee("cannot be typed")
		d.Press("enter")
		if area.Value() != "one\ttwo\nthree" {
			t.Errorf("enter changed it to %q", area.Value())
		}
		d.Press("backspace")
		d.Type("x")
		d.MustNotSee("cannot be typed")
		if line.Value() != "ok" || area.Value() != "x" {
			t.Errorf("replaced by %q and %q", line.Value(), area.Value())
		}
	})
}

func TestAGeneratedValueIsReplacedAsASelectedTextWouldBe(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(d *tuitest.Driver)
		want string
	}{
		{"typing", func(d *tuitest.Driver) { d.Type("ada") }, "ada"},
		{"pasting", func(d *tuitest.Driver) { d.Paste("ada") }, "ada"},
		{"deleting", func(d *tuitest.Driver) { d.Press("backspace") }, ""},
		{"moving first", func(d *tuitest.Driver) { d.Press("left"); d.Type("x") }, "id-12x3"},
		{"leaving it", func(d *tuitest.Driver) { d.Press("tab") }, "id-123"},
	} {
		x := form.NewText("id-123")
		x.Select()
		show(t, one(x), func(d *tuitest.Driver, h *host) {
			c.do(d)
			if x.Value() != c.want {
				t.Errorf("%s makes it %q, not %q", c.name, x.Value(), c.want)
			}
		})
	}
}

func TestPasting(t *testing.T) {
	line, area, rows := form.NewText(""), form.NewArea("ab"), form.NewRows("")
	show(t, []form.Control{line, area, rows}, func(d *tuitest.Driver, h *host) {
		d.Paste("\none\r\ntwo\n")
		d.Press("tab", "left")
		d.Paste("1\r\n2\n\n3")
		d.Press("tab")
		d.Paste("Aad:1\n")
		if line.Value() != "one two" {
			t.Errorf("the line is %q", line.Value())
		}
		if area.Value() != "a1\n2\n\n3b" {
			t.Errorf("the area is %q", area.Value())
		}
		if got := rows.Values(); len(got) != 1 || got[0].Text != "Aad:1" {
			t.Errorf("the rows are %v", got)
		}
	})
}

func TestTheCursorStandsOnWideCharacters(t *testing.T) {
	x := form.NewText("")
	show(t, one(x), func(d *tuitest.Driver, h *host) {
		d.Type("山田a")
		if c, at, _ := cursor(d); c != " " || at != 20 {
			t.Errorf("behind the last character the cursor is on %q at %d", c, at)
		}
		d.Press("left", "left")
		if c, at, _ := cursor(d); c != "田" || at != 17 {
			t.Errorf("the cursor is on %q at %d", c, at)
		}
		d.Type("中")
		if x.Value() != "山中田a" {
			t.Errorf("typed %q", x.Value())
		}
	})
}

func TestALongLineShowsWhereTheCursorIs(t *testing.T) {
	x := form.NewText("")
	show(t, one(x), func(d *tuitest.Driver, h *host) {
		d.Type("start-" + strings.Repeat("山", 30) + "-finish")
		d.MustSee("…", "-finish")
		d.MustNotSee("start-")
		d.Press("home")
		d.MustSee("start-山", "…")
		if c, _, _ := cursor(d); c != "s" {
			t.Errorf("the cursor is on %q", c)
		}
		for range 36 {
			d.Press("right")
			if c, at, _ := cursor(d); c == "" || at >= 60 {
				t.Fatalf("the cursor went out of sight: %q at %d", c, at)
			}
		}
	})
}

func TestSecretsAreMasked(t *testing.T) {
	x := form.NewSecret()
	x.Generate = func() string { return "S3cret-canary" }
	show(t, []form.Control{x, form.NewText("")}, func(d *tuitest.Driver, h *host) {
		d.Type("hunter2")
		d.MustSee("•••••••")
		d.MustNotSee("hunter2")
		d.Press("ctrl+g")
		d.MustSee("hunter2")
		d.Press("ctrl+g")
		d.MustNotSee("hunter2")
		d.Press("ctrl+n")
		d.MustNotSee("canary")
		if x.Value() != "S3cret-canary" || h.last() != form.Edited {
			t.Errorf("generated %q, %v", x.Value(), h.last())
		}
		d.Press("tab", "ctrl+g")
		d.MustSee("S3cret-canary")
		d.Press("shift+tab")
		d.MustNotSee("canary")
	})
}

// A key that moves by words would show where the words of a secret end.
func TestSecretsHaveNoWords(t *testing.T) {
	x := form.NewSecret()
	show(t, []form.Control{x}, func(d *tuitest.Driver, _ *host) {
		d.Type("two words")
		d.Press("ctrl+left")
		d.Type("X")
		if x.Value() != "Xtwo words" {
			t.Errorf("the cursor went to %q", x.Value())
		}
	})
}

// TestNothingTypedReachesTheTerminalAsItself types and pastes what a terminal
// would obey.
func TestNothingTypedReachesTheTerminalAsItself(t *testing.T) {
	show(t, []form.Control{form.NewText(""), form.NewArea(""), form.NewRows("")}, func(d *tuitest.Driver, h *host) {
		d.ResetOutput()
		for range 3 {
			d.Paste("a\u202eb\u200bc\u2066d\u009be\u00adf\ufe0fg")
			d.Press("left", "left", "left", "tab")
		}
		d.MustSee("a<U+202E>b<U+200B>c<U+2066>d")
		if out := string(d.Output()); strings.ContainsAny(out, "\u202e\u200b\u2066\u009b\u00ad\ufe0f") {
			t.Errorf("unsafe characters were written: %q", out)
		}
	})
}

// TestDeletingTheLastWordForwards is about a panic in the text input.
func TestDeletingTheLastWordForwards(t *testing.T) {
	x := form.NewText("a")
	show(t, one(x), func(d *tuitest.Driver, h *host) {
		d.Press("home", "alt+d", "end")
		d.Type("b")
		if !strings.HasSuffix(x.Value(), "b") {
			t.Errorf("typed on, it is %q", x.Value())
		}
	})
}
