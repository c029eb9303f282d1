package cli

import (
	"context"
	"encoding/base64"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
)

// writeOptions are what all commands that write have in common.
type writeOptions struct {
	*usersOptions
	dryRun, yes bool
	ifMatch     string
	asks        string // what is asked about, such as "deleting a user"; "" asks nothing
}

// command gives a command the flags and the manners of one that writes.
func (o *writeOptions) command(cmd *cobra.Command, run func(context.Context, *cobra.Command, []string) error) *cobra.Command {
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "print the request instead of sending it")
	cmd.Flags().BoolVar(&o.yes, "yes", false, "do not ask")
	cmd.RunE = settling(func(ctx context.Context, cmd *cobra.Command, args []string) error {
		if err := o.checkCondition(cmd); err != nil {
			return err
		}
		return run(ctx, cmd, args)
	})
	return cmd
}

// conditional is command for a write that can be on the condition of a version.
func (o *writeOptions) conditional(cmd *cobra.Command, run func(context.Context, *cobra.Command, []string) error) *cobra.Command {
	cmd.Flags().StringVar(&o.ifMatch, "if-match", "", "write only if the user is still the version with this `ETAG`, "+
		"or over any version with *; otherwise, the one that is read first")
	return o.command(cmd, run)
}

// connect is app.connect for a command that is about to write.
func (o *writeOptions) connect() (*session, error) {
	s, err := o.app.connect()
	if err != nil || o.dryRun {
		return s, err
	}
	o.app.remind(s)
	return s, s.mayWrite()
}

// checkCondition refuses what is no strong ETag: taken as one, it would make
// every write a conflict.
func (o *writeOptions) checkCondition(cmd *cobra.Command) error {
	const found = "`apimtui users show USER -o json`"
	switch e := strings.TrimSpace(o.ifMatch); {
	case !cmd.Flags().Changed("if-match"), e == string(api.AnyVersion):
		return nil
	case strings.Trim(e, `" `) == "":
		return usagef(cmd, "--if-match is empty: give the ETag that %s prints, or leave the flag out", found)
	case strings.HasPrefix(strings.ToUpper(e), "W/"):
		return usagef(cmd, "--if-match %s: a weak ETag (W/) does not name one version: give the ETag that %s prints", text.Clean(e), found)
	case !isETag(e):
		return usagef(cmd, "--if-match %s: it must be base64 of %d bytes or more, in quotes or not, as %s has it under etag", text.Clean(e), leastETag, found)
	}
	return nil
}

// leastETag is the length of the service's shortest ETags, in bytes.
const leastETag = 8

// isETag says whether s is base64 as the service's ETags are, with both quotes
// or none.
func isETag(s string) bool {
	if inner, ok := strings.CutPrefix(s, `"`); ok {
		if s, ok = strings.CutSuffix(inner, `"`); !ok {
			return false
		}
	}
	raw, err := base64.StdEncoding.DecodeString(s)
	// The decoder passes over line ends, and no header may have them.
	return err == nil && len(raw) >= leastETag && !strings.ContainsAny(s, "\r\n")
}

// base is the version that the write is on the condition of: the one that was
// asked for, as it goes over the wire, with the quotes that shells like to eat.
func (o *writeOptions) base(now api.Version) api.Version {
	switch e := strings.TrimSpace(o.ifMatch); e {
	case "":
	case string(api.AnyVersion):
		now.ETag, now.Exact = api.AnyVersion, true
	default:
		now.ETag, now.Exact = api.ETag(`"`+strings.Trim(e, `"`)+`"`), true
	}
	return now
}

// stale says that a user, as read, is not the version asked for. A write to it
// is a conflict already, and need not be sent.
func (o *writeOptions) stale(now api.Version) bool {
	asked := o.base(now).ETag
	return asked != now.ETag && asked != api.AnyVersion
}

// read finds the user that is named and reads it, with the ETag of what was
// read.
func (s *session) read(ctx context.Context, named string) (api.Version, error) {
	v, err := s.lookUp(ctx, named)
	if err != nil || v.ETag != "" {
		return v, err
	}
	v.User, v.ETag, err = s.client.Users.Get(ctx, v.User.ID)
	return v, err
}

// nothingToDo says that a user is as it was asked to be already.
func (o *writeOptions) nothingToDo(a *act, line string) error {
	e, err := entityOf(&a.read.User, a.read.ETag)
	if err != nil {
		return err
	}
	a.written.Outcome = api.Saved
	return o.printAct(a, line, actJSON{Outcome: report.Unchanged, Message: line, entity: e})
}
