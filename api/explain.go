package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"apimtui/api/signin"
	"apimtui/api/text"
)

// Explanation describes an error for an operator, safe to draw.
type Explanation struct {
	What text.Safe   // what happened, with the service's code and message
	Do   text.Safe   // what to do about it; may be empty
	More []text.Safe // the service's details, one per line
	// RequestID is what Microsoft's support asks for; may be empty.
	RequestID text.Safe
}

// stoppedWaiting describes a call that the caller canceled.
const stoppedWaiting = "You stopped waiting for the answer"

const mostDetails = 8

// Explain describes any error of this package. Other errors keep their text,
// made safe; nil gives a zero Explanation.
func Explain(err error) Explanation {
	var e *Error
	if !errors.As(err, &e) {
		switch {
		case err == nil:
			return Explanation{}
		case errors.Is(err, context.Canceled):
			return Explanation{What: text.Clean(stoppedWaiting + ".")}
		case errors.Is(err, context.DeadlineExceeded):
			return Explanation{What: text.Clean("No answer in time.")}
		}
		return Explanation{What: text.Clean(text.Sentence(err.Error()))}
	}
	x := Explanation{
		What:      text.Clean(text.Sentence(e.words())),
		Do:        text.Clean(cmp.Or(e.Help, e.Advice().String())),
		RequestID: e.RequestID.Safe(),
	}
	for i, d := range e.Details {
		if len(x.More) == mostDetails {
			x.More = append(x.More, text.Clean(fmt.Sprintf("and %d more", len(e.Details)-i)))
			break
		}
		if line := d.line(e.Code); line != "" && d.Message != e.Message {
			x.More = append(x.More, text.Clean(line))
		}
	}
	return x
}

// line returns the detail with its target in front, or with its code if that
// differs from the error's code.
func (d Detail) line(whole text.Text) string {
	about := d.Target
	if about == "" && d.Code != whole {
		about = d.Code
	}
	if about != "" && d.Message != "" {
		about += ": "
	}
	return (about + d.Message).Exact()
}

func (x Explanation) Line() text.Safe {
	parts := []string{x.What.String()}
	for _, m := range x.More {
		parts = append(parts, m.String())
	}
	if s := x.Do.String(); s != "" {
		parts = append(parts, s)
	}
	if s := x.RequestID.String(); s != "" {
		parts = append(parts, "(request id "+s+")")
	}
	return text.Clean(strings.Join(parts, " "))
}

// words returns what happened: our words, the status, the code and the
// service's message. The result is not yet safe to draw.
func (e *Error) words() string {
	var s *SignInError
	if errors.As(e.Err, &s) {
		return signin.Diagnose(s.Err).Words()
	}
	what, said := e.meaning().what, e.Message.Exact()
	switch {
	case what == "" && e.Code != "":
		return said + " (" + e.Code.Exact() + ")"
	case what == "":
		return said
	case e.Status != 0:
		what += " (" + strings.TrimSpace(fmt.Sprint(e.Status, " ", e.Code.Exact())) + ")"
	case e.Kind == KindTimeout || e.Kind == KindCanceled:
		return what // nothing else is known
	}
	if said != "" {
		what += ": "
	}
	return what + said
}
