package access

import (
	"errors"
	"strings"
	"testing"
	"time"

	"apimtui/api/secret"
)

const signature = "CRBCtgtuP43IzdhLPpuLO98K+CNxAAawvKa3yRNFwW9YOYr0pNwN1xzwZMfp70XD3PAPop5KlgPzm1bsJgbPMg=="

func link(host, stamp string) secret.Value {
	sig := strings.NewReplacer("+", "%2b", "/", "%2f", "=", "%3d").Replace(signature)
	return secret.New("https://" + host + "/signin-sso?token=ada-1%26" + stamp + "%26" + sig)
}

func TestLinkGoesToTheDeveloperPortal(t *testing.T) {
	for stamp, want := range map[string]string{"202603020905": "09:05:00", "20260302090512": "09:05:12"} {
		s, err := ParseSSO(link("contoso.portal.azure-api.net", stamp))
		if err != nil {
			t.Fatal(err)
		}
		if s.User != "ada-1" || s.Expires.Format(time.TimeOnly) != want || s.Host != "contoso.portal.azure-api.net" {
			t.Errorf("%s: read %s, %s, %s", stamp, s.User, s.Expires, s.Host)
		}
		on, err := s.On("https://dev.contoso.com/", "/profile?tab=a b")
		if err != nil {
			t.Fatal(err)
		}
		got := on.Reveal()
		if !strings.HasPrefix(got, "https://dev.contoso.com/signin-sso?token=ada-1%26"+stamp+"%26CRBC") ||
			!strings.Contains(got, "%2bCNx") || !strings.HasSuffix(got, "%3d%3d&returnUrl=%2Fprofile%3Ftab%3Da%20b") {
			t.Errorf("the link is %s", got)
		}
		back, _ := s.Returned("")
		if back.Reveal() != link("contoso.portal.azure-api.net", stamp).Reveal() {
			t.Errorf("as returned: %s", back.Reveal())
		}
	}
}

func TestUnsafeLinksAreRefused(t *testing.T) {
	for _, raw := range []string{
		"http://contoso.portal.azure-api.net/signin-sso?token=a%26202603020905%26YQ%3d%3d",
		"javascript:alert(1)//signin-sso?token=a%26202603020905%26YQ%3d%3d",
		"https://user@evil.example/signin-sso?token=a%26202603020905%26YQ%3d%3d",
		"https://contoso.portal.azure-api.net/signin-sso?token=a%26202603020905%26YQ%3d%3d\nrm -rf",
		"https://contoso.portal.azure-api.net/\x1b[31msso?token=a%26202603020905%26YQ%3d%3d",
		"https://contoso.portal.azure-api.net/signin-sso?token=",
		"https://contoso.portal.azure-api.net/signin-sso?token=a%26soon%26YQ%3d%3d",
		"",
	} {
		if s, err := ParseSSO(secret.New(raw)); err == nil {
			t.Errorf("%q was accepted: %+v", raw, s)
		}
	}
	s, err := ParseSSO(link("contoso.portal.azure-api.net", "202603020905"))
	if err != nil {
		t.Fatal(err)
	}
	for _, portal := range []string{"", "http://dev.contoso.com", "https://u@dev.contoso.com", "https://dev.contoso.com/\x1b", "javascript:x"} {
		if v, err := s.On(portal, ""); err == nil {
			t.Errorf("portal %q was accepted: %s", portal, v.Reveal())
		}
	}
	for _, path := range []string{"profile", "//evil.example", `/\evil.example`, "/a\nb"} {
		if _, err := s.On("https://dev.contoso.com", path); err == nil {
			t.Errorf("return path %q was accepted", path)
		}
	}
}

func TestTokenIsComparedWithTheRequest(t *testing.T) {
	asked := time.Date(2026, 3, 2, 17, 0, 42, 0, time.UTC)
	for stamp, ok := range map[string]bool{
		"202603021700": true, "20260302170042": true,
		"202603021701": false, "20260302170000": true, "20260402170042": false,
	} {
		tok, err := ParseToken(secret.New("o'b&co&" + stamp + "&" + signature))
		if err != nil {
			t.Fatal(err)
		}
		if tok.User != "o'b&co" {
			t.Errorf("user %q", tok.User)
		}
		if err := tok.Check("o'b&co", asked); (err == nil) != ok {
			t.Errorf("%s against %s: %v", stamp, asked, err)
		}
		if tok.Check("ada", asked) == nil {
			t.Error("another user's token passes")
		}
	}
	for _, raw := range []string{"", "ada", "ada&202603021700", "ada&soon&" + signature, "ada&202603021700&***", "ada&202603021700&" + signature + "\n", "&202603021700&" + signature} {
		if _, err := ParseToken(secret.New(raw)); err == nil {
			t.Errorf("%q was accepted as a token", raw)
		}
	}
}

func TestFormsOfAToken(t *testing.T) {
	tok, err := ParseToken(secret.New("ada&202603021700&" + signature))
	if err != nil {
		t.Fatal(err)
	}
	target, err := ManagementURL("https://contoso.management.azure-api.net", "sub", "rg 1", "Contoso", "o'b", "2024-05-01")
	if err != nil {
		t.Fatal(err)
	}
	for form, want := range map[Form]string{
		Raw:    "ada&202603021700&" + signature,
		URL:    "ada%26202603021700%26" + strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(signature),
		Header: "Authorization: SharedAccessSignature ada&202603021700&" + signature,
		Curl: "curl -H 'Authorization: SharedAccessSignature ada&202603021700&" + signature + "' 'https://contoso.management.azure-api.net/subscriptions/sub/resourceGroups/rg%201" +
			"/providers/Microsoft.ApiManagement/service/Contoso/users/o%27b?api-version=2024-05-01'",
	} {
		v, err := tok.As(form, target)
		if err != nil || strings.ReplaceAll(v.Reveal(), `'\''`, "%27") != want {
			t.Errorf("%s: %s (%v)", form, v.Reveal(), err)
		}
	}
	if _, err := tok.As("xml", ""); err == nil {
		t.Error("an unknown form is accepted")
	}
}

func TestManagementURL(t *testing.T) {
	for _, base := range []string{"https://contoso.management.azure-api.us", "https://contoso.management.azure-api.us/", "https://tokens.contoso.com:8443"} {
		got, err := ManagementURL(base, "sub", "rg", "contoso", "ada", "2024-05-01")
		if err != nil || !strings.HasPrefix(got, strings.TrimSuffix(base, "/")+"/subscriptions/sub/") {
			t.Errorf("%s: %s (%v)", base, got, err)
		}
	}
	for _, base := range []string{"", "http://contoso.management.azure-api.us", "https://", "https://:443", "https://a@evil.example", "//evil.example",
		"https://evil.example/path", "https://evil.example?x=", "https://evil.example#x", "https://evil.example\n", "javascript:alert(1)"} {
		if got, err := ManagementURL(base, "sub", "rg", "contoso", "ada", "2024-05-01"); err == nil {
			t.Errorf("%q was accepted: %s", base, got)
		}
	}
}

func TestExpiry(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tests := []struct{ typed, want string }{
		{"1h", "2026-03-02T10:00:00Z"},
		{"90m", "2026-03-02T10:30:00Z"},
		{"1d12h", "2026-03-03T21:00:00Z"},
		{"30d", "2026-04-01T09:00:00Z"},
		{"1s", "2026-03-02T09:00:01Z"},
		{"2026-03-02T17:00", "2026-03-02T16:00:00Z"},
		{"2026-03-02 17:00", "2026-03-02T16:00:00Z"},
		{"2026-03-30 17:00", "2026-03-30T15:00:00Z"}, // summer time by then
		{"2026-03-02T17:00Z", "2026-03-02T17:00:00Z"},
		{"2026-03-02T17:00:00+05:30", "2026-03-02T11:30:00Z"},
		{"2026-03-03", "2026-03-02T23:00:00Z"},
		{" 8h ", "2026-03-02T17:00:00Z"},
	}
	for _, tt := range tests {
		got, err := ParseExpiry(tt.typed, now, berlin)
		if err != nil || got.Format(time.RFC3339) != tt.want {
			t.Errorf("%q is %s (%v), want %s", tt.typed, got.Format(time.RFC3339), err, tt.want)
		}
	}
	for _, typed := range []string{"", "soon", "8", "h", "-1h", "2026-13-01", "99999999999d", "2026-03-29 02:30"} {
		if got, err := ParseExpiry(typed, now, berlin); err == nil {
			t.Errorf("%q was read as %s", typed, got)
		}
	}
}

// Without a local zone, a moment that depends on it is refused.
func TestLocalDatesNeedAZone(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for typed, ok := range map[string]bool{
		"1h": true, "2026-03-02T17:00Z": true, "2026-03-02 17:00 UTC": true, "2026-03-02T17:00:00+05:30": true,
		"2026-03-02T17:00": false, "2026-03-02 17:00:00": false, "2026-03-03": false,
	} {
		_, err := ParseExpiry(typed, now, nil)
		if ok != (err == nil) || !ok && !strings.Contains(err.Error(), "add Z for UTC") {
			t.Errorf("%q: %v", typed, err)
		}
	}
	var limit *LimitError
	if _, err := ParseExpiry("31d", now, nil); !errors.As(err, &limit) || !strings.Contains(err.Error(), "2026-04-01 09:00:00 UTC") {
		t.Errorf("31d: %v", err)
	}
}

func TestExpiryLimits(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	// The operator's clock is ten minutes fast; the service's clock counts.
	for offset, ok := range map[time.Duration]bool{
		-time.Second: false, 0: false, time.Second: true, MostLife: true, MostLife + time.Second: false,
	} {
		_, err := ParseExpiry(now.Add(offset).Format(time.RFC3339), now, time.UTC)
		var limit *LimitError
		if (err == nil) != ok || !ok && !errors.As(err, &limit) {
			t.Errorf("%s from now: %v", offset, err)
		}
		if !ok && !strings.Contains(err.Error(), "2026-04-01 09:00:00 UTC") {
			t.Errorf("the error does not name the latest moment: %v", err)
		}
	}
}

func TestRepeatedHourIsTheEarlierOne(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	now := time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC)
	got, err := ParseExpiry("2026-10-25 02:30", now, berlin)
	if err != nil || got.Format(time.RFC3339) != "2026-10-25T00:30:00Z" {
		t.Errorf("%s (%v), want 00:30 UTC, the shorter life", got.Format(time.RFC3339), err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("https://c.portal.azure-api.net/signin-sso?token=a%26202603020905%26YQ%3d%3d")
	f.Add("ada&202603021700&" + signature)
	f.Fuzz(func(t *testing.T, raw string) {
		if s, err := ParseSSO(secret.New(raw)); err == nil {
			v, err := s.On("https://dev.contoso.com", "")
			if err != nil || !printable(v.Reveal()) || !strings.HasPrefix(v.Reveal(), "https://dev.contoso.com/signin-sso?token=") {
				t.Errorf("%q became %q (%v)", raw, v.Reveal(), err)
			}
		}
		if tok, err := ParseToken(secret.New(raw)); err == nil {
			if v, err := tok.As(Curl, "https://x"); err != nil || strings.ContainsAny(v.Reveal(), "\n\x1b") {
				t.Errorf("%q became %q (%v)", raw, v.Reveal(), err)
			}
		}
	})
}
