package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apimtui/api"
)

// contract is the directory with recordings of the real service and the
// examples of its specification. It is beside the project.
const contract = "../../shared/contract"

// exchange is an answer of the real service to a request.
type exchange struct {
	name, method, path string
	status             int
	header             map[string]string
	body               json.RawMessage
}

// TestClientReadsTheWholeContract passes every recorded or documented answer
// through the client, and compares the result with the plain JSON.
func TestClientReadsTheWholeContract(t *testing.T) {
	all := append(recordings(t), examples(t)...)
	if len(all) == 0 {
		t.Skip("no " + contract + " beside the project")
	}
	read := 0
	for _, x := range all {
		t.Run(x.name, func(t *testing.T) {
			if x.compare(t) {
				read++
			}
		})
	}
	if read < 20 {
		t.Errorf("only %d of %d answers were read", read, len(all))
	}
}

func recordings(t *testing.T) []exchange {
	files, _ := filepath.Glob(contract + "/recordings/*.json")
	var all []exchange
	for _, f := range files {
		var recording struct {
			Entries []struct {
				RequestMethod, RequestURI string
				StatusCode                int
				ResponseHeaders           map[string]string
				ResponseBody              json.RawMessage
			}
		}
		parse(t, f, &recording)
		for _, e := range recording.Entries {
			path, _, _ := strings.Cut(e.RequestURI, "?")
			all = append(all, exchange{e.RequestMethod + " " + filepath.Base(path), e.RequestMethod, path, e.StatusCode, e.ResponseHeaders, e.ResponseBody})
		}
	}
	return all
}

func examples(t *testing.T) []exchange {
	files, _ := filepath.Glob(contract + "/examples/*.json")
	var all []exchange
	for _, f := range files {
		var example struct {
			Responses map[string]struct {
				Headers map[string]string
				Body    json.RawMessage
			}
		}
		parse(t, f, &example)
		if r, ok := example.Responses["200"]; ok {
			name := strings.TrimPrefix(strings.TrimSuffix(filepath.Base(f), ".json"), "ApiManagement")
			all = append(all, exchange{name: name, method: http.MethodGet, path: examplePath(name), status: 200, header: r.Headers, body: r.Body})
		}
	}
	return all
}

// examplePath returns the path of an example, below the service.
func examplePath(name string) string {
	switch name {
	case "ListUsers", "ListGroupUsers":
		return "/users"
	case "ListUserGroups", "ListGroups":
		return "/users/x/groups"
	case "ListUserSubscriptions":
		return "/users/x/subscriptions"
	case "ListUserIdentities":
		return "/users/x/identities"
	case "GetUser", "CreateUser", "UpdateUser", "CreateGroupUser", "HeadUser":
		return "/users/x"
	}
	return ""
}

func parse(t *testing.T, file string, into any) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// The service's links are followed, including their default port.
func TestRecordedPageAddress(t *testing.T) {
	link := endpoint + ":443" + base + "/users?%24top=1&api-version=2022-08-01&%24skip=1"
	w := &wire{answer: func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Has("$skip") {
			return reply(r, 200, page("2", "", "b")), nil
		}
		return reply(r, 200, page("2", link, "a")), nil
	}}
	var r api.Roster
	rest := newClient(t, w).Users.Load(t.Context(), api.LoadOptions{FollowLinks: true}, r.Put)
	if !rest.Complete() || r.Len() != 2 {
		t.Fatal(rest.Err)
	}
	if want, _ := url.Parse(link); w.requests()[1].URL.String() != want.String() {
		t.Errorf("followed %s, not %s", w.requests()[1].URL, want)
	}
}
