package simulator

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// pair is one response header in the service's spelling.
type pair struct{ name, value string }

// answer is the response to a request. It is complete before a byte is written,
// so that sockets and the in-process transport send the same.
type answer struct {
	status  int
	header  []pair
	body    []byte
	stream  io.Reader // replaces body when that is too large to hold
	gateway bool      // from Resource Manager itself, not from the service
	noop    bool      // a write that changed nothing
	loss    loss
}

type loss int

const (
	arrives     loss = iota
	refused          // no connection at all
	cutOff           // connection dropped before the first byte
	cutHalfway       // connection dropped within the body
	neverArrive      // no answer, however long a client waits
)

func (a *answer) add(name, value string) {
	a.header = append(a.header, pair{name, value})
}

// set replaces the headers of that name.
func (a *answer) set(name, value string) {
	a.header = slices.DeleteFunc(a.header, func(p pair) bool { return strings.EqualFold(p.name, name) })
	a.add(name, value)
}

// reader returns the body that is sent.
func (a *answer) reader() io.Reader {
	if a.stream != nil {
		return a.stream
	}
	if a.loss == cutHalfway {
		return bytes.NewReader(a.body[:len(a.body)/2])
	}
	return bytes.NewReader(a.body)
}

// entity answers with an entity or a collection.
func entity(status int, v any) answer {
	return withBody(status, indented(v))
}

func withBody(status int, body []byte) answer {
	a := answer{status: status, body: body}
	a.add("Content-Type", "application/json; charset=utf-8")
	return a
}

// resource returns an entity below the service; path is its collection there.
func (s *Service) resource(path, kind, id string, properties object) object {
	return object{
		{"id", s.base + "/" + path + "/" + id},
		{"type", "Microsoft.ApiManagement/service/" + kind},
		{"name", id},
		{"properties", properties},
	}
}

// empty answers without a body. net/http omits the Content-Length of a 204.
func empty(status int) answer { return answer{status: status} }

func tagged(a answer, etag string) answer {
	a.add("ETag", etag)
	return a
}

// serviceError returns an error as API Management writes it: details are always
// there, even if null.
func serviceError(status int, code, message string, bad []violation) answer {
	var details any
	if len(bad) > 0 {
		l := list{}
		for _, v := range bad {
			l = append(l, object{{"code", "ValidationError"}, {"target", v.target}, {"message", v.message}})
		}
		details = l
	}
	return withBody(status, compact(object{{"error", object{
		{"code", code}, {"message", message}, {"details", details},
	}}}))
}

// gatewayError returns an error of Resource Manager itself: without details,
// and with a header that names its source.
func gatewayError(status int, code, message string) answer {
	a := withBody(status, compact(object{{"error", object{
		{"code", code}, {"message", message},
	}}}))
	a.gateway = true
	a.add("x-ms-failure-cause", "gateway")
	return a
}

// violation is one refused field.
type violation struct{ target, message string }

// invalid reports all refused fields at once.
func invalid(bad ...violation) answer {
	return serviceError(http.StatusBadRequest, "ValidationError",
		"One or more fields contain incorrect values:", bad)
}

// missing returns the 404 for a kind of entity, such as "User".
func missing(what string) answer {
	return serviceError(http.StatusNotFound, "ResourceNotFound", what+" not found.", nil)
}

// A value on the wire is one of object, list, string, *string, bool, int,
// time.Time, *time.Time and nil. Go's maps and struct tags do not fit: the
// service has a fixed order of properties and writes its nulls.
type (
	member struct {
		key   string
		value any
	}
	object []member
	list   []any
)

// indented encodes v like the service's entities and collections: with two
// spaces and CRLF.
func indented(v any) []byte { return appendValue(nil, v, 0) }

// compact encodes v like the service's errors, tokens and identities.
func compact(v any) []byte { return appendValue(nil, v, math.MinInt) }

// appendValue writes v at the given depth; a negative depth is compact.
func appendValue(b []byte, v any, depth int) []byte {
	switch v := v.(type) {
	case object:
		return appendItems(b, "{}", len(v), depth, func(b []byte, i int) []byte {
			b = append(appendString(b, v[i].key), ':')
			if depth >= 0 {
				b = append(b, ' ')
			}
			return appendValue(b, v[i].value, depth+1)
		})
	case list:
		return appendItems(b, "[]", len(v), depth, func(b []byte, i int) []byte { return appendValue(b, v[i], depth+1) })
	case string:
		return appendString(b, v)
	case *string:
		if v != nil {
			return appendString(b, *v)
		}
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case time.Time:
		return appendTime(b, v)
	case *time.Time:
		if v != nil {
			return appendTime(b, *v)
		}
	}
	return append(b, "null"...)
}

// appendItems writes n items between brackets, each on its own line unless compact.
func appendItems(b []byte, brackets string, n, depth int, item func(b []byte, i int) []byte) []byte {
	if n == 0 {
		return append(b, brackets...)
	}
	b = append(b, brackets[0])
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(appendBreak(b, depth+1), i)
	}
	return append(appendBreak(b, depth), brackets[1])
}

func appendBreak(b []byte, depth int) []byte {
	if depth < 0 {
		return b
	}
	b = append(b, '\r', '\n')
	for range depth {
		b = append(b, ' ', ' ')
	}
	return b
}

// appendTime appends UTC without trailing zeros of the fraction.
func appendTime(b []byte, t time.Time) []byte {
	return t.UTC().AppendFormat(b, `"2006-01-02T15:04:05.9999999Z"`)
}

// appendString escapes only what .NET's serializer is known to escape. C1
// controls, bidi marks and even invalid UTF-8 stay, because such names really
// reach a client.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < 0x20:
			b = appendControl(b, byte(r))
		case r == 0x85:
			b = append(b, `\u0085`...)
		case r == 0x2028 || r == 0x2029:
			b = append(b, `\u202`...)
			b = append(b, '8'+byte(r-0x2028))
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}

func appendControl(b []byte, c byte) []byte {
	if i := strings.IndexByte("\n\r\t\b\f", c); i >= 0 {
		return append(b, '\\', "nrtbf"[i])
	}
	return fmt.Appendf(b, `\u%04x`, c)
}

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
