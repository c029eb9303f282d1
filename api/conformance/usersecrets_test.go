package conformance

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"

	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"

	"apimtui/api/simulator"
)

func userSecrets() []trial {
	return []trial{
		{name: "an SSO URL", ops: []simulator.Operation{simulator.UserSSO}, full: ssoURL},
		{name: "a shared access token", ops: []simulator.Operation{simulator.UserToken}, full: accessToken},
		{name: "a password mail", ops: []simulator.Operation{simulator.UserPasswordMail}, full: passwordMail},
	}
}

// wantPortalToken checks {user id}&{expiry}&{64 bytes in base64}.
func wantPortalToken(t *testing.T, token, user string, expiry time.Time) {
	t.Helper()
	parts := strings.Split(token, "&")
	if len(parts) != 3 || parts[0] != user {
		t.Fatalf("the token has %d parts", len(parts))
	}
	at, err := time.Parse("20060102150405", parts[1])
	if d := expiry.Sub(at).Abs(); err != nil || d > 5*time.Second {
		t.Errorf("ends at %v, want %v (%v)", at, expiry, err)
	}
	if raw, err := base64.StdEncoding.DecodeString(parts[2]); err != nil || len(raw) != 64 {
		t.Errorf("signed with %d bytes, %v", len(raw), err)
	}
}

func ssoURL(t *testing.T, o *official, _ *simulator.Service) {
	r, err := o.NewUserClient().GenerateSsoURL(t.Context(), resourceGroup, o.name, "mateo-garcia", nil)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(val(r.Value))
	if err != nil || u.Scheme != "https" || u.Host != "apimservice1.portal.azure-api.net" || u.Path != "/signin-sso" {
		t.Fatalf("leads to %v, %v", u, err)
	}
	wantPortalToken(t, u.Query().Get("token"), "mateo-garcia", time.Now().Add(5*time.Minute))
	_, err = o.NewUserClient().GenerateSsoURL(t.Context(), resourceGroup, o.name, "nobody", nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
}

func accessToken(t *testing.T, o *official, _ *simulator.Service) {
	ask := func(key apim.KeyType, expiry time.Time) (string, error) {
		r, err := o.NewUserClient().GetSharedAccessToken(t.Context(), resourceGroup, o.name, "mateo-garcia",
			apim.UserTokenParameters{Properties: &apim.UserTokenParameterProperties{KeyType: &key, Expiry: &expiry}}, nil)
		return val(r.Value), told(err)
	}
	// The generated client sends the zone it is given.
	expiry := time.Now().Add(time.Hour).In(time.FixedZone("", 2*3600))
	for _, key := range []apim.KeyType{apim.KeyTypePrimary, apim.KeyTypeSecondary} {
		token, err := ask(key, expiry)
		if err != nil {
			t.Fatal(err)
		}
		wantPortalToken(t, token, "mateo-garcia", expiry.UTC())
	}
	for _, bad := range []time.Time{time.Now().Add(31 * 24 * time.Hour), time.Now().Add(-time.Hour)} {
		_, err := ask(apim.KeyTypePrimary, bad)
		wantRefusal(t, err, 400, "ValidationError", "properties.expiry")
	}
}

func passwordMail(t *testing.T, o *official, s *simulator.Service) {
	send := o.NewUserConfirmationPasswordClient().Send
	if _, err := send(t.Context(), resourceGroup, o.name, "mateo-garcia", &apim.UserConfirmationPasswordClientSendOptions{AppType: ptr(apim.AppTypeDeveloperPortal)}); err != nil {
		t.Fatal(err)
	}
	if m := s.Mails(); len(m) != 1 || m[0].Kind != "password" || m[0].UserID != "mateo-garcia" || m[0].AppType != "developerPortal" {
		t.Errorf("mails %v", m)
	}
	_, err := send(t.Context(), resourceGroup, o.name, "nobody", nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
}
