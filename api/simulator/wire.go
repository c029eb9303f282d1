package simulator

import (
	"strconv"
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
func compact(v any) []byte { return appendValue(nil, v, -1) }

// appendValue writes v at the given depth; a negative depth is compact.
func appendValue(b []byte, v any, depth int) []byte {
	switch v := v.(type) {
	case object:
		return appendObject(b, v, depth)
	case list:
		return appendList(b, v, depth)
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

func appendObject(b []byte, o object, depth int) []byte {
	if len(o) == 0 {
		return append(b, "{}"...)
	}
	b = append(b, '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(appendBreak(b, depth, 1), m.key)
		b = append(b, ':')
		if depth >= 0 {
			b = append(b, ' ')
		}
		b = appendValue(b, m.value, deeper(depth))
	}
	return append(appendBreak(b, depth, 0), '}')
}

func appendList(b []byte, l list, depth int) []byte {
	if len(l) == 0 {
		return append(b, "[]"...)
	}
	b = append(b, '[')
	for i, v := range l {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(appendBreak(b, depth, 1), v, deeper(depth))
	}
	return append(appendBreak(b, depth, 0), ']')
}

func deeper(depth int) int {
	if depth < 0 {
		return depth
	}
	return depth + 1
}

func appendBreak(b []byte, depth, add int) []byte {
	if depth < 0 {
		return b
	}
	b = append(b, '\r', '\n')
	for range depth + add {
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
	const hex = "0123456789abcdef"
	switch c {
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	}
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
