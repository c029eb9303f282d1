package secret

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"": "",
		"GET https://management.azure.com/subscriptions/0/users/jane/token?api-version=2024-05-01 200 34ms": "GET https://management.azure.com/subscriptions/0/users/jane/token?api-version=2024-05-01 200 34ms",
		`{"code":"ValidationError","message":"bad"}`:                                                        `{"code":"ValidationError","message":"bad"}`,
		"Authorization: Bearer abc.def-ghi":                                                                 "Authorization: [redacted]",
		"sent bearer abc":                                                                                   "sent bearer [redacted]",
		`{"h":"Bearer abc","n":1}`:                                                                          `{"h":"Bearer [redacted]","n":1}`,
		"SharedAccessSignature john doe&202401010101&a+/=":                                                  "SharedAccessSignature [redacted]",
		`SharedAccessSignature token="j&202401010101&a=",refresh="true"`:                                    "SharedAccessSignature [redacted]",
		`{"value":"a","name":"jane","Password":"a\"b", "primaryKey": "k" }`:                                 `{"value":"[redacted]","name":"jane","Password":"[redacted]", "primaryKey": "[redacted]" }`,
		`{"client_secret":"cut off`:                                                                         `{"client_secret":[redacted]`,
		`msg="{\"password\":\"abc\"}" n=1`:                                                                  `msg="{\"password\":[redacted]`,
		"password=correct horse":                                                                            "password=[redacted]",
		"https://x.blob.example/a?sv=1&sig=abc%3D&se=2":                                                     "https://x.blob.example/a?sv=1&sig=[redacted]",
		"open https://p.example/signin-sso?token=j%26202401010101%26a%3d now":                               "open https://p.example/signin-sso?[redacted]",
		"to=https%3A%2F%2Fp.example%2Fsignin-sso%3Ftoken%3Dj%2526202401010101%2526a=":                       "to=https%3A%2F%2Fp.example%2Fsignin-sso?[redacted]",
		"got jane&20240101010101&abc+/== from it":                                                           "got [redacted]",
		"login at http://jane:pw@host/x":                                                                    "login at http://[redacted]@host/x",
		"jwt eyJhbGciOi.eyJzdWIi.c2ln end":                                                                  "jwt [redacted] end",
		"token: a\nnext line":                                                                               "token: [redacted]\nnext line",
	} {
		if got := Redact(in); got != want {
			t.Errorf("Redact(%s)\n got %s\nwant %s", in, got, want)
		}
	}
}

// forms are the shapes of a line with a secret; @ is its place.
var forms = []string{
	"Authorization: Bearer @", "authorization=[Bearer @]", `"Bearer @"`, "bearer:@", "Bearer%20@",
	"https://h.example/x?sv=1&sig=@", "?token=@", "?TOKEN=@&x=1", "%3Ftoken%3D@", "%253Ftoken%253D@", `\u0026sig\u003d@`,
	"SharedAccessSignature @", "SharedAccessSignature jane doe&202401010101&@", "sharedaccesssignature jane%26202401010101%26@",
	`SharedAccessSignature token="jane&202401010101&@",refresh="true"`,
	`{"value":"@"}`, `{"VALUE" : "@","count":1}`, `"password":"@"`, `'Password': '@'`, `"primaryKey":"@"`, `"secondaryKey": "@"`,
	`"access_token":"@"`, `"refresh_token":"@"`, `"client_secret":"@"`, `{\"value\":\"@\"}`, `{\\\"value\\\":\\\"@\\\"}`,
	"client_secret=@", "password: @", "password=correct horse @", "Ocp-Apim-Subscription-Key: @", "map[Authorization:[Bearer @]]",
	"https://p.example/signin-sso?token=jane%26202401010101%26@", "https://p.example/signin-sso?token=jane&20240101010101&@",
	"https://p.example/signin-sso?uid=jane&ex=2016-10-10T00:00:00.0000000Z&sn=@",
	"jane&202401010101&@", "jane%26202401010101%26@", "jane%2526202401010101%2526@", `jane\u0026202401010101\u0026@`, "jane&amp;202401010101&amp;@",
	"https://h.example/cb?state=1&code=@",
}

// The shapes of the secret itself; the text after them is unique to the test.
var canaries = []string{"cAnArY", "ab+/cAnArY==", "a.b-c_cAnArY~", "eyJh.eyJi.cAnArY"}

func FuzzRedact(f *testing.F) {
	for _, noise := range []string{"", " ", `{"token":"`, `"password":"abc\`, "Bearer ", "Bearer x", "signin-sso", "eyJa.", "x&202401010101&",
		"https://", `"value":"a",`, `","`, "sig=", "\n", `\`, "%"} {
		f.Add(noise, noise)
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		if strings.Contains(before+after, "cAnArY") {
			t.Skip("the noise contains the canary")
		}
		for _, form := range forms {
			for _, canary := range canaries {
				i := strings.Index(form, "@")
				line := before + form[:i] + canary + form[i+1:] + after
				if got := Redact(line); strings.Contains(got, "cAnArY") {
					t.Fatalf("Redact(%q)\n    gives %q", line, got)
				}
			}
		}
	})
}

func FuzzRedactEncodedSecrets(f *testing.F) {
	for _, s := range []string{"pass word", `a","b`, "a\"}", "\\", "a&b=c", "\n\"", "jane&1&2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s += "cAnArY" + s
		raw, err := json.Marshal(map[string]string{"a": "x", "password": s, "z": "y"})
		if err != nil {
			t.Fatal(err)
		}
		twice, err := json.Marshal(string(raw))
		if err != nil {
			t.Fatal(err)
		}
		link := "https://p.example/signin-sso?token=" + url.QueryEscape(s)
		for _, line := range []string{string(raw), string(twice), link, url.QueryEscape(link)} {
			if got := Redact(line); strings.Contains(got, "cAnArY") {
				t.Fatalf("Redact(%q)\n    gives %q", line, got)
			}
		}
		if got := Redact(string(raw)); !json.Valid([]byte(got)) {
			t.Fatalf("Redact(%q) is no longer JSON: %q", raw, got)
		}
	})
}
