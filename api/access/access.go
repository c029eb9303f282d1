// Package access parses and formats what gives a user access: sign-in links and
// shared access tokens. It sends nothing. Its output can be pasted into a
// browser or a shell, so it refuses any value that would act as something else
// there.
package access

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"al.essio.dev/pkg/shellescape"

	"apimtui/api/secret"
)

// SSO is a sign-in link as the service returned it. The service uses the host
// of the legacy portal, which is retired on most services.
type SSO struct {
	User    string    // the user id inside the token, exact
	Expires time.Time // UTC
	Host    string    // as returned

	returned secret.Value
	token    secret.Value // the query value, still encoded
}

// ParseSSO reads a link. It refuses a link that is not https, has a user name
// in its address, or has any character outside visible ASCII.
func ParseSSO(v secret.Value) (SSO, error) {
	raw := v.Reveal()
	u, err := url.Parse(raw)
	switch {
	case err != nil || !printable(raw):
		return SSO{}, fmt.Errorf("%w: the link has characters that no link has", errUnsafe)
	case u.Scheme != "https" || u.Host == "" || u.User != nil:
		return SSO{}, fmt.Errorf("%w: the link is not a plain https address", errUnsafe)
	}
	token, ok := rawQueryValue(u.RawQuery, "token")
	decoded, err := url.QueryUnescape(token)
	if !ok || err != nil {
		return SSO{}, fmt.Errorf("the link carries no token")
	}
	user, expires, err := splitToken(decoded)
	if err != nil {
		return SSO{}, err
	}
	return SSO{User: user, Expires: expires, Host: u.Host, returned: secret.New(raw), token: secret.New(token)}, nil
}

// rawQueryValue returns a query value still encoded.
func rawQueryValue(query, name string) (string, bool) {
	for pair := range strings.SplitSeq(query, "&") {
		if v, ok := strings.CutPrefix(pair, name+"="); ok {
			return v, v != ""
		}
	}
	return "", false
}

// Returned returns the link as the service returned it, with the return path.
func (s SSO) Returned(returnPath string) (secret.Value, error) {
	return withReturn(s.returned.Reveal(), returnPath)
}

// On returns the link on a portal, such as https://contoso.developer.azure-api.net,
// with the return path.
func (s SSO) On(portal, returnPath string) (secret.Value, error) {
	u, err := url.Parse(portal)
	switch {
	case portal == "":
		return secret.Value{}, fmt.Errorf("the service has no developer portal")
	case err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !printable(portal):
		return secret.Value{}, fmt.Errorf("%w: the developer portal's address is not a plain https address", errUnsafe)
	}
	return withReturn(strings.TrimSuffix(u.String(), "/")+"/signin-sso?token="+s.token.Reveal(), returnPath)
}

// withReturn appends the portal page to open after signing in.
func withReturn(link, path string) (secret.Value, error) {
	if path == "" {
		return secret.New(link), nil
	}
	if err := CheckReturnPath(path); err != nil {
		return secret.Value{}, err
	}
	escaped := strings.ReplaceAll(url.QueryEscape(path), "+", "%20")
	return secret.New(link + "&returnUrl=" + escaped), nil
}

// CheckReturnPath returns an error if a return path would leave the portal.
func CheckReturnPath(path string) error {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, `/\`) {
		return fmt.Errorf("a return path begins with one /, such as /profile")
	}
	if strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return fmt.Errorf("a return path has no control characters")
	}
	return nil
}

func (s SSO) Wipe() {
	s.returned.Wipe()
	s.token.Wipe()
}

// PortalReads reports whether the developer portal can read a user id from a
// link. Its code accepts only letters, digits, _ and -, so other users cannot
// sign in there by link.
func PortalReads(userID string) bool {
	return userID != "" && !strings.ContainsFunc(userID, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
	})
}

// Token is a shared access token as the service returned it:
// {user}&{expiry}&{signature}, not URL-encoded.
type Token struct {
	User    string    // exact
	Expires time.Time // UTC

	raw secret.Value
}

func ParseToken(v secret.Value) (Token, error) {
	raw := v.Reveal()
	if !printable(raw) {
		return Token{}, fmt.Errorf("%w: the token has characters that no token has", errUnsafe)
	}
	user, expires, err := splitToken(raw)
	if err != nil {
		return Token{}, err
	}
	return Token{User: user, Expires: expires, raw: secret.New(raw)}, nil
}

// splitToken splits from the end, since a user id may contain an &.
func splitToken(s string) (user string, expires time.Time, err error) {
	rest, signature, ok := cutLast(s, "&")
	user, stamp, ok2 := cutLast(rest, "&")
	if !ok || !ok2 || user == "" {
		return "", time.Time{}, fmt.Errorf("the token is not made of user, expiry and signature")
	}
	if expires, err = parseStamp(stamp); err != nil {
		return "", time.Time{}, err
	}
	if raw, err := base64.StdEncoding.DecodeString(signature); err != nil || len(raw) == 0 {
		return "", time.Time{}, fmt.Errorf("the token's signature is not base64")
	}
	return user, expires, nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// Check compares a token with the request. The service truncates the expiry to
// minutes or seconds.
func (t Token) Check(user string, expiry time.Time) error {
	if t.User != user {
		return fmt.Errorf("the token is for another user than the one asked for")
	}
	expiry = expiry.UTC()
	if !t.Expires.Equal(expiry.Truncate(time.Second)) && !t.Expires.Equal(expiry.Truncate(time.Minute)) {
		return fmt.Errorf("the token expires %s, not %s as asked", t.Expires.Format(time.RFC3339), expiry.Format(time.RFC3339))
	}
	return nil
}

type Form string

const (
	Raw    Form = "raw"
	URL    Form = "url"    // percent-encoded, for a query
	Header Form = "header" // a whole Authorization header
	Curl   Form = "curl"   // a command that reads the user with it
)

// Forms lists them in the order they are offered.
func Forms() []Form { return []Form{Raw, URL, Header, Curl} }

// As returns the token in a form. Curl requests target, such as the user's
// address on the service's management endpoint.
func (t Token) As(f Form, target string) (secret.Value, error) {
	raw := t.raw.Reveal()
	switch f {
	case Raw:
		return secret.New(raw), nil
	case URL:
		return secret.New(strings.ReplaceAll(url.QueryEscape(raw), "+", "%20")), nil
	case Header:
		return secret.New("Authorization: SharedAccessSignature " + raw), nil
	case Curl:
		return secret.New(shellescape.QuoteCommand([]string{"curl", "-H", "Authorization: SharedAccessSignature " + raw, target})), nil
	}
	return secret.Value{}, fmt.Errorf("%q is not a token form: use raw, url, header or curl", string(f))
}

func (t Token) Wipe() { t.raw.Wipe() }

// parseStamp reads the time inside a link or token: yyyyMMddHHmm on services
// built before 2023, yyyyMMddHHmmss since, always UTC.
func parseStamp(s string) (time.Time, error) {
	for _, layout := range []string{"200601021504", "20060102150405"} {
		if len(s) == len(layout) {
			if t, err := time.Parse(layout, s); err == nil {
				return t, nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("the expiry inside is not a moment of 12 or 14 digits")
}

// errUnsafe marks a value that must not reach a browser or shell.
var errUnsafe = errors.New("the service returned something that is not safe to paste")

// printable reports whether s is all visible ASCII.
func printable(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// ManagementURL returns a user's address on the management endpoint base, such
// as https://contoso.management.azure-api.net. A token is sent there, so only a
// plain https address is accepted.
func ManagementURL(base, subscription, resourceGroup, service, user, apiVersion string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || !printable(base) || u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%w: the address of its management endpoint (managementApiUrl) is not a plain https address", errUnsafe)
	}
	e := url.PathEscape
	return "https://" + u.Host + "/subscriptions/" + e(subscription) + "/resourceGroups/" + e(resourceGroup) +
		"/providers/Microsoft.ApiManagement/service/" + e(service) + "/users/" + e(user) +
		"?api-version=" + url.QueryEscape(apiVersion), nil
}
