package cli

import (
	"io"

	"github.com/spf13/cobra"
)

// listing is a list of records for every output format. T is the object of the
// JSON formats.
type listing[T any] struct {
	columns []column       // of the table
	header  []string       // of CSV, which may have more columns than the table
	cells   func(T) []cell // of both
	// row is the safe cells of the table, where they are others; nil for none.
	row func(T) []string
}

// outputFlag adds -o for a command, or for all commands below it.
func outputFlag(cmd *cobra.Command, f *format) {
	cmd.PersistentFlags().VarP(f, "output", "o", "the output `FORM`: table, json, jsonl or csv")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp))
}

func (l *listing[T]) print(a *app, f format, items []T) error {
	return a.print(func(w io.Writer) error {
		switch f {
		case formatJSON:
			if items == nil {
				items = []T{}
			}
			return encoder(w, false).Encode(items)
		case formatJSONL:
			e := encoder(w, true)
			for _, item := range items {
				if err := e.Encode(item); err != nil {
					return err
				}
			}
			return nil
		case formatCSV:
			var rows [][]cell
			for _, item := range items {
				rows = append(rows, l.cells(item))
			}
			return writeCells(w, l.header, rows)
		}
		var rows [][]string
		for _, item := range items {
			if l.row != nil {
				rows = append(rows, l.row(item))
				continue
			}
			var row []string
			for _, c := range l.cells(item)[:len(l.columns)] {
				row = append(row, c.String())
			}
			rows = append(rows, row)
		}
		return writeTable(w, l.columns, rows, a.io.width())
	})
}
