package simulator

import "net/http"

// apiVersion holds the differences of an api-version of the service resource
// and all below it. All have a count in lists and take the nested body for a
// token.
type apiVersion struct {
	name      string
	emptyLink bool // the last page of a list has the nextLink ""
	patched   int  // status of a user PATCH: 200 with the user, or 204
	deleted   int  // status of a user DELETE: 200, 202 or 204
	results   bool // a 202 has Azure-AsyncOperation in addition to Location
	keys      bool // product subscriptions include their keys
	tracing   bool // product subscriptions have allowTracing
	portals   bool // the service returns the states of its portals
}

// apiVersions uses what was recorded of each version, then its specification,
// then the nearest stable version. These are therefore assumptions: all of
// 2020-12-01 (as 2021-08-01) and of the previews after 2024-05-01 (as that
// one), the keys of 2019-12-01 (as 2019-01-01), and the nextLink of the
// previews of 2023 (as 2022-08-01 or 2024-05-01, whichever is nearer). Nothing
// after 2022-08-01 was recorded. From 2023-05-01-preview on both 202 and 204
// are declared for a deletion; 204 for 2023-09-01-preview and 202 for the
// others is a choice.
func apiVersions() []apiVersion {
	const ok, accepted, gone = http.StatusOK, http.StatusAccepted, http.StatusNoContent
	return []apiVersion{
		// name, emptyLink, patched, deleted, results, keys, tracing, portals
		{"2019-12-01", false, gone, ok, false, true, false, false},
		{"2020-12-01", false, ok, ok, false, false, false, false},
		{"2021-08-01", false, ok, ok, false, false, false, false},
		{"2022-08-01", false, ok, ok, false, false, true, false},
		{"2023-05-01-preview", false, ok, accepted, false, false, true, false},
		{"2023-09-01-preview", true, ok, gone, true, false, true, true},
		{"2024-05-01", true, ok, accepted, true, false, true, true},
		{"2024-06-01-preview", true, ok, accepted, true, false, true, true},
		{"2024-10-01-preview", true, ok, accepted, true, false, true, true},
		{"2025-03-01-preview", true, ok, accepted, true, false, true, true},
	}
}

// Versions returns the names of the simulated api-versions, oldest first.
func Versions() []string {
	var names []string
	for _, v := range apiVersions() {
		names = append(names, v.name)
	}
	return names
}

// version returns the api-version of a valid request.
func (c *call) version() apiVersion {
	for _, v := range apiVersions() {
		if v.name == c.query.Get("api-version") {
			return v
		}
	}
	return apiVersion{}
}
