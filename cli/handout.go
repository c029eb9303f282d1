package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/term/clipboard"
)

// handOut is how a secret leaves the program.
type handOut struct {
	*usersOptions
	show, copy bool
}

func (h *handOut) define(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&h.show, "show", false, "print it even on a terminal")
	cmd.Flags().BoolVar(&h.copy, "copy", false, "copy it instead of printing it")
}

// check refuses to make a secret that nobody would see: on a terminal it is not
// shown unless that is asked for.
func (h *handOut) check(cmd *cobra.Command, what string, elsewhere bool) error {
	if h.output == formatCSV {
		return usagef(cmd, "-o csv: %s is no table; leave -o out, or use -o json", what)
	}
	if h.show || h.copy || elsewhere || !h.app.io.outTerminal {
		return nil
	}
	return usagef(cmd, "%s is not shown on a terminal, and was not made: --show prints it, --copy copies it without showing it, and a pipe gets it as it is", what)
}

// ready connects, and refuses what would have a secret made that may not be made
// or that could reach nobody. Nothing is asked of the service yet.
func (h *handOut) ready(ctx context.Context, what string) (*session, error) {
	s, err := h.app.connect()
	if err != nil {
		return nil, err
	}
	if err := s.mayWrite(); err != nil {
		return nil, err
	}
	if !h.copy {
		return s, nil
	}
	return s, h.app.mayCopy(ctx, copier(s.settings, h.app.io.env), what)
}

// notMade words a failed request for a secret. One whose answer was lost may
// have made it, and nothing takes it back: lives says how long it would last.
func (h *handOut) notMade(err error, what, lives string) error {
	if !api.AccessLost(err) {
		return err
	}
	return &notDone{outcome: api.Unknown, code: exitUnknown,
		says: "No " + what + " was received, and one may exist " + lives + ". " + h.app.explain(err)}
}

// prints says whether the value goes to stdout.
func (h *handOut) prints(elsewhere bool) bool { return h.show || !h.copy && !elsewhere }

// print writes the bare value, alone on a line, or wrapped with its expiry.
func (h *handOut) print(v secret.Value, expiry time.Time) error {
	if h.output != formatTable {
		return h.printObject(struct {
			Value  string    `json:"value"`
			Expiry time.Time `json:"expiry"`
		}{v.Reveal(), expiry.UTC()})
	}
	return h.app.print(func(w io.Writer) error {
		_, err := fmt.Fprintln(w, v.Reveal())
		return err
	})
}

// give hands a value out: to the clipboard, to stdout, or to both. unsafe is
// why it must not be copied, nil when it may.
func (h *handOut) give(ctx context.Context, s *session, v secret.Value, expiry time.Time, elsewhere bool, unsafe error) error {
	if h.copy {
		if unsafe != nil {
			return &coded{fmt.Errorf("not copied: %w", unsafe), exitFailed}
		}
		claim, err := h.app.copy(ctx, copier(s.settings, h.app.io.env), v)
		if err != nil {
			return err
		}
		fmt.Fprintln(h.app.io.err, stays(claim))
	}
	if !h.prints(elsewhere) {
		return nil
	}
	return h.print(v, expiry)
}

// stays says how long a copy lasts that this program is not there to clear.
func stays(claim clipboard.Claim) string {
	if claim == clipboard.Copied {
		return "It stays in the clipboard until something else is copied."
	}
	return "If it arrived, it stays in the clipboard until something else is copied."
}

// ends says when a secret ends, in local time and UTC.
func ends(t time.Time, now time.Time) string {
	const local = "2006-01-02 15:04:05 MST"
	s := t.UTC().Format("2006-01-02 15:04:05 UTC")
	if l := t.Local().Format(local); l != s {
		s = l + " (" + s + ")"
	}
	if left := t.Sub(now).Truncate(time.Second); left > 0 {
		return s + ", in " + left.String()
	}
	return s + ", which is over already"
}
