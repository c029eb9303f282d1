package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
)

// failureJSON is what failed for a script, each part in a field of its own.
type failureJSON struct {
	Code      text.Text    `json:"code"`
	Message   text.Text    `json:"message"` // the service's sentence
	Details   []api.Detail `json:"details"`
	RequestID text.Text    `json:"requestId"`
	Advice    string       `json:"advice"`
}

// failureOf is nil for errors that are not the client's, or say nothing.
func failureOf(err error) *failureJSON {
	var e *api.Error
	if !errors.As(err, &e) || e.Message == "" {
		return nil
	}
	f := &failureJSON{e.Code, e.Message, e.Details, e.RequestID, api.Explain(err).Do.String()}
	if f.Details == nil {
		f.Details = []api.Detail{}
	}
	return f
}

// printFailure gives a script that asked for JSON an object to read. Commands
// that write have printed one of their own.
func (a *app) printFailure(cmd *cobra.Command, err error) {
	failure := failureOf(err)
	if failure == nil || cmd == nil || cmd.Flag("output") == nil {
		return
	}
	o := usersOptions{app: a, output: format(cmd.Flag("output").Value.String())}
	if o.output == formatJSON || o.output == formatJSONL {
		_ = o.printObject(failure) // the sentence follows, and the exit code
	}
}
