package component

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api/text"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

func plain(s string) string { return ansi.Strip(s) }

func numbered(n int) (lines []string) {
	for i := range n {
		lines = append(lines, fmt.Sprintf("line %d", i+1))
	}
	return lines
}

// A dialog is no larger than the screen, says how much is out of sight, and
// keeps its foot in sight.
func TestDialog(t *testing.T) {
	mono := theme.New(theme.Mono)
	for _, c := range []struct {
		n, top   int
		see, not []string
	}{
		{3, 0, []string{"line 1", "line 3"}, []string{"more", "↑"}},
		{3, 99, []string{"line 1", "line 3"}, []string{"more", "↑"}},
		{30, 0, []string{"line 1 ", "line 12", "↓ 18 more lines, down or pgdown"}, []string{"line 13", "↑"}},
		{30, 17, []string{"line 18", "line 29", "↓ 1 more line, down or pgdown"}, []string{"line 17", "line 30"}},
		{30, 99, []string{"line 19", "line 30", "↑ up or pgup"}, []string{"line 18", "more"}},
		{30, -5, []string{"line 1 "}, nil},
	} {
		box := plain(Dialog(mono, "Title", numbered(c.n), c.top, "y yes  n no", 60, 16))
		rows := strings.Split(box, "\n")
		if len(rows) > 16 || lipgloss.Width(box) > 58 || !strings.Contains(rows[0], "Title") || !strings.Contains(rows[len(rows)-2], "y yes  n no") {
			t.Errorf("%d lines from %d:\n%s", c.n, c.top, box)
		}
		for _, s := range c.see {
			if !strings.Contains(box, s) {
				t.Errorf("%d lines from %d: no %q in\n%s", c.n, c.top, s, box)
			}
		}
		for _, s := range c.not {
			if strings.Contains(box, s) {
				t.Errorf("%d lines from %d: %q in\n%s", c.n, c.top, s, box)
			}
		}
	}
	if w := lipgloss.Width(Dialog(mono, "T", []string{strings.Repeat("x", 300)}, 0, "", 60, 16)); w > 58 {
		t.Errorf("%d cells wide on 60", w)
	}
}

// A box covers the middle of a screen and leaves the rest.
func TestOver(t *testing.T) {
	mono := theme.New(theme.Mono)
	for line, want := range map[string]string{
		strings.Repeat(".", 20):             "......│hello │......",
		"\x1b[1m" + strings.Repeat("名", 10): "名名名│hello │名名名",
		"." + strings.Repeat("名", 9) + ".":  ".名名 │hello │ 名名.", // half of a wide character is covered
		"short":                             "short │hello │",
		"":                                  "      │hello │",
	} {
		screen := strings.TrimSuffix(strings.Repeat(line+"\n", 9), "\n")
		got := strings.Split(plain(Over(mono, screen, Box(mono, "", []string{"hello"}, 8, 3), 20, 9)), "\n")
		if len(got) != 9 || got[2] != plain(line) || got[4] != want || got[6] != got[2] {
			t.Errorf("got\n%s", strings.Join(got, "\n"))
		}
	}
}

// The status line holds whole hints alone, the most useful first.
func TestHintsFit(t *testing.T) {
	bindings := []keys.Binding{{Keys: []string{"enter"}, Label: "open"}, {Keys: []string{"ctrl+s"}, Label: "save everything"}, {Keys: []string{"q", "esc"}, Label: "quit"}}
	for width, want := range map[int]string{
		100: "enter open  ctrl+s save everything  q quit", 42: "enter open  ctrl+s save everything  q quit",
		41: "enter open  ctrl+s save everything", 20: "enter open  q quit", 9: "q quit", 5: "",
	} {
		if got := plain(Hints(theme.New(theme.Mono), bindings, width)); got != want {
			t.Errorf("%d cells: %q, want %q", width, got, want)
		}
	}
}

// The help has every key with its whole text and reason at any width, and uses the
// width for columns.
func TestHelp(t *testing.T) {
	m := keys.NewMap()
	why := func(a keys.Action) string {
		if a == keys.Yes {
			return "Disabled: " + strings.Repeat("for a long reason ", 6)
		}
		return ""
	}
	scopes, before := []keys.Scope{keys.QuestionBox, keys.Lists}, 1000
	for _, width := range []int{52, 72, 143, 216} {
		lines := Help(theme.New(theme.Mono), m, scopes, why, width)
		if len(lines) >= before {
			t.Errorf("%d lines in %d cells, %d in fewer", len(lines), width, before)
		}
		before = len(lines)
		for _, l := range lines {
			if lipgloss.Width(l) > width {
				t.Errorf("%q is wider than %d", plain(l), width)
			}
		}
		all := plain(strings.Join(lines, "\n"))
		for _, title := range []string{"Question", "Move", "View"} {
			if !strings.Contains(all, title) {
				t.Errorf("%d cells: no %s in\n%s", width, title, all)
			}
		}
		if width >= 143 {
			continue // a text is not on neighbouring lines
		}
		said := strings.Join(strings.Fields(all), " ")
		if strings.Count(said, "for a long reason") != 6 {
			t.Errorf("%d cells: the reason is cut in\n%s", width, all)
		}
		for _, b := range m.In(scopes...) {
			if !strings.Contains(said, b.Names()+" "+b.Help) {
				t.Errorf("%d cells: %s is missing, or cut", width, b.Names())
			}
		}
	}
}

func TestExplanation(t *testing.T) {
	x := Explained{What: text.Clean("It failed for a reason"), More: []text.Safe{text.Clean("a detail")}, Do: text.Clean("Try again."), RequestID: text.Clean("1-2-3")}
	if got := plain(strings.Join(Explanation(theme.New(theme.Mono), x, 14), "|")); got != "It failed for|a reason|· a detail|Try again.|Request id|1-2-3" {
		t.Errorf("got %s", got)
	}
	if got := Explanation(theme.New(theme.Mono), Explained{What: text.Clean("It failed.")}, 40); len(got) != 1 {
		t.Errorf("got %q", got)
	}
}

// What has no room in a panel gives way by its weight, and that there is more is
// said.
func TestPanelGivesWay(t *testing.T) {
	p := NewPanel(theme.New(theme.Mono), 40)
	p.Title("PANEL")
	p.User("Ada Lovelace", "ada-1")
	p.Gap()
	p.Row("Lives", "an hour, and then it has to be made once more")
	p.Aside("a remark")
	p.Say(theme.New(theme.Mono).Warn, "")
	for height, want := range map[int]string{
		9: " PANEL| User          Ada Lovelace  ada-1|| Lives         an hour, and then it has|               to be made once more|               a remark",
		5: " PANEL| User          Ada Lovelace  ada-1| Lives         an hour, and then it has|               to be made once more",
		3: " PANEL| User          Ada Lovelace  ada-1| more",
		1: " more",
		0: "",
	} {
		if got := plain(strings.ReplaceAll(p.View(height, "more"), "\n", "|")); got != want {
			t.Errorf("%d lines:\n%q, want\n%q", height, got, want)
		}
	}
	long := NewPanel(theme.New(theme.Mono), 40)
	long.User(strings.Repeat("Ada ", 20), "ada-1")
	if got := plain(long.View(9, "")); !strings.Contains(got, "ada-1") || lipgloss.Width(got) > 40 {
		t.Errorf("the id that tells two apart:\n%s", got)
	}
}

// A line to type in leaves the machine's own clipboard alone.
func TestInputReadsNoClipboard(t *testing.T) {
	in := Input("› ", 10)
	if in.KeyMap.Paste.Enabled() || in.Styles().Cursor.Blink {
		t.Error("it pastes by itself, or blinks")
	}
}
