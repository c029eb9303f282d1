package cli

import (
	"apimtui/api"
	"apimtui/api/text"
)

// explain words an error in one line, safe to draw; nil has no words.
func (a *app) explain(err error) string {
	if err == nil {
		return ""
	}
	return inLine(api.Explain(err))
}

// inLine is an explanation in one line: the service's details become sentences.
func inLine(x api.Explanation) string {
	for i, m := range x.More {
		x.More[i] = text.Clean(text.Stop(m.String()))
	}
	return x.Line().String()
}
