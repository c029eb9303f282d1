package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
)

// failureJSON describes a failure for a script.
type failureJSON struct {
	Code      text.Text    `json:"code"`
	Message   text.Text    `json:"message"` // the service's message
	Details   []api.Detail `json:"details"`
	RequestID text.Text    `json:"requestId"`
	Advice    string       `json:"advice"`
}

// failureOf returns nil for errors that do not come from the client, or that
// have no details.
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

// printFailure prints a failure as JSON if the script requested JSON. Commands
// that write have already printed an object.
func (a *app) printFailure(cmd *cobra.Command, err error) {
	failure := failureOf(err)
	if failure == nil || cmd == nil || cmd.Flag("output") == nil {
		return
	}
	o := options{app: a, output: format(cmd.Flag("output").Value.String())}
	if o.json() {
		_ = o.printObject(failure) // stderr and the exit code report it too
	}
}
