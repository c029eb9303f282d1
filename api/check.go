package api

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
)

// The service's limits (User_CreateOrUpdate and User_Update, api-version
// 2024-05-01), in UTF-16 units as it counts them.
const (
	LongestUserID = 80
	LongestEmail  = 254
	LongestName   = 100 // first and last name each
)

// PropertyError reports a value that a property cannot have. Only input is
// checked, never what the service answered.
type PropertyError struct {
	Says string // one sentence, safe to draw
	// Unfinished is set when more typing may correct the value, so a form can
	// wait before it complains.
	Unfinished bool
}

func (e *PropertyError) Error() string { return e.Says }

// CheckUserID returns a *PropertyError if s cannot be the id of a new user.
func CheckUserID(s string) error {
	if s == "." || s == ".." {
		return &PropertyError{"This cannot be a user id.", true}
	}
	return checkLength(s, "A user id", LongestUserID)
}

// CheckEmail returns a *PropertyError if s is not an e-mail address. Only the
// service knows whether it is unique.
func CheckEmail(s string) error {
	before, after, at := strings.Cut(s, "@")
	switch {
	case strings.TrimSpace(s) != "" && strings.ContainsFunc(s, unicode.IsSpace):
		return &PropertyError{"An e-mail address has no spaces.", false}
	case strings.TrimSpace(s) != "" && (!at || before == "" || after == ""):
		return &PropertyError{"Write it like name@example.com.", true}
	}
	return checkLength(s, "An e-mail address", LongestEmail)
}

// CheckName returns a *PropertyError if s cannot be a first or last name.
func CheckName(p Property, s string) error { return checkLength(s, "A "+p.Label(), LongestName) }

// CheckSubscriptionID returns a *PropertyError if s cannot be the id of a new product
// subscription.
func CheckSubscriptionID(s string) error {
	if s == "." || s == ".." || strings.ContainsAny(s, "*#&+:<>?") {
		return &PropertyError{"An id of a product subscription has none of * # & + : < > ?, and is more than dots.", true}
	}
	return checkLength(s, "An id", 256)
}

// CheckSubscriptionName returns a *PropertyError if s cannot be the display name of a
// product subscription.
func CheckSubscriptionName(s string) error { return checkLength(s, "A name", 100) }

func checkLength(s, what string, most int) error {
	n := len(utf16.Encode([]rune(s)))
	switch {
	case strings.TrimSpace(s) == "":
		return &PropertyError{what + " is needed.", true}
	case n > most:
		return &PropertyError{fmt.Sprintf("%s has at most %d characters; this has %d.", what, most, n), false}
	}
	return nil
}

// NewUserID makes an id in the service's own format, 24 hexadecimal digits. It
// fails only when random does.
func NewUserID(random io.Reader) (UserID, error) {
	var b [12]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("cannot make a user id: %w", err)
	}
	return UserID(hex.EncodeToString(b[:])), nil
}
