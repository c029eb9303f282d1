package signin_test

import (
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"apimtui/api/secret"
	"apimtui/api/signin"
)

func TestAccount(t *testing.T) {
	exp := time.Unix(1700000000, 0)
	for token, want := range map[string]signin.Account{
		jwt(map[string]any{"upn": ada, "tid": "t-1", "exp": 1700000000}):                  {Name: ada, Tenant: "t-1", Expires: exp},
		jwt(map[string]any{"preferred_username": ada, "appid": "a-1", "exp": 1700000000}): {Name: ada, Expires: exp},
		jwt(map[string]any{"unique_name": "live.com#" + ada}):                             {Name: "live.com#" + ada},
		jwt(map[string]any{"appid": "a-1", "tid": "t-1"}):                                 {Name: "a-1", Tenant: "t-1"},
		jwt(map[string]any{"azp": "a-2"}):                                                 {Name: "a-2"},
		jwt(map[string]any{"upn": "\x1b[2Jada", "tid": "\u202e"}):                         {Name: "␛[2Jada", Tenant: "<U+202E>"},
		jwt(map[string]any{"upn": strings.Repeat("a", 5000)}):                             {Name: strings.Repeat("a", 120) + "…"},
		jwt(map[string]any{"upn": 7}):                                                     {},
		"opaque":                                                                          {},
		"a.!!.c":                                                                          {},
	} {
		cred, err := signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New(token)})
		if err != nil {
			t.Fatal(err)
		}
		given, err := ask(t, cred)
		if err != nil {
			t.Fatal(err)
		}
		want.Mode, want.Credential = signin.Token, "given token"
		if got := signin.AccountOf(cred, given); !got.Expires.Equal(want.Expires) || got.Name != want.Name || got.Tenant != want.Tenant || got.Credential != want.Credential {
			t.Errorf("%.40s: %+v", token, got)
		}
	}
	if got := signin.AccountOf(nil, azcore.AccessToken{Token: "x", ExpiresOn: exp}); got.Credential != "" || !got.Expires.Equal(exp) {
		t.Errorf("another credential: %+v", got)
	}
}
