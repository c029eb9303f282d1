package term

import (
	"cmp"
	"runtime"
	"strings"
)

// UTF8 says whether the environment's locale is one of UTF-8. Without one it is
// that of POSIX, which is ASCII.
func UTF8(env []string) bool {
	if runtime.GOOS == "windows" {
		return true
	}
	locale := cmp.Or(Getenv(env, "LC_ALL"), Getenv(env, "LC_CTYPE"), Getenv(env, "LANG"))
	charset := locale[strings.LastIndexByte(locale, '.')+1:] // macOS names the charset alone
	charset, _, _ = strings.Cut(charset, "@")
	return strings.EqualFold(strings.ReplaceAll(charset, "-", ""), "utf8")
}

// MayRecode says whether GNU screen may stand between: its own encoding need not be
// that of the locale. tmux goes by TERM=screen too, and always speaks UTF-8 here.
func MayRecode(env []string) bool {
	return Getenv(env, "STY") != "" || strings.HasPrefix(Getenv(env, "TERM"), "screen") && Getenv(env, "TMUX") == ""
}
