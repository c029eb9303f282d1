package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
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

// writeJSON writes an array, or with lines one object a line. The values themselves
// escape characters that a terminal would act on.
func writeJSON[T any](w io.Writer, items []T, lines bool) error {
	var indented bytes.Buffer
	before, end := "[\n  ", "\n]\n"
	if len(items) == 0 {
		end = "[]\n"
	}
	for _, item := range items {
		body, err := marshal(item)
		if err != nil {
			return err
		}
		if lines {
			fmt.Fprintf(w, "%s\n", body)
			continue
		}
		indented.Reset()
		if err := json.Indent(&indented, body, "  ", "  "); err != nil {
			return err
		}
		fmt.Fprintf(w, "%s%s", before, &indented)
		before = ",\n  "
	}
	if !lines {
		fmt.Fprint(w, end)
	}
	return nil
}

// marshal returns JSON without spaces, and with unescaped & and <.
func marshal(v any) ([]byte, error) {
	if m, ok := v.(json.Marshaler); ok {
		return m.MarshalJSON() // an encoder would read all of it again
	}
	var b bytes.Buffer
	err := encoder(&b, true).Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// encoder writes JSON with unescaped & and <. It indents unless the output is
// one line.
func encoder(w io.Writer, oneLine bool) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if !oneLine {
		e.SetIndent("", "  ")
	}
	return e
}

// entity is a user, group or product subscription in the form of the REST API, with
// the ETag. The API sends the ETag in a header, which a script cannot see. It has the
// place that other resources of Resource Manager use.
type entity struct {
	ID         json.RawMessage `json:"id,omitempty"`
	Type       json.RawMessage `json:"type,omitempty"`
	Name       json.RawMessage `json:"name,omitempty"`
	ETag       *text.Text      `json:"etag,omitempty"`
	Properties json.RawMessage `json:"properties,omitempty"`
	SystemData json.RawMessage `json:"systemData,omitempty"` // from 2025-03-01-preview on
}

// entityFrom converts an entity. An empty ETag is unknown and omitted.
func entityFrom(v json.Marshaler, etag api.ETag) (entity, error) {
	var e entity
	body, err := v.MarshalJSON()
	if err != nil {
		return e, err
	}
	err = json.Unmarshal(body, &e)
	if t := text.Text(etag); t != "" {
		e.ETag = &t
	}
	return e, err
}
