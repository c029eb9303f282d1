package access

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"time"

	"al.essio.dev/pkg/shellescape"

	"apimtui/api/secret"
)

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
