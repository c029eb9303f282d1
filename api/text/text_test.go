package text

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const hostile = Text("\x1b[2J\u009b\u202eAda\u200b\x7f")

func TestFormattingNeverShowsTheExactText(t *testing.T) {
	row := struct{ Name Text }{hostile}
	for _, verb := range []string{"%s", "%v", "%+v", "%#v", "%q", "%+q", "%#q", "%x", "%X", "% x", "%30s", "%-30v", "%.3s", "%d", "%c", "%U"} {
		for _, arg := range []any{hostile, &row, row, []Text{hostile}, map[Text]Text{hostile: hostile}} {
			got := fmt.Sprintf(verb, arg)
			if strings.ContainsAny(got, "\x1b\u009b\u202e\u200b\x7f") || strings.Contains(got, "1b5b") || strings.Contains(got, `\x1b`) {
				t.Errorf("%s of %T shows the exact text: %+q", verb, arg, got)
			}
		}
	}
	if got, want := fmt.Sprintf("%q %.2s|%6s|", Text("a\n"), Text("\nbc"), Text("é")), "\"a␊\" ␊b|     é|"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLogsShowTheSafeForm(t *testing.T) {
	var text, js strings.Builder
	slog.New(slog.NewTextHandler(&text, nil)).Info("x", "name", hostile)
	slog.New(slog.NewJSONHandler(&js, nil)).Info("x", "name", hostile)
	for _, log := range []string{text.String(), js.String()} {
		if strings.ContainsAny(log, "\x1b\u009b\u202e\u200b\x7f") {
			t.Errorf("the log shows the exact text: %+q", log)
		}
	}
}

func TestLines(t *testing.T) {
	for in, want := range map[Text][]string{
		"":                   {""},
		"one":                {"one"},
		"a\nb\r\nc\rd":       {"a", "b", "c", "d"},
		"a\n":                {"a", ""},
		"\n\r":               {"", "", ""},
		"a\x1b[1m\n \u2028b": {"a␛[1m", "␣<U+2028>b"},
	} {
		var got []string
		for _, line := range in.Lines() {
			got = append(got, line.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("Lines(%+q) = %q, want %q", in.Exact(), got, want)
		}
	}
}

func TestJSONEscapesWhatIsUnsafeToDraw(t *testing.T) {
	for in, want := range map[Text]string{
		"Zoë & <王芳>":              `"Zoë & <王芳>"`,
		"a\"b\\c\n":               `"a\"b\\c\n"`,
		"\x1b\x7f\u009b":          `"\u001b\u007f\u009b"`,
		"\u202e\u200b\U000e0041x": `"\u202e\u200b\udb40\udc41x"`,
		"山田\u3000太郎":              "\"山田\u3000太郎\"",
		"a\x9b":                   `"a\ufffd"`,
	} {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(in); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(b.String(), "\n"); got != want {
			t.Errorf("%+q is written %s, want %s", in.Exact(), got, want)
		}
	}
}

func FuzzJSONKeepsTheExactText(f *testing.F) {
	for _, s := range []string{"", "Ada", hostile.Exact(), "\"\\/<>&\u2028", "\U000e0041", "\ufffd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip("JSON carries no other bytes than UTF-8")
		}
		type entity struct{ Name Text }
		raw, err := json.Marshal(entity{Text(s)})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range string(raw) {
			if mustNotBeDrawn(r) {
				t.Fatalf("%+q is written with a raw %U: %+q", s, r, raw)
			}
		}
		var back entity
		if err := json.Unmarshal(raw, &back); err != nil || back.Name.Exact() != s {
			t.Fatalf("%+q came back as %+q (%v)", s, back.Name.Exact(), err)
		}
	})
}
