package cli

import (
	"time"

	"apimtui/api"
	"apimtui/api/text"
)

// cell is a value on its way into a table or a file of data.
type cell = text.Text

// textOf takes a string that is not text.Text for what it may be all the same:
// written by a stranger.
func textOf[S ~string](s S) cell { return text.Text(s) }

// The ways a moment is written, always in UTC.
const (
	day    = time.DateOnly
	minute = "2006-01-02 15:04 UTC"
	clock  = "15:04 UTC"
)

// registered is when a user registered, "" when the service does not say.
func registered(u *api.User, layout string) string { return moment(u.RegistrationDate, layout) }

func moment(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}
