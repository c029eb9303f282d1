package access

import (
	"strings"
	"testing"

	"apimtui/api/secret"
)

// What was made of an answer outlives it, and nothing of it outlives its own
// wiping.
func TestWipedGrantsHoldNothing(t *testing.T) {
	answer := secret.New("ada&202603021700&" + signature)
	tok, err := ParseToken(answer)
	if err != nil {
		t.Fatal(err)
	}
	answer.Wipe()
	if v, err := tok.As(Raw, ""); err != nil || !strings.Contains(v.Reveal(), signature) {
		t.Error("the token went with the answer")
	}
	tok.Wipe()
	for _, f := range Forms() {
		if v, _ := tok.As(f, "https://x.example"); strings.Contains(v.Reveal(), signature[4:20]) {
			t.Errorf("%s: the token is still there", f)
		}
	}

	answer = link("contoso.portal.azure-api.net", "202603020905")
	s, err := ParseSSO(answer)
	if err != nil {
		t.Fatal(err)
	}
	answer.Wipe()
	for _, wiped := range []bool{false, true} {
		if wiped {
			s.Wipe()
		}
		on, _ := s.On("https://dev.contoso.com", "")
		back, _ := s.Returned("")
		for _, v := range []secret.Value{on, back} {
			if there := strings.Contains(v.Reveal(), signature[:20]); there == wiped {
				t.Errorf("wiped %v, and the link is there: %v", wiped, there)
			}
		}
	}
}
