package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

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

// article adds an article to the kind of a JSON value.
func article(value string) string {
	if value == "bool" {
		return "true or false"
	}
	if strings.HasPrefix(value, "a") || strings.HasPrefix(value, "o") {
		return "an " + value
	}
	return "a " + value
}
