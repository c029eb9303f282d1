package api

import (
	"encoding/json"
	"testing"
)

func TestServiceAddresses(t *testing.T) {
	for body, want := range map[string][2]string{
		`{"properties":{"developerPortalUrl":"https://d.example","managementApiUrl":"https://m.example"}}`: {"https://d.example", "https://m.example"},
		`{"properties":{"developerPortalUrl":null,"managementApiUrl":null}}`:                               {}, // while it activates
		`{"properties":{}}`: {},
	} {
		var s Service
		if err := json.Unmarshal([]byte(body), &s); err != nil {
			t.Fatal(err)
		}
		if got := [2]string{s.DeveloperPortalURL.Exact(), s.ManagementURL.Exact()}; got != want {
			t.Errorf("%s: read %q, want %q", body, got, want)
		}
	}
}
