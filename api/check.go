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

// PropertyError is a value that a property of a user cannot have. Only what
// somebody typed is judged, never what the service answered.
type PropertyError struct {
	Says string // one sentence, safe to draw
	// Unfinished says that typing on may mend it, so that it is not held
	// against somebody who is still typing.
	Unfinished bool
}

func (e *PropertyError) Error() string { return e.Says }

// CheckUserID gives the *PropertyError of an id for a new user, or nil.
func CheckUserID(s string) error {
	if s == "." || s == ".." {
		return &PropertyError{"This cannot be a user id.", true}
	}
	return checkLength(s, "A user id", LongestUserID)
}

// CheckEmail gives the *PropertyError of an e-mail address, or nil. Whether it
// is unique only the service knows.
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

// CheckName gives the *PropertyError of a first or last name, or nil.
func CheckName(p Property, s string) error { return checkLength(s, "A "+p.Label(), LongestName) }

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

// NewUserID makes an id as the service makes them: 24 hexadecimal digits. It
// fails only when there is no randomness to be had.
func NewUserID(random io.Reader) (UserID, error) {
	var b [12]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("no user id could be made: %w", err)
	}
	return UserID(hex.EncodeToString(b[:])), nil
}
