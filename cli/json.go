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

// entity is a user as the REST API spells it, as far as it goes, with the ETag,
// which the API has in a header where a script cannot see it. It stands where
// other resources of Resource Manager have theirs.
type entity struct {
	ID         json.RawMessage `json:"id,omitempty"`
	Type       json.RawMessage `json:"type,omitempty"`
	Name       json.RawMessage `json:"name,omitempty"`
	ETag       *text.Text      `json:"etag,omitempty"`
	Properties json.RawMessage `json:"properties,omitempty"`
	SystemData json.RawMessage `json:"systemData,omitempty"` // from 2025-03-01-preview on
}

// entityOf spells a user out; an empty ETag, which is one that is not known, is
// left out.
func entityOf(u *api.User, etag api.ETag) (entity, error) {
	var e entity
	body, err := json.Marshal(u)
	if err != nil {
		return e, err
	}
	err = json.Unmarshal(body, &e)
	if t := text.Text(etag); t != "" {
		e.ETag = &t
	}
	return e, err
}

// taggedUser is a user with the ETag of the version that was read.
type taggedUser struct {
	user *api.User
	etag api.ETag
}

// MarshalJSON implements json.Marshaler.
func (t taggedUser) MarshalJSON() ([]byte, error) {
	e, err := entityOf(t.user, t.etag)
	if err != nil {
		return nil, err
	}
	return json.Marshal(e)
}

// writeIndented writes one object for a reader.
func writeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
