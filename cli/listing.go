package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"apimtui/api/text"
)

// listing is a list of records for every output format. T is the object of the
// JSON formats.
type listing[T any] struct {
	columns []column       // of the table
	names   []string       // of its columns, where they can be chosen
	header  []string       // of CSV, which may have more columns than the table
	cells   func(T) []cell // of both
	// row is the safe cells of the table, where they are others; nil for none.
	row func(T) []string
}

// only keeps the columns that are named, of a table or a CSV file, in their order.
func (l *listing[T]) only(f format, names []string) error {
	known := l.header
	switch {
	case len(names) == 0:
		return nil
	case f == formatTable:
		known = l.names
	case f != formatCSV:
		return errors.New("only a table and -o csv have columns")
	}
	var kept []int
	for _, name := range names {
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, strings.TrimSpace(name)) })
		if i < 0 || slices.Contains(kept, i) {
			return fmt.Errorf("%s is not one of %s, each once", text.Clean(name), strings.Join(known, ", "))
		}
		kept = append(kept, i)
	}
	row, cells := l.row, l.cells
	l.row = func(v T) []string { return picked(row(v), kept) }
	l.cells = func(v T) []cell { return picked(cells(v), kept) }
	if f == formatTable {
		l.columns = picked(l.columns, kept)
	} else {
		l.header = picked(l.header, kept)
	}
	return nil
}

func picked[T any](all []T, at []int) []T {
	var some []T
	for _, i := range at {
		some = append(some, all[i])
	}
	return some
}

func (l *listing[T]) print(o *options, items []T) error {
	return o.app.print(func(w io.Writer) error { return l.write(w, o.output, items, o.app.io.width()) })
}

// write writes a table in at most width cells; 0 means no limit.
func (l *listing[T]) write(w io.Writer, f format, items []T, width int) error {
	switch f {
	case formatJSON, formatJSONL:
		return writeJSON(w, items, f == formatJSONL)
	case formatCSV:
		rows := make([][]cell, len(items))
		for i, item := range items {
			rows[i] = l.cells(item)
		}
		return writeCells(w, l.header, rows)
	}
	writeTable(w, l.columns, l.rows(items), width)
	return nil
}

// rows are those of the table.
func (l *listing[T]) rows(items []T) [][]string {
	rows := make([][]string, len(items))
	for i, item := range items {
		if l.row != nil {
			rows[i] = l.row(item)
			continue
		}
		for _, c := range l.cells(item)[:len(l.columns)] {
			rows[i] = append(rows[i], c.String())
		}
	}
	return rows
}
