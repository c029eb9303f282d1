package simulator

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

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
