package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/api/text"
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
	mails := wordsOf(confirmationNone, api.ConfirmSignup, api.ConfirmInvite)
	c.confirmation.define(cmd, "confirmation", confirmationNone, mails,
		"the `MAIL` to send; signup asks the user to confirm the address, invite to set a password")
	c.appType.define(cmd)
	cmd.Flags().BoolVar(&c.notify, "notify", false, "mail the user that the account exists")
	return c.command(cmd, c.run)
}

func (o *createOptions) run(ctx context.Context, cmd *cobra.Command, _ []string) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	password, err := o.app.password(cmd, &o.properties)
	if err != nil {
		return err
	}
	defer password.Wipe()
	n := api.NewUser{
		ID: api.UserID(o.id), Editable: o.onto(cmd, api.Editable{}), Password: password,
		AppType: o.appType.of(), Notify: o.notify,
	}
	if o.confirmation.value != confirmationNone {
		n.Confirmation = api.Confirmation(o.confirmation.value)
	}
	o.asks = o.closing()
	return perform(ctx, &o.writeOptions, userKind(), "", func(s *session, a *act) error {
		u := api.User{ID: n.ID, Email: n.Editable.Email, FirstName: n.Editable.FirstName, LastName: n.Editable.LastName}
		a.creates(who(&u), api.Version{User: u}, n.Editable, s.client.Users.Create(n))
		a.What = "new user " + a.Who
		a.Mails, a.deed = n.Notify || n.Confirmation != api.ConfirmNone, rules.Create
		if o.asks != "" {
			closes(a)
		}
		return nil
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

type updateOptions struct {
	writeOptions
	properties
}

func (o *options) update() *cobra.Command {
	u := &updateOptions{writeOptions: writeOptions{options: o}}
	cmd := &cobra.Command{
		Use: "update USER", Short: "Change a user", Args: oneUser,
		Long: `Change a user. Only what is given and differs is sent, on the condition that
the user did not change since it was read, or still is the version of --if-match.
--if-match '*' writes over whatever is there, and the outcome says so.

When someone else changed it, nothing is written, and the exit code is 5; what was
read, what is there now and what was asked for are printed.

--state deleted closes the account, as far as is documented. It asks first.`,
		Example: `  apimtui users update ada@example.com --last-name Lovelace
  apimtui users update ada@example.com --note "" --dry-run
  apimtui users update ada@example.com --state pending --if-match '"AAAAAAAADIoAAAAAAAAMjA=="'`,
	}
	u.properties.define(cmd)
	return u.conditional(cmd, u.run)
}

func (o *updateOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if !anyGiven(cmd, "email", "first-name", "last-name", "note", "state", "identity", "password-stdin") {
		return usagef(cmd, "nothing to change: give at least one property, such as --note TEXT")
	}
	if err := o.properties.check(cmd); err != nil {
		return err
	}
	password, err := o.app.password(cmd, &o.properties)
	if err != nil {
		return err
	}
	defer password.Wipe()
	o.asks = o.closing()
	return perform(ctx, &o.writeOptions, userKind(), args[0], func(s *session, a *act) error {
		patch := api.PatchOf(a.mine, o.onto(cmd, a.mine))
		patch.Password = password
		updating(s, a, patch)
		if o.asks != "" {
			closes(a)
		}
		return nil
	})
}

// properties are the flags for the writable properties of a user. They have the
// same names in every command.
type properties struct {
	email, firstName, lastName, note string
	state                            choice
	identities                       []string
	parsed                           []api.Identity // identities, by check
	passwordStdin                    bool
}

func (p *properties) define(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.email, "email", "", "the e-mail `ADDRESS`")
	f.StringVar(&p.firstName, "first-name", "", "the first `NAME`")
	f.StringVar(&p.lastName, "last-name", "", "the last `NAME`")
	f.StringVar(&p.note, "note", "", "the note `TEXT`; an empty one clears it")
	f.StringArrayVar(&p.identities, "identity", nil, "a sign-in identity, as `PROVIDER:ID`; may be repeated; the given ones replace all existing ones")
	f.BoolVar(&p.passwordStdin, "password-stdin", false, "read the password from standard input")
	p.state.define(cmd, "state", "", states(), "the `STATE`")
}

func states() []string {
	return wordsOf(api.StateActive, api.StateBlocked, api.StatePending, api.StateDeleted)
}

// stateOf reads a state in any case.
func stateOf(typed string) (api.State, bool) {
	for _, s := range states() {
		if api.State(s).Is(api.State(typed)) {
			return api.State(s), true
		}
	}
	return "", false
}

// check validates the flags before anything is asked or sent.
func (p *properties) check(cmd *cobra.Command) error {
	for _, v := range []struct {
		flag string
		err  error
	}{
		{"email", api.CheckEmail(p.email)},
		{"first-name", api.CheckName(api.PropFirstName, p.firstName)},
		{"last-name", api.CheckName(api.PropLastName, p.lastName)},
	} {
		if v.err != nil && cmd.Flag(v.flag).Changed {
			return usagef(cmd, "--%s: %w", v.flag, v.err)
		}
	}
	if len(p.identities) == 1 && p.identities[0] == "" {
		return nil // a single empty value means no identities
	}
	for _, s := range p.identities {
		i, err := parseIdentity(s)
		if err != nil {
			return usagef(cmd, "--identity %s: %w", text.Clean(s), err)
		}
		p.parsed = append(p.parsed, i)
	}
	return nil
}

func parseIdentity(s string) (api.Identity, error) {
	provider, id, _ := strings.Cut(s, ":")
	if provider == "" || id == "" {
		return api.Identity{}, errors.New("write PROVIDER:ID, such as Basic:name@example.com")
	}
	return api.Identity{Provider: text.Text(provider), ID: text.Text(id)}, nil
}

// onto returns e with the given properties applied.
func (p *properties) onto(cmd *cobra.Command, e api.Editable) api.Editable {
	for _, v := range []struct {
		flag  string
		to    *text.Text
		value string
	}{{"email", &e.Email, p.email}, {"first-name", &e.FirstName, p.firstName}, {"last-name", &e.LastName, p.lastName}, {"note", &e.Note, p.note}} {
		if cmd.Flag(v.flag).Changed {
			*v.to = text.Text(v.value)
		}
	}
	if cmd.Flag("state").Changed {
		e.State = api.State(p.state.value)
	}
	if cmd.Flag("identity").Changed {
		e.Identities = p.parsed
	}
	return e
}

// anyGiven reports whether one of the flags is given.
func anyGiven(cmd *cobra.Command, flags ...string) bool {
	return slices.ContainsFunc(flags, func(name string) bool { return cmd.Flag(name).Changed })
}

// refuseEmpty refuses flags with an empty value.
func refuseEmpty(cmd *cobra.Command, all string, flags ...string) error {
	for _, name := range flags {
		if f := cmd.Flag(name); f.Changed && strings.TrimSpace(f.Value.String()) == "" {
			return usagef(cmd, "--%s is empty: give a value, or omit the flag to list all %s", name, all)
		}
	}
	return nil
}

// idOf returns the id that --id gives, or else a new one. Users, groups and product
// subscriptions have new ids of the same form.
func idOf(cmd *cobra.Command, given string, check func(string) error) (string, error) {
	if !anyGiven(cmd, "id") {
		id, err := api.NewUserID(rand.Reader)
		return string(id), err
	}
	if err := check(given); err != nil {
		return "", usagef(cmd, "--id: %w", err)
	}
	return given, nil
}

// closing describes a state change that closes the account. It is "" for other
// changes.
func (p *properties) closing() string {
	if api.State(p.state.value) != api.StateDeleted {
		return ""
	}
	return "closing an account (--state deleted)"
}

// closes makes an act ask before it sets the state deleted.
func closes(a *act) {
	a.typed = "close it"
	a.question = "Close the account of " + a.Who + "? State deleted is documented to mean that the account is closed and that " +
		"its identities and all that belongs to it are removed. No observation of it exists: what a service does with it, and whether it can be taken back, is not known."
}

// password reads the password from one line, if --password-stdin is given.
func (a *app) password(cmd *cobra.Command, p *properties) (secret.Value, error) {
	if !p.passwordStdin {
		return secret.Value{}, nil
	}
	if a.io.inTerminal {
		return secret.Value{}, usagef(cmd, "--password-stdin reads from a pipe, and would show the password here: use it as in `pass show portal | %s --password-stdin`", strings.TrimSuffix(cmd.UseLine(), " [flags]"))
	}
	line, err := readLine(a.io.input, 4096) // in case a wrong file was given
	defer clear(line)
	if err != nil {
		return secret.Value{}, usage(cmd, fmt.Errorf("--password-stdin: %w", err))
	}
	return secret.NewBytes(line), nil
}
