package cli

import (
	"time"

	"apimtui/api"
	"apimtui/api/text"
)

// cell is a value of a table or a CSV file.
type cell = text.Text

// textOf treats a string as untrusted text.
func textOf[S ~string](s S) cell { return text.Text(s) }

// Layouts of a date, always in UTC.
const (
	day    = time.DateOnly
	minute = "2006-01-02 15:04 UTC"
	clock  = "15:04 UTC"
)

// registered formats the registration date of a user, "" when the service sends
// none.
func registered(u *api.User, layout string) string { return moment(u.RegistrationDate, layout) }

func moment(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}
