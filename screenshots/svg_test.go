package screenshots_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"apimtui/screenshots"
	"apimtui/tui/tuitest/vterm"
)

// drawn returns a program's output on a terminal of 20x2, as SVG and as text.
func drawn(t *testing.T, output string) (svg, text string) {
	t.Helper()
	term := vterm.New(vterm.Options{Width: 20, Height: 2, MapNewline: true})
	defer func() { _ = term.Close() }()
	_, _ = term.Write([]byte(output)) // a terminal never fails
	rows := make([][]vterm.Cell, 2)
	for y := range rows {
		for x := range 20 {
			rows[y] = append(rows[y], term.Cell(x, y))
		}
	}
	return string(screenshots.Draw("title", rows)), screenshots.Text(rows)
}

// words returns the text of an SVG, without the window's title.
func words(t *testing.T, svg string) string {
	t.Helper()
	var b strings.Builder
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return strings.Replace(b.String(), "apimtui --demo", "", 1)
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		if text, ok := token.(xml.CharData); ok {
			b.Write(text)
		}
	}
}

func TestDrawKeepsTextAndLook(t *testing.T) {
	tests := map[string]struct{ output, want string }{
		"markup is text":              {`<a & "b">`, `>&lt;a &amp; &#34;b&#34;&gt;</text>`},
		"colour of the theme":         {"\x1b[31mred", `fill="#f07178" xml:space="preserve">red</text>`},
		"exact colour":                {"\x1b[38;2;1;2;3mx", `fill="#010203"`},
		"bold and underline":          {"\x1b[1;4mx", `font-weight="bold" text-decoration="underline"`},
		"underlined blanks":           {"\x1b[4ma  b", `>a  b</text>`},
		"reverse video swaps colours": {"\x1b[36;7mx", `fill="#5ed0d8"/>` + "\n" + `<text x="14" y="57.5" textLength="8.43" fill="#14181f"`},
		"words on the grid":           {"ab  cd", `<text x="47.71" y="57.5" textLength="16.86" fill="#d5dae3" xml:space="preserve">cd</text>`},
		"one blank keeps a piece":     {"ab cd", `textLength="42.14" fill="#d5dae3" xml:space="preserve">ab cd</text>`},
		"wide characters":             {"日x", `<text x="30.86" y="57.5" textLength="8.43" fill="#d5dae3" xml:space="preserve">x</text>`},
		"symbols stand alone":         {"●ab", `<text x="22.43" y="57.5" textLength="16.86" fill="#d5dae3" xml:space="preserve">ab</text>`},
		"combining marks stay":        {"cafe\u0301!", ">e\u0301</text>"},
		"second row":                  {"\nx", `y="75.5"`},
		"lines touch the next row":    {"│", `<path d="M18.21 53L18.21 43.6M18.21 53L18.21 62.4" fill="none"`},
		"round corners":               {"╭", `<path d="M22.83 53Q18.21 53 18.21 62.4" fill="none"`},
		"the bar of a row":            {"▌", `<rect x="14" y="44" width="4.21" height="18" fill="#d5dae3"/>`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			svg, _ := drawn(t, tt.output)
			words(t, svg) // fails if it is not XML
			if !strings.Contains(svg, tt.want) {
				t.Errorf("no %s in\n%s", tt.want, svg)
			}
		})
	}
}

func TestTextIsTheScreen(t *testing.T) {
	if _, got := drawn(t, "日 x  \n e\u0301"); got != "日 x\n e\u0301\n" {
		t.Errorf("got %q", got)
	}
}

func TestSteadyOnlyIgnoresTheClock(t *testing.T) {
	tests := map[string]struct {
		a, b string
		same bool
	}{
		"time of day":            {"read 09:00:01 UTC", "read 09:01:59 UTC", true},
		"countdown":              {"Lives  5:00, until", "Lives  4:59, until", true},
		"shorter countdown":      {"10:00    x", "9:59     x", true},
		"duration":               {"Lives  8 h 0 min", "Lives  7 h 59 min", true},
		"length in the SVG":      {`<text textLength="67.4">8 h 0 min</text>`, `<text textLength="75.9">7 h 59 min</text>`, true},
		"another word":           {"read 09:00:01 UTC", "kept 09:00:01 UTC", false},
		"another number":         {"60 of 60", "59 of 60", false},
		"another date":           {"2026-03-02", "2026-03-03", false},
		"blanks without a clock": {"a    b", "a   b", false},
		"colour in the SVG":      {`<text fill="#010203">5:00</text>`, `<text fill="#010204">5:00</text>`, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a, b := screenshots.Steady(tt.a), screenshots.Steady(tt.b)
			if (a == b) != tt.same || (screenshots.Differences(a, b) == "") != tt.same {
				t.Errorf("%q and %q: want same %v", a, b, tt.same)
			}
		})
	}
}

func TestLeakFindsSecretsAcrossRows(t *testing.T) {
	tests := map[string]struct {
		frame string
		leaks bool
	}{
		"link":               {"https://x.developer.azure-api.net/signin-sso?tok\n   en=ab%26202603020905%26c2ln", true},
		"token":              {"ab&2026030209\n  0500&c2ln==", true},
		"header":             {"Authorization: SharedAccess\n  Signature ab", true},
		"masked":             {"Link  •••••••••••• masked\nLives 5:00, until 09:05:00 UTC", false},
		"host":               {"Leads to  contoso-apim.developer.azure-api.net", false},
		"resource id":        {"/subscriptions/00000000-0000-0000-0000-\n000000000000/users/642ec165e7309090af060273", false},
		"heading and prompt": {"SHARED ACCESS TOKEN\nenter make token", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if leak := screenshots.Leak(tt.frame); (leak != "") != tt.leaks {
				t.Errorf("found %q", leak)
			}
		})
	}
}
