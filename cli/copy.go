package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/theme"
)

// copier returns the clipboard that the settings describe.
func copier(s *config.Settings, env []string) *clipboard.Copier {
	return clipboard.New(clipboard.Options{Mode: s.Clipboard.V, Command: s.ClipboardCommand.V, Env: env})
}

// mayCopy refuses a copy that is known to fail, before the secret is created.
func (a *app) mayCopy(ctx context.Context, c *clipboard.Copier, what string) error {
	p := c.Plan(ctx)
	if p.Claim == clipboard.NotCopied || p.Claim == clipboard.WouldBeDropped {
		return notCopied(p.Words, text.Capital(what)+" was not asked for.")
	}
	if !p.ThroughTerminal() || a.io.outTerminal {
		return nil
	}
	tty, err := a.io.openTTY()
	if err != nil {
		return notCopied("Not copied: "+noTTY+".", text.Capital(what)+" was not asked for.")
	}
	return tty.Close()
}

const noTTY = "there is no terminal to send it to"

func notCopied(words ...string) error {
	return &coded{errors.New(strings.Join(words, " ") + " `apimtui doctor clipboard` says more; --show prints it instead"), exitFailed}
}

// copy copies v to the clipboard and prints on stderr what is known about the
// result, which it also returns. It fails when v was not copied.
func (a *app) copy(ctx context.Context, c *clipboard.Copier, v secret.Value) (clipboard.Claim, error) {
	r := c.Copy(ctx, v)
	defer r.Sequence.Wipe()
	if r.Claim == clipboard.NotCopied || r.Claim == clipboard.WouldBeDropped {
		return r.Claim, notCopied(r.Words)
	}
	if err := a.writeTerminal(r.Sequence); err != nil {
		return r.Claim, &coded{fmt.Errorf("not copied: %w; --show prints it instead", err), exitFailed}
	}
	fmt.Fprintln(a.io.err, r.Words)
	return r.Claim, nil
}

// writeTerminal writes a sequence unchanged and at once to the terminal, even
// if the output is redirected.
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
		return errors.New(noTTY)
	}
	_, err = io.WriteString(tty, sequence.Reveal())
	return errors.Join(err, tty.Close())
}

func (a *app) browser() term.Browser { return term.Browser{Env: a.io.env} }

// mayOpen refuses to open a browser where the user could not see it.
func (a *app) mayOpen() error {
	if why := a.browser().Why(); why != "" {
		return refusal("--open: %s; use --copy or --show", why)
	}
	return nil
}

// openBrowser opens a checked link in the desktop browser and waits until the
// browser has read the target.
func (a *app) openBrowser(ctx context.Context, link secret.Value) error {
	program, remove, err := a.browser().Open(ctx, link)
	if err != nil {
		return errors.New("not opened: " + err.Error() + "; use --copy or --show")
	}
	defer remove()
	fmt.Fprintln(a.io.err, "Given to "+program+"; not confirmed.")
	select {
	case <-time.After(3 * time.Second): // to read the page before it is removed
	case <-ctx.Done():
	}
	return nil
}

// drawCode draws a link as a QR code, always dark on light.
func (a *app) drawCode(link secret.Value) error {
	if a.io.outTerminal && !term.UTF8(a.io.env) {
		return errors.New("this terminal shows only ASCII, and a QR code needs block characters; use --copy")
	}
	const anyHeight = 1000
	lines := component.QR(theme.New(theme.Dark), link, a.io.width(), anyHeight)
	if len(lines) == 0 {
		return errors.New("the QR code is wider than this terminal; use --copy, or widen it")
	}
	return a.printLine(strings.Join(lines, "\n"))
}
