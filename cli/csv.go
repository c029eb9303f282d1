package cli

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/transfer"
)

// csvHeader names the columns as the REST API names the properties. There, name
// is the user id.
func csvHeader() []string {
	return []string{"name", "email", "firstName", "lastName", "state", "registrationDate", "note", "identities", "id"}
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
			guarded[i] = transfer.Guard(v)
		}
		_ = c.Write(guarded)
	}
	c.Flush()
	return c.Error()
}

func userCells(u *api.User) []cell {
	return []cell{
		u.ID.Text(), u.Email, u.FirstName, u.LastName, textOf(u.State), textOf(registered(u, time.RFC3339Nano)),
		u.NoteText(), textOf(identities(u)), u.ResourceID,
	}
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
