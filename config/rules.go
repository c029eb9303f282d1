package config

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// rule is the condition that a value must meet.
type rule struct {
	// complaint describes what is wrong with a value, to follow the name of the
	// key. It is "" for a valid value.
	complaint func(string) string
	must      string
	example   string
}

// check returns the problem of a value under the name key, or nil.
func (r rule) check(key, value string, from Source) *Error {
	complaint := r.complaint(value)
	if complaint == "" {
		return nil
	}
	return &Error{Source: from, What: key + " " + complaint, Rule: r.must, Example: r.example}
}

// ruleFor returns the rule of values that are a noun: others are refused as not
// that noun.
func ruleFor(noun string, ok func(string) bool, must, example string) rule {
	return rule{func(v string) string {
		switch {
		case ok(v):
			return ""
		case v == "":
			return "is empty"
		}
		return quoted(v) + " is not " + noun
	}, must, example}
}

func matches(pattern string) func(string) bool { return regexp.MustCompile(pattern).MatchString }

// guidRule is the rule for the ids that Azure hands out.
func guidRule() rule {
	return ruleFor("a GUID", matches(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`),
		"it must be 32 hexadecimal digits in groups of 8-4-4-4-12", "00000000-0000-0000-0000-000000000000")
}

// resourceGroupRule is the rule of Azure Resource Manager.
func resourceGroupRule() rule {
	ok := func(v string) bool { return isName(v, 90, "-_.()") && !strings.HasSuffix(v, ".") }
	return ruleFor("a resource group name", ok,
		"it must be 1 to 90 letters, digits, hyphens, underscores, parentheses and dots, not ending with a dot", "rg1")
}

// isName reports whether v is up to most letters, digits and marks.
func isName(v string, most int, marks string) bool {
	return v != "" && utf8.RuneCountInString(v) <= most && !strings.ContainsFunc(v, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(marks, r)
	})
}

// serviceRule is the rule for the path parameter serviceName, api-version
// 2024-05-01.
func serviceRule() rule {
	return ruleFor("a service name", matches(`^[a-zA-Z]([a-zA-Z0-9-]{0,48}[a-zA-Z0-9])?$`),
		"it must be 1 to 50 letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
		"apimService1")
}

func apiVersionRule() rule {
	ok := func(v string) bool {
		_, err := time.Parse(time.DateOnly, strings.TrimSuffix(v, "-preview"))
		return err == nil
	}
	return ruleFor("an api-version", ok,
		"it must be a date YYYY-MM-DD, with -preview after it where the service says so", DefaultAPIVersion)
}

func tenantRule() rule {
	return ruleFor("a tenant", matches(`^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?$`),
		"it must be a tenant's id or one of its domains", "contoso.com")
}

// contextNameRule keeps names easy to type at a shell.
func contextNameRule() rule {
	return ruleFor("a context name", isContextName,
		"it must be 1 to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit", "prod")
}

func isContextName(v string) bool {
	return isName(v, 64, ".-_") && !strings.ContainsRune(".-_", rune(v[0]))
}

// durationRule also accepts a bare 0.
func durationRule() rule {
	ok := func(v string) bool {
		d, err := time.ParseDuration(v)
		return err == nil && d >= 0
	}
	return ruleFor("a duration", ok, "it must be a number with its unit (s, m or h), or 0 for never", "45s")
}

// oneOf needs no example: the rule lists all valid values.
func oneOf(noun string, words []string) rule {
	ok := func(v string) bool { return slices.Contains(words, v) }
	return ruleFor(noun, ok, "it must be one of "+strings.Join(words, ", "), "")
}

// AuthModes returns the values of auth and --auth.
func AuthModes() []string {
	return []string{"default", "cli", "azd", "device", "browser", "environment", "managed", "workload", "token"}
}

// Audits returns the values of audit. With required, no write is sent that
// cannot be kept.
func Audits() []string { return []string{"optional", "required", "off"} }

// Clouds returns the values of cloud.
func Clouds() []string { return []string{"public", "usGovernment", "china", "custom"} }

// Themes returns the values of theme and --theme.
func Themes() []string { return []string{"auto", "dark", "light", "high-contrast", "mono"} }

// Clipboards returns the values of clipboard.
func Clipboards() []string {
	return []string{"auto", "tmux", "osc52", "native", "command", "off"}
}

// urlRule is for addresses that receive a token or that a token is requested
// for: https, or plain http to this machine.
func urlRule(example string) rule {
	return rule{func(v string) string { return urlComplaint(v, true) },
		"it must be an https URL, or http to localhost, 127.0.0.0/8 or [::1], without user name, query or fragment",
		example}
}

// httpsRule is for addresses that only a browser opens.
func httpsRule(example string) rule {
	return rule{func(v string) string { return urlComplaint(v, false) },
		"it must be an https URL without user name, query or fragment", example}
}

// urlComplaint never repeats the address: an invalid URL may contain a
// password.
func urlComplaint(raw string, loopback bool) string {
	if strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }) {
		return "has spaces or characters that a URL cannot have"
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "" || u.Opaque != "" || u.Hostname() == "" || !isPort(u) {
		return "is not an absolute URL"
	}
	switch {
	case u.User != nil:
		return "carries a user name or password"
	case strings.ContainsAny(raw, "?#"):
		return "has a query or a fragment"
	case u.Scheme == "https":
		return ""
	case u.Scheme != "http":
		return "is neither https nor http"
	case !loopback:
		return "is not https"
	case !isLoopback(u.Hostname()):
		return "uses plain http to another machine"
	}
	return ""
}

// isPort accepts an absent port and one that can be connected to.
func isPort(u *url.URL) bool {
	if strings.HasSuffix(u.Host, ":") {
		return false
	}
	if u.Port() == "" {
		return true
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && n > 0
}

// isLoopback only accepts addresses in full notation: resolvers disagree about
// 127.1 and 2130706433.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Zone() == "" && addr.IsLoopback()
}

// isHTTP reports whether a URL that passed the rule uses plain http.
func isHTTP(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && u.Scheme == "http"
}

// CheckProxies refuses proxy variables that the HTTP client does not
// understand: it would connect to another host, or without a proxy. Their
// values are not repeated, because they may contain a password.
func CheckProxies(getenv func(string) string) error {
	var problems Errors
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if complaint := proxyComplaint(getenv(name)); complaint != "" {
			problems = append(problems, &Error{Source: envSource(name), What: "the address of the proxy " + complaint,
				Rule: "it must be a URL of the scheme http, https, socks5 or socks5h, or a host and a port", Example: "http://proxy.contoso.com:8080"})
		}
	}
	return problems.err()
}

func proxyComplaint(raw string) string {
	switch {
	case raw == "":
		return ""
	case strings.Contains(raw, "://"):
	case strings.Contains(strings.TrimSuffix(raw, "/"), "/"):
		return "cannot be understood"
	default:
		raw = "http://" + raw
	}
	switch u, err := url.Parse(raw); {
	case err != nil || u.Hostname() == "" || !isPort(u):
		return "cannot be understood"
	case !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme):
		return "has a scheme that is not supported"
	}
	return ""
}
