package config

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// urlRule is for addresses that receive a token or that a token is requested
// for: https, or plain http to this machine.
func urlRule(example string) rule {
	return rule{func(v string) string { return urlComplaint(v, true) },
		"it must be an https URL, or http to localhost, 127.0.0.0/8 or [::1], without user name, query or fragment", example}
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
