package api_test

import (
	"regexp"
	"testing"
	"time"

	"apimtui/api"
)

// Keys, flags and commands belong to the surfaces.
func TestAdviceNamesNoKeyFlagOrCommand(t *testing.T) {
	spelt := regexp.MustCompile("`|--|\\baz\\b|ctrl|APIMTUI|\\bpress\\b")
	full := api.Advice{Tenant: "t-1", Cloud: api.ChinaCloud, Command: "az login --x", Multifactor: true, Permission: "a/b", Role: "R",
		MaybeGranted: true, APIVersion: "2024-05-01", Wait: time.Minute}
	for act := api.ActSignIn; act <= api.ActReadAgain; act++ {
		for _, a := range []api.Advice{{Act: act}, full} {
			a.Act = act
			words := a.String()
			if spelt.MatchString(words) {
				t.Errorf("act %d names a word of a surface: %s", act, words)
			}
			if (words == "") != (act == api.ActObeyPolicy && !a.Multifactor) {
				t.Errorf("act %d says %q", act, words)
			}
		}
	}
	if s := (api.Advice{}).String(); s != "" {
		t.Errorf("no advice contains %s", s)
	}
}
