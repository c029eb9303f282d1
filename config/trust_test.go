//go:build unix

package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mode sets a mode exactly, regardless of the umask.
func mode(t *testing.T, path string, m os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, m); err != nil {
		t.Fatal(err)
	}
}

// A file that others can write is refused, and the error has the command that
// fixes it.
func TestFilesThatOthersCanWriteAreRefused(t *testing.T) {
	for _, test := range []struct {
		name      string
		file, dir os.FileMode
		chmod     string // the suggested command; "" when the file is read
	}{
		{"the owner's", 0o600, 0o700, ""},
		{"readable", 0o644, 0o755, ""},
		{"the group writes the file", 0o620, 0o700, "chmod go-w F"},
		{"others write the file", 0o602, 0o700, "chmod go-w F"},
		{"the group writes the directory", 0o600, 0o770, "chmod go-w D"},
		{"others write the directory", 0o600, 0o707, "chmod go-w D"},
		{"both", 0o666, 0o777, "chmod go-w F D"},
		{"sticky", 0o600, 0o777 | os.ModeSticky, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := writeFile(t, "theme: dark\n")
			dir := filepath.Dir(path)
			link := filepath.Join(t.TempDir(), "link.yaml")
			if err := os.Symlink(path, link); err != nil {
				t.Fatal(err)
			}
			mode(t, path, test.file)
			mode(t, dir, test.dir)
			for _, p := range []string{path, link} {
				f, err := Load(p)
				if test.chmod == "" {
					if err != nil || f.Theme != "dark" {
						t.Errorf("%s: %+v, %v", p, f, err)
					}
					continue
				}
				want := strings.NewReplacer("F", p, "D", dir).Replace(test.chmod)
				if !errors.Is(err, ErrInvalid) || !strings.HasPrefix(err.Error(), p+": other users may write to ") || !strings.HasSuffix(err.Error(), "; "+want) {
					t.Errorf("got  %v\nwant %s", err, want)
				}
			}
		})
	}
}

func TestParentDirectoriesAreChecked(t *testing.T) {
	top := filepath.Join(t.TempDir(), "a b")
	path := filepath.Join(top, "c", "config.yaml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	mode(t, top, 0o777)
	if _, err := Load(path); err == nil || !strings.HasSuffix(err.Error(), "chmod go-w '"+top+"'") {
		t.Errorf("got %v", err)
	}
	// Directories above the home directory are left to the administrator.
	t.Setenv("HOME", filepath.Dir(path))
	if _, err := Load(path); err != nil {
		t.Errorf("below the home directory: %v", err)
	}
}

func TestFilesOfAnotherUserAreRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	path := writeFile(t, "")
	if err := os.Chown(path, 12345, -1); err != nil {
		t.Skip("files cannot be given away here:", err)
	}
	if _, err := Load(path); err == nil || !strings.HasSuffix(err.Error(), "as root: chown 0 "+path) {
		t.Errorf("got %v", err)
	}
}

func TestStateThatOthersCanWriteIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		path string
		mode os.FileMode
	}{
		"the file":         {"apimtui/x/file.json", 0o666},
		"its directory":    {"apimtui/x", 0o777},
		"the state itself": {"apimtui", 0o770},
		"the root":         {".", 0o722},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			getenv := env("XDG_STATE_HOME=" + root)
			file := filepath.Join(root, "apimtui", "x", "file.json")
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := StateDir(getenv); err != nil {
				t.Fatalf("as it should be: %v", err)
			}
			path := filepath.Join(root, test.path)
			mode(t, path, test.mode)
			if _, err := StateDir(getenv); err == nil || !strings.HasSuffix(err.Error(), "chmod go-w "+path) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// An unwritable directory is reported before data is lost.
func TestStateThatCannotBeWritten(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root writes everywhere")
	}
	root := t.TempDir()
	mode(t, root, 0o500)
	if _, err := StateDir(env("XDG_STATE_HOME=" + root)); err == nil || !strings.HasPrefix(err.Error(), root+": ") {
		t.Errorf("got %v", err)
	}
}
