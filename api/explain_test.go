package api_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"unicode"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api"
	"apimtui/api/text"
)

// hostile is text that must never reach a terminal unchanged.
const hostile = "\x1b[2J\x1b]0;x\a\x9b7m\u009b\u202e\r\nforged line"

// wantSafe fails for text that a terminal would act on.
func wantSafe(t *testing.T, s string) {
	t.Helper()
	for _, r := range s {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar {
			t.Errorf("%U would be drawn: %q", r, s)
			return
		}
	}
}

func TestEveryKindIsExplained(t *testing.T) {
	for k := api.KindUnknown; k <= api.KindRefused; k++ {
		for _, status := range []int{0, 400, 503} {
			e := &api.Error{Operation: api.OpUserGet, Kind: k, Status: status, Code: hostile, Message: hostile, RequestID: hostile,
				Details: []api.Detail{{Code: hostile, Target: hostile, Message: "no" + hostile}}}
			x := api.Explain(fmt.Errorf("outer: %w", e))
			if x.What.Empty() {
				t.Errorf("kind %d has no words", k)
			}
			ours := api.Explain(&api.Error{Kind: k, Status: status, Message: "the list changed"}).What.String()
			if ours[0] < 'A' || ours[0] > 'Z' {
				t.Errorf("kind %d begins in lower case: %s", k, ours)
			}
			for _, s := range []string{x.What.String(), x.Do.String(), x.RequestID.String(), x.More[0].String(), x.Line().String(), e.Error()} {
				wantSafe(t, s)
			}
		}
	}
}

func TestManyDetailsAreCounted(t *testing.T) {
	e := &api.Error{Kind: api.KindInvalid, Status: 400, Message: "Wrong:"}
	for i := range 20 {
		e.Details = append(e.Details, api.Detail{Target: text.Text(fmt.Sprintf("f%d", i)), Message: "no"})
	}
	more := api.Explain(e).More
	if len(more) != 9 || more[0].String() != "f0: no" || more[8].String() != "and 12 more" {
		t.Errorf("shows %v", more)
	}
}

func TestOtherErrors(t *testing.T) {
	for want, err := range map[string]error{
		"You stopped waiting for the answer.": fmt.Errorf("x: %w", context.Canceled),
		"No answer in time.":                  context.DeadlineExceeded,
		"Disk full.":                          errors.New("disk full"),
		"a.yaml:3: bad key.":                  errors.New("a.yaml:3: bad key"),
		"--addr x: no port.":                  errors.New("--addr x: no port"),
		"userId is needed.":                   errors.New("userId is needed"),
		"Über alles.":                         errors.New("über alles"),
		"␛[2Jwell!":                           errors.New("\x1b[2Jwell!"),
	} {
		if got := api.Explain(err).Line().String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestKinds(t *testing.T) {
	err := fmt.Errorf("outer: %w", &api.Error{Kind: api.KindThrottled, Err: context.DeadlineExceeded})
	if !errors.Is(err, api.KindThrottled) || errors.Is(err, api.KindTimeout) || !errors.Is(err, context.DeadlineExceeded) {
		t.Error("an error matches its kind and its cause, nothing else")
	}
	for k := api.KindUnknown; k <= api.KindFailed; k++ {
		if e := (&api.Error{Kind: k}); errors.Is(e, api.KindNotFound) != (k == api.KindNotFound) {
			t.Errorf("kind %d matches another kind", k)
		}
	}
	if errors.Is(&api.Error{}, nil) {
		t.Error("an error without a kind matches nil")
	}
}

// A surface can word the advice of any failure.
func TestSurfaceWordsTheAdvice(t *testing.T) {
	const body = `{"error":{"code":"InvalidAuthenticationToken","message":"too old"}}`
	for help, want := range map[string]string{"": "Sign in again, then try again.", "Ask Anna.": "Ask Anna."} {
		change := func(o *api.Options) { o.Advise = func(api.Advice) string { return help } }
		c := newClient(t, always(401, body), change)
		_, _, read := c.Users.Get(t.Context(), "1")
		written := c.Users.Update(api.Version{User: api.User{ID: "1"}, ETag: `"x"`}, api.Patch{Properties: []api.Property{api.PropNote}}).Do(t.Context(), nil)
		_, _, noToken := newClient(t, always(200, "{}"), change, using(credential{func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
			return azcore.AccessToken{}, errors.New("no")
		}})).Users.Get(t.Context(), "1")
		for _, err := range []error{read, written.Err, noToken} {
			if got := api.Explain(err).Do.String(); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}
