package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	sdk "github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/pkg/browser"
)

const codeLimit = 15 * time.Minute // how long a code can be used when the authority does not say

// Prompt is what a person has to do to sign in. It is checked and safe to draw.
type Prompt struct {
	// Code is to be entered at Address. Both are empty when a browser was opened
	// instead.
	Code    string
	Address string
	Expires time.Time          // of the code
	Note    string             // a sentence, "" for none
	Cancel  context.CancelFunc // ends the sign-in
}

// person signs a person in. It asks no one while the last sign-in lasts.
type person struct {
	sdk interface {
		azcore.TokenCredential
		Authenticate(context.Context, *policy.TokenRequestOptions) (azidentity.AuthenticationRecord, error)
	}
	o     Options
	heard atomic.Pointer[answer] // the last one of the authority
	note  string                 // for the first prompt
	noted sync.Once
}

// cancelKey finds what ends a sign-in in its context.
type cancelKey struct{}

// quiet keeps the output of the browser off the terminal.
var quiet = sync.OnceValue(func() error {
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return nil
})

func newPerson(o Options, client azcore.ClientOptions, tenants []string, private bool) (_ *person, err error) {
	p := &person{o: o}
	p.heard.Store(&answer{})
	client.PerRetryPolicies = []policy.Policy{listener{&p.heard}}
	if o.Mode == Browser {
		if why := noBrowser(o.Getenv, runtime.GOOS); why != "" {
			return nil, errors.New("a browser cannot be opened here: " + why)
		}
		_ = quiet()
	} else if o.Prompt == nil {
		return nil, errors.New("a code to sign in with cannot be shown here: there is no terminal for it")
	}
	var cache azidentity.Cache
	var record azidentity.AuthenticationRecord
	if cache, record, p.note = o.remembered(); p.note != "" {
		p.o.Keep = ""
	}
	if o.Mode == Browser {
		p.sdk, err = azidentity.NewInteractiveBrowserCredential(&azidentity.InteractiveBrowserCredentialOptions{
			ClientOptions: client, TenantID: o.Tenant, ClientID: o.ClientID, AdditionallyAllowedTenants: tenants,
			DisableInstanceDiscovery: private, DisableAutomaticAuthentication: true, Cache: cache, AuthenticationRecord: record})
	} else {
		p.sdk, err = azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
			ClientOptions: client, TenantID: o.Tenant, ClientID: o.ClientID, AdditionallyAllowedTenants: tenants, UserPrompt: p.show,
			DisableInstanceDiscovery: private, DisableAutomaticAuthentication: true, Cache: cache, AuthenticationRecord: record})
	}
	return p, err
}

// noBrowser returns why no browser can be opened, "" when one can.
func noBrowser(getenv func(string) string, system string) string {
	switch {
	case getenv("SSH_CONNECTION") != "" || getenv("SSH_TTY") != "":
		return "this is a session over SSH"
	case system != "darwin" && system != "windows" && getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "":
		return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
	}
	return ""
}

// GetToken returns a kept token or signs a person in.
func (p *person) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx = context.WithValue(ctx, cancelKey{}, cancel)
	t, err := p.sdk.GetToken(ctx, o)
	if required := new(azidentity.AuthenticationRequiredError); !errors.As(err, &required) {
		return t, err
	}
	if p.o.Mode == Browser && p.o.Prompt != nil {
		if err := p.o.Prompt(ctx, p.prompt(ctx)); err != nil {
			return azcore.AccessToken{}, err
		}
	}
	record, err := p.sdk.Authenticate(ctx, &o)
	if err != nil {
		return azcore.AccessToken{}, p.failure(ctx, err)
	}
	p.o.remember(record)
	o.Claims = "" // the token of this sign-in has them
	return p.sdk.GetToken(ctx, o)
}

// prompt returns a prompt with the note, which is shown once.
func (p *person) prompt(ctx context.Context) (q Prompt) {
	q.Cancel, _ = ctx.Value(cancelKey{}).(context.CancelFunc)
	p.noted.Do(func() { q.Note = p.note })
	return q
}

// show checks a code and its address, and shows them. A page elsewhere could be
// made to steal the sign-in, so its address is refused.
func (p *person) show(ctx context.Context, m azidentity.DeviceCodeMessage) error {
	if !regexp.MustCompile(`^[A-Za-z0-9-]{4,20}$`).MatchString(m.UserCode) {
		return errors.New("the code to enter has characters that no code has; it is not shown")
	}
	address := regexp.MustCompile(`^https://[\w.:/?=&%~+#-]{3,200}$`)
	u, err := url.Parse(m.VerificationURL)
	if err != nil || u.Scheme != "https" || u.User != nil || !address.MatchString(m.VerificationURL) {
		return errors.New("the address to enter the code at is not a plain https address; it is not shown")
	}
	if host := strings.ToLower(u.Host); host != hostOf(p.o.Authority) && !slices.Contains(codePages(), host) {
		return fmt.Errorf("the address to enter the code at is on %s, which is not known to sign in to Azure; it is not shown", u.Hostname())
	}
	q := p.prompt(ctx)
	q.Code, q.Address, q.Expires = m.UserCode, m.VerificationURL, time.Now().Add(codeLimit)
	if d := time.Duration(p.heard.Load().ExpiresIn) * time.Second; d > 0 && d < codeLimit {
		q.Expires = time.Now().Add(d)
	}
	return p.o.Prompt(ctx, q)
}

// authorities returns the hosts of Microsoft Entra ID.
func authorities() []string {
	return []string{"login.microsoftonline.com", "login.microsoftonline.us", "login.chinacloudapi.cn", "login.partner.microsoftonline.cn"}
}

// codePages returns the hosts where Microsoft takes codes.
func codePages() []string {
	return append(authorities(), "microsoft.com", "www.microsoft.com", "login.microsoft.com", "aka.ms")
}

// hostOf returns the host of an address with its port, "" if it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// failure explains why no one signed in.
func (p *person) failure(ctx context.Context, err error) error {
	switch heard := p.heard.Load(); {
	case ctx.Err() != nil:
		return ctx.Err()
	case heard.Code == "authorization_declined" || heard.Code == "access_denied":
		return &Error{Reason: Declined, Err: err}
	case heard.Code == "expired_token" || strings.Contains(err.Error(), context.DeadlineExceeded.Error()):
		return &Error{Reason: Expired, Err: err}
	case heard.Description != "":
		return errors.New(heard.Description)
	}
	return err
}

// listener remembers the authority's answer, which the SDK consumes before it
// reports an error.
type listener struct{ heard *atomic.Pointer[answer] }

type answer struct {
	Code        string `json:"error"`
	Description string `json:"error_description"`
	ExpiresIn   int    `json:"expires_in"`
}

func (l listener) Do(req *policy.Request) (*http.Response, error) {
	resp, err := req.Next()
	if err == nil && (resp.StatusCode >= 400 || strings.HasSuffix(req.Raw().URL.Path, "/devicecode")) {
		var a answer
		if body, err := sdk.Payload(resp); err == nil && json.Unmarshal(body, &a) == nil {
			l.heard.Store(&a)
		}
	}
	return resp, err
}
