package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/term/clipboard"
)

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
