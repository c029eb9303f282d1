package secret

import (
	"regexp"
	"sync"
)

// Redact returns a log line without its secrets. It is a safety net for lines
// that other code writes and prefers to remove too much: most matches remove
// the rest of the line. It recognizes
//
//   - what follows a name of a secret (password, token, sig, value,
//     primaryKey, access_token, Authorization, ...) and a colon or an equals sign,
//     raw, quoted, percent-encoded or in JSON inside a string
//   - Bearer tokens, SharedAccessSignature, JSON web tokens, passwords in URLs
//   - sign-in links, and portal tokens of the form user&time&signature
//
// Inside JSON, only the string is replaced, so that the line stays valid JSON.
func Redact(line string) string {
	for _, r := range rules() {
		line = r.secret.ReplaceAllString(line, r.instead)
	}
	return line
}

type rule struct {
	secret  *regexp.Regexp
	instead string
}

// The parts of the patterns below. An ampersand or equals sign may be plain,
// percent-encoded once or twice, or escaped by JSON or HTML.
const (
	names = `(password|passwd|passphrase|pwd|secret|token|sig|signature|assertion|authorization|cookie|value|` +
		`(?:primary|secondary|subscription|account|access|api|private)[_-]?key|[?&]code|\bsn)`
	is  = `(?:[:=]|%(?:25)*3[ad]|\\u003[ad])`
	and = `(?:&(?:amp;)?|%(?:25)*26|\\u0026)`
	// value is a JSON string, or else the rest of the line. The string ends at
	// a quote followed by the end of a JSON value, so that a stray quote before
	// or inside the secret does not end it early.
	value = `(?:(")(?:\\.|[^\\\r\n])*?(")(\s*(?:[,}\])]|$))|[^\r\n]*)`
)

// rules compiles the patterns on first use, to keep startup fast. Their order
// matters: a later one may remove the name by which an earlier one finds a
// secret.
var rules = sync.OnceValue(func() []rule {
	var all []rule
	for _, r := range [][2]string{
		{names + `(\\*["']?\]?\s*` + is + `\s*)` + value, `${1}${2}${3}` + Redacted + `${4}${5}`},
		{`(SharedAccessSignature)[^\r\n]*`, `${1} ` + Redacted},
		{`(bearer)(?:[\s"'=:,+]|%(?:25)*20)+[^"\r\n]*`, `${1} ` + Redacted},
		{`[^\s"'&=]*` + and + `\d{12,14}` + and + `[^"'\r\n]*`, Redacted},
		{`eyJ[\w-]+\.[\w.=-]+`, Redacted},
		{`(signin-sso)[^\s"']*`, `${1}?` + Redacted},
		{`(://)[^\s/@"']+@`, `${1}` + Redacted + `@`},
	} {
		all = append(all, rule{regexp.MustCompile(`(?im)` + r[0]), r[1]})
	}
	return all
})
