package term

import (
	"strconv"
	"strings"
)

// Getenv reads a variable from an environment; the last one wins.
func Getenv(env []string, name string) string {
	value := ""
	for _, e := range env {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			value = v
		}
	}
	return value
}

// NoColor reports whether NO_COLOR is set to any value.
func NoColor(env []string) bool { return Getenv(env, "NO_COLOR") != "" }

// Columns is the width to draw for until the terminal reports its own.
func Columns(env []string) int { return size(env, "COLUMNS", 80) }

// Lines is the height to draw for until the terminal reports its own.
func Lines(env []string) int { return size(env, "LINES", 24) }

func size(env []string, name string, otherwise int) int {
	if n, err := strconv.Atoi(Getenv(env, name)); err == nil && n > 0 {
		return n
	}
	return otherwise
}
