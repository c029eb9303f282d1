package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Commands can be copied from the manual page: no formatter replaces a hyphen
// or breaks a word, and no line is too wide.
func TestManualPageCanBeCopied(t *testing.T) {
	page := carryOut(t, nil, "man").out
	head, body, _ := strings.Cut(page, ".SH NAME\n")
	if !strings.HasPrefix(head, ".TH ") || !strings.Contains(head, "\n.nh\n") {
		t.Errorf("no .nh behind .TH: %s", head)
	}
	for line := range strings.Lines(body) {
		if strings.Contains(strings.ReplaceAll(line, `\-`, ""), "-") {
			t.Errorf("a hyphen is not a minus sign: %s", line)
		}
	}
	for _, want := range []string{`\fB\-\-read\-only\fP`, `\fB\-o\fP, \fB\-\-output\fP \fIFORM\fP`, ".SS apimtui users reset\\-password USER", "APIMTUI_SERVICE"} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %s", want)
		}
	}

	if _, err := exec.LookPath("groff"); err != nil {
		t.Skip("groff is missing")
	}
	// groff 1.23 prints a plain hyphen as U+2010.
	for name, strict := range map[string]string{"as it is": "", "like 1.23": ".char - \\[hy]\n"} {
		cmd := exec.CommandContext(t.Context(), "groff", "-man", "-Tutf8", "-ww", "-P-cbou")
		cmd.Stdin = strings.NewReader(strict + page)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
		for line := range strings.Lines(string(out)) {
			if line = strings.TrimSuffix(line, "\n"); len([]rune(line)) > 80 || strings.Contains(line, "‐") {
				t.Errorf("%s: %s", name, line)
			}
		}
		for _, want := range []string{"apimtui --demo", "APIMTUI_CLEAR_CLIPBOARD_AFTER", "--delete-subscriptions", `[{"operation": "User_ListByService"`, "the service's"} {
			if !strings.Contains(string(out), want) {
				t.Errorf("%s: there is no %s", name, want)
			}
		}
	}
}

// The page has the usual sections, and lists every command and flag.
func TestManualPageIsComplete(t *testing.T) {
	page := carryOut(t, nil, "man").out
	sections := strings.Join(regexp.MustCompile(`(?m)^\.SH .*$`).FindAllString(page, -1), "")
	if want := ".SH NAME.SH SYNOPSIS.SH DESCRIPTION.SH OPTIONS.SH COMMANDS.SH EXIT CODES.SH ENVIRONMENT.SH FILES.SH EXAMPLES"; sections != want {
		t.Errorf("sections %s", sections)
	}
	for _, line := range []string{"users", "users create", "users token", "doctor", "simulate"} {
		help := carryOut(t, nil, append(strings.Fields(line), "--help")...).out
		for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(help, -1) {
			if flag != "--help" && !strings.Contains(page, roffText(flag)) {
				t.Errorf("%s: %s is not in the page", line, flag)
			}
		}
	}
}

// Each variable that the configuration reads is explained.
func TestManualPageNamesEveryVariable(t *testing.T) {
	sources, err := filepath.Glob("../config/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatal(sources, err)
	}
	page := carryOut(t, nil, "man").out
	for _, path := range sources {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`APIMTUI_[A-Z_]*[A-Z]`).FindAllString(string(source), -1) {
			if !strings.HasSuffix(path, "_test.go") && !strings.Contains(page, name) {
				t.Errorf("%s: %s is not in the page", path, name)
			}
		}
	}
}

func TestManualText(t *testing.T) {
	for text, want := range map[string]string{
		"run `users list` or `doctor`": `run \fBusers list\fP or \fBdoctor\fP`,
		"a ` alone":                    "a ` alone",
		".profile":                     `\&.profile`,
	} {
		if got := roffText(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
