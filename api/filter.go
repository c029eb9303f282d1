package api

import "strings"

// Filter is an OData $filter expression for the list of users. Build one with
// the functions below, which quote values, or with RawFilter.
type Filter string

// Field is a user property by its name in $filter.
type Field string

const (
	FieldFirstName Field = "firstName"
	FieldEmail     Field = "email"
)

// quote returns a string literal: OData doubles the quotes inside.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Equal selects users whose field is exactly v.
func Equal(f Field, v string) Filter { return Filter(string(f) + " eq " + quote(v)) }

// InState selects users in a state. The service only supports equality for
// states.
func InState(s State) Filter { return Filter("state eq " + quote(string(s))) }

// RawFilter returns an expression as the operator wrote it.
func RawFilter(expr string) Filter { return Filter(strings.TrimSpace(expr)) }

// And selects users that match every filter. Empty ones are ignored.
func And(filters ...Filter) Filter {
	var parts []string
	for _, f := range filters {
		if f != "" {
			parts = append(parts, string(f))
		}
	}
	if len(parts) < 2 {
		return Filter(strings.Join(parts, ""))
	}
	return Filter("(" + strings.Join(parts, ") and (") + ")")
}
