//go:build unix

package config

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// The owner alone reads what is saved, with a umask that hides nothing and
// with one that hides too much.
func TestSaveIgnoresTheUmask(t *testing.T) {
	for _, umask := range []int{0o000, 0o022, 0o777} {
		dir := filepath.Join(t.TempDir(), "new", "er")
		path := filepath.Join(dir, "config.yaml")
		f := added(t, path)
		old := unix.Umask(umask)
		err := f.Save(path)
		unix.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		wantMode(t, path, 0o600)
		wantMode(t, dir, 0o700)
		wantMode(t, filepath.Dir(dir), 0o700)
	}
}

func TestSaveClosesAFileThatWasOpenToOthers(t *testing.T) {
	path := writeFile(t, "theme: dark\n")
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	f := added(t, path)
	if len(f.Warnings) != 1 {
		t.Errorf("no warning: %q", f.Warnings)
	}
	if err := f.Save(path); err != nil {
		t.Fatal(err)
	}
	wantMode(t, path, 0o600)
	if len(f.Warnings) != 0 {
		t.Errorf("a stale warning: %q", f.Warnings)
	}
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %04o, want %04o", path, got, want)
	}
}
