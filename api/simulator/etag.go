package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"
)

// version holds the two row versions of the service's database that make up a
// user's ETag. A change moves both.
type version [2]uint64

// etag returns the ETag of GET, HEAD and PUT: 16 bytes.
func (v version) etag() string {
	b := binary.BigEndian.AppendUint64(nil, v[0])
	return quoted(binary.BigEndian.AppendUint64(b, v[1]))
}

// half returns the ETag of PATCH answers: the first 8 bytes of etag.
func (v version) half() string { return rowTag(v[0]) }

// rowTag returns the 8-byte ETag of an entity that is not a user.
func rowTag(row uint64) string {
	return quoted(binary.BigEndian.AppendUint64(nil, row))
}

func quoted(b []byte) string {
	return `"` + base64.StdEncoding.EncodeToString(b) + `"`
}

// nextRow returns the next row version. Steps vary, because other tables of a
// real service also use up versions.
func (s *Service) nextRow() uint64 {
	s.row += 1 + s.random.Uint64N(4)
	return s.row
}

func (s *Service) nextVersion() version {
	return version{s.nextRow(), s.nextRow()}
}

// matches reports whether a request may write to an entity whose ETag is
// current, "" where there is none yet. A missing header counts as "*", and so does
// an empty one, which the official SDKs send for no value. This is an assumption,
// see the package comment.
func (c *call) matches(current string) bool {
	want := c.r.Header.Get("If-Match")
	return want == "" || current != "" && (want == "*" || want == current)
}

// changeETag applies Fault.ETag; "" changes nothing.
func (a *answer) changeETag(how string) {
	for i, h := range a.header {
		switch {
		case h.name != "ETag":
		case how == weakETag:
			a.header[i].value = "W/" + h.value
		case how == gzipETag:
			a.header[i].value = strings.TrimSuffix(h.value, `"`) + `-gzip"`
		}
	}
}

func modified() answer {
	return serviceError(http.StatusPreconditionFailed, "PreconditionFailed",
		"Resource was modified since last retrieval.", nil)
}
