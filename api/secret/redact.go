package secret

import (
	"regexp"
	"sync"
)

// Redact returns a log line without the secrets in it. It is a net under lines that
// others write, and rather takes out too much: most of what it recognises costs
// the rest of the line. It knows
//
//   - what follows a name that speaks of a secret (password, token, sig, value,
//     primaryKey, access_token, Authorization, ...) and a colon or an equals sign,
//     raw, quoted, percent-encoded or in JSON inside a string
//   - Bearer tokens, SharedAccessSignature, JSON web tokens, passwords in URLs
//   - sign-in links, and portal tokens of the form user&time&signature
//
// A JSON string gives way alone, so that a line of JSON stays one.
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

// The parts of the patterns below. An ampersand and an equals sign come as they
// are, percent-encoded once or twice, or escaped by JSON or HTML.
const (
	names = `(password|passwd|passphrase|pwd|secret|token|sig|signature|assertion|authorization|cookie|value|` +
		`(?:primary|secondary|subscription|account|access|api|private)[_-]?key|[?&]code|\bsn)`
	is  = `(?:[:=]|%(?:25)*3[ad]|\\u003[ad])`
	and = `(?:&(?:amp;)?|%(?:25)*26|\\u0026)`
	// value is a JSON string, or else the rest of the line. The string ends at a
	// quote with the end of a JSON value behind it, so that a stray quote before
	// or inside the secret does not end it early.
	value = `(?:(")(?:\\.|[^\\\r\n])*?(")(\s*(?:[,}\])]|$))|[^\r\n]*)`
)

// rules compiles the patterns at the first line, to keep them out of the program's
// start. Their order matters: what a later one takes out may hold the name by
// which an earlier one knows a secret.
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
