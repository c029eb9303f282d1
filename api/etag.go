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

// strong is the ETag that the service sent, as far as that can be told: caches
// and compressors on the way make it weak (W/) or put a word behind it, and
// neither is what the service compares.
func strong(raw string) ETag {
	tag := strings.TrimPrefix(strings.TrimSpace(raw), "W/")
	inner, quoted := strings.CutPrefix(tag, `"`)
	if !quoted {
		return ETag(tag)
	}
	value, after, _ := strings.Cut(inner, `"`)
	for _, suffix := range []string{"--gzip", "-gzip", ";gzip", "-br", "-zstd", "-df"} {
		value = strings.TrimSuffix(value, suffix)
	}
	if strings.HasPrefix(after, "-") {
		after = ""
	}
	return ETag(`"` + value + `"` + after)
}

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
