package cli

import (
	"path/filepath"
	"regexp"

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
	home := filepath.Clean(getenv("HOME"))
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
		s = regexp.MustCompile(`(^|[^\w.-])`+regexp.QuoteMeta(p.home)+`(/|[^\w.-]|$)`).ReplaceAllString(s, "$1~$2")
	}
	return text.Clean(shortenAccounts(secret.Redact(s))).String()
}

// shortenAccounts shortens everything that looks like an e-mail address.
func shortenAccounts(s string) string {
	return regexp.MustCompile(`([\pL\pN])[\pL\pN._%+'#-]*@`).ReplaceAllString(s, "$1***@")
}

func (p privacy) setting(r settingRecord) settingRecord {
	r.Value = text.Text(p.clean(r.Value.Exact()))
	r.From = text.Text(p.clean(r.From.Exact()))
	return r
}
