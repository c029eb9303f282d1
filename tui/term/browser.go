package term

import (
	"context"
	"errors"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"apimtui/api/secret"
)

// Browser opens links in a browser on this machine.
type Browser struct {
	Env []string
	// Run starts a program; nil runs it for real. For tests.
	Run func(ctx context.Context, name string, args ...string) error
}

// keepPage is how long the page that leads to a link stays on disk: long enough
// for a browser to start.
const keepPage = 20 * time.Second

// Why says why no browser can be opened here, "" when one can.
func (b Browser) Why() string {
	switch {
	case Getenv(b.Env, "SSH_CONNECTION") != "" || Getenv(b.Env, "SSH_TTY") != "":
		return "this is an SSH session: a browser would open on the other machine"
	case runtime.GOOS == "linux" && Getenv(b.Env, "DISPLAY") == "" && Getenv(b.Env, "WAYLAND_DISPLAY") == "":
		return "this machine has no display"
	}
	return ""
}

// Open opens a link. The link is a secret, and every program's arguments can be
// read by everybody on the machine: so the browser is given the name of a page,
// readable by its owner alone, that leads on to the link and is deleted soon.
func (b Browser) Open(ctx context.Context, link secret.Value) error {
	if why := b.Why(); why != "" {
		return errors.New(why)
	}
	page, err := WriteSecret(b.Env, "apimtui-*.html", secret.New(`<!doctype html><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=`+
		html.EscapeString(link.Reveal())+`">`))
	if err != nil {
		return err
	}
	time.AfterFunc(keepPage, func() { _ = os.Remove(page) })
	run := b.Run
	if run == nil {
		run = func(ctx context.Context, name string, args ...string) error {
			return exec.CommandContext(ctx, name, args...).Run()
		}
	}
	return run(ctx, opener(), page)
}

func opener() string {
	switch runtime.GOOS {
	case "darwin":
		return "open"
	case "windows":
		return "explorer"
	}
	return "xdg-open"
}

// WriteSecret writes a secret to a new file that its owner alone can read, in
// the runtime directory where there is one, which lives in memory. It gives the
// file's name.
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
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return filepath.Clean(f.Name()), nil
}
