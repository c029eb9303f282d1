package api

import (
	"encoding/base64"
	"strings"
)

// ETag is an entity tag as the service sends it, quotes included. A user's is
// 16 bytes in base64 when read and 8 bytes, their first half, in the answer to
// an update.
type ETag string

// IsZero says that no tag was given.
func (e ETag) IsZero() bool { return e == "" }

// StartsWith says whether e, as read, is the version that the 8-byte tag of an
// update's answer announced. It is false for tags it cannot read.
func (e ETag) StartsWith(update ETag) bool {
	whole, first := e.bytes(), update.bytes()
	return len(whole) >= 8 && string(whole[:8]) == string(first)
}

func (e ETag) bytes() []byte {
	raw, err := base64.StdEncoding.DecodeString(strings.Trim(string(e), `"`))
	if err != nil {
		return nil
	}
	return raw
}
