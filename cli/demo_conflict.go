package cli

import (
	"strings"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// otherName is the suffix that the other administrator of a demo adds to a last
// name, or removes again.
const otherName = "-Novak"

// anotherAdministrator changes users of the simulator without the console, to
// demonstrate a conflict. Each call changes the note and toggles the last name.
func anotherAdministrator(service func() *simulator.Service) func(api.UserID) string {
	return func(id api.UserID) string {
		name := ""
		known := service().Edit(string(id), func(u *simulator.User) {
			name = strings.TrimSpace(u.FirstName + " " + u.LastName)
			note := "Renamed on request, see ticket 2417."
			last, back := strings.CutSuffix(u.LastName, otherName)
			if back {
				note = "Renamed back, see ticket 2418."
			} else {
				last += otherName
			}
			u.LastName, u.Note = last, &note
		})
		if !known {
			return "Another administrator deleted the user before."
		}
		return "Another administrator changed the note and the last name of " + text.Clean(name).String() + "."
	}
}
