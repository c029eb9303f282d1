package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/config"
)

// TestCompletion checks what a shell offers: the words of the answer, and
// whether it also offers file names.
func TestCompletion(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.yaml")
	text := `contexts:
  prod: {service: apim-prod, resourceGroup: rg1}
  dev: {service: apim-dev}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(dir, "broken.yaml")
	if err := os.WriteFile(broken, []byte("contexts: [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		line  string
		words string
		files bool
	}{
		{"--context=", "dev prod", false},
		{"users list --context ", "dev prod", false},
		{"users list --demo --context ", "", false},
		{"--config " + broken + " --context ", "", false},
		{"--config " + filepath.Join(dir, "none") + " --context ", "", false},
		{"--theme ", "auto dark light high-contrast mono", false},
		{"users show x --auth ", "default cli azd device browser environment managed workload token", false},
		{"users show ", "", false},
		{"users import ", "", true},
		{"users copy x --to ", "dev prod", false},
		{"users show one ", "", false},
		{"users block one ", "", false},
		{"users update x --note ", "", false},
		{"users create --id ", "", false},
		{"users list --state ", "active blocked pending deleted", false},
		{"users token x --expires ", "", false},
		{"--user ", "", false},
		{"--endpoint ", "", false},
		{"completion b", "bash", false},
		{"completion bash ", "", false},
		{"--config ", "", true},
		{"users list --config ", "", true},
		{"users list --log-file ", "", true},
		{"simulate --faults ", "", true},
		{"simulate --addr ", "", false},
	} {
		r := carryOut(t, func(s *stdio, _ *run) { s.env = []string{"HOME=" + dir, "APIMTUI_CONFIG=" + file} },
			append([]string{"__complete"}, strings.Split(c.line, " ")...)...)
		words, files := offered(r.out)
		if r.code != exitDone || strings.Join(words, " ") != c.words || files != c.files {
			t.Errorf("%q: exit code %d, offers %q, files: %v; want %q, files: %v", c.line, r.code, words, files, c.words, c.files)
		}
	}
}

// offered parses the answer to __complete: one word per line with its
// description behind a tab, and a final directive.
func offered(out string) (words []string, files bool) {
	for line := range strings.Lines(out) {
		word, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if how, ok := strings.CutPrefix(word, ":"); ok {
			return words, how == "0"
		}
		words = append(words, word)
	}
	return words, true
}

// TestSignInModesWork checks that all modes of the configuration exist.
func TestSignInModesWork(t *testing.T) {
	for _, mode := range config.AuthModes() {
		_, err := signin.New(signin.Options{Mode: signin.Mode(mode), AccessToken: secret.New("x"), Getenv: func(string) string { return "" }})
		if err != nil && strings.Contains(err.Error(), "no sign-in mode") {
			t.Error(err)
		}
	}
}
