package simulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf16"
)

// fields reads the properties of a request body and collects all errors.
type fields struct {
	left       map[string]json.RawMessage // not read yet
	prefix     string                     // of targets
	bad        []violation
	unreadable *answer // to a body without properties
}

// properties reads the {"properties":{…}} of a body.
func (c *call) properties(prefix string) *fields {
	f := &fields{prefix: prefix}
	kind, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		f.unreadable = new(gatewayError(http.StatusUnsupportedMediaType, "UnsupportedMediaType",
			"The content media type is not supported. Only 'application/json' is supported."))
		return f
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(c.body, &top); err != nil || top == nil {
		reason := "a JSON object is expected."
		if err != nil {
			reason = err.Error()
		}
		f.unreadable = new(gatewayError(http.StatusBadRequest, "InvalidRequestContent",
			"The request content was invalid and could not be deserialized: '"+reason+"'."))
		return f
	}
	if json.Unmarshal(top["properties"], &f.left) != nil || f.left == nil {
		f.bad = append(f.bad, violation{"properties", "The field 'properties' is required and must be an object."})
	}
	delete(top, "properties")
	f.bad = append(f.bad, unknown("", top)...)
	return f
}

func unknown(prefix string, left map[string]json.RawMessage) []violation {
	var bad []violation
	for _, name := range slices.Sorted(maps.Keys(left)) {
		bad = append(bad, violation{prefix + name, "Invalid field '" + name + "' specified"})
	}
	return bad
}

func (f *fields) refuse(name, message string) {
	f.bad = append(f.bad, violation{f.prefix + name, message})
}

// refusal returns the answer to an invalid body, or nil. It refuses unread
// properties; more is what else is wrong with the request.
func (f *fields) refusal(more []violation) *answer {
	if f.unreadable != nil {
		return f.unreadable
	}
	if bad := slices.Concat(f.bad, unknown(f.prefix, f.left), more); len(bad) > 0 {
		return new(invalid(bad...))
	}
	return nil
}

// set changes a value, unless the new one is absent.
func set[T any](to, v *T) {
	if v != nil {
		*to = *v
	}
}

// take removes a property. present is false for null.
func (f *fields) take(name string) (raw json.RawMessage, present bool) {
	raw, present = f.left[name]
	delete(f.left, name)
	return raw, present && string(raw) != "null"
}

// text reads a string of least to most characters, or returns nil. A most of 0
// means no limit.
func (f *fields) text(name string, least, most int) *string {
	raw, ok := f.take(name)
	if !ok {
		return nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		f.refuse(name, "The field '"+name+"' must be a string.")
		return nil
	}
	n := units(s)
	if n < least || most > 0 && n > most {
		f.refuse(name, fmt.Sprintf("The length of '%s' must be between %d and %d characters.", name, least, most))
		return nil
	}
	return &s
}

// units counts UTF-16 units, as the service does.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

// required is text for a property that must be present.
func (f *fields) required(name string, least, most int) *string {
	if raw, ok := f.left[name]; !ok || string(raw) == "null" {
		delete(f.left, name)
		f.refuse(name, "The field '"+name+"' is required.")
		return nil
	}
	return f.text(name, least, most)
}

// choice reads one of the given words, ignoring case if fold is set, and
// returns it as listed here, or "".
func (f *fields) choice(name string, fold bool, words ...string) string {
	s := f.text(name, 0, 0)
	if s == nil {
		return ""
	}
	for _, w := range words {
		if w == *s || fold && strings.EqualFold(w, *s) {
			return w
		}
	}
	f.refuse(name, "The value '"+*s+"' is not valid for '"+name+"': it is one of "+strings.Join(words, ", ")+".")
	return ""
}
