package screenshots_test

import (
	"regexp"
	"strings"
)

// steady replaces what differs in every run, row by row: times of day with
// seconds, countdowns, durations and request ids. In these rows it also
// normalizes bars, lengths and blanks, because a shorter value moves the text
// behind it.
func steady(rows string) string {
	varies := regexp.MustCompile(`\b\d{1,3}:\d\d(:\d\d)?\b|\b\d+ (h \d+ )?(min|ms|s)\b|\brequest [0-9a-f-]{36}`)
	around := regexp.MustCompile(` textLength="[^"]*"|<(path|rect)[^>]*>|[━─]+`)
	blanks := regexp.MustCompile(` {2,}`)
	lines := strings.Split(rows, "\n")
	for i, row := range lines {
		if s := varies.ReplaceAllString(row, "(varies)"); s != row {
			lines[i] = blanks.ReplaceAllString(around.ReplaceAllString(s, ""), "  ")
		}
	}
	return strings.Join(lines, "\n")
}

// leak returns the part of a frame that belongs to a sign-in link or a shared
// access token in any form that the console shows, "" when there is none.
// Secrets wrap at the end of a row, so rows are joined.
func leak(frame string) string {
	secrets := regexp.MustCompile(`token=|SharedAccessSignature|(&|%26)\d{12}(\d\d)?(&|%26)|sig=`)
	return secrets.FindString(strings.Join(strings.Fields(frame), ""))
}

// differences returns the rows in which two frames differ in what is steady, ""
// when there are none.
func differences(want, got string) string {
	w, g := strings.Split(steady(want), "\n"), strings.Split(steady(got), "\n")
	var b strings.Builder
	for i := range max(len(w), len(g)) {
		if before, now := rowOf(w, i), rowOf(g, i); before != now {
			b.WriteString("- " + before + "\n+ " + now + "\n")
		}
	}
	return b.String()
}

func rowOf(rows []string, i int) string {
	if i < len(rows) {
		return rows[i]
	}
	return ""
}
