package conformance

import (
	"net/http"
	"slices"
	"testing"

	"apimtui/api/simulator"
)

// versions returns the api-versions of the trials.
func versions() []string {
	if testing.Short() {
		return slices.DeleteFunc(simulator.Versions(), func(v string) bool { return !common(v) })
	}
	return simulator.Versions()
}

// common selects api-versions that together have most differences, for trials
// that do not need every version.
func common(version string) bool {
	return slices.Contains([]string{"2019-12-01", "2024-05-01"}, version)
}

// patchAnswered returns the status of an update.
func patchAnswered(version string) int {
	if version == "2019-12-01" {
		return http.StatusNoContent
	}
	return http.StatusOK
}

// deleteAnswered returns the status of a deletion.
func deleteAnswered(version string) int {
	switch {
	case version < "2023-05-01-preview":
		return http.StatusOK
	case version == "2023-09-01-preview":
		return http.StatusNoContent
	}
	return http.StatusAccepted
}

// answersPatch and the following functions select the api-versions of a trial.
func answersPatch(version string) bool  { return patchAnswered(version) == http.StatusOK }
func silentPatch(version string) bool   { return !answersPatch(version) }
func acceptsDelete(version string) bool { return deleteAnswered(version) == http.StatusAccepted }

// wantPolls checks that an accepted deletion was polled to its end: by our
// client at Location, by the official one at the operation result if it got
// one.
func wantPolls(t *testing.T, c client, polls []simulator.Entry, path string) {
	t.Helper()
	var answers []int
	want, atUser := []int{202, 204}, true
	if _, official := c.(*official); official && c.asked() >= "2023-09-01-preview" {
		want, atUser = []int{200, 200}, false
	}
	for _, e := range polls {
		answers = append(answers, e.Status)
		q := queryOf(t, e)
		if e.Method != "GET" || (e.Path == path && q.Get("asyncId") != "" && q.Get("asyncCode") == "204") != atUser {
			t.Errorf("polled by %s %s?%s", e.Method, e.Path, e.Query)
		}
	}
	if !slices.Equal(answers, want) {
		t.Errorf("polls were answered %v", answers)
	}
}
