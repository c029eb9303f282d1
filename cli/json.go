package cli

import (
	"bytes"
	"encoding/json"
	"io"

	"apimtui/api"
	"apimtui/api/text"
)

// writeJSON writes an array, or with lines one object a line. The values themselves
// escape characters that a terminal would act on.
func writeJSON[T any](w io.Writer, items []T, lines bool) error {
	var line []byte
	for i, item := range items {
		body, err := marshal(item)
		if err != nil {
			return err
		}
		switch {
		case lines:
			line = append(append(line[:0], body...), '\n')
		case i == 0:
			line = indent(append(line[:0], "[\n  "...), body)
		default:
			line = indent(append(line[:0], ",\n  "...), body)
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	end := "\n]\n"
	switch {
	case lines:
		return nil
	case len(items) == 0:
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// marshal returns JSON without spaces, and with unescaped & and <.
func marshal(v any) ([]byte, error) {
	if m, ok := v.(json.Marshaler); ok {
		return m.MarshalJSON() // an encoder would read all of it again
	}
	var b bytes.Buffer
	err := encoder(&b, true).Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
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
