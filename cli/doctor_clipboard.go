package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui/term/clipboard"
)

const harmlessWord = "apimtui"

func (a *app) doctorClipboard() *cobra.Command {
	return &cobra.Command{
		Use: "clipboard", Short: "Report where a copy goes", Args: noArguments,
		Long: `Report how a copy would reach the clipboard and why, what tmux or the terminal would
do with it, and the configuration line that is missing where it would be dropped.
Then copy a harmless word and report the result. No service is needed.

The exit code is 1 when nothing can be copied here.`,
		Example: "  apimtui doctor clipboard",
		RunE: interruptible(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return a.examineClipboard(ctx)
		}),
	}
}

func (a *app) examineClipboard(ctx context.Context) error {
	s, err := a.anySettings()
	if err != nil {
		return err
	}
	c := copier(s, a.io.env)
	plan := c.Plan(ctx)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	lost := plan.Claim == clipboard.NotCopied || plan.Claim == clipboard.WouldBeDropped
	said := ""
	if !lost {
		said, lost = a.tryClipboard(ctx, c)
	}
	fields := clipboardFields(s, plan, said)
	if err := a.draw(func(w io.Writer, width int) { writeFields(w, fields, width) }); err != nil {
		return err
	}
	if lost {
		return &coded{errors.New("nothing can be copied here"), exitFailed}
	}
	return nil
}

// anySettings returns the settings for a command that needs no service.
func (a *app) anySettings() (*config.Settings, error) {
	s, err := a.resolve()
	if s != nil {
		return s, nil // the service does not matter
	}
	return nil, err
}

func clipboardFields(s *config.Settings, p clipboard.Plan, said string) []field {
	fields := []field{
		{"Setting", []string{fmt.Sprintf("clipboard: %s (%s)", s.Clipboard.V, text.Clean(s.Clipboard.From.String()))}},
		{"Route", []string{p.Route.String()}},
		{"A copy", []string{p.Words}},
		{"Because", p.Because},
	}
	if p.Line != "" {
		fields = append(fields, field{"Add", []string{p.Line}}, field{"to", []string{p.Where}})
	}
	if p.Instead != "" {
		fields = append(fields, field{"Instead", []string{p.Instead}})
	}
	if said != "" {
		fields = append(fields, field{"Tried", []string{fmt.Sprintf("the word %q: %s", harmlessWord, said)}})
	}
	return fields
}

// tryClipboard copies the harmless word and returns what is known about the
// result.
func (a *app) tryClipboard(ctx context.Context, c *clipboard.Copier) (said string, lost bool) {
	r := c.Copy(ctx, secret.New(harmlessWord))
	defer r.Sequence.Wipe()
	if r.Claim == clipboard.NotCopied || r.Claim == clipboard.WouldBeDropped {
		return r.Words, true
	}
	if err := a.writeTerminal(r.Sequence); err != nil {
		return "Not copied: " + err.Error() + ".", true
	}
	if r.Claim == clipboard.Sent {
		return r.Words + " Paste to see.", false
	}
	return r.Words, false
}
