package conformance

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
)

func userSecrets() []trial {
	return []trial{
		{name: "an SSO URL", ops: []simulator.Operation{simulator.UserSSO}, write: ssoURL},
		{name: "an SSO URL: an id to escape", ops: []simulator.Operation{simulator.UserSSO}, write: awkwardSSO},
		{name: "an SSO URL of a missing user", ops: []simulator.Operation{simulator.UserSSO}, write: ssoOfMissing},
		{name: "a shared access token", ops: []simulator.Operation{simulator.UserToken}, write: accessTokens},
		{name: "a shared access token with a wrong expiry", ops: []simulator.Operation{simulator.UserToken}, write: wrongExpiry},
		{name: "a shared access token of a missing user", ops: []simulator.Operation{simulator.UserToken}, write: tokenOfMissing},
	}
}

// wantPortalToken checks {user id}&{expiry}&{64 bytes in base64}.
func wantPortalToken(t *testing.T, token, user string, expiry time.Time) {
	t.Helper()
	parts := strings.Split(token, "&")
	if len(parts) < 3 || strings.Join(parts[:len(parts)-2], "&") != user {
		t.Fatalf("the token has %d parts", len(parts))
	}
	parts = parts[len(parts)-2:]
	at, err := time.Parse("20060102150405", parts[0])
	if d := expiry.Sub(at).Abs(); err != nil || d > 5*time.Second {
		t.Errorf("ends at %v, want %v (%v)", at, expiry, err)
	}
	if raw, err := base64.StdEncoding.DecodeString(parts[1]); err != nil || len(raw) != 64 {
		t.Errorf("signed with %d bytes, %v", len(raw), err)
	}
}

func wantLink(t *testing.T, link, user string) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" || u.Host != "apimservice1.portal.azure-api.net" || u.Path != "/signin-sso" {
		t.Fatalf("leads to %v, %v", u, err)
	}
	wantPortalToken(t, u.Query().Get("token"), user, time.Now().Add(5*time.Minute))
}

func ssoURL(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "mateo-garcia")
	wantLink(t, must(c.ssoURL(t.Context(), "mateo-garcia"))(t), "mateo-garcia")
	wantSent(t, s, simulator.UserSSO, sent{method: "POST", path: "mateo-garcia/generateSsoUrl", status: 200})
	wantUntouched(t, s, from)
}

func awkwardSSO(t *testing.T, c client, s *simulator.Service) {
	const id = "legacy/o'brien & co"
	wantLink(t, must(c.ssoURL(t.Context(), id))(t), id)
	wantSent(t, s, simulator.UserSSO, sent{method: "POST", path: url.PathEscape(id) + "/generateSsoUrl", status: 200})
}

func ssoOfMissing(t *testing.T, c client, s *simulator.Service) {
	link, err := c.ssoURL(t.Context(), "missing")
	wantRefusal(t, err, 404, "ResourceNotFound")
	if link != "" {
		t.Error("a link was returned nevertheless")
	}
	wantSent(t, s, simulator.UserSSO, sent{method: "POST", path: "missing/generateSsoUrl", status: 404})
}

// wantTokenRequest checks a request for a token. Clients may use any zone and
// fraction of a second.
func wantTokenRequest(t *testing.T, e simulator.Entry, id, key string, expiry time.Time, status int) {
	t.Helper()
	body := bodyOf(t, e)
	text, _ := body["expiry"].(string)
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || at.Unix() != expiry.Unix() {
		t.Errorf("requested a token until %q, want %v", text, expiry)
	}
	wantEntry(t, e, sent{method: "POST", path: id + "/token", status: status, body: properties{"keyType": key, "expiry": text}})
}

func accessTokens(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "mateo-garcia")
	tokens := map[string]bool{}
	for _, life := range []time.Duration{time.Hour, 30 * 24 * time.Hour} {
		expiry := time.Now().Add(life).In(time.FixedZone("", 2*3600))
		for _, key := range []string{"primary", "secondary"} {
			token := must(c.accessToken(t.Context(), "mateo-garcia", key, expiry))(t)
			wantPortalToken(t, token, "mateo-garcia", expiry.UTC())
			if tokens[token] {
				t.Error("two tokens are the same")
			}
			tokens[token] = true
			wantTokenRequest(t, nth(t, s, simulator.UserToken, len(tokens)), "mateo-garcia", key, expiry, 200)
		}
	}
	wantUntouched(t, s, from)
}

func wrongExpiry(t *testing.T, c client, s *simulator.Service) {
	for i, expiry := range []time.Time{time.Now().Add(31 * 24 * time.Hour), time.Now().Add(-time.Hour)} {
		token, err := c.accessToken(t.Context(), "mateo-garcia", "primary", expiry)
		wantRefusal(t, err, 400, "ValidationError", "properties.expiry")
		if token != "" {
			t.Error("a token was returned nevertheless")
		}
		wantTokenRequest(t, nth(t, s, simulator.UserToken, i+1), "mateo-garcia", "primary", expiry, 400)
	}
}

func tokenOfMissing(t *testing.T, c client, s *simulator.Service) {
	expiry := time.Now().Add(time.Hour)
	_, err := c.accessToken(t.Context(), "missing", "primary", expiry)
	wantRefusal(t, err, 404, "ResourceNotFound")
	wantTokenRequest(t, nth(t, s, simulator.UserToken, 1), "missing", "primary", expiry, 404)
}
