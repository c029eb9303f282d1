package cli

import (
	"apimtui/api"
	"apimtui/api/text"
)

// explain describes an error in one line, safe to draw. It returns "" for nil.
func (a *app) explain(err error) string {
	if err == nil {
		return ""
	}
	return inLine(api.Explain(err))
}

// inLine writes an explanation as one line. The service's details become
// sentences.
func inLine(x api.Explanation) string {
	for i, m := range x.More {
		x.More[i] = text.Clean(text.Stop(m.String()))
	}
	return x.Line().String()
}
