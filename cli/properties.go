package cli

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
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
		i, err := parseIdentity(s)
		if err != nil {
			return nil, usagef(cmd, "--identity %s: %w", text.Clean(s), err)
		}
		all = append(all, i)
	}
	return all, nil
}

func parseIdentity(s string) (api.Identity, error) {
	provider, id, _ := strings.Cut(s, ":")
	if provider == "" || id == "" {
		return api.Identity{}, errors.New("write PROVIDER:ID, such as Basic:name@example.com")
	}
	return api.Identity{Provider: text.Text(provider), ID: text.Text(id)}, nil
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
