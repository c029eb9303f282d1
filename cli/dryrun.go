package cli

import (
	"fmt"
	"io"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
)

// requestJSON is a request of a dry run.
type requestJSON struct {
	Method  string                    `json:"method"`
	URL     string                    `json:"url"`
	IfMatch text.Text                 `json:"ifMatch,omitempty"`
	Body    map[string]map[string]any `json:"body,omitempty"`
}

// printRequests prints the requests of a dry run, without the password.
func (o *writeOptions) printRequests(requests ...api.Request) error {
	for _, r := range requests {
		v := requestJSON{Method: r.Method, URL: r.URL, IfMatch: text.Text(r.IfMatch), Body: shownBody(r.Body)}
		var err error
		if o.json() {
			err = o.printObject(v)
		} else {
			err = o.app.draw(v.write)
		}
		if err != nil {
			return err
		}
	}
	fmt.Fprintln(o.app.io.err, "Not sent (--dry-run).")
	return nil
}

// shownBody returns the body of a request, safe to draw.
func shownBody(body map[string]any) map[string]map[string]any {
	if body == nil {
		return nil
	}
	properties := map[string]any{}
	for name, value := range body {
		if s, ok := value.(string); ok {
			value = text.Text(s)
		}
		if name == string(api.PropPassword) {
			value = secret.Redacted
		}
		properties[name] = value
	}
	return map[string]map[string]any{"properties": properties}
}

// write draws the request in HTTP format.
func (v requestJSON) write(w io.Writer, _ int) {
	fmt.Fprintf(w, "%s %s\n", v.Method, text.Clean(v.URL))
	if v.IfMatch != "" {
		fmt.Fprintf(w, "If-Match: %s\n", v.IfMatch)
	}
	if v.Body != nil {
		fmt.Fprintln(w)
		_ = encoder(w, false).Encode(v.Body) // of texts
	}
}
