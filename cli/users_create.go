package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/access"
)

const createHelp = `Create a user. The id and the e-mail are looked up first: when either is taken,
nothing is sent, and the exit code is 5.

Without --id, an id of 24 hexadecimal digits is made. Without --password-stdin,
the service makes a password and tells nobody; --confirmation invite mails a link
to set one. No flag takes a password: a command line is seen by others.`

const createExample = `  apimtui users create --demo --email ada@example.com --first-name Ada --last-name Byron
  apimtui users create --email ada@example.com --first-name Ada --last-name Byron \
    --confirmation invite --note "ticket 4711" -o json
  pass show portal/ada | apimtui users create --email ada@example.com \
    --first-name Ada --last-name Byron --password-stdin`

const confirmationNone = "none"

type createOptions struct {
	writeOptions
	properties
	id           string
	confirmation choice
	appType      appType
	notify       bool
}

func (o *usersOptions) create() *cobra.Command {
	c := &createOptions{writeOptions: writeOptions{usersOptions: o}}
	cmd := &cobra.Command{
		Use:     "create",
		Short:   "Create a user",
		Long:    createHelp,
		Example: createExample,
		Args:    noArguments,
		RunE:    settling(c.run),
	}
	cmd.Flags().StringVar(&c.id, "id", "", "the user `ID`, which cannot be changed later; made when left out")
	c.properties.define(cmd)
	c.confirmation = choice{confirmationNone, []string{confirmationNone, string(api.ConfirmSignup), string(api.ConfirmInvite)}}
	c.confirmation.define(cmd, "confirmation", "the `MAIL` that greets the user; signup asks to confirm the address, invite to set a password")
	c.appType.define(cmd)
	cmd.Flags().BoolVar(&c.notify, "notify", false, "mail the user that the account exists")
	c.writeOptions.define(cmd.Flags())
	return cmd
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
	s, err := o.connect()
	if err != nil {
		return err
	}
	if o.dryRun {
		return o.printRequest(s.client.Users.Create(n).Request())
	}
	o.warn(n)
	w, did := o.watch(ctx, s.client.Users.Create(n))
	wanted := api.User{ID: n.ID, Email: n.Editable.Email, FirstName: n.Editable.FirstName, LastName: n.Editable.LastName}
	c := &change{
		what: "new user " + who(&wanted), look: s.showCommand(n.ID), mine: n.Editable,
		mails: n.Notify || n.Confirmation != api.ConfirmNone, written: w, tried: did,
	}
	if w.Mail == api.MailAccepted {
		c.done = c.what + "; the mail was accepted by the service at " + s.clock() + " for " + n.Editable.Email.String()
	}
	err = o.report(c)
	if err != nil && !w.Outcome.Done() {
		err = withAdvice(err, refusedAppType(err.Error()))
	}
	return err
}

// withAdvice adds a sentence to the error of a write.
func withAdvice(err error, sentence string) error {
	var n *notDone
	if sentence == "" || !errors.As(err, &n) {
		return err
	}
	return &notDone{n.outcome, n.says + sentence, n.code}
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
	if cmd.Flag("id").Changed {
		if err := api.CheckUserID(o.id); err != nil {
			return usagef(cmd, "--id: %w", err)
		}
	}
	return o.properties.check(cmd)
}

func (o *createOptions) newUser(cmd *cobra.Command) (api.NewUser, error) {
	n := api.NewUser{ID: api.UserID(o.id), AppType: o.appType.of(), Notify: o.notify}
	var err error
	if n.ID == "" {
		if n.ID, err = api.NewUserID(rand.Reader); err != nil {
			return n, err
		}
	}
	if o.confirmation.value != confirmationNone {
		n.Confirmation = api.Confirmation(o.confirmation.value)
	}
	if n.Editable, err = o.onto(cmd, api.Editable{}); err == nil {
		n.Password, err = o.app.password(cmd, &o.properties)
	}
	return n, err
}

// warn tells of an id that the developer portal cannot read.
func (o *createOptions) warn(n api.NewUser) {
	if !access.PortalReads(string(n.ID)) {
		fmt.Fprintln(o.app.io.err, "The developer portal reads only letters, digits, - and _ in a user id: this user cannot sign in there by link.")
	}
}

// clock is the service's time of day.
func (s *session) clock() string { return moment(s.now(), clock) }
