package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/tui/term/clipboard"
)

type tokenOptions struct {
	handOut
	key, form choice
	expires   string
}

func (o *options) token() *cobra.Command {
	t := &tokenOptions{handOut: handOut{options: o, what: "token"}}
	cmd := &cobra.Command{
		Use: "token USER", Short: "Create a shared access token for a user", Args: oneUser,
		Long: `Create a shared access token for a user.

--expires is a duration such as 90m, 8h or 7d, which counts from the service's
clock, or a date such as 2026-03-02T17:00 (local) or 2026-03-02T17:00Z. It must be
at most 30 days away.

The token is printed alone on a line when stdout is not a terminal, or with --show.
On a terminal it is otherwise not shown: --copy copies it. --form writes it raw,
percent-encoded for a URL, as an Authorization header, or in a curl command for the
service's own management endpoint.

If the answer is lost, a token may exist anyway, and the exit code is 7.`,
		Example: `  apimtui users token ada@example.com --expires 1h --copy
  apimtui users token ada@example.com --key secondary --expires 8h --form header
  apimtui users token ada@example.com --expires 2026-03-02T17:00Z -o json`,
	}
	t.key.define(cmd, "key", string(api.PrimaryKey), keyWords(), "the `KEY` that signs it; regenerating the key ends the token")
	cmd.Flags().StringVar(&t.expires, "expires", "", "`WHEN` it expires: a duration or a date")
	t.form.define(cmd, "form", string(access.Raw), wordsOf(access.Forms()...), "the `FORM` in which it is written")
	return t.command(cmd, t.run)
}

func (o *tokenOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if o.expires == "" {
		return usagef(cmd, "--expires is required, such as --expires 8h")
	}
	_, err := access.ParseExpiry(o.expires, time.Now(), o.app.io.zone())
	if _, tooFar := errors.AsType[*access.LimitError](err); err != nil && !tooFar {
		return usagef(cmd, "--expires: %w", err)
	}
	if err := o.check(cmd, false); err != nil {
		return err
	}
	return o.perform(ctx, args[0], func(s *session, user *api.User) (*secretAct, error) {
		// The service's clock, which counts, is known only now.
		expiry, err := access.ParseExpiry(o.expires, s.now(), o.app.io.zone())
		if err != nil {
			return nil, refusal("--expires: %w", err)
		}
		expiry = expiry.Truncate(time.Second)
		target, err := o.target(ctx, s, user.ID)
		return &secretAct{
			deed: rules.Token, lives: "until " + expiryText(expiry, s.now()),
			make: func() (secret.Value, error) {
				return s.client.Users.Token(ctx, user.ID, api.KeyType(o.key.value), expiry, o.app.throttled)
			},
			deliver: func(made secret.Value) error { return o.deliver(ctx, s, user, expiry, target, made) },
		}, err
	})
}

// target returns the address that a curl command sends the token to. It is
// looked up before the token is created, and only for --form curl.
func (o *tokenOptions) target(ctx context.Context, s *session, id api.UserID) (string, error) {
	if access.Form(o.form.value) != access.Curl {
		return "", nil
	}
	target, err := (&addresses{session: s}).tokenTarget(ctx, id)
	switch {
	case errors.Is(err, api.KindCanceled):
		return "", err
	case err != nil:
		return "", &coded{fmt.Errorf("no curl command, and no token was made: %w. --form header needs no address", err), exitCode(err)}
	}
	fmt.Fprintln(o.app.io.err, rules.Retired)
	return target, nil
}

// deliver compares the token with the request and hands it out.
func (o *tokenOptions) deliver(ctx context.Context, s *session, user *api.User, expiry time.Time, target string, made secret.Value) error {
	token, err := access.ParseToken(made)
	if err != nil {
		return fmt.Errorf("the token is %w: %w", errNotGiven, err)
	}
	defer token.Wipe()
	if token.User != string(user.ID) {
		return fmt.Errorf("the token is %w: it is for another user than the one asked for", errNotGiven)
	}
	if err := token.Check(string(user.ID), expiry); err != nil {
		fmt.Fprintln(o.app.io.err, "Not as asked: "+err.Error()+".")
	}
	v, err := token.As(access.Form(o.form.value), target)
	if err != nil {
		return err
	}
	defer v.Wipe()
	fmt.Fprintf(o.app.io.err, "A token for %s, signed with the %s key, until %s.\n", who(user), o.key.value, expiryText(token.Expires, s.now()))
	return o.give(ctx, s, v, token.Expires, false, clipboard.CheckToken(made))
}
