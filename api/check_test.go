package api_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"apimtui/api"
)

func TestPropertiesAreChecked(t *testing.T) {
	first := func(s string) error { return api.CheckName(api.PropFirstName, s) }
	for _, c := range []struct {
		name       string
		check      func(string) error
		value      string
		says       string
		unfinished bool
	}{
		{"an id", api.CheckUserID, "mateo-garcia", "", false},
		{"an id of an old service", api.CheckUserID, "legacy/o'brien & co", "", false},
		{"an id that is a path", api.CheckUserID, "..", "This cannot be a user id.", true},
		{"no id", api.CheckUserID, " ", "A user id is needed.", true},
		{"the longest id", api.CheckUserID, strings.Repeat("x", 80), "", false},
		{"an id too long", api.CheckUserID, strings.Repeat("x", 81), "A user id has at most 80 characters; this has 81.", false},
		{"an address", api.CheckEmail, "o'brien+test@example.com", "", false},
		{"half an address", api.CheckEmail, "mia@", "Write it like name@example.com.", true},
		{"an address with a space", api.CheckEmail, "mia @example.com", "An e-mail address has no spaces.", false},
		{"no address", api.CheckEmail, "", "An e-mail address is needed.", true},
		{"an address too long", api.CheckEmail, "a@" + strings.Repeat("x", 253), "An e-mail address has at most 254 characters; this has 255.", false},
		{"no name", first, "\t", "A first name is needed.", true},
		{"the longest name, in pairs of units", first, strings.Repeat("😀", 50), "", false},
		{"a name too long, in pairs of units", first, strings.Repeat("😀", 51), "A first name has at most 100 characters; this has 102.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.check(c.value)
			var wrong *api.PropertyError
			switch {
			case c.says == "" && err != nil, c.says != "" && !errors.As(err, &wrong):
				t.Errorf("says %v, want %q", err, c.says)
			case wrong != nil && (wrong.Error() != c.says || wrong.Unfinished != c.unfinished):
				t.Errorf("says %q, unfinished %v", wrong, wrong.Unfinished)
			}
		})
	}
}

func TestNewUserIDsAreRandomOrNone(t *testing.T) {
	id, err := api.NewUserID(bytes.NewReader([]byte("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\xff")))
	if id != "000102030405060708090aff" || err != nil {
		t.Errorf("made %q, %v", id, err)
	}
	if id, err := api.NewUserID(iotest.ErrReader(errors.New("dry"))); id != "" || err == nil {
		t.Errorf("without randomness it returned %q, %v", id, err)
	}
}
