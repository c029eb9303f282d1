package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	xterm "github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"apimtui/api/journal"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui/term"
	"apimtui/tui/term/clipboard"
)

// terminal checks what the console draws on.
func (x *examination) terminal() {
	io := &x.app.io
	x.section = "Terminal"
	name := io.getenv("TERM")
	width, height := x.size()
	switch {
	case name == "" && runtime.GOOS != "windows":
		x.fail("Terminal", "TERM is not set, so the console cannot be drawn", "Set TERM to what the terminal is, such as xterm-256color")
	case name == "dumb":
		x.fail("Terminal", "TERM is dumb, on which the console cannot be drawn", "Use `apimtui --linear`, or set TERM to what the terminal is, such as xterm-256color")
	case width == 0:
		x.ok("Terminal", cmp.Or(name, "Windows console")+"; the output goes elsewhere, so its size is not known")
	case width < 60 || height < 14:
		x.warn("Terminal", fmt.Sprintf("%s, %dx%d, which is smaller than 60x14", name, width, height), "Enlarge the window")
	default:
		x.ok("Terminal", fmt.Sprintf("%s, %dx%d", cmp.Or(name, "Windows console"), width, height))
	}
	x.ok("Reached", x.way())
	x.colours()
	locale := cmp.Or(io.getenv("LC_ALL"), io.getenv("LC_CTYPE"), io.getenv("LANG"), "not set")
	switch {
	case !term.UTF8(io.env):
		x.warn("Locale", locale+", which is not UTF-8: the console draws ASCII", "Set LANG to a UTF-8 locale, such as C.UTF-8")
	case term.MayRecode(io.env):
		x.ok("Locale", locale+"; the console asks GNU screen whether it passes UTF-8 on")
	default:
		x.ok("Locale", locale)
	}
	if zone := io.zone(); zone == nil {
		x.fail("Time zone", "UTC, since TZ does not name a time zone that is known here", "Set TZ to a name such as Europe/Berlin, or unset it")
	} else {
		x.ok("Time zone", zone.String()+time.Now().In(zone).Format(" (MST, UTC-07:00)"))
	}
}

// size returns the size of the terminal, 0 for none.
func (x *examination) size() (width, height int) {
	if !x.app.io.outTerminal || x.app.io.screen == nil {
		return 0, 0
	}
	width, height, _ = xterm.GetSize(x.app.io.screen.Fd())
	return width, height
}

// way describes what lies between this program and the terminal.
func (x *examination) way() string {
	var all []string
	for _, between := range []struct{ variable, name string }{
		{"SSH_CONNECTION", "through SSH"}, {"TMUX", "in tmux"}, {"STY", "in GNU screen"}, {"ZELLIJ", "in Zellij"},
	} {
		if x.app.io.getenv(between.variable) != "" {
			all = append(all, between.name)
		}
	}
	return cmp.Or(strings.Join(all, ", "), "directly")
}

func (x *examination) colours() {
	io := &x.app.io
	words := map[colorprofile.Profile]string{colorprofile.TrueColor: "16 million", colorprofile.ANSI256: "256", colorprofile.ANSI: "16"}
	number := words[colorprofile.Env(io.env)]
	switch {
	case term.NoColor(io.env):
		x.ok("Colours", "none, since NO_COLOR is set")
	case number == "":
		x.ok("Colours", "none")
	default:
		x.ok("Colours", number)
	}
	if width, _ := x.size(); !io.inTerminal || width == 0 || io.getenv("TERM") == "dumb" {
		x.ok("Background", "not asked, since input or output is no terminal")
		return
	}
	colour, err := lipgloss.BackgroundColor(io.in, io.screen)
	if err != nil || colour == nil {
		x.warn("Background", "the terminal does not report it", "Choose --theme dark or --theme light")
		return
	}
	r, g, b, _ := colour.RGBA()
	kind := "light"
	if 299*r+587*g+114*b < 500*0xffff {
		kind = "dark"
	}
	x.ok("Background", fmt.Sprintf("%s, #%02x%02x%02x", kind, r>>8, g>>8, b>>8))
}

// clipboard checks where a copy would go, without a copy.
func (x *examination) clipboard(ctx context.Context, s *config.Settings) {
	if s == nil {
		x.untried("the configuration is broken", "Clipboard")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, lineDeadline)
	defer cancel()
	p := copier(s, x.app.io.env).Plan(ctx)
	if !neverArrives(p.Claim) {
		x.ok("Clipboard", p.Route.String()+": "+p.Words)
		return
	}
	remedy := p.Instead
	if p.Line != "" {
		remedy = "Add `" + p.Line + "` to " + p.Where
	}
	x.warn("Clipboard", p.Words, remedy)
}

// configuration checks the file and the choice of a context.
func (x *examination) configuration(s *config.Settings, broken error) {
	x.section = "Configuration"
	switch {
	case broken != nil:
		x.broken(broken)
		return
	case x.app.global.demo:
		x.ok("File", "not read in a demonstration")
	case s.Path == "":
		x.fail("File", "not read: no home directory is known", "Set HOME to the path of your home directory")
	case !s.Exists:
		x.ok("File", s.Path+", which does not exist")
	default:
		x.permissions(s.Path)
	}
	if c := contextOf(s); c == nil {
		x.warn("Context", "none is chosen", "`apimtui context add NAME` adds one, --context NAME chooses one")
	} else {
		badges := ""
		if c.Production.V {
			badges += ", production"
		}
		if c.ReadOnly.V {
			badges += ", read-only"
		}
		x.ok("Context", c.Name.V+" ("+c.Name.From.String()+")"+badges)
	}
}

// broken lists the problems of a configuration.
func (x *examination) broken(err error) {
	remedy := ""
	if advised, ok := errors.AsType[*advisedError](err); ok {
		err, remedy = advised.error, advised.advice
	}
	for line := range strings.Lines(err.Error()) {
		x.fail("File", strings.TrimSuffix(line, "\n"), "")
	}
	x.checks[len(x.checks)-1].Remedy = x.privacy.clean(remedy)
}

func (x *examination) permissions(path string) {
	info, err := os.Stat(path)
	if err == nil && runtime.GOOS != "windows" && info.Mode().IsRegular() && info.Mode()&0o077 != 0 {
		x.fail("File", fmt.Sprintf("%s is open to other users of this machine (mode %04o)", path, info.Mode().Perm()), "chmod 600 "+path)
		return
	}
	x.ok("File", path)
}

// state checks that writes can be remembered.
func (x *examination) state() {
	if x.app.global.demo {
		return
	}
	x.section = "Files"
	dir, err := config.StateDir(x.app.io.getenv)
	if err == nil {
		err = journal.New(journal.Options{Dir: dir}).Writable()
	}
	if err != nil {
		x.fail("State", "cannot be kept: "+err.Error(), "Make it a directory that only you can write to, or set XDG_STATE_HOME to one")
		return
	}
	x.ok("State", dir)
}

const harmlessWord = "apimtui"

func (a *app) doctorClipboard() *cobra.Command {
	return &cobra.Command{
		Use: "clipboard", Short: "Report where a copy goes", Args: noArguments,
		Long: `Report how a copy would reach the clipboard and why, what tmux or the terminal would
do with it, and the configuration line that is missing where it would be dropped.
Then copy a harmless word and report the result. No service is needed.

The exit code is 1 when nothing can be copied here.`,
		Example: "  apimtui doctor clipboard",
		RunE:    interruptible(a.examineClipboard),
	}
}

func (a *app) examineClipboard(ctx context.Context, _ *cobra.Command, _ []string) error {
	s, err := a.anySettings()
	if err != nil {
		return err
	}
	c := copier(s, a.io.env)
	plan := c.Plan(ctx)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	lost, tried := neverArrives(plan.Claim), ""
	if !lost {
		tried, lost = a.tryClipboard(ctx, c)
		tried = fmt.Sprintf("the word %q: %s", harmlessWord, tried)
	}
	if err := a.printFields([]field{
		{"Setting", []string{fmt.Sprintf("clipboard: %s (%s)", s.Clipboard.V, text.Clean(s.Clipboard.From.String()))}},
		{"Route", []string{plan.Route.String()}},
		{"A copy", []string{plan.Words}},
		{"Because", plan.Because},
		{"Add", []string{plan.Line}},
		{"to", []string{plan.Where}},
		{"Instead", []string{plan.Instead}},
		{"Tried", []string{tried}},
	}); err != nil {
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

// tryClipboard copies the harmless word and returns what is known about the
// result.
func (a *app) tryClipboard(ctx context.Context, c *clipboard.Copier) (said string, lost bool) {
	r := c.Copy(ctx, secret.New(harmlessWord))
	defer r.Sequence.Wipe()
	if neverArrives(r.Claim) {
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
