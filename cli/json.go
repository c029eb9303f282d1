package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"apimtui/api"
	"apimtui/api/text"
)

// writeJSON writes an array, or with lines one object a line. The values themselves
// escape characters that a terminal would act on.
func writeJSON[T any](w io.Writer, items []T, lines bool) error {
	var indented bytes.Buffer
	before, end := "[\n  ", "\n]\n"
	if len(items) == 0 {
		end = "[]\n"
	}
	for _, item := range items {
		body, err := marshal(item)
		if err != nil {
			return err
		}
		if lines {
			fmt.Fprintf(w, "%s\n", body)
			continue
		}
		indented.Reset()
		if err := json.Indent(&indented, body, "  ", "  "); err != nil {
			return err
		}
		fmt.Fprintf(w, "%s%s", before, &indented)
		before = ",\n  "
	}
	if !lines {
		fmt.Fprint(w, end)
	}
	return nil
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

// entity is a user, group or product subscription in the form of the REST API, with
// the ETag. The API sends the ETag in a header, which a script cannot see. It has the
// place that other resources of Resource Manager use.
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
