package access

import (
	"fmt"
	"net/url"
	"strings"
	"time"

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
