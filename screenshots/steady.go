package screenshots

import (
	"regexp"
	"strings"
)

var (
	// follows finds what follows the clock: times of day with seconds,
	// countdowns and durations.
	follows = regexp.MustCompile(`\b\d{1,3}:\d\d(:\d\d)?\b|\b\d+ (h \d+ )?(min|s)\b`)
	length  = regexp.MustCompile(` textLength="[^"]*"`)
	blanks  = regexp.MustCompile(` {2,}`)
)

// Steady replaces in a frame, or its SVG, what is another in every run. In the
// rows where it finds something it also evens out lengths and blanks, since
// what became shorter moves what stands after it.
func Steady(frame string) string {
	rows := strings.Split(frame, "\n")
	for i, row := range rows {
		if steady := follows.ReplaceAllString(row, "(time)"); steady != row {
			rows[i] = blanks.ReplaceAllString(length.ReplaceAllString(steady, ""), "  ")
		}
	}
	return strings.Join(rows, "\n")
}

// secrets are what sign-in links and shared access tokens have in common, in
// every form that the console can show them in.
var secrets = regexp.MustCompile(`token=|SharedAccessSignature|(&|%26)\d{12}(\d\d)?(&|%26)|sig=`)

// Leak gives the piece of a frame that belongs to a secret, "" when there is
// none. Secrets are broken where a row ends, so rows are read as one text.
func Leak(frame string) string {
	return secrets.FindString(strings.Join(strings.Fields(frame), ""))
}

// Differences shows the rows in which two frames differ, "" when they are one.
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
