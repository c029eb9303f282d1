package conformance

import (
	"context"
	"testing"
	"time"
)

// writer is what both clients can change of a user. Every error is a *refusal
// when the service refused the write.
type writer interface {
	// create gives the user and its ETag as the client knows them afterwards.
	create(ctx context.Context, id string, c creation) (user, string, error)
	// update gives the user as the client knows it afterwards. Its groups mean
	// nothing: the service's answer has an empty list, whatever the truth.
	update(ctx context.Context, from version, c change) (user, error)
	delete(ctx context.Context, from version, d deletion) error
	// invite writes the user anew, unchanged, with the wish for an invitation.
	invite(ctx context.Context, from version, app string) error
	ssoURL(ctx context.Context, id string) (string, error)
	accessToken(ctx context.Context, id, key string, expiry time.Time) (string, error)
	passwordMail(ctx context.Context, id, app string) error
}

// client is either client.
type client interface {
	reader
	writer
	// asked is the api-version of its requests.
	asked() string
}

// version is a user as read, and what a write of it is conditional on.
type version struct {
	user user
	tag  string
}

// load reads a user as whoever is about to write it does.
func load(t *testing.T, c reader, id string) version {
	t.Helper()
	u, tag, err := c.user(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return version{u, tag}
}

// creation is what is said of a new user. What is empty is not sent, but for
// e-mail and names, which are required.
type creation struct {
	email, first, last, state, note, password string
	identities                                []string // provider:id
	confirmation, app                         string
	notify                                    bool
}

// change is what an update sends. What is nil is not sent; an empty note takes
// the note away.
type change struct {
	email, first, last, state, note, password *string
	identities                                *[]string
}

// deletion is what an administrator says when deleting a user.
type deletion struct {
	subscriptions, notify bool
	app                   string // "" is not sent
}
