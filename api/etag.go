package api

import (
	"encoding/base64"
	"strings"
)

// ETag is an entity tag as the service sends it, including quotes. A user's tag
// is 16 bytes in base64 when read, and the first 8 of them in the answer to an
// update.
type ETag string

func (e ETag) IsZero() bool { return e == "" }

// strong restores the ETag that the service sent. Caches and compressors on the
// way make it weak (W/) or add a suffix, and the service compares neither.
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

// StartsWith reports whether e, as read, is the version announced by the 8-byte
// tag in the answer to an update. Unreadable tags never match.
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
