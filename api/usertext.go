package api

import (
	"strings"
	"time"
)

// SearchText returns the text that a filter searches, safe to draw: every field
// of the user, separated by line feeds so that no word matches across two. The
// registration date is in UTC, as lists show it.
func (u *User) SearchText() string {
	parts := []string{u.DisplayName().String(), u.Email.String(), u.ID.String(), u.State.String()}
	if n := u.NoteText(); n != "" {
		parts = append(parts, n.String())
	}
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
