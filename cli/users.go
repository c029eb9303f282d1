package cli

import (
	"github.com/spf13/cobra"
)

func (a *app) users() *cobra.Command {
	o := &options{a, formatTable}
	cmd := family("users", "Find, change and help users", `Find, change and help the users of an API Management service.

USER is an id, an e-mail or a unique display name.

Commands that write read the user first, and write only if it has not changed since.
A write is never retried blindly: when its answer is lost or proves nothing, the user
is read again, and the outcome is one of saved, confirmed after a lost answer, not
applied, conflict, deleted meanwhile, outcome unknown. With
--read-only, or readOnly: true in the context, every write is refused: nothing is
sent, and the exit code is 2.

With -o json or jsonl, a refusal by the service is also printed on stdout, as code,
message, details, requestId and advice.`)
	outputFlag(cmd, &o.output)
	cmd.AddCommand(o.list(), o.show(), o.create(), o.update(), o.block(), o.activate(), o.delete(),
		o.invite(), o.resetPassword(), o.sso(), o.token(), o.groups(), o.offboard(),
		o.export(), o.importing(), o.copying())
	return cmd
}
