package cli

import (
	"encoding/csv"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"apimtui/api"
)

// csvHeader names the columns as the REST API names the properties; name is
// the user id there.
func csvHeader() []string {
	return []string{"name", "email", "firstName", "lastName", "state", "registrationDate", "note", "identities", "id"}
}

// writeCSV writes users as RFC 4180 has it, with a header.
func writeCSV(w io.Writer, users []*api.User) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(csvHeader()); err != nil {
		return err
	}
	for _, u := range users {
		cells := []cell{
			u.ID.Text(), u.Email, u.FirstName, u.LastName, textOf(u.State), textOf(registered(u, time.RFC3339Nano)),
			u.NoteText(), textOf(identities(u)), u.ResourceID,
		}
		row := make([]string, len(cells))
		for i, cell := range cells {
			row[i] = guard(cell)
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// identities writes how a user signs in as PROVIDER:ID, a semicolon between
// them.
func identities(u *api.User) string {
	var all []string
	for _, d := range u.Identities {
		all = append(all, d.Provider.Exact()+":"+d.ID.Exact())
	}
	return strings.Join(all, ";")
}

// formulas are the characters that a spreadsheet may take for the beginning of
// a formula, with their full-width twins.
const formulas = "=+-@\t\r＝＋－＠"

// guard is a cell's safe form that no spreadsheet computes: an apostrophe before
// it says that it is text.
func guard(c cell) string {
	safe := c.String()
	for _, s := range []string{c.Exact(), safe} {
		if r, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune(formulas, r) {
			return "'" + safe
		}
	}
	return safe
}
