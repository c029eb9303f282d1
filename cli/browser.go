package cli

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"apimtui/api/secret"
)

// browserLimit is how long the program that opens a browser is waited for. Some
// become the browser themselves, and stay.
const browserLimit = 5 * time.Second

// mayOpen refuses to open a browser that nobody would see.
func (a *app) mayOpen() error {
	const instead = "; use --copy or --show"
	switch {
	case a.io.getenv("SSH_TTY") != "" || a.io.getenv("SSH_CONNECTION") != "":
		return refusal("--open: this is an SSH session, and the browser would open on the other machine" + instead)
	case runtime.GOOS != "darwin" && runtime.GOOS != "windows" && a.io.getenv("DISPLAY") == "" && a.io.getenv("WAYLAND_DISPLAY") == "":
		return refusal("--open: there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)" + instead)
	}
	if _, err := exec.LookPath(opener()[0]); err != nil {
		return refusal("--open: %s is not installed"+instead, opener()[0])
	}
	return nil
}

// opener is the program that opens a link in the desktop's browser.
func opener() []string {
	switch runtime.GOOS {
	case "darwin":
		return []string{"open"}
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return []string{"xdg-open"}
}

// openBrowser has the desktop open a link, which is checked already. Nothing
// secret is in the environment of what it starts.
func (a *app) openBrowser(ctx context.Context, link secret.Value) error {
	words := append(opener(), link.Reveal())
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Env = slices.DeleteFunc(slices.Clone(a.io.env), func(e string) bool { return strings.HasPrefix(e, "AZURE_") })
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("not opened: %s could not be started", words[0])
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return errors.New("not opened: " + words[0] + " failed; use --copy or --show")
		}
	case <-time.After(browserLimit):
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	fmt.Fprintln(a.io.err, "Given to "+words[0]+"; not confirmed.")
	return nil
}
