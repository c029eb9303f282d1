package simulator

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"
)

// version is what a user's ETag is made of: two row versions of the service's
// database. A change moves both.
type version [2]uint64

// etag is the ETag of GET, HEAD and PUT: 16 bytes.
func (v version) etag() string {
	b := binary.BigEndian.AppendUint64(nil, v[0])
	return quoted(binary.BigEndian.AppendUint64(b, v[1]))
}

// half is the ETag of PATCH answers: 8 bytes, the beginning of etag.
func (v version) half() string { return rowTag(v[0]) }

// rowTag is the ETag of everything that is not a user: 8 bytes.
func rowTag(row uint64) string {
	return quoted(binary.BigEndian.AppendUint64(nil, row))
}

func quoted(b []byte) string {
	return `"` + base64.StdEncoding.EncodeToString(b) + `"`
}

// nextRow is the row version of a write that happens now. Steps vary, as other
// tables of a real service use up versions in between.
func (s *Service) nextRow() uint64 {
	s.row += 1 + s.random.Uint64N(4)
	return s.row
}

func (s *Service) nextVersion() version {
	return version{s.nextRow(), s.nextRow()}
}

// matches says whether a request may write over something whose ETag is
// current. A missing header, or an empty one as the official SDKs send when
// given none, is taken as "*": an assumption, see the package comment.
func (c *call) matches(current string) bool {
	want := c.r.Header.Get("If-Match")
	return want == "" || want == "*" || want == current
}

// changeETag applies what Fault.ETag says; "" changes nothing.
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
