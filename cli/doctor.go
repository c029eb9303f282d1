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
			settings = append(settings, x.privacy.setting(r))
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

func (p privacy) setting(r settingRecord) settingRecord {
	r.Value = text.Text(p.clean(r.Value.Exact()))
	r.From = text.Text(p.clean(r.From.Exact()))
	return r
}
