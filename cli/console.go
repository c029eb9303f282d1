package cli

import (
	"cmp"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api/journal"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// consoleOptions are the options of the command without a subcommand.
type consoleOptions struct {
	app     *app
	user    string
	version bool
	inLines bool
	present bool
}

func (o *consoleOptions) run(cmd *cobra.Command, _ []string) error {
	if o.version {
		if err := refuseServiceFlags(cmd); err != nil {
			return err
		}
		return o.app.printVersion()
	}
	if cmd.Flags().Changed("user") && o.user == "" {
		return usagef(cmd, "--user is empty: give an id, an e-mail or a name")
	}
	if o.inLines && o.present {
		return usagef(cmd, "--present masks what is drawn, and --linear draws nothing: give one of them")
	}
	if o.inLines {
		return settling(o.linear)(cmd, nil)
	}
	if err := o.app.checkTerminal(); err != nil {
		return err
	}
	options, err := o.options()
	if err != nil {
		return err
	}
	options.Present = o.present
	return o.app.console(cmd.Context(), options, o.app.io.terminal())
}

// options are those of the console on the chosen service, or on none yet.
func (o *consoleOptions) options() (tui.Options, error) {
	if o.app.global.demo {
		s, err := o.app.connectDemo()
		if err != nil {
			return tui.Options{}, err
		}
		return s.console(o.user, &o.app.io), nil
	}
	b := o.app.newSwitchboard()
	settings, err := o.app.resolve()
	if settings != nil && err != nil { // no service is named
		return b.options(&session{settings: settings, now: time.Now, unfinished: journal.New(journal.Options{})}, ""), nil
	}
	if err != nil {
		return tui.Options{}, err
	}
	s, err := o.app.open(settings)
	if err != nil {
		return tui.Options{}, err
	}
	if c := &settings.Context; c.Name.From != c.Service.From {
		b.here = c.Name.V
	}
	return b.options(s, o.user), nil
}

// checkTerminal reports an error when the console cannot be shown.
func (a *app) checkTerminal() error {
	switch {
	case !a.io.inTerminal || !a.io.outTerminal:
		return refusal("The console needs a terminal for input and output; `apimtui --linear` asks and answers in plain lines, and scripts use `apimtui users list`")
	case a.io.getenv("TERM") == "dumb":
		return refusal("The console cannot be drawn on a terminal of type dumb (TERM=dumb); use `apimtui --linear`, which asks and answers in plain lines, or set TERM to what the terminal is, such as xterm-256color")
	case a.io.getenv("TERM") == "" && runtime.GOOS != "windows":
		return refusal("The console cannot be drawn on a terminal of unknown type (TERM is not set); use `apimtui --linear`, which asks and answers in plain lines, or set TERM to what the terminal is, such as xterm-256color")
	case a.io.getenv("TEA_TRACE") != "" && a.log == nil:
		// Bubble Tea traces everything it writes, including copied secrets.
		return refusal("TEA_TRACE is set, which would write everything shown or copied into a file; unset it, or add --log-file PATH")
	}
	return nil
}

// console returns the options of the console for a session.
func (s *session) console(query string, io *stdio) tui.Options {
	c, at := &s.settings.Context, &addresses{session: s}
	local := io.zone()
	options := tui.Options{
		Context:     text.Clean(c.Name.V).String(),
		Service:     text.Clean(c.Service.V).String(),
		Badges:      s.badges(),
		Theme:       theme.Name(s.settings.Theme.V),
		Colors:      s.settings.Colors.V,
		FullRow:     s.settings.Selection.V == "bar",
		Mouse:       s.settings.Mouse.V,
		Columns:     s.settings.Columns.V,
		Command:     s.command,
		Query:       query,
		Portal:      at.developerPortal,
		TokenTarget: at.tokenTarget,
		Env:         io.env,
		ReadOnly:    c.ReadOnly.V,
		Production:  c.Production.V,
		Another:     s.another,
		Scenes:      s.scenes,
		Journal:     s.unfinished,
		NewToken:    s.newToken,
		Left:        s.pending(),
		Clipboard:   copier(s.settings, io.env),
		ClearAfter:  s.settings.ClearClipboardAfter.V,
		Now:         s.now,
		Local:       local,
		NoZone:      local == nil,
		Forgets:     s.forgetful(),
	}
	if local == nil {
		options.Notices = []string{"Times are shown in UTC: TZ does not name a time zone that is known here."}
	}
	if path := s.settings.Path; path != "" {
		options.KeepColumns = func(columns []string) error { return config.ChangeColumns(path, columns) }
	}
	if s.client != nil {
		options.Client = s.client
		options.Identity, options.Where = s.identity, s.where
	}
	return options
}

// identity says who is signed in, "" while no one is. A demonstration has no one.
func (s *session) identity() string {
	who, ok := s.client.Account()
	switch {
	case !ok || s.demo:
		return ""
	case who.Name == "":
		return who.Credential
	}
	return who.Name + " (" + who.Credential + ")"
}

// where names the service in full.
func (s *session) where() string {
	c := &s.settings.Context
	at := "Service " + c.Service.V + ", resource group " + c.ResourceGroup.V + ", Azure subscription " + c.Subscription.V
	who, _ := s.client.Account()
	if tenant := cmp.Or(who.Tenant, c.Tenant.V); tenant != "" {
		at += ", tenant " + tenant
	}
	return text.Clean(at + ".").String()
}

// forgetful returns why writes cannot be recorded, so that an interrupted one is
// not reported at the next start. It is "" when they can be.
func (s *session) forgetful() string {
	why := s.forgets
	if why == nil {
		why = s.unfinished.Writable()
	}
	if why == nil || s.demo || s.settings.Context.ReadOnly.V {
		return ""
	}
	said := "Writes are not recorded, and an interrupted one will not be reported at the next start: "
	switch s.settings.Context.Audit.V {
	case "off":
		said = "An interrupted write will not be reported at the next start: "
	case "required":
		said = "No write can be sent: this context requires the audit log (" + s.settings.Context.Audit.From.String() + "), and "
	}
	return text.Clean(said+why.Error()).String() + "."
}

func (s *session) badges() []tui.Badge {
	var badges []tui.Badge
	if s.settings.Context.Production.V {
		badges = append(badges, tui.Badge{Text: "PROD", Kind: ui.Bad})
	}
	if s.settings.Context.ReadOnly.V {
		badges = append(badges, tui.Badge{Text: "READ-ONLY", Kind: ui.Warn})
	}
	if s.demo {
		badges = append(badges, tui.Badge{Text: "DEMO", Kind: ui.Info})
	}
	return badges
}
