package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"apimtui/api/secret"
	"apimtui/config"
	"apimtui/tui/term/clipboard"
)

// copier copies as the configuration says.
func copier(s *config.Settings, env []string) *clipboard.Copier {
	return clipboard.New(clipboard.Options{Mode: s.Clipboard.V, Command: s.ClipboardCommand.V, Env: env})
}

// copy puts v where the operator pastes, and says on stderr what is known about
// that. It fails when v went nowhere.
func (a *app) copy(ctx context.Context, c *clipboard.Copier, v secret.Value) error {
	r := c.Copy(ctx, v)
	defer r.Sequence.Wipe()
	if r.Claim == clipboard.NotCopied || r.Claim == clipboard.WouldBeDropped {
		return &coded{errors.New(r.Words + " `apimtui doctor clipboard` says more; --show prints it instead"), exitFailed}
	}
	if err := a.writeTerminal(r.Sequence); err != nil {
		return &coded{fmt.Errorf("not copied: %w; --show prints it instead", err), exitFailed}
	}
	fmt.Fprintln(a.io.err, r.Words)
	return nil
}

// writeTerminal writes a sequence to the terminal as it is, all at once, past
// wherever the output goes.
func (a *app) writeTerminal(sequence secret.Value) error {
	if sequence.Empty() {
		return nil
	}
	if a.io.outTerminal {
		_, err := io.WriteString(a.io.out, sequence.Reveal())
		return err
	}
	tty, err := a.io.openTTY()
	if err != nil {
		return errors.New("there is no terminal to send it to")
	}
	_, err = io.WriteString(tty, sequence.Reveal())
	return errors.Join(err, tty.Close())
}
