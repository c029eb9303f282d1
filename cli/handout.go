package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/theme"
)

// handOut holds the options for how a secret leaves the program.
type handOut struct {
	*options
	what       string // "link" or "token"
	show, copy bool
}

type secretAct struct {
	deed    rules.Deed
	lives   string // how long it is valid, such as "for five minutes"
	make    func() (secret.Value, error)
	deliver func(secret.Value) error // checks it and hands it out
}

// command adds the flags and behaviour of a command that creates a secret.
func (h *handOut) command(cmd *cobra.Command, run runner) *cobra.Command {
	cmd.Flags().BoolVar(&h.show, "show", false, "print it even on a terminal")
	cmd.Flags().BoolVar(&h.copy, "copy", false, "copy it instead of printing it")
	cmd.RunE = settling(run)
	return cmd
}

// check refuses to create a secret that would be lost. On a terminal, a secret
// is only shown on request.
func (h *handOut) check(cmd *cobra.Command, elsewhere bool) error {
	if h.output == formatCSV {
		return usagef(cmd, "-o csv: the %s is not a table; omit -o, or use -o json", h.what)
	}
	if h.show || h.copy || elsewhere || !h.app.io.outTerminal {
		return nil
	}
	return usagef(cmd, "the %s is not shown on a terminal, and was not made: --show prints it, --copy copies it without showing it, and a pipe gets it as it is", h.what)
}

// open connects, and checks that a secret could be recorded and copied.
func (h *handOut) open(ctx context.Context) (*session, error) {
	s, err := h.app.connect()
	if err == nil {
		err = h.app.mayRecord(s)
	}
	if err == nil && h.copy {
		err = h.app.mayCopy(ctx, copier(s.settings, h.app.io.env), "the "+h.what)
	}
	return s, err
}

// perform creates a secret and hands it out. plan builds the act from the named
// user. Nothing is created before that.
func (h *handOut) perform(ctx context.Context, named string, plan func(*session, *api.User) (*secretAct, error)) error {
	s, err := h.open(ctx)
	if err != nil {
		return err
	}
	user, err := s.find(ctx, named)
	if err != nil {
		return err
	}
	a, err := plan(s, &user)
	if err != nil {
		return err
	}
	if err := h.app.identify(ctx, s); err != nil {
		return err
	}
	for _, sentence := range rules.Warn(a.deed, user) {
		fmt.Fprintln(h.app.io.err, sentence)
	}
	made, err := a.make()
	switch {
	case api.AccessLost(err):
		return unfinished("No "+h.what+" was received, and one may exist "+a.lives+". "+h.app.explain(err), exitUnknown)
	case err != nil:
		return err
	}
	defer made.Wipe()
	// The secret exists, even if it does not arrive.
	err = a.deliver(made)
	switch {
	case errors.Is(err, errNotGiven):
		return unfinished(stop(err.Error())+" A "+h.what+" may exist, "+a.lives+".", exitUnknown)
	case err != nil:
		return unfinished(stop(err.Error())+" A "+h.what+" was created anyway, and exists "+a.lives+".", exitUnknown)
	}
	return nil
}

// errNotGiven reports that the answer is not the requested secret.
var errNotGiven = errors.New("not given out")

// prints reports whether the value goes to stdout.
func (h *handOut) prints(elsewhere bool) bool { return h.show || !h.copy && !elsewhere }

// give copies a value, prints it alone on a line or as an object with its expiry, or
// both. unsafe says why it must not be copied, nil if it may.
func (h *handOut) give(ctx context.Context, s *session, v secret.Value, expiry time.Time, elsewhere bool, unsafe error) error {
	if h.copy {
		if err := h.copyOut(ctx, s, v, unsafe); err != nil {
			return err
		}
	}
	switch {
	case !h.prints(elsewhere):
		return nil
	case h.output == formatTable:
		return h.app.printLine(v.Reveal())
	}
	return h.printObject(struct {
		Value  string    `json:"value"`
		Expiry time.Time `json:"expiry"`
	}{v.Reveal(), expiry.UTC()})
}

// copyOut copies a value, and says how long the copy lasts. The program exits and
// cannot clear it.
func (h *handOut) copyOut(ctx context.Context, s *session, v secret.Value, unsafe error) error {
	if unsafe != nil {
		return &coded{fmt.Errorf("not copied: %w", unsafe), exitFailed}
	}
	claim, err := h.app.copy(ctx, copier(s.settings, h.app.io.env), v)
	if err != nil {
		return err
	}
	stays := "If it arrived, it stays in the clipboard until something else is copied."
	if claim == clipboard.Copied {
		stays = "It stays in the clipboard until something else is copied."
	}
	fmt.Fprintln(h.app.io.err, stays)
	return nil
}

// expiryText formats when a secret expires, in local time and UTC.
func expiryText(t time.Time, now time.Time) string {
	const local = "2006-01-02 15:04:05 MST"
	s := t.UTC().Format("2006-01-02 15:04:05 UTC")
	if l := t.Local().Format(local); l != s {
		s = l + " (" + s + ")"
	}
	if left := t.Sub(now).Truncate(time.Second); left > 0 {
		return s + ", in " + left.String()
	}
	return s + ", already expired"
}

// copier returns the clipboard that the settings describe.
func copier(s *config.Settings, env []string) *clipboard.Copier {
	return clipboard.New(clipboard.Options{Mode: s.Clipboard.V, Command: s.ClipboardCommand.V, Env: env})
}

// neverArrives reports a copy that is known to fail.
func neverArrives(c clipboard.Claim) bool {
	return c == clipboard.NotCopied || c == clipboard.WouldBeDropped
}

// mayCopy refuses a copy that is known to fail, before the secret is created.
func (a *app) mayCopy(ctx context.Context, c *clipboard.Copier, what string) error {
	p := c.Plan(ctx)
	if neverArrives(p.Claim) {
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
	if neverArrives(r.Claim) {
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
