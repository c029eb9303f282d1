package tui

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// A token that has run out is replaced without losing the draft, and the fresh
// one is drawn nowhere.
func TestFreshTokenKeepsTheDraft(t *testing.T) {
	t.Parallel()
	const fresh = "fresh-canary-0123456789"
	credential, err := signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New(fresh)})
	if err != nil {
		t.Fatal(err)
	}
	given := credential.(*signin.Given)
	w := &world{credential: given, simulated: simulator.Options{AccessToken: fresh}, options: Options{NewToken: given.Replace}}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		retype(d, "mine@example.com")
		if err := given.Replace(secret.New("stale-canary-0123456789")); err != nil {
			t.Fatal(err)
		}
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 401}) // the last of the old one
		d.Press("ctrl+s")
		d.WaitFor("did not accept the sign-in (401", time.Minute)
		d.Press("ctrl+s")
		d.WaitFor("did not accept the sign-in (401", time.Minute)
		d.Press("ctrl+r")
		d.Press("enter")
		d.MustSee("paste the token first")
		d.Paste("two words")
		d.Press("enter")
		d.MustSee("characters that no token has")
		d.Press("ctrl+u")
		d.Paste(fresh + "\n") // as a terminal gives a line
		d.Golden("fresh-token")
		d.Press("enter")
		d.MustSee("signs in with the fresh token", "mine@example.com")
		d.Press("ctrl+s")
		d.WaitFor("saved: e-mail of Amelia Hart", time.Minute)
		d.MustNotSee(fresh)
	})
}

// Where the sign-in is not by a given token, the key is text like any other.
func TestNoFreshTokenElsewhere(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("ctrl+r")
		d.MustNotSee("Fresh token")
		d.Press("?")
		d.MustNotSee("fresh bearer token")
	})
}

// The form's own offer keeps its key.
func TestOfferBesideAFreshToken(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{NewToken: func(secret.Value) error { return nil }}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("n", "tab")
		d.Type(amelia)
		d.Press("tab", "A", "tab", "B", "ctrl+s")
		d.MustSee("Belongs to Amelia Hart", "ctrl+o opens that user")
		d.Press("ctrl+o")
		d.MustSee("Overview")
	})
}

// conditional signs in again only after the operator has done what it asks for.
type conditional struct{ done bool }

func (c *conditional) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if o.Claims != "" && !c.done {
		return azcore.AccessToken{}, errors.New("AzureCLICredential.GetToken(): Azure CLI requires multifactor authentication or additional claims. " +
			"Run this command then retry the operation: az login --tenant t-1 --claims-challenge eyJhIjoxfQ==")
	}
	return azcore.AccessToken{Token: fmt.Sprintf("test %v", o.Claims != ""), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// A token that ends in the middle of an edit is replaced; when the sign-in needs
// the operator, the draft waits.
func TestSignInEndsDuringAnEdit(t *testing.T) {
	t.Parallel()
	challenge := map[string]string{"WWW-Authenticate": `Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="`}
	credential := &conditional{}
	w := &world{credential: credential}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		retype(d, "mine@example.com")
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 401, Headers: challenge})
		d.Press("ctrl+s")
		d.WaitFor("another proof of who you are is required", time.Minute)
		d.MustSee("mine@example.com")
		credential.done = true
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 401, Headers: challenge})
		d.Press("ctrl+s")
		d.WaitFor("saved: e-mail of Amelia Hart", time.Minute)
	})
}
