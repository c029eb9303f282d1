package conformance

import (
	"context"
	"testing"
	"time"
)

// writer has the writes of both clients. Every error is a *refusal if the
// service refused the write.
type writer interface {
	// create returns the user and its ETag as the client knows them afterwards.
	create(ctx context.Context, id string, c creation) (user, string, error)
	// update returns the user as the client knows it afterwards. Its groups
	// mean nothing: the service always answers with an empty list.
	update(ctx context.Context, from version, c change) (user, error)
	delete(ctx context.Context, from version, d deletion) error
	// invite writes the user unchanged, with an invitation.
	invite(ctx context.Context, from version, app string) error
	ssoURL(ctx context.Context, id string) (string, error)
	accessToken(ctx context.Context, id, key string, expiry time.Time) (string, error)
	passwordMail(ctx context.Context, id, app string) error
}

// client is either client.
type client interface {
	reader
	writer
	// asked returns the api-version of its requests.
	asked() string
}

// version is a user as read, with the ETag for a conditional write.
type version struct {
	user user
	tag  string
}

// load reads a user like a client that is about to write it.
func load(t *testing.T, c reader, id string) version {
	t.Helper()
	u, tag, err := c.user(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return version{u, tag}
}

// creation holds the values for a new user. Empty values are not sent, except
// for e-mail and names, which are required.
type creation struct {
	email, first, last, state, note, password string
	identities                                []string // provider:id
	confirmation, app                         string
	notify                                    bool
}

// change holds the values of an update. nil is not sent; an empty note removes
// the note.
type change struct {
	email, first, last, state, note, password *string
	identities                                *[]string
}

// deletion holds the options of a deletion.
type deletion struct {
	subscriptions, notify bool
	app                   string // "" is not sent
}
