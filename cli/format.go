package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
)

type format string

const (
	formatTable format = "table"
	formatJSON  format = "json"  // for a list, one array
	formatJSONL format = "jsonl" // one object a line
	formatCSV   format = "csv"
)

func formats() []string {
	return wordsOf(formatTable, formatJSON, formatJSONL, formatCSV)
}

func (f *format) String() string { return string(*f) }

func (f *format) Type() string { return "form" }

func (f *format) Set(s string) error {
	if !slices.Contains(formats(), s) {
		return fmt.Errorf("it must be one of %s", strings.Join(formats(), ", "))
	}
	*f = format(s)
	return nil
}

// options are what all commands with data have.
type options struct {
	app    *app
	output format
}

// outputFlag adds -o for a command, or for all commands below it.
func outputFlag(cmd *cobra.Command, f *format) {
	cmd.PersistentFlags().VarP(f, "output", "o", "the output `FORM`: table, json, jsonl or csv")
	completeWords(cmd, "output", formats())
}

// json reports whether the output is JSON, in either form.
func (o *options) json() bool { return o.output == formatJSON || o.output == formatJSONL }

// printObject prints one object as JSON, for every output format.
func (o *options) printObject(v any) error {
	return o.app.print(func(w io.Writer) error {
		return encoder(w, o.output == formatJSONL).Encode(v)
	})
}

// printEntity prints an entity as JSON in the form of the REST API.
func (o *options) printEntity(v json.Marshaler, etag api.ETag) error {
	e, err := entityFrom(v, etag)
	if err != nil {
		return err
	}
	return o.printObject(e)
}

// print passes write a buffered stdout and reports an error if the output could
// not be written. The buffer keeps its first error, so write need not look for it.
func (a *app) print(write func(io.Writer) error) error {
	w := bufio.NewWriterSize(a.io.out, 64<<10)
	err := write(w)
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return unwritten(err)
	}
	return nil
}

// draw prints text for people, at most width cells wide; 0 means no limit.
func (a *app) draw(write func(w io.Writer, width int)) error {
	return a.print(func(w io.Writer) error {
		write(w, a.io.width())
		return nil
	})
}

func (a *app) printLine(line string) error {
	return a.draw(func(w io.Writer, _ int) { fmt.Fprintln(w, line) })
}

func unwritten(err error) error {
	return fmt.Errorf("the output could not be written: %s", reason(err))
}
