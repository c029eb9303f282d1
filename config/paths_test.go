package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The current directory is never used, whatever HOME and XDG_* are.
func TestNoHomeIsNotTheCurrentDirectory(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, planted := range []string{"apimtui", ".config/apimtui", "~/.config/apimtui"} {
		if err := os.MkdirAll(planted, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(planted+"/config.yaml", []byte("theme: planted\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, pairs := range []string{"", "HOME=", "HOME=.", "HOME=~", "HOME=~ XDG_CONFIG_HOME=.", "XDG_CONFIG_HOME=.config XDG_STATE_HOME=."} {
		getenv := env(strings.Fields(pairs)...)
		if f, err := Open(Flags{}, getenv); err != nil || f.Exists || f.Path != "" {
			t.Errorf("%s: %+v, %v", pairs, f, err)
		}
		if dir, err := StateDir(getenv); dir != "" || err == nil || !strings.Contains(err.Error(), "is not an absolute path") {
			t.Errorf("%s: state in %q, %v", pairs, dir, err)
		}
	}
	if _, err := Resolve(&File{name: "x"}, Flags{Context: "a"}, noEnv); err == nil {
		t.Error("a context was found without a file")
	}
}

func TestStateDir(t *testing.T) {
	home := t.TempDir()
	file := filepath.Join(home, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ env, want, says string }{
		{"HOME=" + home, home + "/.local/state/apimtui", ""},
		{"HOME=" + home + " XDG_STATE_HOME=relative", home + "/.local/state/apimtui", ""},
		{"HOME=" + home + " XDG_STATE_HOME=" + home + "/new/er", home + "/new/er/apimtui", ""},
		{"XDG_STATE_HOME=" + home + "/x", home + "/x/apimtui", ""},
		{"XDG_STATE_HOME=" + file, "", "not a directory"},
		{"XDG_STATE_HOME=" + file + "/x", "", "not a directory"},
	} {
		got, err := StateDir(env(strings.Fields(test.env)...))
		if filepath.ToSlash(got) != test.want || (err == nil) != (test.says == "") {
			t.Errorf("%s: %s, %v; want %s", test.env, got, err, test.want)
		}
		if err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", test.env, err)
		}
	}
	if _, err := os.Stat(filepath.Join(home, ".local")); !os.IsNotExist(err) {
		t.Errorf("asking made a directory: %v", err)
	}
}
