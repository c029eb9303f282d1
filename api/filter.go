package api

import "strings"

// Filter is an OData $filter expression for the list of users. Build one with
// the functions below, which quote values, or with RawFilter.
type Filter string

// Field is a user property by its name in $filter.
type Field string

// The text fields; all comparisons and functions below accept them.
const (
	FieldName      Field = "name" // the user id
	FieldFirstName Field = "firstName"
	FieldLastName  Field = "lastName"
	FieldEmail     Field = "email"
	FieldNote      Field = "note"
)

// quote returns a string literal: OData doubles the quotes inside.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Equal selects users whose field is exactly v.
func Equal(f Field, v string) Filter { return Filter(string(f) + " eq " + quote(v)) }

// Contains selects users whose field contains v.
func Contains(f Field, v string) Filter {
	return Filter("contains(" + string(f) + "," + quote(v) + ")")
}

// StartsWith selects users whose field begins with v.
func StartsWith(f Field, v string) Filter {
	return Filter("startswith(" + string(f) + "," + quote(v) + ")")
}

// EndsWith selects users whose field ends in v.
func EndsWith(f Field, v string) Filter {
	return Filter("endswith(" + string(f) + "," + quote(v) + ")")
}

// InState selects users in a state. The service only supports equality for
// states.
func InState(s State) Filter { return Filter("state eq " + quote(string(s))) }

// RawFilter returns an expression as the operator wrote it.
func RawFilter(expr string) Filter { return Filter(strings.TrimSpace(expr)) }

// And selects users that match every filter. Empty ones are ignored.
func And(filters ...Filter) Filter { return join(" and ", filters) }

// Or selects users that match any filter. Empty ones are ignored.
func Or(filters ...Filter) Filter { return join(" or ", filters) }

func join(op string, filters []Filter) Filter {
	var parts []string
	for _, f := range filters {
		if f != "" {
			parts = append(parts, string(f))
		}
	}
	if len(parts) < 2 {
		return Filter(strings.Join(parts, ""))
	}
	return Filter("(" + strings.Join(parts, ")"+op+"(") + ")")
}
