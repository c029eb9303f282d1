package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// pageRead is how long the program keeps a page for the browser to read before
// it removes the page and exits.
const pageRead = 3 * time.Second

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
	case <-time.After(pageRead):
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
