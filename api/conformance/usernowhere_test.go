package conformance

import (
	"strings"
	"testing"

	"apimtui/api/simulator"
)

// userNowhere writes users of a missing service. A client that checks before it
// creates finds that out without a write.
func userNowhere() []trial {
	return []trial{{name: "write to a missing service", write: writeNowhere, ops: []simulator.Operation{
		simulator.UserPatch, simulator.UserDelete, simulator.UserSSO, simulator.UserToken, simulator.UserPasswordMail}}}
}

func writeNowhere(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "mateo-garcia")
	other := c.elsewhere(t, "other")
	_, _, err := other.create(t.Context(), "ada", creation{email: adasEmail, first: "Ada", last: "King", notify: true})
	wantRefusal(t, err, 404, "ResourceNotFound")
	_, err = other.update(t.Context(), from, change{last: ptr("Mine")})
	wantRefusal(t, err, 404, "ResourceNotFound")
	wantRefusal(t, other.delete(t.Context(), from, deletion{notify: true}), 404, "ResourceNotFound")
	wantRefusal(t, other.invite(t.Context(), from, "portal"), 404, "ResourceNotFound")
	_, err = other.ssoURL(t.Context(), "mateo-garcia")
	wantRefusal(t, err, 404, "ResourceNotFound")
	_, err = other.accessToken(t.Context(), "mateo-garcia", "primary", soon())
	wantRefusal(t, err, 404, "ResourceNotFound")
	wantRefusal(t, other.passwordMail(t.Context(), "mateo-garcia", "portal"), 404, "ResourceNotFound")

	for _, e := range s.Journal()[1:] { // the first one loaded the user
		if e.Status != 404 || !strings.Contains(e.Path, "/service/other/") {
			t.Errorf("%s %s was answered %d", e.Method, e.Path, e.Status)
		}
	}
	wantUntouched(t, s, from)
	wantMails(t, s)
}
