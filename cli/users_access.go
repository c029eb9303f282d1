package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/term/clipboard"
)

func (o *options) invite() *cobra.Command {
	w := &writeOptions{options: o, asks: "an invitation"}
	cmd := &cobra.Command{
		Use: "invite USER", Short: "Mail a user the invitation again",
		Long: `Mail a user the invitation again, after a question. Its link is valid for 2 days. At
most one mail is sent: when the answer is lost, or is one that a repeated request
also gets (404, 412), the mail may have been sent, and the exit code is 7.

The service has no operation for this except to write the user again. The user is
written unchanged, and only if it has not changed since it was read.`,
		Example: "  apimtui users invite ada@example.com --yes",
	}
	return w.conditional(cmd, w.mails(rules.Invite, cmd))
}

func (o *options) resetPassword() *cobra.Command {
	w := &writeOptions{options: o, asks: "a password mail"}
	cmd := &cobra.Command{
		Use: "reset-password USER", Short: "Mail a user a link to set a new password",
		Long: `Mail a user a link to set a new password, after a question. The link is valid for 2
days. At most one mail is sent: when the answer is lost, or is one that a repeated
request also gets (404, 412), the mail may have been sent, and the exit code is 7.`,
		Example: "  apimtui users reset-password ada@example.com --app-type developerPortal",
	}
	return w.command(cmd, w.mails(rules.PasswordMail, cmd))
}

// mails returns the run function of a command that mails users.
func (o *writeOptions) mails(deed rules.Deed, cmd *cobra.Command) runner {
	var app appType
	app.define(cmd)
	name := o.asks
	link := func() string { return "Its link leads to " + app.words() + " and is valid for 2 days." }
	return onMany(o, cmd, manyUsers{
		of: userKind(), question: question{verb: "Send " + name + " to", note: link},
		plan: func(s *session, a *act) error {
			to := who(&a.base.User)
			a.Act = report.Act{What: name + " to " + to, Who: to, Sent: report.Mail, Mails: true}
			a.Done = name + " was accepted by the service"
			a.deed, a.refuse = deed, rules.Refuse(deed, a.base.User)
			a.question, a.lives = "Send "+name+" to "+to+"? "+link(), "; the link is valid for 2 days"
			if deed == rules.Invite {
				a.write = s.client.Users.Invite(a.base, app.of())
			} else {
				a.write = s.client.Users.PasswordMail(a.base, app.of())
			}
			return nil
		},
	})
}

type ssoOptions struct {
	handOut
	asReturned, open, qr bool
	returnPath           string
}

func (o *options) sso() *cobra.Command {
	s := &ssoOptions{handOut: handOut{options: o, what: "link"}}
	cmd := &cobra.Command{
		Use: "sso USER", Short: "Create a link that signs a user in to the portal", Args: oneUser,
		Long: `Create a link that signs a user in to the developer portal. It is valid for 5 minutes.

The service returns the link with the host of the legacy portal, which is retired on
most services. The host is replaced by the service's developer portal, or by the
developerPortal of the context; --as-returned keeps the link unchanged.

The link is printed alone on a line when stdout is not a terminal, or with --show. On
a terminal it is otherwise not shown: --copy copies it, --open opens a browser on
this machine, --qr draws a code for a phone.

If the answer is lost, a link may exist anyway, and the exit code is 7.`,
		Example: `  apimtui users sso ada@example.com --copy
  apimtui users sso ada@example.com --return-path /profile --show
  apimtui users sso ada@example.com -o json | jq -r .value`,
	}
	f := cmd.Flags()
	f.BoolVar(&s.asReturned, "as-returned", false, "keep the host that the service returns")
	f.StringVar(&s.returnPath, "return-path", "", "the `PATH` of the portal to go to after signing in, such as /profile")
	f.BoolVar(&s.open, "open", false, "open the link in a browser on this machine")
	f.BoolVar(&s.qr, "qr", false, "draw the link as a QR code")
	return s.command(cmd, s.run)
}

func (o *ssoOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if cmd.Flag("return-path").Changed {
		if err := access.CheckReturnPath(o.returnPath); err != nil {
			return usagef(cmd, "--return-path %s: %w", text.Clean(o.returnPath), err)
		}
	}
	if o.qr && !o.app.io.outTerminal {
		return usagef(cmd, "--qr draws on a terminal, and stdout is not a terminal")
	}
	if err := o.check(cmd, o.open || o.qr); err != nil {
		return err
	}
	if o.open {
		if err := o.app.mayOpen(); err != nil {
			return err
		}
	}
	return o.perform(ctx, args[0], func(s *session, user *api.User) (*secretAct, error) {
		portal, err := o.portal(ctx, s)
		return &secretAct{
			deed: rules.SignIn, lives: "for five minutes",
			make:    func() (secret.Value, error) { return s.client.Users.SSOURL(ctx, user.ID, o.app.throttled) },
			deliver: func(made secret.Value) error { return o.deliver(ctx, s, user, portal, made) },
		}, err
	})
}

// portal returns where the link will lead; "" keeps the host as returned.
func (o *ssoOptions) portal(ctx context.Context, s *session) (string, error) {
	if o.asReturned {
		return "", nil
	}
	const instead = "Give the link as the service makes it with --as-returned, or name the portal as developerPortal in the context"
	portal, warning, err := (&addresses{session: s}).developerPortal(ctx)
	if warning != "" {
		fmt.Fprintln(o.app.io.err, warning)
	}
	switch {
	case errors.Is(err, api.KindCanceled):
		return "", err
	case err != nil:
		return "", &coded{fmt.Errorf("the address of the developer portal could not be read, and no link was made. %s %s",
			o.app.explain(err), instead), exitCode(err)}
	case portal == "":
		return "", errors.New("the service has no developer portal, and no link was made. " + instead)
	}
	return portal, nil
}

// deliver checks the link and hands it out.
func (o *ssoOptions) deliver(ctx context.Context, s *session, user *api.User, portal string, made secret.Value) error {
	link, err := access.ParseSSO(made)
	if err != nil {
		return fmt.Errorf("the link is %w: %w", errNotGiven, err)
	}
	defer link.Wipe()
	if link.User != string(user.ID) {
		return fmt.Errorf("the link is %w: it signs in another user than the one asked for", errNotGiven)
	}
	host := link.Host
	v, err := link.Returned(o.returnPath)
	if portal != "" {
		v, err = link.On(portal, o.returnPath)
		if u, parseErr := url.Parse(portal); parseErr == nil {
			host = u.Host
		}
	}
	if err != nil {
		return fmt.Errorf("the link is %w: %w", errNotGiven, err)
	}
	defer v.Wipe()
	fmt.Fprintf(o.app.io.err, "Signs %s in to %s until %s.\n", who(user), text.Clean(host), expiryText(link.Expires, s.now()))
	unsafe := clipboard.CheckURL(v, host)
	if err := o.give(ctx, s, v, link.Expires, o.open || o.qr, unsafe); err != nil {
		return err
	}
	if o.qr {
		if err := o.app.drawCode(v); err != nil {
			return err
		}
	}
	if !o.open {
		return nil
	}
	if unsafe != nil {
		return &coded{fmt.Errorf("not opened: %w", unsafe), exitFailed}
	}
	return o.app.openBrowser(ctx, v)
}

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
	t.key.define(cmd, "key", string(api.PrimaryKey), keyWords(),
		"the `KEY` that signs it; regenerating the key ends the token")
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
