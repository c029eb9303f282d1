package theme

import "strings"

// Who is an address, an id, or an identity as it is shown: before an audience with a
// dot for each rune, so that it can be typed. What says nothing of the user stays: the
// provider of an identity, and the beginning and the end of a domain.
func (t *Theme) Who(s string) string {
	if !t.Private {
		return s
	}
	provider, at, end := strings.IndexByte(s, ':'), strings.LastIndexByte(s, '@'), strings.LastIndexByte(s, '.')
	var b strings.Builder
	for i, r := range s {
		domain := at >= 0 && (i == at || i == at+1 || end > at && i >= end)
		if i > provider && !domain {
			r = '•'
		}
		b.WriteRune(r)
	}
	return b.String()
}
