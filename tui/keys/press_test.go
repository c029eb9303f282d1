package keys

import "testing"

// A key that is clicked is the key that is pressed.
func TestPressIsTheKeyOfThatName(t *testing.T) {
	for _, b := range Table() {
		for _, name := range b.Keys {
			for _, typing := range []bool{false, true} {
				if got := Canonical(Press(name), typing).String(); got != name {
					t.Errorf("%s is pressed as %s", name, got)
				}
			}
		}
	}
}
