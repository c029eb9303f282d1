package api

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api/signin"
	"apimtui/api/text"
)

const tokenMargin = 2 * time.Minute // how long before its expiry a token is no longer used

// SignInError means that there is no token. Err is the credential's own error;
// it may hold text of other programs and is never drawn as it is.
type SignInError struct {
	Err  error
	Help string // advice in the surface's words, "" when there is none
}

func (e *SignInError) Error() string { return "sign-in failed: " + text.Clean(e.Err.Error()).String() }

func (e *SignInError) Unwrap() error { return e.Err }

// NonRetriable keeps azcore from asking `az` again.
func (e *SignInError) NonRetriable() {}

// sharedToken asks a credential once for all concurrent callers. The request
// outlives its callers, and a caller that cancels returns at once. Only a person
// is no longer asked when no one waits for the answer.
type sharedToken struct {
	cred   azcore.TokenCredential
	advise func(Advice) string // nil for none

	mu      sync.Mutex
	token   azcore.AccessToken
	account signin.Account // of the last token
	pending *tokenFetch
}

type tokenFetch struct {
	claims  string
	waiting int
	cancel  context.CancelFunc
	done    chan struct{}
	token   azcore.AccessToken
	err     error
}

var _ azcore.TokenCredential = (*sharedToken)(nil)

// GetToken returns the shared token. It fetches a new one when there is none, or
// when it is about to expire.
func (s *sharedToken) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return s.renew(ctx, o, "")
}

// renew is GetToken after a token was refused, perhaps for the lack of claims.
func (s *sharedToken) renew(ctx context.Context, o policy.TokenRequestOptions, refused string) (azcore.AccessToken, error) {
	fetch, token := s.join(ctx, o, refused)
	if fetch == nil {
		return token, nil
	}
	select {
	case <-fetch.done:
		return fetch.token, fetch.err
	case <-ctx.Done():
		s.leave(fetch)
		return azcore.AccessToken{}, &waitError{ctx.Err()}
	}
}

// waitError means that a caller canceled while waiting for the token, before
// anything was sent.
type waitError struct{ err error }

func (w *waitError) Error() string { return w.err.Error() }
func (w *waitError) Unwrap() error { return w.err }

// join returns a valid token, or the fetch to wait for.
func (s *sharedToken) join(ctx context.Context, o policy.TokenRequestOptions, refused string) (*tokenFetch, azcore.AccessToken) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token.Token != "" && s.token.Token != refused && time.Now().Add(tokenMargin).Before(s.token.ExpiresOn) {
		return nil, s.token
	}
	if s.pending == nil || s.pending.claims != o.Claims {
		var cancelable context.Context
		f := &tokenFetch{claims: o.Claims, done: make(chan struct{})}
		cancelable, f.cancel = context.WithCancel(context.WithoutCancel(ctx))
		s.pending = f
		go s.fetch(cancelable, f, o)
	}
	s.pending.waiting++
	return s.pending, azcore.AccessToken{}
}

// leave is called by those who no longer wait.
func (s *sharedToken) leave(f *tokenFetch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.waiting--; f.waiting > 0 || !signin.WayOf(s.cred).Interactive {
		return
	}
	f.cancel()
	if s.pending == f {
		s.pending = nil
	}
}

func (s *sharedToken) fetch(ctx context.Context, f *tokenFetch, o policy.TokenRequestOptions) {
	defer f.cancel()
	token, err := s.ask(ctx, o)
	if err != nil {
		failed := &SignInError{Err: err}
		if s.advise != nil {
			failed.Help = s.advise((&Error{Kind: KindSignIn, Err: failed}).Advice())
		}
		f.err = failed
	}
	f.token = token
	s.mu.Lock()
	if s.pending == f {
		s.pending, s.token = nil, token
	}
	if err == nil {
		s.account = signin.AccountOf(s.cred, token)
	}
	s.mu.Unlock()
	close(f.done)
}

// ask calls the credential. It recovers from a panic, which would end the
// program from a goroutine.
func (s *sharedToken) ask(ctx context.Context, o policy.TokenRequestOptions) (token azcore.AccessToken, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("the credential failed unexpectedly")
		}
	}()
	token, err = signin.Ask(ctx, s.cred, o)
	if err == nil && token.Token == "" {
		err = errors.New("the credential returned an empty token")
	}
	return token, err
}

// expire drops the token after the service refused it or the operator signed in
// again.
func (s *sharedToken) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = azcore.AccessToken{}
}

// who returns who answered last, and false before the first token.
func (s *sharedToken) who() (signin.Account, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account, !s.account.Expires.IsZero() || s.account.Mode != ""
}
