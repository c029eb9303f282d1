package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/config"
)

func (a *app) doctor() *cobra.Command {
	output := choice{value: string(formatTable), of: []string{string(formatTable), string(formatJSON)}}
	cmd := &cobra.Command{
		Use: "doctor [clipboard]", Short: "Report what works here", Args: noSuchCommand,
		Long: `Report what works on this machine and in this terminal, and with the chosen context:
terminal, configuration, network, sign-in and service. Every line is ok, warn or fail.
What cannot be tried after a failure says so. Nothing is changed.

The report holds no secrets, and shortens account names: it is safe in a ticket.

The exit code is 1 when a line is fail, and 2 when the configuration is broken.`,
		Example: "  apimtui doctor\n  apimtui doctor --context prod -o json\n  apimtui doctor clipboard",
		RunE: interruptible(func(ctx context.Context, _ *cobra.Command, _ []string) error {
			return a.examine(ctx, format(output.value))
		}),
	}
	cmd.Flags().VarP(&output, "output", "o", "the output `FORM`: table or json")
	cmd.AddCommand(a.doctorClipboard())
	return cmd
}

// status is the result of a check.
type status string

const (
	statusOK   status = "ok"
	statusWarn status = "warn"
	statusFail status = "fail"
)

// check is one line of a report. Its text is safe to draw.
type check struct {
	Section string `json:"section"`
	Name    string `json:"name"`
	Status  status `json:"status"`
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

// examination collects checks.
type examination struct {
	app     *app
	section string
	checks  []check
	privacy privacy
	err     error // the first one that a check met
}

func (x *examination) ok(name, message string)           { x.add(statusOK, name, message, "") }
func (x *examination) warn(name, message, remedy string) { x.add(statusWarn, name, message, remedy) }
func (x *examination) fail(name, message, remedy string) { x.add(statusFail, name, message, remedy) }

// untried reports checks that a failure above prevents.
func (x *examination) untried(why string, names ...string) {
	for _, name := range names {
		x.warn(name, "not tried: "+why, "")
	}
}

func (x *examination) add(s status, name, message, remedy string) {
	if remedy != "" {
		remedy = stop(remedy)
	}
	x.checks = append(x.checks, check{x.section, name, s, x.privacy.clean(message), x.privacy.clean(remedy)})
}

func (x *examination) failed() bool {
	return slices.ContainsFunc(x.checks, func(c check) bool { return c.Status == statusFail })
}

// examine makes the report. It goes from this machine to the service, so that
// the first failure is the cause of those below it.
func (a *app) examine(ctx context.Context, f format) error {
	x := &examination{app: a, privacy: newPrivacy(a.io.getenv)}
	s, broken := a.anySettings()
	x.terminal()
	x.clipboard(ctx, s)
	x.configuration(s, broken)
	x.state()
	x.remote(ctx, s, broken)
	x.section = "Program"
	x.ok("Version", a.build.String())
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var settings []settingRecord
	if s != nil {
		for _, r := range settingRecords(s) {
			r.Value, r.From = text.Text(x.privacy.clean(r.Value.Exact())), text.Text(x.privacy.clean(r.From.Exact()))
			settings = append(settings, r)
		}
	}
	if err := x.print(f, settings); err != nil {
		return err
	}
	switch {
	case broken != nil:
		return broken
	case x.failed():
		return &coded{errors.New("not everything works here"), exitFailed}
	}
	return nil
}

func (x *examination) print(f format, settings []settingRecord) error {
	if f == formatJSON {
		return (&options{x.app, f}).printObject(struct {
			Checks   []check         `json:"checks"`
			Settings []settingRecord `json:"settings"`
		}{x.checks, settings})
	}
	l := settingListing()
	return x.app.draw(func(w io.Writer, width int) {
		x.write(w, width)
		if settings != nil {
			section{title: "Settings", columns: l.columns, rows: l.rows(settings)}.write(w, width)
		}
	})
}

// write draws the lines by section, each with its status first.
func (x *examination) write(w io.Writer, width int) {
	for i, c := range x.checks {
		if i == 0 {
			fmt.Fprintln(w, c.Section)
		} else if c.Section != x.checks[i-1].Section {
			fmt.Fprintln(w, "\n"+c.Section)
		}
		words := c.Message
		if c.Remedy != "" {
			words = text.Stop(words) + " " + c.Remedy
		}
		writeLabelled(w, fmt.Sprintf("%-5s %-15s ", c.Status, c.Name), words, width)
	}
}

func contextOf(s *config.Settings) *config.Context {
	if s == nil || !s.HasContext {
		return nil
	}
	return &s.Context
}

// privacy makes text safe to draw and to pass on: the home directory becomes ~,
// and account names keep their first letter.
type privacy struct {
	home string
	full bool // for the screen of the operator: nothing is shortened
}

func newPrivacy(getenv func(string) string) privacy {
	home := filepath.Clean(cmp.Or(getenv("HOME"), getenv("USERPROFILE")))
	if !filepath.IsAbs(home) || home == filepath.Dir(home) {
		return privacy{}
	}
	return privacy{home: home}
}

func (p privacy) clean(s string) string {
	if p.full {
		return text.Clean(secret.Redact(s)).String()
	}
	if p.home != "" {
		s = strings.ReplaceAll(s, p.home, "~")
	}
	s = regexp.MustCompile(`([\pL\pN])[\pL\pN._%+'#-]*@`).ReplaceAllString(secret.Redact(s), "$1***@")
	return text.Clean(s).String()
}

// account shortens a name that is no e-mail address. An id says nothing.
func (p privacy) account(name string) string {
	if p.full || strings.Contains(name, "@") || len(name) == 36 && strings.Count(name, "-") == 4 {
		return name
	}
	return string([]rune(name)[:1]) + "***"
}

// remote checks the way to the service of the chosen context, the sign-in and
// the service itself.
func (x *examination) remote(ctx context.Context, s *config.Settings, broken error) {
	c := contextOf(s)
	why := ""
	switch {
	case broken != nil:
		why = "the configuration is broken"
	case c == nil:
		why = "no context is chosen"
	case x.app.global.demo:
		x.section = "Network"
		x.ok("Network", "not used in a demonstration")
	case !x.reach(ctx, c.Endpoint.V):
		why = "the endpoint cannot be reached"
	}
	if why == "" {
		session, err := x.app.connect()
		if err == nil && x.signIn(ctx, session) {
			x.service(ctx, session)
			return
		}
		x.section = "Sign-in"
		if err != nil {
			x.problem("Sign-in", err)
		}
		why = "signing in failed"
	} else {
		x.section = "Sign-in"
		x.untried(why, "Sign-in")
	}
	x.section = "Service"
	x.untried(why, "Service", "Permissions")
}

// signIn gets a token, and reports who answered.
func (x *examination) signIn(ctx context.Context, s *session) bool {
	x.section = "Sign-in"
	if err := s.client.SignIn(ctx); err != nil {
		x.problem("Sign-in", err)
		return false
	}
	who, _ := s.client.Account()
	x.ok("Sign-in", cmp.Or(who.Credential, string(who.Mode), s.settings.Context.Auth.V))
	if who.Name != "" {
		x.ok("Account", x.privacy.account(who.Name))
	}
	if who.Tenant != "" {
		x.ok("Tenant", who.Tenant)
	}
	if !who.Expires.IsZero() {
		x.ok("Expires", moment(who.Expires, minute))
	}
	return true
}

// service reads the service and judges whether it has users.
func (x *examination) service(ctx context.Context, s *session) {
	x.section = "Service"
	ctx, cancel := context.WithTimeout(ctx, lineDeadline)
	defer cancel()
	got, err := s.client.Services.Get(ctx)
	if err != nil {
		x.problem("Service", err)
		x.untried("the service cannot be read", "Permissions")
		return
	}
	tier := got.SKU.String() + " tier in " + got.Location.String()
	state := got.ProvisioningState.String()
	switch {
	case strings.EqualFold(got.SKU.Exact(), "Consumption"):
		x.fail("Service", got.Name.String()+": "+tier, "The Consumption tier has no users: choose a service of another tier")
	case state != "" && !strings.EqualFold(state, "Succeeded"):
		x.warn("Service", got.Name.String()+": "+tier+", "+state, "Wait until the service is ready")
	default:
		x.ok("Service", got.Name.String()+": "+tier)
	}
	switch portal := got.DeveloperPortalStatus.String(); {
	case strings.EqualFold(portal, "Disabled"):
		x.warn("Portal", "the developer portal is disabled: sign-in links and mails lead nowhere", "Enable it, or set --app-type portal")
	case portal == "":
		x.ok("Portal", "its state is not told by this api-version")
	default:
		x.ok("Portal", "the developer portal is "+strings.ToLower(portal))
	}
	x.ok("api-version", s.client.APIVersion())
	x.actions(ctx, s)
}

// actions tells what the identity may do, as far as its roles say.
func (x *examination) actions(ctx context.Context, s *session) {
	p, err := s.client.Permissions(ctx)
	if err != nil {
		x.warn("Permissions", "not known: "+api.Explain(err).What.String(), "")
		return
	}
	var may, not []string
	for _, a := range api.ActionsWeUse() {
		if p.Allows(a.Action) {
			may = append(may, a.What)
		} else {
			not = append(not, a.What)
		}
	}
	const hint = " (by its roles; locks and conditions do not show)"
	switch {
	case len(not) == 0:
		x.ok("Permissions", "all that this program needs"+hint)
	case len(may) > 0:
		x.ok("Permissions", "may "+strings.Join(may, ", "))
	}
	if len(not) > 0 {
		x.warn("Permissions", "may not "+strings.Join(not, ", ")+hint, "The role API Management Service Contributor allows all of it")
	}
}

// problem reports an error as a failed line: what happened, and what to do.
func (x *examination) problem(name string, err error) {
	x.err = cmp.Or(x.err, err)
	if _, known := errors.AsType[*api.Error](err); known || errors.Is(err, context.DeadlineExceeded) {
		e := api.Explain(err)
		x.fail(name, e.What.String(), e.Do.String())
		return
	}
	x.fail(name, err.Error(), "")
}
