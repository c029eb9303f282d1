package api

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api/text"
)

// tokenDeadline bounds one sign-in, because `az` can hang.
const tokenDeadline = 30 * time.Second

// tokenMargin is how long before its expiry a token is no longer used.
const tokenMargin = 2 * time.Minute

// SignInError means that there is no token. Err is the credential's own error;
// it may hold text of other programs and is never drawn as it is.
type SignInError struct {
	Err error
	// TimedOut is set when the sign-in took longer than 30 seconds.
	TimedOut bool
	// Help is advice in the surface's words, "" when there is none.
	Help string
}

func (e *SignInError) Error() string { return "sign-in failed: " + text.Clean(e.Err.Error()).String() }

// Unwrap returns the credential's error.
func (e *SignInError) Unwrap() error { return e.Err }

// NonRetriable keeps azcore from asking `az` again.
func (e *SignInError) NonRetriable() {}

// sharedToken asks a credential once for all concurrent callers. The request
// outlives its callers, and a caller that cancels returns at once.
type sharedToken struct {
	cred   azcore.TokenCredential
	advise func(Advice) string // nil for none

	mu      sync.Mutex
	token   azcore.AccessToken
	pending *tokenFetch
}

type tokenFetch struct {
	done  chan struct{}
	token azcore.AccessToken
	err   error
}

var _ azcore.TokenCredential = (*sharedToken)(nil)

func newSharedToken(cred azcore.TokenCredential, advise func(Advice) string) *sharedToken {
	return &sharedToken{cred: cred, advise: advise}
}

// GetToken returns the shared token. It fetches a new one when there is none,
// when it is about to expire, or when the service asks for other claims.
func (s *sharedToken) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	fetch, token := s.join(ctx, o)
	if fetch == nil {
		return unkept(token), nil
	}
	select {
	case <-fetch.done:
		return unkept(fetch.token), fetch.err
	case <-ctx.Done():
		return azcore.AccessToken{}, &waitError{ctx.Err()}
	}
}

// unkept keeps azcore's bearer policy from caching the token, since it would
// keep using one that was replaced here.
func unkept(t azcore.AccessToken) azcore.AccessToken {
	t.ExpiresOn, t.RefreshOn = time.Time{}, time.Time{}
	return t
}

// waitError means that a caller canceled while waiting for the token, before
// anything was sent.
type waitError struct{ err error }

func (w *waitError) Error() string { return w.err.Error() }
func (w *waitError) Unwrap() error { return w.err }

// join returns a valid token, or the fetch to wait for.
func (s *sharedToken) join(ctx context.Context, o policy.TokenRequestOptions) (*tokenFetch, azcore.AccessToken) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.Claims == "" && s.token.Token != "" && time.Now().Add(tokenMargin).Before(s.token.ExpiresOn) {
		return nil, s.token
	}
	if s.pending == nil {
		s.pending = &tokenFetch{done: make(chan struct{})}
		go s.fetch(context.WithoutCancel(ctx), s.pending, o)
	}
	return s.pending, azcore.AccessToken{}
}

func (s *sharedToken) fetch(ctx context.Context, f *tokenFetch, o policy.TokenRequestOptions) {
	ctx, cancel := context.WithTimeout(ctx, tokenDeadline)
	defer cancel()
	token, err := s.ask(ctx, o)
	if err != nil {
		failed := &SignInError{Err: err, TimedOut: errors.Is(ctx.Err(), context.DeadlineExceeded)}
		if s.advise != nil {
			failed.Help = s.advise((&Error{Kind: KindSignIn, Err: failed}).Advice())
		}
		f.err = failed
	}
	f.token = token
	s.mu.Lock()
	s.pending = nil
	s.token = token
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
	token, err = s.cred.GetToken(ctx, o)
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
