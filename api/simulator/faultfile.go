package simulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"
)

// ParseFaults reads a JSON array of faults. It refuses unknown keys, unknown
// operations and faults without exactly one effect. Errors name the line or the
// entry, and the rule.
func ParseFaults(r io.Reader) ([]Fault, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("faults: cannot be read: %w", err)
	}
	var entries []json.RawMessage
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("faults: %s: the file must be a JSON array of objects, such as [{\"operation\":\"User_Get\",\"status\":503}]%s",
			whereIn(text, err), torn(err))
	}
	faults := make([]Fault, 0, len(entries))
	for i, entry := range entries {
		var f Fault
		if err := f.UnmarshalJSON(entry); err != nil {
			return nil, fmt.Errorf("faults: entry %d: %w", i+1, err)
		}
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("faults: entry %d: %w", i+1, err)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// UnmarshalJSON reads one fault and refuses unknown keys. "delay",
// "answerDelay" and "late" are Go durations, such as "1.5s".
func (f *Fault) UnmarshalJSON(text []byte) error {
	type plain Fault
	wire := struct {
		*plain
		Delay       string `json:"delay"`
		AnswerDelay string `json:"answerDelay"`
		Late        string `json:"late"`
	}{plain: (*plain)(f)}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&wire); err != nil {
		return inWords(err)
	}
	var bad [3]error
	f.Delay, bad[0] = duration("delay", wire.Delay)
	f.AnswerDelay, bad[1] = duration("answerDelay", wire.AnswerDelay)
	f.Late, bad[2] = duration("late", wire.Late)
	return cmp.Or(bad[:]...)
}

// duration parses a duration of a fault; "" is zero.
func duration(key, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%s %q: must be a duration above zero, such as \"1.5s\" or \"200ms\"", key, text)
	}
	return d, nil
}

func (f *Fault) check() error {
	effects := f.effects()
	switch {
	case f.Operation != "*" && f.Operation != AnyWrite && !slices.Contains(Operations(), f.Operation):
		return fmt.Errorf("operation %q: must be \"*\", \"write\" or one of %s", f.Operation, joined(Operations()))
	case f.Calls < 0:
		return fmt.Errorf("calls %d: must be 1 or more, the first affected call", f.Calls)
	case f.Times < -1:
		return fmt.Errorf("times %d: must be 1 or more, or -1 for every call from then on", f.Times)
	case len(effects) == 0:
		return errors.New("no effect: give one of status, delay, answerDelay, hang, refuse, cutBefore, cutAfter, cutBody, late, repeat, otherEntity, etag, garbage, hugeBody, gzipBomb, redirect, nextLink, countOff, hide, link, asyncOperation, keep")
	case len(effects) > 1:
		return fmt.Errorf("two effects (%s): give one; only delay and answerDelay can be combined with another", strings.Join(effects, ", "))
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("status %d: must be between 200 and 599", f.Status)
	case f.Status == 0 && f.AsyncOperation != failed && (f.Code != "" || f.Message != ""), f.Status == 0 && (f.Body != "" || f.RetryAfter != 0):
		return errors.New("code, message, body and retryAfter belong to status: give a status")
	case f.RetryAfter < 0:
		return fmt.Errorf("retryAfter %d: must be 0 or more, in seconds", f.RetryAfter)
	case !slices.Contains([]string{"", emptyBody, emptyValue, failed}, f.AsyncOperation):
		return fmt.Errorf("asyncOperation %q: must be %q, %q or %q", f.AsyncOperation, emptyBody, emptyValue, failed)
	case f.Hide < 0:
		return fmt.Errorf("hide %d: must be 1 or more, the rows to omit", f.Hide)
	case f.Link != "" && f.Link != linkNone && f.Link != linkAlways:
		return fmt.Errorf("link %q: must be %q or %q", f.Link, linkNone, linkAlways)
	case f.pageWords() != "" && f.Operation != "*" && !slices.Contains(listOperations(), f.Operation):
		return fmt.Errorf("%s: has no meaning with %s: it is for %s", f, f.Operation, joined(listOperations()))
	case f.ETag != "" && f.ETag != weakETag && f.ETag != gzipETag:
		return fmt.Errorf("etag %q: must be %q or %q", f.ETag, weakETag, gzipETag)
	case f.OtherEntity && f.Operation != "*" && !slices.Contains(entityOperations(), f.Operation):
		return fmt.Errorf("otherEntity: has no meaning with %s: it is for %s", f.Operation, joined(entityOperations()))
	case len(f.Keep) > 0 && !slices.Contains([]Operation{"*", UserPut, UserPatch}, f.Operation):
		return fmt.Errorf("keep: has no meaning with %s: it is for %s and %s", f.Operation, UserPatch, UserPut)
	case f.unkeepable() != "":
		return fmt.Errorf("keep %q: must be one of %s", f.unkeepable(), strings.Join(keepable(), ", "))
	case f.Apply && !f.hides():
		return fmt.Errorf("apply: has no meaning with %s", effects[0])
	}
	return nil
}

// hides reports whether the effect hides or denies the operation, so that Apply
// matters.
func (f *Fault) hides() bool {
	return f.Status != 0 || f.Hang || f.Garbage || f.HugeBody || f.GzipBomb || f.Redirect != "" || f.AsyncOperation == failed
}

func Operations() []Operation {
	var names []Operation
	for _, r := range routes() {
		if !slices.Contains(names, r.op) {
			names = append(names, r.op)
		}
	}
	return names
}

func joined(names []Operation) string {
	text := make([]string, len(names))
	for i, n := range names {
		text[i] = string(n)
	}
	return strings.Join(text, ", ")
}

// whereIn returns the line of an encoding/json error.
func whereIn(text []byte, err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	offset := int64(0)
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	} else if errors.As(err, &kind) {
		offset = kind.Offset
	}
	offset = min(offset, int64(len(text)))
	return fmt.Sprintf("line %d", 1+bytes.Count(text[:offset], []byte("\n")))
}

// torn returns why text is not JSON, or "" if it is.
func torn(err error) string {
	if errors.As(err, new(*json.UnmarshalTypeError)) {
		return ""
	}
	return ": " + err.Error()
}

// inWords words an encoding/json error for the author of a fault, with the keys
// of Fault instead of Go's types.
func inWords(err error) error {
	if key, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fmt.Errorf("there is no key %s", key)
	}
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		return err
	}
	is := "is " + article(kind.Value)
	key, _, _ := strings.Cut(strings.TrimPrefix(kind.Field, "plain."), ".")
	if key == "" {
		return fmt.Errorf("it must be an object, such as {\"operation\":\"User_Get\",\"status\":503}, and %s", is)
	}
	must := "a string"
	switch {
	case key == "headers":
		must = "an object of strings"
	case key == "keep":
		must = "a list of strings"
	case kind.Type.Kind() == reflect.Bool:
		must = "true or false"
	case kind.Type.Kind() == reflect.Int:
		must = "a whole number, without quotes"
	}
	return fmt.Errorf("%s must be %s, and %s", key, must, is)
}

func article(value string) string {
	if value == "bool" {
		return "true or false"
	}
	if strings.HasPrefix(value, "a") || strings.HasPrefix(value, "o") {
		return "an " + value
	}
	return "a " + value
}

// keepable lists the properties that a fault can keep.
func keepable() []string {
	return []string{"email", "firstName", "lastName", "state", "note", "identities"}
}

// unkeepable returns the first entry of Keep that is not keepable, or "".
func (f *Fault) unkeepable() string {
	for _, name := range f.Keep {
		if !slices.Contains(keepable(), name) {
			return name
		}
	}
	return ""
}

// keep restores the properties that the call's fault ignores. was is the user
// before the write.
func (c *call) keep(now *User, was User) {
	for _, name := range c.fault.Keep {
		switch name {
		case "email":
			now.Email = was.Email
		case "firstName":
			now.FirstName = was.FirstName
		case "lastName":
			now.LastName = was.LastName
		case "state":
			now.State = was.State
		case "note":
			now.Note = was.Note
		case "identities":
			now.Identities = was.Identities
		}
	}
}
