package cli

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"apimtui/api"
)

// csvHeader names the columns as the REST API names the properties. There, name
// is the user id.
func csvHeader() []string {
	return []string{"name", "email", "firstName", "lastName", "state", "registrationDate", "note", "identities", "id"}
}

// writeCSV writes users in RFC 4180 format, with a header.
func writeCSV(w io.Writer, users []*api.User) error {
	rows := make([][]cell, len(users))
	for i, u := range users {
		rows[i] = []cell{
			u.ID.Text(), u.Email, u.FirstName, u.LastName, textOf(u.State), textOf(registered(u, time.RFC3339Nano)),
			u.NoteText(), textOf(identities(u)), u.ResourceID,
		}
	}
	return writeCells(w, csvHeader(), rows)
}

// writeCells writes rows in RFC 4180 format, with a header or, for nil, without.
func writeCells(w io.Writer, header []string, rows [][]cell) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if header != nil {
		_ = c.Write(header) // Error returns it
	}
	for _, row := range rows {
		guarded := make([]string, len(row))
		for i, v := range row {
			guarded[i] = guard(v)
		}
		_ = c.Write(guarded)
	}
	c.Flush()
	return c.Error()
}

// identities formats the identities of a user as PROVIDER:ID, separated by
// semicolons.
func identities(u *api.User) string {
	var all []string
	for _, d := range u.Identities {
		all = append(all, d.Provider.Exact()+":"+d.ID.Exact())
	}
	return strings.Join(all, ";")
}

// formulas are the characters that may start a formula in a spreadsheet, with
// their full-width forms.
const formulas = "=+-@\t\r＝＋－＠"

// separators may end a cell in a spreadsheet, depending on its language
// setting.
const separators = ";\t\r\n"

// guard returns the safe form of a cell that no spreadsheet evaluates: an
// apostrophe marks each part that looks like a formula as text.
func guard(c cell) string {
	safe := c.String()
	if !slices.ContainsFunc([]string{c.Exact(), safe}, computes) {
		return safe
	}
	parts := strings.SplitAfter(safe, ";") // the other separators are already replaced
	for i, part := range parts {
		if i == 0 || isFormula(part) {
			parts[i] = "'" + part
		}
	}
	return strings.Join(parts, "")
}

// computes reports whether a value, or a part of it, looks like a formula.
func computes(s string) bool {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) })
	return isFormula(s) || slices.ContainsFunc(parts, isFormula)
}

func isFormula(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(formulas, r)
}
