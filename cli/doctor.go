package cli

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api/journal"
	"apimtui/api/text"
	"apimtui/config"
)

const doctorHelp = `Report what works on this machine and in this terminal: where the configuration is
read and the state is kept, the time zone and the proxy, and every setting with its
source. Nothing is sent.

The exit code is 1 when something does not work.`

func (a *app) doctor() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "doctor [clipboard]",
		Short:   "Report what works here",
		Long:    doctorHelp,
		Example: "  apimtui doctor\n  apimtui doctor clipboard",
		Args:    noSuchCommand,
		RunE:    func(*cobra.Command, []string) error { return a.examine() },
	}
	cmd.AddCommand(a.doctorClipboard())
	return cmd
}

func (a *app) examine() error {
	s, broken := a.anySettings()
	fields, well := a.surroundings(s)
	err := a.print(func(w io.Writer) error {
		if err := writeFields(w, fields, a.io.width()); err != nil || s == nil {
			return err
		}
		return settingsSection(s).write(w, a.io.width())
	})
	switch {
	case err != nil:
		return err
	case broken != nil:
		return broken
	case !well:
		return &coded{errors.New("not everything works here"), exitFailed}
	}
	return nil
}

// surroundings describes the environment and reports whether all is well. s is
// nil when the configuration is broken.
func (a *app) surroundings(s *config.Settings) (fields []field, well bool) {
	well = true
	say := func(label, right string, err error) {
		if err != nil {
			well, right = false, err.Error()
		}
		fields = append(fields, field{label, []string{text.Clean(right).String()}})
	}
	switch {
	case s == nil:
		say("Configuration", "broken", nil)
	case a.global.demo:
		say("Configuration", "not read in a demonstration", nil)
	case s.Path == "":
		say("Configuration", "", errors.New("not read: no home directory is known"))
	case !s.Exists:
		say("Configuration", s.Path+", which does not exist", nil)
	default:
		say("Configuration", s.Path, nil)
	}
	if !a.global.demo {
		dir, err := config.StateDir(a.io.getenv)
		if err == nil {
			err = journal.New(journal.Options{Dir: dir}).Writable()
		}
		if err != nil {
			err = fmt.Errorf("cannot be kept: %w", err)
		}
		say("State", dir, err)
		proxy := "none"
		if a.io.getenv("HTTPS_PROXY")+a.io.getenv("https_proxy") != "" {
			proxy = "the one that HTTPS_PROXY names"
		}
		say("Proxy", proxy, config.CheckProxies(a.io.getenv))
	}
	zone := a.io.zone()
	if zone == nil {
		say("Time zone", "", errors.New("UTC, since TZ does not name a time zone that is known here"))
	} else {
		say("Time zone", zone.String()+time.Now().In(zone).Format(" (MST, UTC-07:00)"), nil)
	}
	return fields, well
}

func settingsSection(s *config.Settings) section {
	all := section{title: "Settings", columns: []column{{"KEY", 19, 3, mostName}, {"VALUE", 12, 2, mostText}, {"FROM", 10, 1, mostText}}}
	for _, r := range s.Rows() {
		all.rows = append(all.rows, []string{r.Key, text.Clean(r.Value).String(), text.Clean(r.From.String()).String()})
	}
	return all
}
