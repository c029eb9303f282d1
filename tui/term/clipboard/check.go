package clipboard

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// The characters allowed in a link and a token. None ends a shell quotation or has
// a meaning inside one.
const (
	alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	inURL        = alphanumeric + "-._~%/?:=&#@+,()*[]"
	inUserID     = alphanumeric + "-._~%=@+,"
	inSignature  = alphanumeric + "+/="
)

// CheckURL returns an error if a sign-in link must not be copied, opened or
// pasted: it has to be https, of printable ASCII without shell characters, without
// a user name, and lead to allowedHost ("contoso.developer.azure-api.net", with a
// port unless 443). The error does not repeat the link.
func CheckURL(v secret.Value, allowedHost string) error {
	s := v.Reveal()
	if strings.IndexFunc(s, outside(inURL)) >= 0 {
		return errors.New("the link holds characters that are no part of a link, and that a shell could act on")
	}
	u, err := url.Parse(s)
	if err != nil || u.Opaque != "" || u.Host == "" {
		return errors.New("the service's answer is not a link")
	}
	host := text.Clean(u.Host).String()
	switch {
	case u.Scheme != "https":
		return errors.New("the link does not begin with https://")
	case u.User != nil:
		return fmt.Errorf("the link carries a user name before its host %s", host)
	case allowedHost == "" || withoutPort(u.Host) != withoutPort(allowedHost):
		return fmt.Errorf("the link leads to %s, and not to %s", host, text.Clean(allowedHost))
	}
	return nil
}

func withoutPort(host string) string { return strings.TrimSuffix(strings.ToLower(host), ":443") }

func outside(alphabet string) func(rune) bool {
	return func(r rune) bool { return !strings.ContainsRune(alphabet, r) }
}

// CheckToken returns an error if a shared access token must not be copied: it has
// to be user&time&signature, of 12 or 14 digits and base64, and the user's id must
// not contain shell characters. The error does not repeat the token.
func CheckToken(v secret.Value) error {
	parts := strings.Split(v.Reveal(), "&")
	if len(parts) != 3 {
		return errors.New("the token is not of the form user&time&signature")
	}
	user, stamp, signature := parts[0], parts[1], parts[2]
	switch {
	case user == "" || strings.IndexFunc(user, outside(inUserID)) >= 0:
		return errors.New("the user id in the token holds characters that a shell could act on")
	case len(stamp) != 12 && len(stamp) != 14 || strings.Trim(stamp, "0123456789") != "":
		return errors.New("the time in the token is not of 12 or 14 digits")
	case signature == "" || strings.IndexFunc(signature, outside(inSignature)) >= 0:
		return errors.New("the signature in the token is not base64")
	}
	return nil
}

// CheckLine returns an error if untrusted text, such as an e-mail address, must
// not be copied: pasted into a shell, a line break would run it. All of it has to
// be visible.
func CheckLine(v secret.Value) error {
	s := v.Reveal()
	if !utf8.ValidString(s) || strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
		return errors.New("it holds line breaks or characters that cannot be seen")
	}
	return nil
}
