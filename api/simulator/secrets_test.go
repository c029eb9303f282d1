package simulator

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func valueOf(t *testing.T, r reply) string {
	t.Helper()
	v, ok := r.decode(t)["value"].(string)
	if !ok || r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	return v
}

func TestSSOURL(t *testing.T) {
	for stamp, minutes := range map[string]bool{"20260302120500": false, "202603021205": true} {
		s := newTest(Options{StampMinutes: minutes, ServiceName: "apimService1"})
		link := valueOf(t, s.send(t, "POST", "users/lena.brandt@fabrikam.com/generateSsoUrl"+v24, ""))
		want := "https://apimservice1.portal.azure-api.net/signin-sso?token=lena.brandt%40fabrikam.com%26" + stamp + "%26"
		if !strings.HasPrefix(link, want) {
			t.Errorf("%s\nwant %s…", link, want)
		}
		if regexp.MustCompile(`%[0-9a-f]?[A-F]`).MatchString(link) {
			t.Errorf("upper-case hexadecimal in %s", link)
		}
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(strings.SplitN(u.RawQuery, "=", 2)[1], "%26")
		raw, _ := url.PathUnescape(parts[2])
		if sig, err := base64.StdEncoding.DecodeString(raw); err != nil || len(sig) != 64 {
			t.Errorf("signature of %d bytes: %v", len(sig), err)
		}
	}
	if r := newTest(Options{}).send(t, "POST", "users/missing/generateSsoUrl"+v24, ""); r.status != 404 {
		t.Errorf("a missing user: %d", r.status)
	}
}

func TestSharedAccessToken(t *testing.T) {
	for _, test := range []struct {
		name, body string
		stamp      string
		targets    []string
	}{
		{"truncated", `{"properties":{"keyType":"primary","expiry":"2026-03-03T10:11:12.9999999Z"}}`, "20260303101112", nil},
		{"with an offset", `{"properties":{"keyType":"secondary","expiry":"2026-03-03T10:11:12+02:00"}}`, "20260303081112", nil},
		{"exactly 30 days", `{"properties":{"keyType":"primary","expiry":"2026-04-01T12:00:00Z"}}`, "20260401120000", nil},
		{"over 30 days", `{"properties":{"keyType":"primary","expiry":"2026-04-01T12:00:01Z"}}`, "", []string{"properties.expiry"}},
		{"past", `{"properties":{"keyType":"primary","expiry":"2026-03-02T12:00:00Z"}}`, "", []string{"properties.expiry"}},
		{"no date", `{"properties":{"keyType":"primary","expiry":"tomorrow"}}`, "", []string{"properties.expiry"}},
		{"another key", `{"properties":{"keyType":"third","expiry":"2026-03-03T00:00:00Z"}}`, "", []string{"properties.keyType"}},
		{"empty", `{"properties":{}}`, "", []string{"properties.keyType", "properties.expiry"}},
		{"flat", `{"keyType":"primary","expiry":"2026-03-03T00:00:00Z"}`, "", []string{"properties", "expiry", "keyType"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newTest(Options{}).send(t, "POST", "users/1/token"+v24, test.body)
			if test.targets != nil {
				if code, _, targets := r.errorOf(t); r.status != 400 || code != "ValidationError" || !slices.Equal(targets, test.targets) {
					t.Errorf("%d %s", r.status, r.body)
				}
				return
			}
			parts := strings.Split(valueOf(t, r), "&")
			if len(parts) != 3 || parts[0] != "1" || parts[1] != test.stamp || len(parts[2]) != 88 {
				t.Errorf("%s", r.body)
			}
			if strings.Contains(r.body, "\n") {
				t.Error("a token must be compact")
			}
		})
	}
}

func TestMails(t *testing.T) {
	s := newTest(Options{})
	s.send(t, "PUT", "users/ann?notify=true&api-version=2024-05-01", `{"properties":{"email":"ann@b.c","firstName":"A","lastName":"B","confirmation":"invite","appType":"developerPortal"}}`)
	s.send(t, "PUT", "users/bob"+v24, `{"properties":{"email":"bob@b.c","firstName":"A","lastName":"B","confirmation":"signup"}}`)
	s.send(t, "PUT", "users/bad"+v24, `{"properties":{"email":"bob@b.c","firstName":"A","lastName":"B","confirmation":"signup"}}`)
	if r := s.send(t, "POST", "users/bob/confirmations/password/send?appType=developerPortal&api-version=2024-05-01", ""); r.status != 204 {
		t.Errorf("password mail: %d", r.status)
	}
	s.send(t, "POST", "users/bob/confirmations/password/send?appType=app&api-version=2024-05-01", "")
	s.send(t, "POST", "users/missing/confirmations/password/send"+v24, "")
	s.send(t, "DELETE", "users/bob?notify=true&api-version=2022-08-01", "")
	want := []Mail{
		{"invite", "ann", "ann@b.c", "developerPortal", noon()},
		{"notify", "ann", "ann@b.c", "developerPortal", noon()},
		{"signup", "bob", "bob@b.c", "portal", noon()},
		{"password", "bob", "bob@b.c", "developerPortal", noon()},
		{"delete", "bob", "bob@b.c", "portal", noon()},
	}
	if got := s.Mails(); !slices.Equal(got, want) {
		t.Errorf("mails\n%v\nwant\n%v", got, want)
	}
}
