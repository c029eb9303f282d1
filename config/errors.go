package config

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize/english"
)

// ErrInvalid matches, with errors.Is, every error about a file, flag or
// variable that breaks a rule.
var ErrInvalid = errors.New("invalid configuration")

// Error is one broken rule.
type Error struct {
	Source  Source // the place to correct
	What    string // what is wrong, such as: service "1x" is not a service name
	Rule    string // what would be right
	Example string // a right value; may be empty
	// Flags are the long names of the flags that can supply a missing value.
	Flags []string
}

// Error returns one sentence: place, problem, rule, example.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Source.Name != "" {
		b.WriteString(e.Source.Name + ": ")
	}
	b.WriteString(e.What)
	if e.Rule != "" {
		b.WriteString("; " + e.Rule)
	}
	if e.Example != "" {
		b.WriteString(", for example " + e.Example)
	}
	return b.String()
}

// Is makes every Error match ErrInvalid.
func (e *Error) Is(target error) bool { return target == ErrInvalid }

// Errors are several broken rules, found in one pass.
type Errors []*Error

// Error returns one line for each problem, for the first of them: a file that is not
// a configuration has hundreds.
func (e Errors) Error() string {
	const shown = 20
	lines := make([]string, 0, len(e))
	for _, problem := range e[:min(len(e), shown)] {
		lines = append(lines, problem.Error())
	}
	if more := len(e) - shown; more > 0 {
		lines = append(lines, fmt.Sprintf("... and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As look at each problem.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, problem := range e {
		all[i] = problem
	}
	return all
}

// Problems returns the broken rules that an error reports.
func Problems(err error) Errors {
	if all, ok := errors.AsType[Errors](err); ok {
		return all
	}
	if one, ok := errors.AsType[*Error](err); ok {
		return Errors{one}
	}
	return nil
}

// err returns nil without a problem, and a plain *Error for a single one.
func (e Errors) err() error {
	switch len(e) {
	case 0:
		return nil
	case 1:
		return e[0]
	}
	return e
}

// NoContextError is the error of Resolve when no service is named.
type NoContextError struct {
	Path  string   // of the configuration file, which need not exist; "" when there is no place for one
	Known []string // the contexts that can be chosen
}

func (e *NoContextError) Error() string {
	if len(e.Known) == 0 {
		return "there is no context"
	}
	return "no context is chosen; there are " + list(e.Known)
}

// Is makes a NoContextError match ErrInvalid.
func (e *NoContextError) Is(target error) bool { return target == ErrInvalid }

// quoted formats a value so that it can neither move the cursor nor fill the
// screen.
func quoted(v string) string {
	const most = 60
	if r := []rune(v); len(r) > most {
		v = string(r[:most]) + "..."
	}
	return strconv.Quote(v)
}

// list joins names as a, b and c.
func list(names []string) string {
	return cmp.Or(english.WordSeries(names, "and"), "none")
}
