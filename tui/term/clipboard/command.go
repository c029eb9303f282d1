package clipboard

import (
	"context"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// planCommand runs the operator's own program. What it does with the text is
// unknown, so only sending is claimed.
func (c *Copier) planCommand() Plan {
	if len(c.o.Command) == 0 || c.o.Command[0] == "" {
		return refuse(`clipboard is set to command, but clipboardCommand names none (clipboardCommand: ["wl-copy"])`)
	}
	name := text.Clean(c.o.Command[0]).String()
	if _, err := c.o.LookPath(c.o.Command[0]); err != nil {
		return refuse(name + " (clipboardCommand) is not installed")
	}
	return going(RouteCommand, Sent, "Given to "+name+"; not confirmed.").
		because("clipboard is set to command.")
}

func (c *Copier) runCommand(ctx context.Context, p Plan, v secret.Value) Result {
	if _, failed := c.try(ctx, Program{Args: c.o.Command, Stdin: v}, v); failed != nil {
		return failed.result()
	}
	return Result{Claim: p.Claim, Words: p.done}
}
