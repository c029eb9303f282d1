package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
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
