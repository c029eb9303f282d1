package cli

import (
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/text"
)

func (o *options) block() *cobra.Command {
	return o.stateCommand(rules.Block, api.StateBlocked, &cobra.Command{
		Use: "block USER", Short: "Block a user",
		Long: `Block a user, who can then neither sign in to the portal nor call APIs. For one
user it does not ask: ` + "`apimtui users activate`" + ` reverses it.

A user who is already blocked is left unchanged, and the exit code is 0. The built-in
administrator, user 1, cannot be blocked.`,
		Example: "  apimtui users block mia.keller@contoso.com",
	})
}

func (o *options) activate() *cobra.Command {
	return o.stateCommand(rules.Activate, api.StateActive, &cobra.Command{
		Use: "activate USER", Short: "Activate a blocked or pending user",
		Long: `Activate a user who is blocked or pending. A user who is already active is left
unchanged, and the exit code is 0.`,
		Example: "  apimtui users activate mia.keller@contoso.com",
	})
}

func (o *options) stateCommand(deed rules.Deed, state api.State, cmd *cobra.Command) *cobra.Command {
	w := &writeOptions{options: o}
	plan := func(s *session, base api.Version) (*act, error) {
		from := base.User.Editable()
		to := from
		to.State = state
		a := updating(s, base, api.PatchOf(from, to))
		a.deed, a.refuse = deed, rules.Refuse(deed, base.User)
		a.becomes(state)
		return a, nil
	}
	return w.conditional(cmd, onMany(w, cmd, manyUsers{of: userKind(), question: question{verb: text.Capital(string(deed))}, plan: plan}))
}
