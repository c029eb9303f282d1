package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
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
func (o *writeOptions) command(cmd *cobra.Command, run runner) *cobra.Command {
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
func (o *writeOptions) conditional(cmd *cobra.Command, run runner) *cobra.Command {
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

// errNotAgreed reports that a question was not answered with yes.
var errNotAgreed = errors.New("not done: you did not agree, and nothing was sent")

// mayAsk reports an error when a question is needed and there is no terminal to
// ask on.
func (o *writeOptions) mayAsk() error {
	if o.asks == "" || o.yes || o.dryRun || o.app.canAsk() {
		return nil
	}
	return refusal("%s asks first, and there is no terminal to ask on: nothing was sent. Add --yes to do it without a question", o.asks)
}

// canAsk reports whether there is a terminal to ask on.
func (a *app) canAsk() bool { return a.io.inTerminal && a.io.errTerminal }

// confirm asks a question. The answer is y or, where a mistake is expensive, a
// word that must be typed.
func (a *app) confirm(ctx context.Context, question, word string) error {
	if word == "" {
		question += " [y/N]"
	}
	answer, err := a.ask(ctx, question+" ")
	switch {
	case err != nil:
		return err
	case word != "" && answer == word, word == "" && slices.Contains([]string{"y", "yes"}, strings.ToLower(answer)):
		return nil
	}
	return errNotAgreed
}

// ask writes a question to stderr and reads one line. A signal ends the wait.
// The blocked read ends with the process.
func (a *app) ask(ctx context.Context, question string) (string, error) {
	if !a.io.lines {
		fmt.Fprint(a.io.err, question)
	} else if _, err := fmt.Fprintln(a.io.out, strings.TrimRight(question, " ")); err != nil {
		return "", unwritten(err) // no answer is meant for it
	}
	type line struct {
		text string
		err  error
	}
	read := make(chan line, 1)
	input := a.io.input
	go func() {
		s, err := oneLine(input)
		read <- line{strings.TrimSpace(s), err}
	}()
	select {
	case l := <-read:
		if l.err != nil && !errors.Is(l.err, io.EOF) {
			return "", fmt.Errorf("the answer could not be read: %s", reason(l.err))
		}
		switch {
		case l.err != nil && a.io.lines:
			// A line without its end may be half an answer.
			a.ended = true
			return "", errInputEnded
		case l.err != nil:
			fmt.Fprintln(a.io.err)
		}
		return l.text, nil
	case <-ctx.Done():
		fmt.Fprintln(a.io.err)
		return "", context.Cause(ctx)
	}
}

// oneLine reads no further than the end of the line, which leaves the rest for
// the next question.
func oneLine(r io.Reader) (string, error) {
	var line []byte
	var next [1]byte
	for {
		if _, err := io.ReadFull(r, next[:]); err != nil || next[0] == '\n' {
			return string(line), err
		}
		line = append(line, next[0])
	}
}

// readLine reads a single line, without its line end.
func readLine(r io.Reader, most int) ([]byte, error) {
	buffer := make([]byte, most+2)
	n, err := io.ReadFull(r, buffer)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("standard input could not be read: %s", reason(err))
	}
	line := bytes.TrimSuffix(bytes.TrimSuffix(buffer[:n], []byte("\n")), []byte("\r"))
	switch {
	case len(line) == 0:
		return line, errors.New("standard input is empty")
	case len(line) > most:
		return line, fmt.Errorf("standard input has more than %d bytes", most)
	case bytes.ContainsAny(line, "\r\n"):
		return line, errors.New("standard input has more than one line")
	}
	return line, nil
}
