package term

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"apimtui/api/secret"
)

// TestLinkIsNoArgument has a stub in the opener's place write down what it was
// given: the name of a page, and not the link.
func TestLinkIsNoArgument(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the stub stands in for xdg-open")
	}
	bin, run, seen := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "seen")
	script := "#!/bin/sh\nprintf '%s\\n' \"$@\" > " + seen + "\ncat \"$1\" >> " + seen + "\nenv >> " + seen + "\n"
	if err := os.WriteFile(filepath.Join(bin, "xdg-open"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	b := Browser{Env: []string{"DISPLAY=:0", "XDG_RUNTIME_DIR=" + run, "AZURE_CLIENT_SECRET=canary", "PATH=" + os.Getenv("PATH")}}
	program, remove, err := b.Open(context.Background(), secret.New(`https://dev.contoso.com/signin-sso?token=a%26b&returnUrl="x"`))
	if err != nil || program != "xdg-open" {
		t.Fatal(program, err)
	}
	raw, _ := os.ReadFile(seen)
	arguments, page, _ := strings.Cut(string(raw), "\n")
	if strings.Contains(arguments, "token") || !strings.HasSuffix(arguments, ".html") {
		t.Errorf("arguments: %s", arguments)
	}
	if !strings.Contains(page, "url=https://dev.contoso.com/signin-sso?token=a%26b&amp;returnUrl=&#34;x&#34;") {
		t.Errorf("page: %s", page)
	}
	if strings.Contains(page, "canary") {
		t.Error("the opener's environment holds a secret")
	}
	if info, err := os.Stat(arguments); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the page: %v, %v", info, err)
	}
	remove()
	if _, err := os.Stat(arguments); err == nil {
		t.Error("the page is still there")
	}
}

func TestNoBrowserOverSSH(t *testing.T) {
	for _, env := range [][]string{{"SSH_TTY=/dev/pts/1", "DISPLAY=:0"}, {"SSH_CONNECTION=1 2 3 4", "DISPLAY=localhost:10"}, {}} {
		if runtime.GOOS != "linux" && len(env) == 0 {
			continue
		}
		if why := (Browser{Env: env}).Why(); why == "" {
			t.Errorf("a browser would be opened with %v", env)
		}
	}
}
