package cli

import "io"

// listing is a list of records for every output format. T is the object of the
// JSON formats.
type listing[T any] struct {
	columns []column       // of the table
	header  []string       // of CSV, which may have more columns than the table
	cells   func(T) []cell // of both
	// row is the safe cells of the table, where they are others; nil for none.
	row func(T) []string
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
