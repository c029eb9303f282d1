package api

import (
	"encoding/base64"
	"testing"
)

// onTheWay lists the changes that caches and compressors make to an ETag. Each
// function gets the tag without its quotes.
func onTheWay() map[string]func(tag string) string {
	return map[string]func(tag string) string{
		"nothing":                    func(tag string) string { return `"` + tag + `"` },
		"weak":                       func(tag string) string { return `W/"` + tag + `"` },
		"weak, with spaces":          func(tag string) string { return ` W/"` + tag + `" ` },
		"gzip":                       func(tag string) string { return `"` + tag + `-gzip"` },
		"gzip of Apache":             func(tag string) string { return `"` + tag + `--gzip"` },
		"gzip of Jetty":              func(tag string) string { return `"` + tag + `;gzip"` },
		"gzip behind the quotes":     func(tag string) string { return `"` + tag + `"-gzip` },
		"Brotli":                     func(tag string) string { return `"` + tag + `-br"` },
		"Zstandard":                  func(tag string) string { return `"` + tag + `-zstd"` },
		"deflate":                    func(tag string) string { return `"` + tag + `-df"` },
		"weak and gzip":              func(tag string) string { return `W/"` + tag + `-gzip"` },
		"weak, gzip behind the tag":  func(tag string) string { return `W/"` + tag + `"-gzip` },
		"a word behind, not in list": func(tag string) string { return `"` + tag + `"-x-compressed` },
	}
}

func FuzzStrong(f *testing.F) {
	for _, seed := range []string{"", "\x00\x00\x00\x00\x00\x00\x0b\xf9", "0123456789abcdef", "\xf8\x1f-gzip", "\xff\xff\xff\xff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, version []byte) {
		tag := base64.StdEncoding.EncodeToString(version)
		want := ETag(`"` + tag + `"`)
		for name, change := range onTheWay() {
			got := strong(change(tag))
			if got != want || strong(string(got)) != want {
				t.Errorf("%s: %s became %s, want %s", name, change(tag), got, want)
			}
		}
	})
}

// Unknown tags are left unchanged for the service to judge.
func TestUnknownETagsAreUnchanged(t *testing.T) {
	for _, raw := range []string{"", "*", "abc", `"abc`, `"a-b"`, `"datetime'2024-05-01T00%3A00'"`, `""`} {
		if got := strong(raw); got != ETag(raw) && got != ETag(raw+`"`) {
			t.Errorf("%s became %s", raw, got)
		}
	}
}
