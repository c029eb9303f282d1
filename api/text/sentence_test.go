package text_test

import (
	"testing"

	"apimtui/api/text"
)

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"disk full":                "Disk full.",
		"One or more fields:":      "One or more fields.",
		"who is it?":               "Who is it?",
		"and 3 more…":              "And 3 more…",
		"e-mail: not an address":   "E-mail: not an address.",
		"élan":                     "Élan.",
		"--theme: unknown":         "--theme: unknown.",
		"config.yaml: line 3":      "config.yaml: line 3.",
		"firstName: too long":      "firstName: too long.",
		"$filter: no":              "$filter: no.",
		"/tmp/x is no directory":   "/tmp/x is no directory.",
		"`az login` failed":        "`az login` failed.",
		"ctrl+o takes a token":     "ctrl+o takes a token.",
		"failed (request id 7a3c)": "Failed (request id 7a3c).",
	} {
		if got := text.Sentence(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
