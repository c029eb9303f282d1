package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// pageRead is how long a browser that was given a page may take to read it,
// before the program ends and the page goes.
const pageRead = 3 * time.Second

func (a *app) browser() term.Browser { return term.Browser{Env: a.io.env} }

// mayOpen refuses to open a browser that nobody would see.
func (a *app) mayOpen() error {
	if why := a.browser().Why(); why != "" {
		return refusal("--open: %s; use --copy or --show", why)
	}
	return nil
}

// openBrowser has the desktop open a link, which is checked already, and stays
// until the browser has read where it leads.
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

// drawCode draws a link as a QR code, dark on light whatever the terminal's
// colours are.
func (a *app) drawCode(link secret.Value) error {
	if a.io.outTerminal && !term.UTF8(a.io.env) {
		return errors.New("this terminal shows ASCII alone, and a QR code is drawn in blocks; use --copy")
	}
	const anyHeight = 1000
	lines := component.QR(theme.New(theme.Dark), link, a.io.width(), anyHeight)
	if len(lines) == 0 {
		return errors.New("the QR code is wider than this terminal; use --copy, or widen it")
	}
	return a.print(func(w io.Writer) error {
		_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
		return err
	})
}
