package simulator

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	ssoLifetime = 5 * time.Minute
	maxLifetime = 30 * 24 * time.Hour
)

// token returns {user id}&{expiry}&{base64 of 64 bytes}, not URL-encoded.
func (s *Service) token(u *User, purpose string, expiry time.Time) string {
	stamp := expiry.UTC().Format("20060102150405")
	if s.o.StampMinutes {
		stamp = expiry.UTC().Format("200601021504")
	}
	mac := hmac.New(sha512.New, fmt.Appendf(nil, "%d %s %s", s.o.Seed, u.ID, purpose))
	fmt.Fprintf(mac, "%s\n%s", u.ID, stamp)
	return u.ID + "&" + stamp + "&" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// generateSSO answers with a URL on the legacy portal's host, as all versions
// of the service do.
func (s *Service) generateSSO(c *call, u *User) answer {
	link := "https://" + strings.ToLower(s.o.ServiceName) + ".portal.azure-api.net/signin-sso?token=" +
		lowerEscape(s.token(u, "sso", c.now.Add(ssoLifetime)))
	return withBody(http.StatusOK, compact(object{{"value", link}}))
}

// lowerEscape percent-encodes everything but unreserved characters, with
// lower-case hexadecimal digits like .NET.
func lowerEscape(text string) string {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String()
}

func (s *Service) sharedAccessToken(c *call, u *User) answer {
	f := c.properties("properties.")
	if f.left == nil {
		return *f.refusal(nil)
	}
	if _, ok := f.left["keyType"]; !ok {
		f.refuse("keyType", "The field 'keyType' is required.")
	}
	key, expiry := f.choice("keyType", false, "primary", "secondary"), f.expiry(c.now)
	if refusal := f.refusal(nil); refusal != nil {
		return *refusal
	}
	return withBody(http.StatusOK, compact(object{{"value", s.token(u, key, expiry)}}))
}

func (f *fields) expiry(now time.Time) time.Time {
	text := f.required("expiry", 0, 0)
	if text == nil {
		return time.Time{}
	}
	t, err := parseTime(*text)
	switch {
	case err != nil:
		f.refuse("expiry", "The field 'expiry' must be a date and time such as 2024-01-31T00:00:00Z.")
	case !t.After(now):
		f.refuse("expiry", "The token expiry must lie in the future.")
	case t.After(now.Add(maxLifetime)):
		f.refuse("expiry", "The token expiry must lie within 30 days from now.")
	}
	return t
}
