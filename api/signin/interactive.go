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
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	sdk "github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/pkg/browser"
)

// codeLimit is how long a code can be used when the authority does not say.
const codeLimit = 15 * time.Minute

// Prompt is what a person has to do to sign in. It is checked and safe to draw.
type Prompt struct {
	// Code is to be entered at Address. Both are empty when a browser was opened
	// instead.
	Code    string
	Address string
	Expires time.Time // of the code
	// Note is a sentence, "" for none.
	Note string
	// Cancel ends the sign-in.
	Cancel context.CancelFunc
}

// authenticator is an SDK credential that a person takes part in.
type authenticator interface {
	azcore.TokenCredential
	Authenticate(context.Context, *policy.TokenRequestOptions) (azidentity.AuthenticationRecord, error)
}

// interactive signs a person in. It asks nobody while the last sign-in lasts.
type interactive struct {
	authenticator
	o     Options
	heard listener
	note  string // for the first prompt
	noted sync.Once
}

// cancelKey finds what ends a sign-in in its context.
type cancelKey struct{}

// known is what the SDK needs to remember an account.
type known struct {
	cache  azidentity.Cache
	record azidentity.AuthenticationRecord
}

// newInteractive returns one without its authenticator, and the options that
// this needs.
func newInteractive(o Options) (*interactive, azcore.ClientOptions, known) {
	i := &interactive{o: o}
	var k known
	if k, i.note = o.remembered(); i.note != "" {
		i.o.Keep = ""
	}
	client := o.client()
	client.PerRetryPolicies = []policy.Policy{&i.heard}
	return i, client, k
}

func byDevice(o Options) (_ azcore.TokenCredential, err error) {
	if o.Prompt == nil {
		return nil, errors.New("a code to sign in with cannot be shown here: there is no terminal for it")
	}
	i, client, k := newInteractive(o)
	i.authenticator, err = azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
		ClientOptions: client, TenantID: o.Tenant, ClientID: o.ClientID, AdditionallyAllowedTenants: everyTenant(),
		DisableInstanceDiscovery: o.ownAuthority(), DisableAutomaticAuthentication: true,
		Cache: k.cache, AuthenticationRecord: k.record, UserPrompt: i.show,
	})
	return made(i, err)
}

// quiet keeps the output of the browser off the terminal.
var quiet = sync.OnceValue(func() error {
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return nil
})

func byBrowser(o Options) (_ azcore.TokenCredential, err error) {
	if why := noBrowser(o.Getenv, runtime.GOOS); why != "" {
		return nil, errors.New("a browser cannot be opened here: " + why)
	}
	_ = quiet()
	i, client, k := newInteractive(o)
	i.authenticator, err = azidentity.NewInteractiveBrowserCredential(&azidentity.InteractiveBrowserCredentialOptions{
		ClientOptions: client, TenantID: o.Tenant, ClientID: o.ClientID, AdditionallyAllowedTenants: everyTenant(),
		DisableInstanceDiscovery: o.ownAuthority(), DisableAutomaticAuthentication: true,
		Cache: k.cache, AuthenticationRecord: k.record,
	})
	return made(i, err)
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
func (i *interactive) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx = context.WithValue(ctx, cancelKey{}, cancel)
	t, err := i.authenticator.GetToken(ctx, o)
	if required := new(azidentity.AuthenticationRequiredError); !errors.As(err, &required) {
		return t, err
	}
	if i.o.Mode == Browser && i.o.Prompt != nil {
		if err := i.o.Prompt(ctx, i.prompt(ctx)); err != nil {
			return azcore.AccessToken{}, err
		}
	}
	record, err := i.Authenticate(ctx, &o)
	if err != nil {
		return azcore.AccessToken{}, i.failure(ctx, err)
	}
	i.o.remember(record)
	o.Claims = "" // the token of this sign-in has them
	return i.authenticator.GetToken(ctx, o)
}

// prompt returns a prompt with the note, which is shown once.
func (i *interactive) prompt(ctx context.Context) Prompt {
	var p Prompt
	p.Cancel, _ = ctx.Value(cancelKey{}).(context.CancelFunc)
	i.noted.Do(func() { p.Note = i.note })
	return p
}

// show checks a code and its address, and shows them. A page elsewhere could be
// made to steal the sign-in, so its address is refused.
func (i *interactive) show(ctx context.Context, m azidentity.DeviceCodeMessage) error {
	if !code.MatchString(m.UserCode) {
		return errors.New("the code to enter has characters that no code has; it is not shown")
	}
	u, err := url.Parse(m.VerificationURL)
	if err != nil || u.Scheme != "https" || u.User != nil || !address.MatchString(m.VerificationURL) {
		return errors.New("the address to enter the code at is not a plain https address; it is not shown")
	}
	if host := strings.ToLower(u.Host); host != hostOf(i.o.Authority) && !slices.Contains(codePages(), host) {
		return fmt.Errorf("the address to enter the code at is on %s, which is not known to sign in to Azure; it is not shown", u.Hostname())
	}
	p := i.prompt(ctx)
	p.Code, p.Address = m.UserCode, m.VerificationURL
	p.Expires = time.Now().Add(i.heard.lifetime())
	return i.o.Prompt(ctx, p)
}

var (
	code    = regexp.MustCompile(`^[A-Za-z0-9-]{4,20}$`)
	address = regexp.MustCompile(`^https://[\w.:/?=&%~+#-]{3,200}$`)
)

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

// failure explains why nobody signed in.
func (i *interactive) failure(ctx context.Context, err error) error {
	switch heard := i.heard.last(); {
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
type listener struct {
	mu     sync.Mutex
	answer answer
}

type answer struct {
	Code        string `json:"error"`
	Description string `json:"error_description"`
	ExpiresIn   int    `json:"expires_in"`
}

// Do implements policy.Policy.
func (l *listener) Do(req *policy.Request) (*http.Response, error) {
	resp, err := req.Next()
	if err != nil || resp.StatusCode < 400 && !strings.HasSuffix(req.Raw().URL.Path, "/devicecode") {
		return resp, err
	}
	var a answer
	if body, err := sdk.Payload(resp); err == nil && json.Unmarshal(body, &a) == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.answer = a
	}
	return resp, nil
}

func (l *listener) last() answer {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.answer
}

// lifetime returns how long the code can be used.
func (l *listener) lifetime() time.Duration {
	d := time.Duration(l.last().ExpiresIn) * time.Second
	if d <= 0 || d > codeLimit {
		return codeLimit
	}
	return d
}
