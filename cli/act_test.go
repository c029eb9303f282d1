package cli

import (
	"strings"
	"testing"
)

// TestEveryWriteThatCannotPrintReportsItsOutcome has no stdout to write to.
func TestEveryWriteThatCannotPrintReportsItsOutcome(t *testing.T) {
	for command, want := range map[string]string{
		"block mateo-garcia":                                                " is blocked, on contoso-apim (context demo)",
		"update mateo-garcia --note x":                                      "note of Mateo ",
		"invite mateo-garcia --yes":                                         "an invitation was accepted by the service at ",
		"delete mateo-garcia --yes":                                         "Mateo García (mateo.garcia@contoso.com, user id mateo-garcia) is deleted",
		"groups mateo-garcia --add beta-testers":                            "is in group Beta testers (beta-testers)",
		"create --email ada@example.com --first-name Ada --last-name Byron": "new user Ada Byron (ada@example.com, user id ",
	} {
		for _, form := range []string{"table", "json", "jsonl", "csv"} {
			args := append([]string{"--demo", "--api-version", "2021-08-01", "-o", form, "users"}, strings.Fields(command)...)
			r := carryOut(t, func(s *stdio, _ *run) { s.out = brokenPipe{} }, args...)
			if r.code != exitFailed || !strings.Contains(r.err, "no space left") || !strings.Contains(r.err, "The outcome is saved: ") || !strings.Contains(r.err, want) {
				t.Errorf("%s -o %s: exit code %d: %s", command, form, r.code, r.err)
			}
		}
	}
}
