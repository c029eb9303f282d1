package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
)

const confirmationNone = "none"

type createOptions struct {
	writeOptions
	properties
	id           string
	confirmation choice
	appType      appType
	notify       bool
}

func (o *options) create() *cobra.Command {
	c := &createOptions{writeOptions: writeOptions{options: o}}
	cmd := &cobra.Command{
		Use: "create", Short: "Create a user", Args: noArguments,
		Long: `Create a user. The id and the e-mail are looked up first: if either is taken,
nothing is sent, and the exit code is 5.

Without --id, an id of 24 hexadecimal digits is generated. Without --password-stdin,
the service generates a password that it does not return; --confirmation invite mails
a link to set one. No flag takes a password, because others can see a command line.`,
		Example: `  apimtui users create --demo --email ada@example.com --first-name Ada --last-name Byron
  apimtui users create --email ada@example.com --first-name Ada --last-name Byron \
    --confirmation invite --note "ticket 4711" -o json
  pass show portal/ada | apimtui users create --email ada@example.com \
    --first-name Ada --last-name Byron --password-stdin`,
	}
	cmd.Flags().StringVar(&c.id, "id", "", "the user `ID`, which cannot be changed later; generated when omitted")
	c.properties.define(cmd)
	c.confirmation.define(cmd, "confirmation", confirmationNone, wordsOf(confirmationNone, api.ConfirmSignup, api.ConfirmInvite), "the `MAIL` to send; signup asks the user to confirm the address, invite to set a password")
	c.appType.define(cmd)
	cmd.Flags().BoolVar(&c.notify, "notify", false, "mail the user that the account exists")
	return c.command(cmd, c.run)
}

func (o *createOptions) run(ctx context.Context, cmd *cobra.Command, _ []string) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	n, err := o.newUser(cmd)
	if err != nil {
		return err
	}
	defer n.Password.Wipe()
	o.asks = o.closing()
	return perform(ctx, &o.writeOptions, userKind(), "", func(s *session, _ api.Version) (*act, error) {
		u := api.User{ID: n.ID, Email: n.Editable.Email, FirstName: n.Editable.FirstName, LastName: n.Editable.LastName}
		a := &act{
			Act: report.Act{
				What: "new user " + who(&u), Who: who(&u), Sent: report.Creation,
				Mails: n.Notify || n.Confirmation != api.ConfirmNone,
			},
			deed: rules.Create, base: api.Version{User: u}, mine: n.Editable, write: s.client.Users.Create(n),
		}
		if o.asks != "" {
			closes(a)
		}
		return a, nil
	})
}

func (o *createOptions) check(cmd *cobra.Command) error {
	var missing []string
	for _, name := range []string{"email", "first-name", "last-name"} {
		if !cmd.Flag(name).Changed {
			missing = append(missing, "--"+name)
		}
	}
	if len(missing) > 0 {
		return usagef(cmd, "every user needs an e-mail, a first and a last name: give %s", strings.Join(missing, ", "))
	}
	var err error
	if o.id, err = idOf(cmd, o.id, api.CheckUserID); err != nil {
		return err
	}
	return o.properties.check(cmd)
}

func (o *createOptions) newUser(cmd *cobra.Command) (api.NewUser, error) {
	n := api.NewUser{ID: api.UserID(o.id), AppType: o.appType.of(), Notify: o.notify}
	if o.confirmation.value != confirmationNone {
		n.Confirmation = api.Confirmation(o.confirmation.value)
	}
	var err error
	if n.Editable, err = o.onto(cmd, api.Editable{}); err == nil {
		n.Password, err = o.app.password(cmd, &o.properties)
	}
	return n, err
}
