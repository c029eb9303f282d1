package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"apimtui/api/text"
)

// Explanation is an error in words for an operator, safe to draw.
type Explanation struct {
	What text.Safe   // what happened, with the service's code and sentence
	Do   text.Safe   // what to do about it; may be empty
	More []text.Safe // the service's details, one per line
	// RequestID is what Microsoft's support asks for; may be empty.
	RequestID text.Safe
}

// stoppedWaiting is what is said of a call whose caller did not wait for it.
const stoppedWaiting = "You stopped waiting for the answer"

// mostDetails bounds what an error may put on the screen.
const mostDetails = 8

// Explain words any error of this package. Errors of elsewhere are worded as
// they are, made safe; nil has no words.
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

// line is the detail behind what it is about: its target, or else its code where
// that is not the one of the whole.
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

// Line is the explanation in one line.
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

// words say what happened: ours, the status and the code, and the service's
// sentence. They are not yet made safe.
func (e *Error) words() string {
	var s *SignInError
	if errors.As(e.Err, &s) {
		return s.words()
	}
	what, said := e.meaning().what, e.Message.Exact()
	switch {
	case what == "":
		return said
	case e.Status != 0:
		what += " (" + strings.TrimSpace(fmt.Sprint(e.Status, " ", e.Code.Exact())) + ")"
	case e.Kind == KindTimeout || e.Kind == KindCanceled:
		return what // it is all that is known
	}
	if said != "" {
		what += ": "
	}
	return what + said
}

// missing says that the program that signs in is not there.
func (e *SignInError) missing() bool {
	return strings.Contains(e.Err.Error(), "executable not found on path")
}

func (e *SignInError) words() string {
	switch {
	case e.TimedOut:
		return "Sign-in gave no token within 30 seconds."
	case e.missing():
		return "Not signed in: the Azure CLI is not installed here, or not on the PATH."
	}
	return "Not signed in: " + oneLine(e.Err.Error())
}

// loginWords is `az login` with flags and plain values. What follows them is
// talk, and what is not plain has no business in a shell.
var loginWords = regexp.MustCompile(
	`az login(?: --(?:tenant|scope|claims-challenge)[ =](?:"[\w.:/+=@-]+"|'[\w.:/+=@-]+'|\w[\w.:/+=@-]*)| --[a-z-]+)+`)

// loginCommand takes the command out of a credential's error, "" when it names
// none.
func loginCommand(said string) string {
	command := loginWords.FindString(said)
	if len(command) > 200 {
		return ""
	}
	return strings.TrimRight(command, ".:")
}

// oneLine cuts another program's talk to what fits a line or three.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 240
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}
