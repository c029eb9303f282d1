package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"al.essio.dev/pkg/shellescape"
)

// Path returns the default path of the configuration file: $APIMTUI_CONFIG,
// else apimtui/config.yaml in $XDG_CONFIG_HOME or ~/.config. It is "" when none
// of these is known.
func Path(getenv func(string) string) string {
	if path := getenv("APIMTUI_CONFIG"); path != "" {
		return path
	}
	if dir := baseDir(getenv, "XDG_CONFIG_HOME", ".config"); dir != "" {
		return filepath.Join(dir, "apimtui", "config.yaml")
	}
	return ""
}

// StateDir returns the directory of state that outlives the program: apimtui in
// $XDG_STATE_HOME or ~/.local/state. It need not exist yet. The error says why
// state cannot be stored there, or why it cannot be trusted.
func StateDir(getenv func(string) string) (string, error) {
	dir := baseDir(getenv, "XDG_STATE_HOME", filepath.Join(".local", "state"))
	if dir == "" {
		return "", errors.New(homeless())
	}
	dir = filepath.Join(dir, "apimtui")
	existing, info, err := nearest(dir)
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %s", display(existing), reason(err))
	case !info.IsDir():
		return "", fmt.Errorf("%s is not a directory", display(existing))
	}
	if err := trustedTree(existing, dir); err != nil {
		return "", err
	}
	if err := writable(existing); err != nil {
		return "", fmt.Errorf("%s: %w", display(existing), err)
	}
	return dir, nil
}

// nearest returns the first of path and its parent directories that exists.
func nearest(path string) (string, fs.FileInfo, error) {
	info, err := os.Stat(path)
	for errors.Is(err, fs.ErrNotExist) && path != filepath.Dir(path) {
		path = filepath.Dir(path)
		info, err = os.Stat(path)
	}
	return path, info, err
}

// baseDir returns a directory of the XDG base directory specification. Relative
// paths are ignored, as it requires, because they depend on the current
// directory.
func baseDir(getenv func(string) string, variable, belowHome string) string {
	if dir := getenv(variable); filepath.IsAbs(dir) {
		return dir
	}
	home := getenv(homeVariable())
	switch {
	case !filepath.IsAbs(home):
		return ""
	case runtime.GOOS == "windows":
		return home
	}
	return filepath.Join(home, belowHome)
}

func homeVariable() string {
	if runtime.GOOS == "windows" {
		return "LOCALAPPDATA"
	}
	return "HOME"
}

func homeless() string { return homeVariable() + " is not an absolute path" }

// PreviousContext returns the context that was used before the current one, as
// KeepPrevious stored it. It is "" when none is known; it may be gone from the
// file.
func PreviousContext(getenv func(string) string) string {
	dir, err := StateDir(getenv)
	if err != nil {
		return ""
	}
	data, err := os.ReadFile(filepath.Join(dir, "previous-context"))
	if name := strings.TrimSpace(string(data)); err == nil && isContextName(name) {
		return name
	}
	return ""
}

// KeepPrevious stores the context that is left for another one.
func KeepPrevious(getenv func(string) string, name string) error {
	dir, err := StateDir(getenv)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return replace(filepath.Join(dir, "previous-context"), []byte(name+"\n"))
}

// FilePath returns the configuration file that flags and environment name. It
// need not exist. It is "" when no path is known.
func FilePath(flags Flags, getenv func(string) string) string {
	if path, given := flags.text("config"); given {
		return path
	}
	return Path(getenv)
}

// trusted refuses a file that another user could have written or replaced,
// because a configuration decides where tokens are sent. Like ssh, it checks
// the file and the directories above it, up to the home directory.
func trusted(path string, info fs.FileInfo) error {
	var s suspects
	s.look(path, info)
	s.lookAbove(path)
	return s.err()
}

// trustedTree does the same for dir and everything in it. existing is the first
// directory above it that exists.
func trustedTree(existing, dir string) error {
	var s suspects
	if existing == dir {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // reading it will report this
			}
			if info, err := d.Info(); err == nil && path != dir {
				s.look(path, info)
			}
			return nil
		})
	}
	s.lookAbove(filepath.Join(existing, "x"))
	return s.err()
}

// suspects are files and directories that others could change.
type suspects struct{ open, foreign []string }

func (s *suspects) look(path string, info fs.FileInfo) {
	foreign, open := writers(info)
	switch {
	case foreign:
		s.foreign = append(s.foreign, path)
	case open:
		s.open = append(s.open, path)
	}
}

// lookAbove checks the directories that lead to path, and the target of a link.
func (s *suspects) lookAbove(path string) {
	home, _ := os.UserHomeDir() // without a home, up to the root
	seen := map[string]bool{}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		target = path
	}
	for _, p := range []string{path, target} {
		p, err := filepath.Abs(p)
		if err != nil {
			continue
		}
		for dir := filepath.Dir(p); !seen[dir]; dir = filepath.Dir(dir) {
			seen[dir] = true
			if info, err := os.Stat(dir); err == nil {
				s.look(dir, info)
			}
			if dir == filepath.Clean(home) {
				break
			}
		}
	}
}

func (s *suspects) err() error {
	switch {
	case len(s.foreign) > 0:
		return &Error{What: "another user owns " + strings.Join(s.foreign, ", ") + " and could change what is read here",
			Rule: fmt.Sprintf("as root: chown %d %s", os.Geteuid(), shellescape.QuoteCommand(s.foreign))}
	case len(s.open) > 0:
		return &Error{What: "other users may write to " + strings.Join(s.open, ", ") + " and could change what is read here",
			Rule: "chmod go-w " + shellescape.QuoteCommand(s.open)}
	}
	return nil
}
