package signin_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api/signin"
)

// shown collects prompts.
type shown []signin.Prompt

func (s *shown) show(_ context.Context, p signin.Prompt) error {
	*s = append(*s, p)
	return nil
}

func (a *authority) device(t *testing.T, prompt func(context.Context, signin.Prompt) error) signin.Options {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	return signin.Options{Mode: signin.Device, Authority: a.URL, Transport: a.transport, Prompt: prompt}
}

func TestDeviceCode(t *testing.T) {
	a := newAuthority(t)
	a.answers = []string{"authorization_pending", "slow_down"}
	var prompts shown
	cred, err := signin.New(a.device(t, prompts.show))
	if err != nil {
		t.Fatal(err)
	}
	token, err := ask(t, cred)
	if err != nil || len(prompts) != 1 {
		t.Fatalf("%d prompts, %v", len(prompts), err)
	}
	p := prompts[0]
	if p.Code != "ABCD-1234" || p.Address != a.page || !strings.Contains(p.Note, "ends with the program") {
		t.Errorf("shows %+v", p)
	}
	if left := time.Until(p.Expires); left > 10*time.Minute || left < 9*time.Minute {
		t.Errorf("the code is said to end in %v", left)
	}
	if who := signin.AccountOf(cred, token); who.Name != ada || who.Credential != "device code" || who.Expires.Before(time.Now()) {
		t.Errorf("answered by %+v", who)
	}
	// The same account, another tenant and other claims: no one is asked again.
	if token, err = ask(t, signin.ForTenant(cred, "fabrikam")); err != nil || signin.AccountOf(cred, token).Tenant != "fabrikam" {
		t.Errorf("another tenant: %v", err)
	}
	_, err = signin.Ask(t.Context(), cred, policy.TokenRequestOptions{EnableCAE: true, Scopes: []string{"https://management.azure.com/.default"}, Claims: `{"access_token":{}}`})
	if err != nil || !strings.Contains(a.last().Get("claims"), "access_token") {
		t.Errorf("claims: %v", err)
	}
	if len(prompts) != 1 || a.grants() != "device_code refresh_token" {
		t.Errorf("%d prompts, grants %s", len(prompts), a.grants())
	}
}

// When the sign-in cannot be renewed, a person is asked again, once.
func TestDeviceCodeAfterTheSignInEnded(t *testing.T) {
	a := newAuthority(t)
	var prompts shown
	cred, err := signin.New(a.device(t, prompts.show))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ask(t, cred); err != nil {
		t.Fatal(err)
	}
	a.answers = []string{"invalid_grant AADSTS50173: The sign-in was revoked."}
	_, err = signin.Ask(t.Context(), cred, policy.TokenRequestOptions{EnableCAE: true, Scopes: []string{"https://management.azure.com/.default"}, Claims: `{"access_token":{}}`})
	if err != nil || len(prompts) != 2 || prompts[1].Note != "" {
		t.Errorf("%+v, %v", prompts, err)
	}
	if form := a.last(); form.Get("grant_type") != "device_code" && !strings.HasSuffix(form.Get("grant_type"), "device_code") || !strings.Contains(form.Get("claims"), "access_token") {
		t.Errorf("asked with %v", form)
	}
}

func TestDeviceCodeFails(t *testing.T) {
	for name, c := range map[string]struct {
		answers []string
		reason  signin.Reason
		says    string
	}{
		"declined": {[]string{"authorization_pending", "authorization_declined x"}, signin.Declined, "it was declined"},
		"denied":   {[]string{"access_denied x"}, signin.Declined, "it was declined"},
		"expired":  {[]string{"authorization_pending", "expired_token AADSTS70020"}, signin.Expired, "the code was not used in time"},
		"MFA":      {[]string{"interaction_required AADSTS50076: Use MFA. Trace ID: x"}, signin.Multifactor, "AADSTS50076: Use MFA."},
		"other":    {[]string{"invalid_client AADSTS7000218: The request body must contain client_assertion."}, signin.Unknown, "AADSTS7000218: The request body must"},
	} {
		a := newAuthority(t)
		a.answers = c.answers
		var prompts shown
		cred, err := signin.New(a.device(t, prompts.show))
		if err != nil {
			t.Fatal(err)
		}
		_, err = ask(t, cred)
		if e := signin.Diagnose(err); e.Reason != c.reason || e.Mode != signin.Device || !strings.Contains(e.Words(), c.says) {
			t.Errorf("%s: %d, %s", name, e.Reason, e.Words())
		}
	}
}

// A page elsewhere could steal the sign-in, so it is not shown.
func TestDeviceCodeAddress(t *testing.T) {
	for page, ok := range map[string]bool{
		"https://microsoft.com/devicelogin":                     true,
		"https://login.microsoftonline.us/common/oauth2":        true,
		"AUTHORITY/device":                                      true,
		"http://microsoft.com/devicelogin":                      false,
		"https://microsoft.com.evil.example/devicelogin":        false,
		"https://microsoft.com@evil.example/":                   false,
		"https://evil.example/microsoft.com":                    false,
		"https://microsoft.com:8443/devicelogin":                false,
		"https://microsoft.com/\x1b]0;owned\a":                  false,
		"https://microsoft.com/a b":                             false,
		"https://xn--mcrosoft-tkb.com/devicelogin":              false,
		"https://microsoft.com/" + strings.Repeat("long", 1000): false,
		"javascript:alert(1)":                                   false,
		"":                                                      false,
	} {
		a := newAuthority(t)
		a.page = strings.Replace(page, "AUTHORITY", a.URL, 1)
		if page != "" {
			testPrompt(t, a, page, ok)
		}
	}
	for code, ok := range map[string]bool{"abcd": true, "A\x1b[2JB": false, "two words": false, "ключ": false, strings.Repeat("A", 99): false} {
		a := newAuthority(t)
		a.code = code
		testPrompt(t, a, code, ok)
	}
}

func testPrompt(t *testing.T, a *authority, name string, ok bool) {
	t.Helper()
	var prompts shown
	cred, err := signin.New(a.device(t, prompts.show))
	if err != nil {
		t.Fatal(err)
	}
	_, err = ask(t, cred)
	if (err == nil) != ok || (len(prompts) == 1) != ok {
		t.Errorf("%q: %d prompts, %v", name, len(prompts), err)
	}
	if err != nil && (!strings.Contains(err.Error(), "not shown") || strings.ContainsAny(signin.Diagnose(err).Words(), "\x1b\a")) {
		t.Errorf("%q: %v", name, err)
	}
}

// An error of the prompt ends the sign-in, and so does the one who waits.
func TestDeviceCodeEnds(t *testing.T) {
	a := newAuthority(t)
	no := errors.New("no window for it")
	cred, err := signin.New(a.device(t, func(context.Context, signin.Prompt) error { return no }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ask(t, cred); err == nil || !strings.Contains(err.Error(), no.Error()) {
		t.Errorf("%v", err)
	}
	a.answers = strings.Split(strings.Repeat("authorization_pending,", 1000), ",")
	ctx, cancel := context.WithCancel(t.Context())
	var ended context.Context
	if cred, err = signin.New(a.device(t, func(ctx context.Context, _ signin.Prompt) error {
		ended = ctx
		time.AfterFunc(100*time.Millisecond, cancel)
		return nil
	})); err != nil {
		t.Fatal(err)
	}
	_, err = signin.Ask(ctx, cred, policy.TokenRequestOptions{EnableCAE: true, Scopes: []string{"https://management.azure.com/.default"}})
	if !errors.Is(err, context.Canceled) || ended.Err() == nil {
		t.Errorf("%v, and the prompt's context: %v", err, ended.Err())
	}
}

// Where the system encrypts, the next run asks no one.
func TestDeviceCodeIsKept(t *testing.T) {
	a := newAuthority(t)
	var prompts shown
	o := a.device(t, prompts.show)
	o.Keep = filepath.Join(t.TempDir(), "state")
	for range 2 {
		cred, err := signin.New(o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ask(t, cred); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(o.Keep)
	if prompts[0].Note != "" {
		if len(prompts) != 2 || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%d prompts, %d files kept, although it says %q", len(prompts), len(files), prompts[0].Note)
		}
		return
	}
	if err != nil || len(prompts) != 1 || len(files) != 1 {
		t.Fatalf("%d prompts, %d files kept, %v", len(prompts), len(files), err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	err = filepath.WalkDir(filepath.Dir(o.Keep), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			raw, _ := os.ReadFile(path)
			if strings.Contains(string(raw), "refresh") || strings.Contains(string(raw), "e30.") {
				t.Errorf("%s has a token in plain text", path)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestBrowserIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		says string
	}{
		"SSH":        {map[string]string{"SSH_CONNECTION": "1", "DISPLAY": ":0"}, "over SSH"},
		"SSH's tty":  {map[string]string{"SSH_TTY": "/dev/pts/0", "WAYLAND_DISPLAY": "x"}, "over SSH"},
		"no display": {nil, "no display"},
		"X":          {map[string]string{"DISPLAY": ":0"}, ""},
		"Wayland":    {map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, ""},
	} {
		_, err := signin.New(signin.Options{Mode: signin.Browser, Getenv: func(n string) string { return c.env[n] }})
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
