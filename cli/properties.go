package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
)

// properties are the flags for the writable properties of a user. They have the
// same names in every command.
type properties struct {
	email, firstName, lastName, note string
	state                            choice
	identities                       []string
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
	p.state.of = []string{string(api.StateActive), string(api.StateBlocked), string(api.StatePending), string(api.StateDeleted)}
	p.state.define(cmd, "state", "the `STATE`")
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
	_, err := p.identityList(cmd)
	return err
}

// identityList parses --identity. A single empty value means no identities.
func (p *properties) identityList(cmd *cobra.Command) ([]api.Identity, error) {
	if len(p.identities) == 1 && p.identities[0] == "" {
		return nil, nil
	}
	var all []api.Identity
	for _, s := range p.identities {
		provider, id, ok := strings.Cut(s, ":")
		if !ok || provider == "" || id == "" {
			return nil, usagef(cmd, "--identity %s: write PROVIDER:ID, such as Basic:name@example.com", text.Clean(s))
		}
		all = append(all, api.Identity{Provider: text.Text(provider), ID: text.Text(id)})
	}
	return all, nil
}

func (p *properties) given(cmd *cobra.Command) bool {
	for _, name := range []string{"email", "first-name", "last-name", "note", "state", "identity", "password-stdin"} {
		if cmd.Flag(name).Changed {
			return true
		}
	}
	return false
}

// onto returns e with the given properties applied.
func (p *properties) onto(cmd *cobra.Command, e api.Editable) (api.Editable, error) {
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
	if !cmd.Flag("identity").Changed {
		return e, nil
	}
	var err error
	e.Identities, err = p.identityList(cmd)
	return e, err
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

// longestPassword limits what is read, in case a wrong file was given.
const longestPassword = 4096

// password reads the password from one line, if --password-stdin is given.
func (a *app) password(cmd *cobra.Command, p *properties) (secret.Value, error) {
	if !p.passwordStdin {
		return secret.Value{}, nil
	}
	if a.io.inTerminal {
		return secret.Value{}, usagef(cmd, "--password-stdin reads from a pipe, and would show the password here: use it as in `pass show portal | %s --password-stdin`", cmd.CommandPath())
	}
	line, err := readLine(a.io.input, longestPassword)
	defer clear(line)
	if err != nil {
		return secret.Value{}, usage(cmd, fmt.Errorf("--password-stdin: %w", err))
	}
	return secret.NewBytes(line), nil
}
