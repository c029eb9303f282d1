//go:build linux || darwin

package cli

import (
	"os/exec"
	"strings"
	"testing"

	"apimtui/tui/tuitest/ptytest"
)

// Bash completes without the package bash-completion, and without other output.
func TestBashCompletesWithoutThePackage(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is missing")
	}
	for _, c := range []struct{ typed, want string }{
		{"apimtui users li", "$ apimtui users list"},
		{"apimtui users list --stat", "$ apimtui users list --state"},
		{"apimtui users list --state blo", "$ apimtui users list --state blocked"},
		{"apimtui --theme=da", "$ apimtui --theme=dark"},
		{"apimtui users create --id a:b --confirmation inv", "$ apimtui users create --id a:b --confirmation invite"},
		{"apimtui users list x=y --theme mo", "$ apimtui users list x=y --theme mono"},
	} {
		t.Run(c.typed, func(t *testing.T) {
			t.Parallel()
			s := ptytest.Start(t, []string{"bash", "--norc", "--noprofile"}, []string{"PS1=$ "}, 100, 24)
			s.WaitFor("$", patience)
			s.Type("unset -f _init_completion _get_comp_words_by_ref; eval \"$(apimtui completion bash)\"; clear; echo ready")
			s.Press("enter")
			s.WaitFor("ready\n$", patience)
			s.Type(c.typed)
			s.Press("tab")
			s.WaitFor(c.want, patience)
			if screen := strings.TrimRight(s.Screen(), " \n"); !strings.HasSuffix(screen, c.want) || strings.Contains(screen, "bash:") {
				t.Errorf("the screen:\n%s", screen)
			}
		})
	}
}
