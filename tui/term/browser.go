package term

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"apimtui/api/secret"
)

// Browser opens links in a browser on this machine.
type Browser struct{ Env []string }

const (
	// openFor bounds the wait for the program that opens a browser. Some become
	// the browser themselves and stay.
	openFor = 5 * time.Second
	// KeepPage is how long the page that leads to a link stays on disk: long
	// enough for a browser to start.
	KeepPage = 10 * time.Second
)

// Why returns the reason why no browser can be opened here, or "".
func (b Browser) Why() string {
	switch {
	case Getenv(b.Env, "SSH_CONNECTION") != "" || Getenv(b.Env, "SSH_TTY") != "":
		return "this is an SSH session, and the browser would open on the other machine"
	case runtime.GOOS != "darwin" && runtime.GOOS != "windows" && Getenv(b.Env, "DISPLAY") == "" && Getenv(b.Env, "WAYLAND_DISPLAY") == "":
		return "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
	}
	if _, err := exec.LookPath(opener()[0]); err != nil {
		return opener()[0] + " is not installed"
	}
	return ""
}

// Open lets the desktop open a link and returns the name of the program used,
// which confirms nothing.
//
// The link is a secret, and program arguments are visible to all users of the
// machine: so the browser gets the name of a private page that leads on to the
// link. remove deletes the page; the caller calls it after KeepPage.
func (b Browser) Open(ctx context.Context, link secret.Value) (program string, remove func(), err error) {
	if why := b.Why(); why != "" {
		return "", nil, errors.New(why)
	}
	page, err := WriteSecret(b.Env, "apimtui-*.html", secret.New(`<!doctype html><meta name="referrer" content="no-referrer">`+
		`<meta http-equiv="refresh" content="0;url=`+html.EscapeString(link.Reveal())+`">`))
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.Remove(page) }
	if err := b.start(ctx, append(opener(), page)); err != nil {
		remove()
		return "", nil, err
	}
	return opener()[0], remove, nil
}

func (b Browser) start(ctx context.Context, words []string) error {
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Env = slices.DeleteFunc(slices.Clone(b.Env), func(e string) bool { return strings.HasPrefix(e, "AZURE_") })
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s could not be started", words[0])
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("%s failed", words[0])
		}
	case <-time.After(openFor):
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

// opener is the program that opens a page in the desktop's browser.
func opener() []string {
	switch runtime.GOOS {
	case "darwin":
		return []string{"open"}
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return []string{"xdg-open"}
}

// WriteSecret writes a secret to a new private file, in the runtime directory if
// there is one, which lives in memory. It returns the file's name.
func WriteSecret(env []string, pattern string, v secret.Value) (string, error) {
	dir := Getenv(env, "XDG_RUNTIME_DIR")
	if info, err := os.Stat(dir); dir == "" || err != nil || !info.IsDir() {
		dir = os.TempDir()
	}
	f, err := os.CreateTemp(dir, pattern) // 0600, and never through a link
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(strings.TrimRight(v.Reveal(), "\n") + "\n")
	if err = cmp.Or(err, f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return filepath.Clean(f.Name()), nil
}
