package api

import (
	"strings"
	"time"
)

// SearchFields are the names of the first lines of a SearchText, for a filter on
// one field.
func SearchFields() []string { return []string{"name", "email", "id", "state", "note"} }

// SearchText returns the text that a filter searches, safe to draw: every field
// of the user, separated by line feeds so that no word matches across two. The
// registration date is in UTC, as lists show it.
func (u *User) SearchText() string {
	parts := []string{u.DisplayName().String(), u.Email.String(), u.ID.String(), u.State.String(), u.NoteText().String()}
	for _, d := range u.Identities {
		parts = append(parts, d.Provider.String())
		if d.ID != u.Email {
			parts = append(parts, d.ID.String())
		}
	}
	if !u.RegistrationDate.IsZero() {
		parts = append(parts, u.RegistrationDate.UTC().Format(time.DateOnly))
	}
	return strings.Join(parts, "\n")
}
