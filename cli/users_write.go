package cli

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apimtui/api"
	"apimtui/api/text"
)

// writeOptions are what all commands that write have in common.
type writeOptions struct {
	*usersOptions
	dryRun, yes bool
}

func (o *writeOptions) define(f *pflag.FlagSet) {
	f.BoolVar(&o.dryRun, "dry-run", false, "print the request instead of sending it")
	f.BoolVar(&o.yes, "yes", false, "do not ask")
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

// tried is what a write did beyond being sent.
type tried struct {
	accepted bool // the service accepted a deletion, which was waited for
	checked  bool // the answer was lost, and the user was read to see
}

// watch says what a write waits for: to everybody when it is throttled, the rest
// to somebody at a terminal.
func (o *writeOptions) watch(ctx context.Context, write api.Write) (api.Written, tried) {
	p := progress{io: &o.app.io}
	defer p.clear()
	var t tried
	w := write.Do(ctx, func(now api.Progress) {
		t.accepted = t.accepted || now.Deleting
		t.checked = t.checked || now.Checking
		switch {
		case now.Throttled > 0:
			p.clear()
			o.app.throttled(now)
		case now.Checking:
			p.show("the answer was lost: reading what became of it")
		case now.Deleting:
			p.show("accepted: waiting for the deletion to end")
		}
	})
	return w, t
}

// condition is the version that a write is about.
type condition struct{ ifMatch string }

func (c *condition) define(f *pflag.FlagSet) {
	f.StringVar(&c.ifMatch, "if-match", "", "write only if the user is still the version with this `ETAG`; otherwise, the one that is read first")
}

// check refuses what is no strong ETag: taken as one, it would make every write
// a conflict with nobody.
func (c *condition) check(cmd *cobra.Command) error {
	const found = "`apimtui users show USER -o json`"
	switch e := strings.TrimSpace(c.ifMatch); {
	case !cmd.Flag("if-match").Changed:
		return nil
	case e == "*":
		return usagef(cmd, "--if-match '*' would overwrite whatever somebody else has just changed: give an ETag, or leave the flag out")
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

// etag is the ETag asked for, as it goes over the wire: with its quotes, which
// shells like to eat.
func (c *condition) etag() api.ETag {
	return api.ETag(`"` + strings.Trim(strings.TrimSpace(c.ifMatch), `"`) + `"`)
}

// stale says that a user, as read, is not the version asked for. A write to it
// is a conflict already, and need not be sent.
func (c *condition) stale(now api.Version) bool { return c.ifMatch != "" && c.etag() != now.ETag }

// base is the version that the write is on the condition of.
func (c *condition) base(now api.Version) api.Version {
	if c.ifMatch != "" {
		now.ETag, now.Exact = c.etag(), true
	}
	return now
}

// refuse is the outcome of a write to a version that is no longer there.
func (c *condition) refuse(now api.Version) api.Written {
	return api.Written{Result: api.Result{Outcome: api.Conflict, Err: &api.Error{Kind: api.KindPrecondition}}, Now: now}
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

// spareBuiltIn refuses what must not happen to the administrator that every
// service is born with.
func spareBuiltIn(id, what string) error {
	if api.UserID(strings.TrimSpace(id)) != api.BuiltInUser {
		return nil
	}
	return refusal("user 1 is the built-in administrator, which can be neither blocked nor deleted: it was not %s, and nothing was sent", what)
}

// nothingToDo says that a user is as it was asked to be already.
func (o *usersOptions) nothingToDo(now api.Version, says string) error {
	switch o.output {
	case formatJSON, formatJSONL:
		e, err := entityOf(&now.User, now.ETag)
		if err != nil {
			return err
		}
		return o.printObject(changeJSON{Outcome: unchanged, Message: says, entity: e})
	case formatCSV:
		fmt.Fprintln(o.app.io.err, unchanged+": "+says)
		return o.printUsers([]*api.User{&now.User})
	}
	if _, err := fmt.Fprintln(o.app.io.out, unchanged+": "+says); err != nil {
		return errors.New("the output could not be written: " + reason(err))
	}
	return nil
}
