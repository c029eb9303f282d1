package cli

import (
	"os"
	"strings"
	"time"
	_ "time/tzdata" // for machines without zone data
)

// zone returns the local time zone, nil if TZ does not name a known one. The
// time package would silently use UTC.
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
	case name == "Local": // only the time package knows it
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
