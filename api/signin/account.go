package signin

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"apimtui/api/text"
)

// Way describes how a credential signs in.
type Way struct {
	Mode        Mode          // never Default, once there is a token
	Name        string        // such as Azure CLI
	Limit       time.Duration // the longest that it may take
	Interactive bool          // a person takes part
}

// WayOf describes a credential. Those of other packages have no name.
func WayOf(c azcore.TokenCredential) Way {
	if known, ok := c.(interface{ Way() Way }); ok {
		return known.Way()
	}
	return Mode("").way()
}

// Ask requests a token, for as long as the credential's way may take. Its error
// is an *Error.
func Ask(ctx context.Context, c azcore.TokenCredential, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	way := WayOf(c)
	ctx, cancel := context.WithTimeout(ctx, way.Limit)
	defer cancel()
	t, err := c.GetToken(ctx, o)
	if err == nil {
		return t, nil
	}
	e := *Diagnose(err)
	e.Mode = cmp.Or(e.Mode, way.Mode)
	if ctx.Err() != nil && e.Reason != TimedOut {
		// A program that was killed does not say why.
		e.Err, e.Reason = ctx.Err(), Unknown
		if e.Err == context.DeadlineExceeded {
			e.Reason, e.Limit = TimedOut, way.Limit
		}
	}
	return azcore.AccessToken{}, &e
}

// credential is one of the SDK's with its way.
type credential struct {
	azcore.TokenCredential
	is Way
}

func (c *credential) Way() Way { return c.is }

// chain asks its sources one after the other, and stays with the one that
// answered. It only passes over a program that is not installed or has no
// account: an account that fails must not be replaced by another one unnoticed.
type chain struct {
	mu      sync.Mutex
	sources []azcore.TokenCredential
}

// Way is that of the source that answered, once it is the only one.
func (c *chain) Way() Way {
	sources := c.left()
	if len(sources) == 1 {
		return WayOf(sources[0])
	}
	way := Default.way()
	way.Limit *= time.Duration(len(sources))
	return way
}

func (c *chain) left() []azcore.TokenCredential {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sources
}

func (c *chain) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	var failed *Error
	for _, source := range c.left() {
		t, err := Ask(ctx, source, o)
		if err == nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.sources = []azcore.TokenCredential{source}
			return t, nil
		}
		switch e := Diagnose(err); {
		case failed == nil:
			failed = e
		case failed.Reason == Missing && e.Reason == Missing:
			failed = &Error{Mode: Default, Reason: Missing, Err: err}
		case failed.Reason == Missing:
			failed = e
		}
		ended := entraCode.MatchString(failed.Err.Error()) // there is an account
		if failed.Reason != Missing && (failed.Reason != SignedOut || ended) {
			break
		}
	}
	return azcore.AccessToken{}, failed
}

// Account is who answered a sign-in. All of it is safe to draw. It is read from
// the token without checking it: the service decides, this only informs.
type Account struct {
	Mode       Mode
	Credential string    // such as Azure CLI, "" when unknown
	Name       string    // such as ada@contoso.com, or the id of an application; "" when unknown
	Tenant     string    // its id, "" when unknown
	Expires    time.Time // of the token, zero when unknown
}

// AccountOf returns who answered with a token.
func AccountOf(c azcore.TokenCredential, t azcore.AccessToken) Account {
	w, told := WayOf(c), read(t.Token)
	a := Account{
		Mode: w.Mode, Credential: w.Name,
		Name:    short(cmp.Or(told.UPN, told.PreferredUsername, told.UniqueName, told.AppID, told.AZP)),
		Tenant:  short(told.TID),
		Expires: t.ExpiresOn,
	}
	if w.Mode == Token && told.Exp == 0 {
		a.Expires = time.Time{}
	}
	return a
}

type claims struct {
	Exp               int64  `json:"exp"`
	TID               string `json:"tid"`
	UPN               string `json:"upn"`
	PreferredUsername string `json:"preferred_username"`
	UniqueName        string `json:"unique_name"`
	AppID             string `json:"appid"`
	AZP               string `json:"azp"`
}

// read returns the claims of a token, none if it is of another kind.
func read(token string) claims {
	var c claims
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return c
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(raw, &c) != nil {
		return claims{}
	}
	return c
}

// short makes a claim safe to draw.
func short(s string) string { return text.Clean(cut(s, 120)).String() }

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}

// remembered returns the tokens and the account of the last run. Without them, a
// person is asked. The note says that this run will not keep its own.
func (o Options) remembered() (cache azidentity.Cache, record azidentity.AuthenticationRecord, note string) {
	note = "This sign-in ends with the program, because its tokens cannot be kept encrypted here."
	if o.Keep == "" {
		return cache, record, note
	}
	cache, err := encrypted()
	if err != nil {
		return azidentity.Cache{}, record, note
	}
	if raw, err := os.ReadFile(o.record()); err == nil && json.Unmarshal(raw, &record) != nil {
		record = azidentity.AuthenticationRecord{}
	}
	return cache, record, ""
}

// remember keeps the account for the next run. It holds no secret; its tokens
// are in the system's cache. When it cannot be kept, a person is asked again.
func (o Options) remember(r azidentity.AuthenticationRecord) {
	raw, err := json.Marshal(r)
	if o.Keep != "" && err == nil && os.MkdirAll(o.Keep, 0o700) == nil {
		_ = os.WriteFile(o.record(), raw, 0o600)
	}
}

// record returns the path of the account, which is another one for each
// authority, tenant and application.
func (o Options) record() string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join([]string{o.Authority, o.Tenant, o.ClientID}, "\n"))))
	return filepath.Join(o.Keep, fmt.Sprintf("sign-in-%x", sum[:8]))
}
