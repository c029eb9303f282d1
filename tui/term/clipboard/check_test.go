package clipboard

import (
	"net/url"
	"strings"
	"testing"
)

func TestCheckURL(t *testing.T) {
	const host = "contoso.developer.azure-api.net"
	const ok = "https://" + host + "/signin-sso?token=jane%26202601020304%26aB%2b%2f%3d"
	for in, want := range map[string]string{
		ok:                                "",
		ok + "&returnUrl=%2Fapis%2Fecho":  "",
		"https://" + host + ":443/signin": "",
		"https://CONTOSO.developer.azure-api.net/x": "",
		"http://" + host + "/signin":                "https://",
		"HTTPS://" + host + "/signin":               "",
		"javascript:alert(1)":                       "not a link",
		"":                                          "not a link",
		"https://evil.example/signin":               "leads to evil.example, and not to " + host,
		"https://" + host + ".evil.example/":        "leads to",
		"https://" + host + "@evil.example/":        "carries a user name",
		"https://" + host + ":8443/":                "leads to",
		"https://" + host + "./":                    "leads to",
		ok + "\n":                                   "characters",
		ok + "\x1b]52;c;eA==\x07":                   "characters",
		ok + " ":                                    "characters",
		ok + "'":                                    "characters",
		ok + "$(reboot)":                            "characters",
		ok + "`reboot`":                             "characters",
		ok + ";reboot":                              "characters",
		ok + "\u202e":                               "characters",
		ok + "\xff":                                 "characters",
		"https://" + host + "\\@evil.example/":      "characters",
		"https://" + host + "/%zz":                  "not a link",
	} {
		err := CheckURL(secretOf(in), host)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", in, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "token=") {
			t.Errorf("the error repeats the link: %v", err)
		}
	}
	if CheckURL(secretOf(ok), "") == nil {
		t.Error("without an allowed host, any is allowed")
	}
}

func TestCheckToken(t *testing.T) {
	for in, want := range map[string]string{
		"jane&202601020304&aB+/==":                 "",
		"jane&20260102030405&aB+/==":               "",
		"1&202601020304&aB":                        "",
		"jane.doe+x@example.com&202601020304&aB+/": "",
		"":                                   "of the form",
		"jane&202601020304":                  "of the form",
		"a&b&202601020304&aB":                "of the form",
		"&202601020304&aB":                   "user id",
		"jane\n&202601020304&aB":             "user id",
		"jane doe&202601020304&aB":           "user id",
		"$(reboot)&202601020304&aB":          "user id",
		"o'hara&202601020304&aB":             "user id",
		"j\u00e4ne&202601020304&aB":          "user id",
		"jane&2026010203040&aB":              "12 or 14 digits",
		"jane&20260102030x&aB":               "12 or 14 digits",
		"jane&202601020304&":                 "not base64",
		"jane&202601020304&aB\n":             "not base64",
		"jane&202601020304&aB\x1b[31m":       "not base64",
		"jane&202601020304&aB;reboot":        "not base64",
		"jane&202601020304&aB\u200b":         "not base64",
		"SharedAccessSignature jane&2026&aB": "user id",
	} {
		err := CheckToken(secretOf(in))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", in, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "aB") {
			t.Errorf("the error repeats the token: %v", err)
		}
	}
}

func TestCheckLine(t *testing.T) {
	for in, ok := range map[string]bool{
		"ada@example.com": true, "Zoë O'Hara, 王芳": true, "two  spaces": true,
		"a\nb": false, "a\tb": false, "a\x1b[31m": false, "a\u202eb": false, "a\u200bb": false, "a\u009bb": false, "a\xffb": false, "a\u2028b": false,
	} {
		if err := CheckLine(secretOf(in)); (err == nil) != ok {
			t.Errorf("%q gives %v", in, err)
		}
	}
}

func FuzzChecks(f *testing.F) {
	for _, s := range []string{"https://a.example/x?y=z", "https://a.example@b.example/", "jane&202601020304&aB==", "a'b&202601020304&aB", "\x1b", "https://a.example/\xff`$;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		isURL, isToken := CheckURL(secretOf(s), "a.example") == nil, CheckToken(secretOf(s)) == nil
		if !isURL && !isToken {
			return
		}
		for _, b := range []byte(s) {
			if b <= ' ' || b > '~' || strings.ContainsRune("'\"`$\\!;|<>{}^", rune(b)) {
				t.Fatalf("%q passes", s)
			}
		}
		if u, err := url.Parse(s); isURL && (err != nil || u.Scheme != "https" || u.Hostname() != strings.ToLower(u.Hostname()) && !strings.EqualFold(u.Hostname(), "a.example") ||
			!strings.EqualFold(u.Hostname(), "a.example") || u.User != nil) {
			t.Fatalf("%q passes as a link to a.example", s)
		}
	})
}
