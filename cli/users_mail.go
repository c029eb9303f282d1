package cli

import (
	"context"

	"github.com/spf13/cobra"

	"apimtui/api"
)

const inviteHelp = `Mail a user the invitation once more, after a question. The link in it lives 2
days. One mail is sent at most: when the answer is lost, it may have been sent,
and the exit code is 7.

The service has no operation for this but to write the user anew: it is written
unchanged, on the condition that nobody changed it since it was read.`

const resetHelp = `Mail a user a link to set a new password, after a question. The link lives 2 days.
One mail is sent at most: when the answer is lost, it may have been sent, and the
exit code is 7.`

type mailOptions struct {
	writeOptions
	condition
	appType appType
	invite  bool
}

func (o *usersOptions) invite() *cobra.Command {
	m := &mailOptions{writeOptions: writeOptions{usersOptions: o}, invite: true}
	cmd := &cobra.Command{
		Use: "invite USER", Short: "Mail a user the invitation once more", Long: inviteHelp,
		Example: "  apimtui users invite ada@example.com --yes",
		Args:    oneUser, RunE: settling(m.run),
	}
	m.appType.define(cmd)
	m.condition.define(cmd.Flags())
	m.writeOptions.define(cmd.Flags())
	return cmd
}

func (o *usersOptions) resetPassword() *cobra.Command {
	m := &mailOptions{writeOptions: writeOptions{usersOptions: o}}
	cmd := &cobra.Command{
		Use: "reset-password USER", Short: "Mail a user a link to set a new password", Long: resetHelp,
		Example: "  apimtui users reset-password ada@example.com --app-type developerPortal",
		Args:    oneUser, RunE: settling(m.run),
	}
	m.appType.define(cmd)
	m.writeOptions.define(cmd.Flags())
	return cmd
}

func (o *mailOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	name := "a password mail"
	if o.invite {
		name = "an invitation"
		if err := o.check(cmd); err != nil {
			return err
		}
	}
	if err := o.mayAsk(name); err != nil {
		return err
	}
	s, err := o.connect()
	if err != nil {
		return err
	}
	now, err := s.read(ctx, args[0])
	if err != nil {
		return err
	}
	if o.invite && !now.User.Invitable() {
		return refusal("the service invites nobody without a first and a last name, and %s lacks one; nothing was sent", who(&now.User))
	}
	base := o.base(now)
	if o.dryRun {
		return o.printRequest(o.write(s, base).Request())
	}
	c := &change{
		what: name + " to " + who(&now.User), look: s.showCommand(now.User.ID),
		loaded: &base, stale: o.stale(now), mine: now.User.Editable(), mails: true,
	}
	if c.stale {
		c.written = o.refuse(now)
		return o.report(c)
	}
	question := "Send " + name + " to " + who(&now.User) + "? Its link leads to " + o.appType.words() + " and lives 2 days."
	if err := o.confirm(ctx, question); err != nil {
		return err
	}
	c.written, c.tried = o.watch(ctx, o.write(s, base))
	if c.written.Outcome.Done() {
		c.done = name + " was accepted by the service at " + s.clock() + " for " + now.User.Email.String() + "; the link lives 2 days"
	}
	err = o.report(c)
	if err != nil && !c.written.Outcome.Done() {
		err = withAdvice(err, refusedAppType(err.Error()))
	}
	return err
}

func (o *mailOptions) write(s *session, base api.Version) api.Write {
	if o.invite {
		return s.client.Users.Invite(base, o.appType.of())
	}
	return s.client.Users.PasswordMail(base, o.appType.of())
}
