package cli

import (
	"context"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
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
func (o *writeOptions) mails(deed rules.Deed, cmd *cobra.Command) func(context.Context, *cobra.Command, []string) error {
	var app appType
	app.define(cmd)
	name := o.asks
	link := func() string { return "Its link leads to " + app.words() + " and is valid for 2 days." }
	return onMany(o, cmd, manyUsers{
		of: userKind(), question: question{verb: "Send " + name + " to", note: link},
		plan: func(s *session, base api.Version) (*act, error) {
			to := who(&base.User)
			a := &act{
				Act:  report.Act{What: name + " to " + to, Done: name + " was accepted by the service", Who: to, Sent: report.Mail, Mails: true},
				deed: deed, base: base, mine: base.User.Editable(), refuse: rules.Refuse(deed, base.User),
				question: "Send " + name + " to " + to + "? " + link(),
				lives:    "; the link is valid for 2 days",
			}
			if deed == rules.Invite {
				a.write = s.client.Users.Invite(base, app.of())
			} else {
				a.write = s.client.Users.PasswordMail(base, app.of())
			}
			return a, nil
		},
	})
}
