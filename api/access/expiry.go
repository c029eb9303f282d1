package access

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// MostLife is the longest a token may live.
const MostLife = 30 * 24 * time.Hour

// LimitError reports an expiry that the service would not accept. Nothing was
// sent.
type LimitError struct {
	Asked, Latest time.Time
	Past          bool
	local         *time.Location
}

func (e *LimitError) Error() string {
	what := "is more than 30 days away"
	if e.Past {
		what = "is in the past"
	}
	latest := e.Latest.In(e.local).Format(limitLayout)
	if utc := e.Latest.UTC().Format(limitLayout); utc != latest {
		latest += " (" + utc + ")"
	}
	return fmt.Sprintf("%s %s: a token expires between now and %s", e.Asked.In(e.local).Format(limitLayout), what, latest)
}

const limitLayout = "2006-01-02 15:04:05 MST"

var durationParts = regexp.MustCompile(`^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$`)

// ParseExpiry reads the expiry of a token: a duration such as 90m, 8h, 7d or
// 1d12h from now, the service's time, or a moment such as 2026-03-02T17:00Z. A
// moment without a zone is local time; it is refused if local is nil, which
// means that the local time zone is unknown.
//
// It fails with *LimitError for a moment that has passed or is more than 30
// days away.
func ParseExpiry(s string, now time.Time, local *time.Location) (time.Time, error) {
	s = strings.TrimSpace(s)
	t, err := ParseMoment(s, now, local)
	if err != nil {
		return time.Time{}, err
	}
	if local == nil {
		local = time.UTC
	}
	return t.UTC(), CheckExpiry(t, now, local)
}

// CheckExpiry returns a *LimitError for an expiry that the service would not
// accept.
func CheckExpiry(t, now time.Time, local *time.Location) error {
	latest := now.Add(MostLife)
	if !t.After(now) || t.After(latest) {
		return &LimitError{Asked: t, Latest: latest, Past: !t.After(now), local: local}
	}
	return nil
}

// ParseMoment reads a moment as ParseExpiry does, without its limits.
func ParseMoment(s string, now time.Time, local *time.Location) (time.Time, error) {
	if m := durationParts.FindStringSubmatch(s); m != nil && s != "" {
		return addDuration(m, now)
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04Z07:00", "2006-01-02 15:04 UTC", "2006-01-02 15:04:05 UTC"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		t, err := time.Parse(layout, s)
		switch {
		case err != nil:
		case local == nil:
			return time.Time{}, fmt.Errorf("%q is local time, and TZ does not name a time zone that is known here: "+
				"add Z for UTC or an offset such as +01:00, or set TZ to a name such as Europe/Berlin", s)
		default:
			return onLocalClock(t, local)
		}
	}
	return time.Time{}, fmt.Errorf("%q is neither a duration such as 8h or 7d nor a date such as 2026-03-02T17:00 (local) or 2026-03-02T17:00Z", s)
}

func addDuration(m []string, now time.Time) (time.Time, error) {
	units := []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second}
	var total time.Duration
	for i, unit := range units {
		if m[i+1] == "" {
			continue
		}
		n, err := strconv.Atoi(m[i+1])
		if err != nil || n > int(1000*24*time.Hour/unit) {
			return time.Time{}, fmt.Errorf("%s is too long: a token lives 30 days at most", m[0])
		}
		total += time.Duration(n) * unit
	}
	return now.Add(total), nil
}

// onLocalClock returns the moment at which local clocks show wall. When clocks
// go back, wall occurs twice and the earlier moment is used; when they go
// forward, it may not occur at all.
func onLocalClock(wall time.Time, local *time.Location) (time.Time, error) {
	guess := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, local)
	for _, shift := range []time.Duration{-2 * time.Hour, -time.Hour, -30 * time.Minute, 0, 30 * time.Minute, time.Hour, 2 * time.Hour} {
		if t := guess.Add(shift); t.Format(wallLayout) == wall.Format(wallLayout) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%s does not exist in %s: the clocks skip it", wall.Format(wallLayout), local)
}

const wallLayout = "2006-01-02 15:04:05"
