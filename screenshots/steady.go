package screenshots

import (
	"regexp"
	"strings"
)

var (
	// follows matches what depends on the clock: times of day with seconds,
	// countdowns and durations.
	follows = regexp.MustCompile(`\b\d{1,3}:\d\d(:\d\d)?\b|\b\d+ (h \d+ )?(min|s)\b`)
	length  = regexp.MustCompile(` textLength="[^"]*"`)
	blanks  = regexp.MustCompile(` {2,}`)
)

// Steady replaces the parts of a frame, or of its SVG, that differ in every
// run. In those rows it also normalizes lengths and blanks, because a shorter
// value moves the text behind it.
func Steady(frame string) string {
	rows := strings.Split(frame, "\n")
	for i, row := range rows {
		if steady := follows.ReplaceAllString(row, "(time)"); steady != row {
			rows[i] = blanks.ReplaceAllString(length.ReplaceAllString(steady, ""), "  ")
		}
	}
	return strings.Join(rows, "\n")
}

// secrets matches sign-in links and shared access tokens, in every form that
// the console shows.
var secrets = regexp.MustCompile(`token=|SharedAccessSignature|(&|%26)\d{12}(\d\d)?(&|%26)|sig=`)

// Leak returns the part of a frame that belongs to a secret, "" when there is
// none. Secrets wrap at the end of a row, so rows are joined.
func Leak(frame string) string {
	return secrets.FindString(strings.Join(strings.Fields(frame), ""))
}

// Differences returns the rows in which two frames differ, "" when they are
// equal.
func Differences(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for i := range max(len(w), len(g)) {
		if before, now := at(w, i), at(g, i); before != now {
			b.WriteString("- " + before + "\n+ " + now + "\n")
		}
	}
	return b.String()
}

func at(rows []string, i int) string {
	if i < len(rows) {
		return rows[i]
	}
	return ""
}
