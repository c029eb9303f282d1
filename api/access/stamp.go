package access

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// parseStamp reads the time inside a link or token: yyyyMMddHHmm on services
// built before 2023, yyyyMMddHHmmss since, always UTC.
func parseStamp(s string) (time.Time, error) {
	for _, layout := range []string{"200601021504", "20060102150405"} {
		if len(s) == len(layout) {
			if t, err := time.Parse(layout, s); err == nil {
				return t, nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("the expiry inside is not a moment of 12 or 14 digits")
}

// errUnsafe marks a value that must not reach a browser or shell.
var errUnsafe = errors.New("the service returned something that is not safe to paste")

// printable reports whether s is all visible ASCII.
func printable(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}
