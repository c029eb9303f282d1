package term

import (
	"cmp"
	"runtime"
	"strings"
)

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
