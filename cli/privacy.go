package cli

import (
	"cmp"
	"path/filepath"
	"regexp"
	"strings"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// privacy makes text safe to draw and to pass on: the home directory becomes ~,
// and account names keep their first letter.
type privacy struct {
	home string
	full bool // for the screen of the operator: nothing is shortened
}

func newPrivacy(getenv func(string) string) privacy {
	home := filepath.Clean(cmp.Or(getenv("HOME"), getenv("USERPROFILE")))
	if !filepath.IsAbs(home) || home == filepath.Dir(home) {
		return privacy{}
	}
	return privacy{home: home}
}

func (p privacy) clean(s string) string {
	if p.full {
		return text.Clean(secret.Redact(s)).String()
	}
	if p.home != "" {
		s = strings.ReplaceAll(s, p.home, "~")
	}
	s = regexp.MustCompile(`([\pL\pN])[\pL\pN._%+'#-]*@`).ReplaceAllString(secret.Redact(s), "$1***@")
	return text.Clean(s).String()
}

// account shortens a name that is no e-mail address. An id says nothing.
func (p privacy) account(name string) string {
	if p.full || strings.Contains(name, "@") || len(name) == 36 && strings.Count(name, "-") == 4 {
		return name
	}
	return string([]rune(name)[:1]) + "***"
}

func (p privacy) setting(r settingRecord) settingRecord {
	r.Value = text.Text(p.clean(r.Value.Exact()))
	r.From = text.Text(p.clean(r.From.Exact()))
	return r
}
