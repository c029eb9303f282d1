package cli

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"apimtui/api"
)

// format is an output format.
type format string

const (
	formatTable format = "table"
	formatJSON  format = "json"  // for a list, one array
	formatJSONL format = "jsonl" // one object a line
	formatCSV   format = "csv"
)

func formats() []string {
	return []string{string(formatTable), string(formatJSON), string(formatJSONL), string(formatCSV)}
}

// String implements pflag.Value.
func (f *format) String() string { return string(*f) }

// Type implements pflag.Value.
func (f *format) Type() string { return "form" }

// Set implements pflag.Value.
func (f *format) Set(s string) error {
	if !slices.Contains(formats(), s) {
		return fmt.Errorf("it must be one of %s", strings.Join(formats(), ", "))
	}
	*f = format(s)
	return nil
}

// print passes write a buffered stdout and reports an error if the output could
// not be written.
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

func unwritten(err error) error {
	return fmt.Errorf("the output could not be written: %s", reason(err))
}

// printUsers prints a list in the requested format.
func (o *usersOptions) printUsers(users []*api.User) error {
	return o.app.print(func(w io.Writer) error {
		switch o.output {
		case formatJSON:
			return writeJSON(w, users)
		case formatJSONL:
			return writeJSONLines(w, users)
		case formatCSV:
			return writeCSV(w, users)
		}
		return writeTable(w, userColumns(), userRows(users), o.app.io.width())
	})
}
