package cli

import (
	"bytes"
	"encoding/json"
	"io"

	"apimtui/api"
	"apimtui/api/text"
)

// writeJSON writes an array of users in the form of the REST API. The values
// themselves escape characters that a terminal would act on.
func writeJSON[T json.Marshaler](w io.Writer, items []T) error {
	between := "[\n  "
	var line []byte
	for _, item := range items {
		// An encoder would read all of it again.
		body, err := item.MarshalJSON()
		if err != nil {
			return err
		}
		line = indent(append(line[:0], between...), body)
		if _, err := w.Write(line); err != nil {
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

// indent appends an element of an array, given as JSON without spaces, with two
// spaces for each level. json.Indent would take longer than the rest of the
// list.
func indent(out, body []byte) []byte {
	line := []byte("\n  ")
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case c == '"':
			end := i + 1
			for ; body[end] != '"'; end++ {
				if body[end] == '\\' {
					end++
				}
			}
			out = append(out, body[i:end+1]...)
			i = end
		case c == ':':
			out = append(out, ": "...)
		case c == ',':
			out = append(append(out, c), line...)
		case (c == '{' || c == '[') && body[i+1] != c+2: // the closing bracket is two code points later
			line = append(line, "  "...)
			out = append(append(out, c), line...)
		case (c == '}' || c == ']') && body[i-1] != c-2:
			line = line[:len(line)-2]
			out = append(append(out, line...), c)
		default:
			out = append(out, c)
		}
	}
	return out
}

func writeJSONLines[T json.Marshaler](w io.Writer, items []T) error {
	for _, item := range items {
		body, err := item.MarshalJSON()
		if err != nil {
			return err
		}
		if _, err := w.Write(append(body, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// encoder writes JSON with unescaped & and <. It indents unless the output is
// one line.
func encoder(w io.Writer, oneLine bool) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if !oneLine {
		e.SetIndent("", "  ")
	}
	return e
}

// entity is a user or product subscription in the form of the REST API, with the ETag. The API sends
// the ETag in a header, which a script cannot see. It has the place that other
// resources of Resource Manager use.
type entity struct {
	ID         json.RawMessage `json:"id,omitempty"`
	Type       json.RawMessage `json:"type,omitempty"`
	Name       json.RawMessage `json:"name,omitempty"`
	ETag       *text.Text      `json:"etag,omitempty"`
	Properties json.RawMessage `json:"properties,omitempty"`
	SystemData json.RawMessage `json:"systemData,omitempty"` // from 2025-03-01-preview on
}

// entityFrom converts an entity. An empty ETag is unknown and omitted.
func entityFrom(v json.Marshaler, etag api.ETag) (entity, error) {
	var e entity
	body, err := v.MarshalJSON()
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
	e, err := entityFrom(t.user, t.etag)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = encoder(&b, true).Encode(e)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
