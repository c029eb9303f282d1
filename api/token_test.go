package api_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/simulator"
)

// counted is a credential that takes a second and numbers its tokens.
type counted struct {
	asked  atomic.Int32
	claims sync.Map
}

func (c *counted) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	n := c.asked.Add(1)
	c.claims.Store(n, o.Claims)
	time.Sleep(time.Second)
	return azcore.AccessToken{Token: fmt.Sprintf("token%d", n), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func using(c azcore.TokenCredential) func(*api.Options) {
	return func(o *api.Options) { o.Credential = c }
}

func TestTokenIsFetchedOnceForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cred := &counted{}
		c := newClient(t, simulator.New(simulator.Options{}).Transport(), using(cred))
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, _, err := c.Users.Get(t.Context(), "1"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := cred.asked.Load(); n != 1 {
			t.Errorf("20 calls asked for %d tokens", n)
		}
		time.Sleep(59 * time.Minute) // it ends in less than two
		if _, _, err := c.Users.Get(t.Context(), "1"); err != nil || cred.asked.Load() != 2 {
			t.Errorf("%d tokens after an hour, %v", cred.asked.Load(), err)
		}
	})
}

func TestCancelWhileTheCredentialHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := always(200, `{"name":"1","properties":{}}`)
		hang := make(chan struct{})
		defer close(hang)
		c := newClient(t, w, using(credential{func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
			<-hang // ignores its context, as a child process may do
			return azcore.AccessToken{}, errors.New("late")
		}}))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		_, _, err := c.Users.Get(ctx, "1")
		var e *api.Error
		if !errors.As(err, &e) || e.Kind != api.KindCanceled || e.Sent || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if len(w.requests()) != 0 {
			t.Error("a request was sent without a token")
		}
	})
}

func TestSignInTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		c := newClient(t, always(200, `{"name":"1","properties":{}}`), using(credential{func(ctx context.Context, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
			asked.Add(1)
			<-ctx.Done()
			return azcore.AccessToken{}, fmt.Errorf("az: %w", ctx.Err())
		}}))
		start := time.Now()
		_, _, err := c.Users.Get(t.Context(), "1")
		var e *api.Error
		if !errors.As(err, &e) || e.Kind != api.KindSignIn || e.Sent || time.Since(start) != 30*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("the credential was asked %d times", n)
		}
		if line := api.Explain(err).Line().String(); !strings.Contains(line, "30 seconds") || !strings.Contains(line, "Sign in again") {
			t.Errorf("says %s", line)
		}
	})
}

// A slow sign-in must not use up the deadline of the read that waits for it.
func TestSlowSignInLeavesTheReadItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := credential{func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
			time.Sleep(25 * time.Second)
			return azcore.AccessToken{Token: canary, ExpiresOn: time.Now().Add(time.Hour)}, nil
		}}
		s := simulator.New(simulator.Options{Latency: 20 * time.Second})
		if _, _, err := newClient(t, s.Transport(), using(slow)).Users.Get(t.Context(), "1"); err != nil {
			t.Error(err)
		}
	})
}

func TestMissingSignInAdvisesACommand(t *testing.T) {
	for said, want := range map[string]string{
		"AzureCLICredential: ERROR: \x1b[31mPlease run 'az login' to setup account.":                  "",
		"AADSTS50076 … To re-authenticate, run:\n  az login --tenant \"contoso\" --scope x\nBye \x1b": `az login --tenant "contoso" --scope x`,
		"the credential gave \x9b up": "",
	} {
		c := newClient(t, always(200, "{}"), using(credential{func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
			return azcore.AccessToken{}, errors.New(said)
		}}))
		_, _, err := c.Users.Get(t.Context(), "1")
		x := api.Explain(err)
		var e *api.Error
		if !errors.As(err, &e) || e.Advice().Act != api.ActSignIn || e.Advice().Command != want {
			t.Errorf("%v: advises %+v, want %s", err, e.Advice(), want)
		}
		wantSafe(t, x.Line().String())
		wantSafe(t, err.Error())
	}
}

func TestCredentialsThatMisbehave(t *testing.T) {
	for name, ask := range map[string]func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error){
		"panic": func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) { panic("boom") },
		"empty": func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
			return azcore.AccessToken{ExpiresOn: time.Now().Add(time.Hour)}, nil
		},
	} {
		w := always(200, "{}")
		if _, _, err := newClient(t, w, using(credential{ask})).Users.Get(t.Context(), "1"); !errors.Is(err, api.KindSignIn) || len(w.requests()) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A token that the service no longer accepts is replaced once, without a word.
func TestRefusedTokenIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cred := &counted{}
		s := simulator.New(simulator.Options{AccessToken: "token2"})
		c := newClient(t, s.Transport(), using(cred))
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if _, _, err := c.Users.Get(t.Context(), "1"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := cred.asked.Load(); n != 2 || len(s.Journal()) != 10 {
			t.Errorf("%d tokens, %d requests", n, len(s.Journal()))
		}
	})
}

// A write that was refused at the door is sent again once, and applied once.
func TestTokenEndsDuringASave(t *testing.T) {
	cred := &counted{}
	onScene(t, simulator.Options{}, func(x *scene) {
		x.strike(simulator.UserPatch, simulator.Fault{Status: 401, Headers: map[string]string{"WWW-Authenticate": `Bearer error="invalid_token"`}})
		r := x.update(x.note("kept"))
		if r.Outcome != api.Saved || cred.asked.Load() != 2 || x.applied() != 1 {
			x.Errorf("%v, %d tokens, %v", r.Outcome, cred.asked.Load(), r.Err)
		}
	}, using(cred))
}

// A sign-in that stays refused is not tried for ever.
func TestRefusedForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, challenge := range map[string]string{
			"plain":            `WWW-Authenticate: Bearer realm=""`,
			"claims":           `WWW-Authenticate: Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="`,
			"not claims":       `WWW-Authenticate: Bearer error="insufficient_claims", claims="!"`,
			"not by a service": "WWW-Authenticate: Negotiate",
		} {
			w := &wire{answer: func(r *http.Request) (*http.Response, error) { return reply(r, 401, "{}", challenge), nil }}
			_, _, err := newClient(t, w, using(&counted{})).Users.Get(t.Context(), "1")
			if want := 2; name == "not by a service" {
				if len(w.requests()) != 1 {
					t.Errorf("%s: %d requests", name, len(w.requests()))
				}
			} else if !errors.Is(err, api.KindSignIn) || len(w.requests()) != want {
				t.Errorf("%s: %d requests, %v", name, len(w.requests()), err)
			}
		}
	})
}

// byPerson is a sign-in that a person takes part in.
type byPerson struct {
	credential
	limit time.Duration
}

func (p byPerson) Way() signin.Way {
	return signin.Way{Mode: signin.Device, Name: "device code", Limit: p.limit, Interactive: true}
}

// A person has minutes, and is no longer asked when no one waits.
func TestPersonSignsIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked, gone atomic.Int32
		takes := 10 * time.Minute
		c := newClient(t, always(200, `{"name":"1","properties":{}}`), using(byPerson{credential{func(ctx context.Context, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
			asked.Add(1)
			select {
			case <-time.After(takes):
				return azcore.AccessToken{Token: canary, ExpiresOn: time.Now().Add(time.Hour)}, nil
			case <-ctx.Done():
				gone.Add(1)
				return azcore.AccessToken{}, ctx.Err()
			}
		}}, 16 * time.Minute}))
		if _, ok := c.Account(); ok {
			t.Error("there is an account before the sign-in")
		}
		first, leave := context.WithCancel(t.Context())
		second, leaveToo := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for _, ctx := range []context.Context{first, second} {
			all.Go(func() {
				if _, _, err := c.Users.Get(ctx, "1"); !errors.Is(err, api.KindCanceled) {
					t.Error(err)
				}
			})
		}
		time.Sleep(time.Minute)
		leave()
		synctest.Wait()
		if gone.Load() != 0 {
			t.Error("one of two left, and the sign-in ended")
		}
		leaveToo()
		all.Wait()
		synctest.Wait()
		if asked.Load() != 1 || gone.Load() != 1 {
			t.Errorf("asked %d times, ended %d times", asked.Load(), gone.Load())
		}
		if _, _, err := c.Users.Get(t.Context(), "1"); err != nil || asked.Load() != 2 {
			t.Errorf("%v, asked %d times", err, asked.Load())
		}
		if who, ok := c.Account(); !ok || who.Credential != "device code" {
			t.Errorf("signed in: %+v, %v", who, ok)
		}
		c.SignInAgain()
		takes = time.Hour
		start := time.Now()
		_, _, err := c.Users.Get(t.Context(), "1")
		if line := api.Explain(err).Line().String(); time.Since(start) != 16*time.Minute || !strings.Contains(line, "no token within 16 minutes") {
			t.Errorf("after %v: %s", time.Since(start), line)
		}
	})
}

// Continuous access evaluation: the service revokes a token and names the
// claims that a new one needs.
func TestClaimsChallengeIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const claims = `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`
		challenge := `WWW-Authenticate: Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="` +
			base64.StdEncoding.EncodeToString([]byte(claims)) + `"`
		w := &wire{answer: func(r *http.Request) (*http.Response, error) {
			if r.Header.Get("Authorization") == "Bearer token1" {
				return reply(r, 401, "{}", challenge), nil
			}
			return reply(r, 200, `{"name":"1","properties":{}}`), nil
		}}
		cred := &counted{}
		c := newClient(t, w, using(cred))
		if _, _, err := c.Users.Get(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
		if got, _ := cred.claims.Load(int32(2)); got != claims {
			t.Errorf("the second token was requested with claims %v", got)
		}
		if _, _, err := c.Users.Get(t.Context(), "1"); err != nil || cred.asked.Load() != 2 || len(w.requests()) != 3 {
			t.Errorf("%v, %d tokens, %d requests: the new token was not kept", err, cred.asked.Load(), len(w.requests()))
		}
	})
}

func TestTokenIsRequestedForTheAudience(t *testing.T) {
	for audience, want := range map[string]string{"": "https://management.azure.com/.default", "https://management.core.windows.net": "https://management.core.windows.net/.default"} {
		var got []string
		cred := credential{func(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
			got = o.Scopes
			return azcore.AccessToken{Token: canary, ExpiresOn: time.Now().Add(time.Hour)}, nil
		}}
		c := newClient(t, always(200, `{"name":"1","properties":{}}`), func(o *api.Options) {
			o.Credential, o.Audience, o.Endpoint = cred, audience, endpoint+"/"
		})
		if _, _, err := c.Users.Get(t.Context(), "1"); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("requested %v, want %s (%v)", got, want, err)
		}
	}
}

// A new sign-in applies from the next request, even if the token is still
// valid.
func TestSignInAgain(t *testing.T) {
	w := always(200, `{"name":"1","id":"/x","properties":{}}`)
	given, err := signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New("first")})
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, w, using(given))
	for i, token := range []string{"first", "second", "third"} {
		if i > 0 {
			if err := given.(*signin.Given).Replace(secret.New(token)); err != nil {
				t.Fatal(err)
			}
			c.SignInAgain()
		}
		if _, _, err := c.Users.Get(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
		if got := w.requests()[i].Header.Get("Authorization"); got != "Bearer "+token {
			t.Errorf("request %d went out with %q", i, got)
		}
	}
}
