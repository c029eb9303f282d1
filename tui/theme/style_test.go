package theme

import (
	"image/color"
	"strings"
	"testing"

	"apimtui/tui/tuitest/vterm"
)

// A style draws what Lip Gloss draws with it, but for bold blanks.
func TestStyleDrawsWhatLipGlossDoes(t *testing.T) {
	looks := func(text string) string {
		v := vterm.New(vterm.Options{Width: 40, Height: 3})
		defer v.Close()
		if _, err := v.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n"))); err != nil {
			t.Fatal(err)
		}
		return v.Styled()
	}
	for _, n := range []Name{Auto, Dark, Light, HighContrast, Mono} {
		th := On(n, Ground{Background: color.Black})
		all := styles(th)
		all["Paper"], all["Link"] = th.Paper, th.Link("https://example.com/a")
		for name, s := range all {
			for _, text := range []string{"", "x", "x-ray", "überall名", "a\nb"} {
				if got, want := looks(s.Render(text)), looks(s.Style.Render(text)); got != want {
					t.Errorf("%s %s %q: drawn as %q, want %q", n, name, text, got, want)
				}
			}
		}
	}
}
