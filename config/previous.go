package config

import (
	"os"
	"path/filepath"
	"strings"
)

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
