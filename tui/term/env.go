package term

import (
	"cmp"
	"runtime"
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

// UTF8 reports whether the environment's locale uses UTF-8. The default locale is
// POSIX, which is ASCII.
func UTF8(env []string) bool {
	if runtime.GOOS == "windows" {
		return true
	}
	locale := cmp.Or(Getenv(env, "LC_ALL"), Getenv(env, "LC_CTYPE"), Getenv(env, "LANG"))
	charset := locale[strings.LastIndexByte(locale, '.')+1:] // macOS names the charset alone
	charset, _, _ = strings.Cut(charset, "@")
	return strings.EqualFold(strings.ReplaceAll(charset, "-", ""), "utf8")
}

// MayRecode reports whether GNU screen may be in between, whose encoding can
// differ from the locale. tmux also uses TERM=screen, but always speaks UTF-8
// here.
func MayRecode(env []string) bool {
	return Getenv(env, "STY") != "" || strings.HasPrefix(Getenv(env, "TERM"), "screen") && Getenv(env, "TMUX") == ""
}
