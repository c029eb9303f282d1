package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// exchange is one recorded request and its answer.
type exchange struct {
	RequestMethod, RequestURI string
	RequestHeaders            map[string]string
	RequestBody               json.RawMessage
	StatusCode                int
	ResponseHeaders           map[string]string
	ResponseBody              json.RawMessage
}

// TestRecordingReplays sends the requests of a recording of the real service
// and compares status, headers, sizes and the order inside bodies.
func TestRecordingReplays(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/contract/recordings/*_user_crud.json")
	if len(files) == 0 {
		t.Skip("there are no recordings beside the project")
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var recording struct{ Entries []exchange }
	if err := json.Unmarshal(text, &recording); err != nil {
		t.Fatal(err)
	}
	clock := noon()
	place := regexp.MustCompile(`^/subscriptions/([^/]+)/resourceGroups/([^/]+)/.*/service/([^/]+)`).FindStringSubmatch(recording.Entries[0].RequestURI)
	s := New(Options{Users: 1, StampMinutes: true, PublisherEmail: "foo@live.com",
		SubscriptionID: place[1], ResourceGroup: place[2], ServiceName: place[3], Now: func() time.Time { return clock }})
	for i, e := range recording.Entries {
		t.Run(fmt.Sprintf("%02d %s", i+1, e.RequestMethod), func(t *testing.T) {
			clock, err = http.ParseTime(e.ResponseHeaders["Date"])
			if err != nil {
				t.Fatal(err)
			}
			replay(t, s, e)
		})
	}
}

func replay(t *testing.T, s *Service, e exchange) {
	var headers []string
	for name, value := range e.RequestHeaders {
		headers = append(headers, name+": "+value)
	}
	body := string(e.RequestBody)
	if body == "null" {
		body = ""
	}
	url := "https://management.azure.com" + strings.ReplaceAll(e.RequestURI, " ", "%20")
	got, err := s.absolute(t, e.RequestMethod, url, body, headers...)
	if err != nil {
		t.Fatal(err)
	}
	if got.status != e.StatusCode {
		t.Fatalf("%s: status %d, recorded %d\n%s", e.RequestURI, got.status, e.StatusCode, got.body)
	}
	compareHeaders(t, got.header, e.ResponseHeaders)
	want := outline(t, e.ResponseBody)
	if have := outline(t, []byte(got.body)); !slices.Equal(have, want) {
		t.Errorf("body differs:\n%s\nrecorded:\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
	if size := e.ResponseHeaders["Content-Length"]; !strings.Contains(e.RequestURI, "generateSsoUrl") {
		recorded, _ := strconv.Atoi(size)
		if a, b := len(got.body)-dates([]byte(got.body)), recorded-dates(e.ResponseBody); a != b {
			t.Errorf("%d bytes without dates, recorded %d", a, b)
		}
	}
	if tag := got.header.Get("ETag"); len(tag) != len(e.ResponseHeaders["ETag"]) {
		t.Errorf("ETag %s differs in length from %s", tag, e.ResponseHeaders["ETag"])
	}
}

// compareHeaders compares the sets of names. The recording has no request ids.
func compareHeaders(t *testing.T, got http.Header, recorded map[string]string) {
	t.Helper()
	want := map[string]bool{"X-Ms-Request-Id": true, "X-Ms-Correlation-Request-Id": true, "X-Ms-Routing-Request-Id": true}
	for name, value := range recorded {
		name = http.CanonicalHeaderKey(name)
		want[name] = true
		if !slices.Contains([]string{"Etag", "Content-Length"}, name) && !strings.Contains(name, "Ratelimit") && got.Get(name) != value {
			t.Errorf("header %s: %q, recorded %q", name, got.Get(name), value)
		}
	}
	for name := range got {
		if !want[name] {
			t.Errorf("header %s was not recorded", name)
		}
	}
	for name := range want {
		if got.Get(name) == "" {
			t.Errorf("header %s is missing", name)
		}
	}
}

func datePattern() *regexp.Regexp {
	return regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+Z`)
}

// dates returns the number of bytes in dates, which always differ.
func dates(body []byte) int {
	n := 0
	for _, d := range datePattern().FindAll(body, -1) {
		n += len(d)
	}
	return n
}

// outline returns the tokens of a body in order, without dates and signatures.
func outline(t *testing.T, body []byte) []string {
	t.Helper()
	var lines []string
	signature := regexp.MustCompile(`(&|%26)[A-Za-z0-9+/%]{60,}=*$`)
	d := json.NewDecoder(bytes.NewReader(body))
	for {
		token, err := d.Token()
		if err != nil {
			if len(lines) == 1 && lines[0] == "<nil>" {
				return nil
			}
			return lines
		}
		line := datePattern().ReplaceAllString(fmt.Sprint(token), "DATE")
		lines = append(lines, signature.ReplaceAllString(line, "&SIGNATURE"))
	}
}
