package cli

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/secret"
	"apimtui/api/text"
)

// writeOptions are the common options of all commands that write.
type writeOptions struct {
	*options
	dryRun, yes bool
	ifMatch     string
	of          string // "" writes users, report.Subscription or report.Group
	from        string // a file that names several users
	rows        *rowPrinter
	alike       bool   // all of several writes are the same operation
	asks        string // subject of the question, such as "deleting a user"; "" asks nothing
}

// command adds the flags and behaviour of a command that writes.
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

// conditional is command for a write that can depend on a version.
func (o *writeOptions) conditional(cmd *cobra.Command, run func(context.Context, *cobra.Command, []string) error) *cobra.Command {
	cmd.Flags().StringVar(&o.ifMatch, "if-match", "", "write only if the "+cmp.Or(o.of, "user")+" still has this `ETAG`, "+
		"or over any version with *; by default, the ETag that is read first")
	return o.command(cmd, run)
}

func (o *writeOptions) connect() (*session, error) {
	s, err := o.app.connect()
	if err != nil || o.dryRun {
		return s, err
	}
	o.app.remind(s)
	return s, o.app.mayRecord(s)
}

// checkCondition refuses anything but a strong ETag: with another value, every
// write would be a conflict.
func (o *writeOptions) checkCondition(cmd *cobra.Command) error {
	shown := map[string]string{"": "users show USER", report.Group: "groups show GROUP", report.Subscription: "subscriptions show SID"}
	found := "`apimtui " + shown[o.of] + " -o json`"
	switch e := strings.TrimSpace(o.ifMatch); {
	case !cmd.Flags().Changed("if-match"), e == string(api.AnyVersion):
		return nil
	case strings.Trim(e, `" `) == "":
		return usagef(cmd, "--if-match is empty: give the ETag that %s prints, or omit the flag", found)
	case strings.HasPrefix(strings.ToUpper(e), "W/"):
		return usagef(cmd, "--if-match %s: a weak ETag (W/) does not name one version: give the ETag that %s prints", text.Clean(e), found)
	case !isETag(e):
		return usagef(cmd, "--if-match %s: it must be base64 of %d bytes or more, in quotes or not, as %s has it under etag", text.Clean(e), leastETag, found)
	}
	return nil
}

// leastETag is the length of the service's shortest ETags, in bytes.
const leastETag = 8

// isETag reports whether s is base64 like the service's ETags, with both quotes
// or none.
func isETag(s string) bool {
	if inner, ok := strings.CutPrefix(s, `"`); ok {
		if s, ok = strings.CutSuffix(inner, `"`); !ok {
			return false
		}
	}
	raw, err := base64.StdEncoding.DecodeString(s)
	// The decoder skips line ends, which a header must not have.
	return err == nil && len(raw) >= leastETag && !strings.ContainsAny(s, "\r\n")
}

// condition returns the ETag that the write depends on: the requested one, in its
// wire form, including the quotes that shells remove.
func (o *writeOptions) condition(now api.ETag) (etag api.ETag, exact bool) {
	switch e := strings.TrimSpace(o.ifMatch); e {
	case "":
		return now, false
	case string(api.AnyVersion):
		return api.AnyVersion, true
	default:
		return api.ETag(`"` + strings.Trim(e, `"`) + `"`), true
	}
}

// nothingToDo reports that an entity already is as requested.
func (a *actOf[V, E]) nothingToDo(o *writeOptions, line string) error {
	e, err := a.of.tagged(a.read)
	if err != nil {
		return err
	}
	a.written.Outcome = api.Saved
	return a.print(o, line, actJSON{Outcome: report.Unchanged, Message: line, entity: e})
}

// requestJSON is a request of a dry run.
type requestJSON struct {
	Method  string                    `json:"method"`
	URL     string                    `json:"url"`
	IfMatch text.Text                 `json:"ifMatch,omitempty"`
	Body    map[string]map[string]any `json:"body,omitempty"`
}

// printRequests prints the requests of a dry run, without the password.
func (o *writeOptions) printRequests(requests ...api.Request) error {
	for _, r := range requests {
		v := requestJSON{Method: r.Method, URL: r.URL, IfMatch: text.Text(r.IfMatch), Body: shownBody(r.Body)}
		var err error
		if o.json() {
			err = o.printObject(v)
		} else {
			err = o.app.draw(v.write)
		}
		if err != nil {
			return err
		}
	}
	fmt.Fprintln(o.app.io.err, "Not sent (--dry-run).")
	return nil
}

// shownBody returns the body of a request, safe to draw.
func shownBody(body map[string]any) map[string]map[string]any {
	if body == nil {
		return nil
	}
	properties := map[string]any{}
	for name, value := range body {
		if s, ok := value.(string); ok {
			value = text.Text(s)
		}
		if name == string(api.PropPassword) {
			value = secret.Redacted
		}
		properties[name] = value
	}
	return map[string]map[string]any{"properties": properties}
}

// write draws the request in HTTP format.
func (v requestJSON) write(w io.Writer, _ int) {
	fmt.Fprintf(w, "%s %s\n", v.Method, text.Clean(v.URL))
	if v.IfMatch != "" {
		fmt.Fprintf(w, "If-Match: %s\n", v.IfMatch)
	}
	if v.Body != nil {
		fmt.Fprintln(w)
		_ = encoder(w, false).Encode(v.Body) // of texts
	}
}
