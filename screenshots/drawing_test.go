package screenshots_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"apimtui/tui/tuitest/vterm"
)

// shown returns a program's output on a terminal of 20x2.
func shown(output string) frame {
	term := vterm.New(vterm.Options{Width: 20, Height: 2, MapNewline: true})
	defer func() { _ = term.Close() }()
	_, _ = term.Write([]byte(output)) // a terminal never fails
	f := make(frame, 2)
	for y := range f {
		for x := range 20 {
			f[y] = append(f[y], term.Cell(x, y))
		}
	}
	return f
}

// words returns the rows of text of an SVG, and fails when it is not XML.
func words(t *testing.T, svg string) []string {
	t.Helper()
	var b strings.Builder
	inStyle := false
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return strings.Split(b.String(), "\n")
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inStyle = token.Name.Local == "style"
		case xml.EndElement:
			inStyle = false
		case xml.CharData:
			if !inStyle {
				b.Write(token)
			}
		}
	}
}

func TestStillKeepsTextAndLook(t *testing.T) {
	tests := map[string]struct{ output, want string }{
		"markup is text":              {`<a & "b">`, `>&lt;a &amp; &#34;b&#34;&gt;</text>`},
		"exact colour":                {"\x1b[38;2;1;2;3mx", `.c00{fill:#010203;}`},
		"colour of a line":            {"\x1b[38;2;1;2;3m│", `path.c00{fill:none;stroke:#010203}`},
		"bold and underline":          {"\x1b[1;4mx", `.c00{font-weight:bold;text-decoration:underline;}`},
		"underlined blanks":           {"\x1b[4ma  b", `>a  b</text>`},
		"background":                  {"\x1b[48;2;1;2;3mx", `<rect x="0" y="-13.5" width="8.4" height="18" fill="#010203"/>`},
		"reverse video swaps colours": {"\x1b[38;2;1;2;3;7mx", `fill="#010203"/><text x="0" textLength="8.4" class="c00">x`},
		"words on the grid":           {"ab  cd", `<text x="33.6" textLength="16.8">cd</text>`},
		"one blank keeps a piece":     {"ab cd", `textLength="42">ab cd</text>`},
		"blanks have no colour":       {"a\x1b[31m \x1b[mb", `>a b</text>`},
		"wide characters":             {"日x", `<text x="16.8" textLength="8.4">x</text>`},
		"symbols stand alone":         {"●ab", `<text x="8.4" textLength="16.8">ab</text>`},
		"combining marks stay":        {"cafe\u0301!", ">e\u0301</text>"},
		"second row":                  {"\nx", `<g transform="translate(14 75.5)"><text x="0"`},
		"a long line is one":          {"───", `<path d="M-0.4 -4.5h26"/></g>`},
		"lines touch the next row":    {"│", `<path d="M4.2 -4.5L4.2 -13.9M4.2 -4.5L4.2 4.9"/>`},
		"round corners":               {"╭", `<path d="M8.8 -4.5Q4.2 -4.5 4.2 4.9"/>`},
		"the bar of a row":            {"▌", `<rect x="0" y="-13.5" width="4.2" height="18"/>`},
		"a code":                      {"██▄", `<rect x="0" y="-13.5" width="16.8" height="18"/><rect x="16.8" y="-4.5" width="8.4" height="9"/>`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			svg := still(palettes()["dark"], shown(tt.output))
			words(t, svg) // fails if it is not XML
			if !strings.Contains(svg, tt.want) {
				t.Errorf("no %s in\n%s", tt.want, svg)
			}
		})
	}
}

func TestTextIsTheScreen(t *testing.T) {
	if got := strings.Join(shown("日 x  \n e\u0301").text(), "\n"); got != "日 x\n e\u0301" {
		t.Errorf("got %q", got)
	}
}

func TestOnlyTheClockMayDiffer(t *testing.T) {
	tests := map[string]struct {
		a, b string
		same bool
	}{
		"time of day":            {"read 09:00:01 UTC", "read 09:01:59 UTC", true},
		"countdown":              {"Lives  ━━━─ 5:00, until", "Lives  ━━── 4:59, until", true},
		"shorter countdown":      {"10:00    x", "9:59     x", true},
		"duration":               {"Lives  8 h 0 min", "Lives  7 h 59 min", true},
		"request":                {"200, 12 ms request 6929f84b-abc4-4e28-a7ec-f71df98b3752", "200, 7 ms request a7a08efe-6db9-490b-a2b0-cc0fc0bd7602", true},
		"length in the SVG":      {`<text textLength="67.4">8 h 0 min</text>`, `<text textLength="75.9">7 h 59 min</text>`, true},
		"another word":           {"read 09:00:01 UTC", "kept 09:00:01 UTC", false},
		"another number":         {"60 of 60", "59 of 60", false},
		"another date":           {"2026-03-02", "2026-03-03", false},
		"another identity":       {"Aad 6929f84b-abc4-4e28-a7ec-f71df98b3752", "Aad a7a08efe-6db9-490b-a2b0-cc0fc0bd7602", false},
		"blanks without a clock": {"a    b", "a   b", false},
		"bar without a clock":    {"━━━─", "━━──", false},
		"colour in the SVG":      {`<text fill="#010203">5:00</text>`, `<text fill="#010204">5:00</text>`, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := differences(tt.a, tt.b); (diff == "") != tt.same {
				t.Errorf("%q and %q differ:\n%s", tt.a, tt.b, diff)
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
			if secret := leak(tt.frame); (secret != "") != tt.leaks {
				t.Errorf("found %q", secret)
			}
		})
	}
}
