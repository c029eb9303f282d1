package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCommandUsesTheSameService checks that a command copied by the console
// works in another shell and holds no secret.
func TestCommandUsesTheSameService(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	text := `current: prod
clearClipboardAfter: 10s
contexts:
  prod:
    subscription: 00000000-0000-0000-0000-000000000000
    resourceGroup: rg1
    service: apimService1
    production: true
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	const here = " --subscription 11111111-1111-1111-1111-111111111111 -g rg2 -n other"
	for _, c := range []struct {
		name string
		env  []string
		args string
		want string
	}{
		{"demo", nil, "--demo", "apimtui --demo"},
		{"demo, another api-version", nil, "--demo --api-version 2021-08-01", "apimtui --demo --api-version 2021-08-01"},
		{"file", nil, "--config " + file, "apimtui --config " + file + " --context prod"},
		{"file of the environment", []string{"APIMTUI_CONFIG=" + file}, "", "apimtui --config " + file + " --context prod"},
		{"read-only", nil, "--read-only --config " + file, "apimtui --config " + file + " --context prod --read-only"},
		{"another service", nil, "-n other --config " + file, "apimtui --config " + file + " --context prod -n other"},
		{"in place", nil, here, "apimtui" + here},
		{"in place, elsewhere", nil, here + " --endpoint http://127.0.0.1:1", "apimtui" + here + " --endpoint http://127.0.0.1:1"},
		{"environment", []string{
			"APIMTUI_SUBSCRIPTION=11111111-1111-1111-1111-111111111111", "APIMTUI_RESOURCE_GROUP=rg2", "APIMTUI_SERVICE=other",
		}, "", "apimtui" + here},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := append([]string{"APIMTUI_ACCESS_TOKEN=canary", "HOME=" + t.TempDir()}, c.env...)
			r := carryOut(t, atTerminal(env...), strings.Fields(c.args)...)
			if r.shown == nil {
				t.Fatalf("exit code %d: %s", r.code, r.err)
			}
			if got := strings.Join(r.shown.Command, " "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			prod := strings.Contains(c.want, "prod")
			if r.shown.Production != prod || prod != (r.shown.ClearAfter.Seconds() == 10) || r.shown.Clipboard == nil {
				t.Errorf("production %v, clears after %s, clipboard %v", r.shown.Production, r.shown.ClearAfter, r.shown.Clipboard)
			}
			if demo := strings.Contains(c.want, "--demo"); demo != (r.shown.Another != nil) || demo != (r.shown.Scenes != nil) {
				t.Errorf("has another administrator or scenes: %v", !demo)
			}
		})
	}
}

// A shell reads a suggested command as intended.
func TestShellWordsAreReadAsWritten(t *testing.T) {
	s := &session{command: []string{"printf", `%s\n`}}
	for _, id := range []string{"mateo-garcia", "a b", "o'brien", "$x", "ä", "`id`", "a\\b", "*", "~", "#", "!x"} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", s.typed(id)).Output()
		if err != nil || string(out) != id+"\n" {
			t.Errorf("%q is read as %q: %v", id, out, err)
		}
	}
}
