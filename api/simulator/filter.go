package simulator

import (
	"fmt"
	"strings"
	"time"
)

// fieldKind is what a $filter supports for a field.
type fieldKind int

const (
	textField  fieldKind = iota + 1 // all operators, all functions
	exactField                      // eq only
	dateField                       // all operators, no functions
)

// schema lists the fields that $filter knows in a list.
type schema map[string]fieldKind

// columns are the fields of a list: what $filter supports for each, and its
// value in a row.
type columns[T any] map[string]struct {
	kind fieldKind
	of   func(T) value
}

func (l columns[T]) schema() schema {
	fields := schema{}
	for name, column := range l {
		fields[name] = column.kind
	}
	return fields
}

// value is a field of one row: text, or a time for date fields.
type value struct {
	text string
	at   time.Time
	null bool
}

func textValue(s string) value { return value{text: s} }

func optionalValue(s *string) value {
	if s == nil {
		return value{null: true}
	}
	return value{text: *s}
}

// predicate decides about one row; get returns its fields.
type predicate func(get func(field string) value) bool

// orders are the operators, which judge the order of a field and a value.
func orders() map[string]func(order int) bool {
	return map[string]func(int) bool{
		"eq": func(order int) bool { return order == 0 },
		"ne": func(order int) bool { return order != 0 },
		"gt": func(order int) bool { return order > 0 },
		"lt": func(order int) bool { return order < 0 },
		"ge": func(order int) bool { return order >= 0 },
		"le": func(order int) bool { return order <= 0 },
	}
}

// functions are the text functions.
func functions() map[string]func(s, part string) bool {
	return map[string]func(string, string) bool{
		"substringof": strings.Contains, "contains": strings.Contains,
		"startswith": strings.HasPrefix, "endswith": strings.HasSuffix,
	}
}

// compare compares text without case, as such a database would do; null equals
// only null.
func compare(field, operator string, kind fieldKind, want value) predicate {
	fold, holds := strings.ToLower(want.text), orders()[operator]
	return func(get func(string) value) bool {
		got := get(field)
		switch {
		case got.null || want.null:
			same := got.null == want.null
			return operator == "eq" && same || operator == "ne" && !same
		case kind == dateField:
			return holds(got.at.Compare(want.at))
		}
		return holds(strings.Compare(strings.ToLower(got.text), fold))
	}
}

func within(function, field, needle string) predicate {
	test, fold := functions()[function], strings.ToLower(needle)
	return func(get func(string) value) bool {
		got := get(field)
		return !got.null && test(strings.ToLower(got.text), fold)
	}
}

func both(a, b predicate) predicate {
	return func(get func(string) value) bool { return a(get) && b(get) }
}

func either(a, b predicate) predicate {
	return func(get func(string) value) bool { return a(get) || b(get) }
}

// parseTime parses an instant; without a zone it is UTC.
func parseTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("'%s' is not a date such as 2024-01-31T00:00:00Z", text)
}
