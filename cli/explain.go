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
	return a.explanation(err).Line().String()
}

// explanation is api.Explain for a line: the service's details become sentences.
func (a *app) explanation(err error) api.Explanation {
	x := api.Explain(err)
	for i, m := range x.More {
		x.More[i] = text.Clean(text.Stop(m.String()))
	}
	return x
}
