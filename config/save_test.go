package config

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// added is a file with a change that wants saving.
func added(t *testing.T, path string) *File {
	t.Helper()
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.AddContext("dev", dev); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSaveMakesItsDirectories(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "config.yaml")
	f := added(t, path)
	if err := f.Save(path); err != nil {
		t.Fatal(err)
	}
	again, err := Load(path)
	if err != nil || !again.same(f) || !f.Exists {
		t.Errorf("%+v, %v", again, err)
	}
	if err := f.SetCurrent("dev"); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(path); err != nil {
		t.Errorf("a second save: %v", err)
	}
	wantOnly(t, filepath.Dir(path), "config.yaml")
}

// wantOnly checks that no temporary file is left.
func wantOnly(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != strings.Join(want, " ") {
		t.Errorf("%s holds %s", dir, got)
	}
}

func TestSaveRefusesASymbolicLink(t *testing.T) {
	target := writeFile(t, "theme: dark\n")
	link := filepath.Join(filepath.Dir(target), "link.yaml")
	if err := os.Symlink(target, link); err != nil {
		t.Skip("this system makes no symbolic links:", err)
	}
	err := added(t, link).Save(link)
	if err == nil || !strings.Contains(err.Error(), "symbolic link") || !strings.Contains(err.Error(), "--config") {
		t.Errorf("got %v", err)
	}
	if data, _ := os.ReadFile(target); string(data) != "theme: dark\n" {
		t.Errorf("written through the link: %s", data)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
}

// A link to nothing is one too: creating its target is writing through it.
func TestSaveRefusesADanglingLink(t *testing.T) {
	dir := t.TempDir()
	link, target := filepath.Join(dir, "link.yaml"), filepath.Join(dir, "target.yaml")
	if err := os.Symlink(target, link); err != nil {
		t.Skip("this system makes no symbolic links:", err)
	}
	if err := added(t, link).Save(link); err == nil || !strings.Contains(err.Error(), "symbolic link") {
		t.Errorf("got %v", err)
	}
	wantOnly(t, dir, "link.yaml")
}

func TestSaveRefusesWhatSomebodyElseChanged(t *testing.T) {
	tests := map[string]struct{ before, after string }{
		"changed":   {"theme: dark\n", "theme: light\n"},
		"created":   {"", "theme: light\n"},
		"destroyed": {"theme: dark\n", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "config.yaml")
			put(t, path, test.before)
			f := added(t, path)
			put(t, path, test.after)
			err := f.Save(path)
			if !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), "run the command again") {
				t.Errorf("got %v", err)
			}
			if data, _ := os.ReadFile(path); string(data) != test.after {
				t.Errorf("overwritten with %s", data)
			}
		})
	}
}

// put writes a file, or removes it when there is nothing to write.
func put(t *testing.T, path, text string) {
	t.Helper()
	err := os.Remove(path)
	if text != "" {
		err = os.WriteFile(path, []byte(text), 0o600)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

func TestSaveRefusesADirectory(t *testing.T) {
	dir := t.TempDir()
	f := &File{}
	if err := f.AddContext("dev", dev); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(dir); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("got %v", err)
	}
}

// A disk that fills up half-way leaves the old file and nothing else.
func TestAFailedWriteLeavesTheOldFile(t *testing.T) {
	path := writeFile(t, "theme: dark\n")
	full := errors.New("no space left on device")
	err := replace(path, func(w io.Writer) error {
		if _, err := io.WriteString(w, "theme: li"); err != nil {
			return err
		}
		return full
	})
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "theme: dark\n" {
		t.Errorf("got %q", data)
	}
	wantOnly(t, filepath.Dir(path), "config.yaml")
}
