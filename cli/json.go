package cli

import (
	"encoding/json"
	"io"

	"apimtui/api"
	"apimtui/api/text"
)

// writeJSON writes an array of users as the REST API spells them. Characters
// that a terminal would act on are escaped by the values themselves.
func writeJSON[T any](w io.Writer, items []T) error {
	between := "[\n  "
	for _, item := range items {
		body, err := json.MarshalIndent(item, "  ", "  ")
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, between+string(body)); err != nil {
			return err
		}
		between = ",\n  "
	}
	end := "\n]\n"
	if len(items) == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// writeJSONLines writes one object a line.
func writeJSONLines[T any](w io.Writer, items []T) error {
	e := json.NewEncoder(w)
	for _, item := range items {
		if err := e.Encode(item); err != nil {
			return err
		}
	}
	return nil
}

// taggedUser is a user as the REST API spells it, with the ETag of the version
// that was read: the API has it in a header, where a script cannot see it.
type taggedUser struct {
	user *api.User
	etag api.ETag
}

// MarshalJSON adds etag to the user's own members, where other resources of
// Resource Manager have it.
func (t taggedUser) MarshalJSON() ([]byte, error) {
	body, err := json.Marshal(t.user)
	if err != nil {
		return nil, err
	}
	var wire struct {
		ID         json.RawMessage `json:"id"`
		Type       json.RawMessage `json:"type"`
		Name       json.RawMessage `json:"name"`
		ETag       text.Text       `json:"etag"`
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		return nil, err
	}
	wire.ETag = text.Text(t.etag)
	return json.Marshal(wire)
}

// writeIndented writes one object for a reader.
func writeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
