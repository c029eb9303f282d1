package cli

import (
	"os"
	"strings"
	"time"
	_ "time/tzdata" // for machines without zone data
)

// zone is the local time zone, nil where TZ does not name one that is known. The
// time package then takes UTC without a word.
func (s *stdio) zone() *time.Location {
	name := strings.TrimPrefix(s.getenv("TZ"), ":")
	switch {
	case name == "":
		return time.Local
	case strings.HasPrefix(name, "/"):
		data, err := os.ReadFile(name)
		if err != nil {
			return nil
		}
		return known(time.LoadLocationFromTZData(name, data))
	case name == "Local": // to the time package alone
		return nil
	}
	return known(time.LoadLocation(name))
}

func known(l *time.Location, err error) *time.Location {
	if err != nil {
		return nil
	}
	return l
}
