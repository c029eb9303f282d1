package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"apimtui/api/text"
)

// Explanation is an error in words for an operator, safe to draw.
type Explanation struct {
	What text.Safe   // what happened, one sentence
	Do   text.Safe   // what to do about it; may be empty
	More []text.Safe // the service's details, one per line
	// RequestID is what Microsoft's support asks for; may be empty.
	RequestID text.Safe
}

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
			return Explanation{What: text.Clean("Given up.")}
		case errors.Is(err, context.DeadlineExceeded):
			return Explanation{What: text.Clean("No answer in time.")}
		}
		return Explanation{What: text.Clean(text.Sentence(err.Error()))}
	}
	x := Explanation{RequestID: e.RequestID.Safe()}
	what, do := e.words()
	x.What, x.Do = text.Clean(text.Sentence(what)), text.Clean(do)
	for i, d := range e.Details {
		if i == mostDetails {
			x.More = append(x.More, text.Clean(fmt.Sprintf("and %d more", len(e.Details)-i)))
			break
		}
		x.More = append(x.More, d.line())
	}
	return x
}

func (d Detail) line() text.Safe {
	if d.Target == "" {
		return text.Clean(d.Message.Exact())
	}
	return text.Clean(d.Target.Exact() + ": " + d.Message.Exact())
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

// words gives what happened and what to do, not yet made safe.
func (e *Error) words() (what, do string) {
	said := e.Message.Exact()
	switch e.Kind {
	case KindNotFound:
		return "Not found: " + said, "Check the name, or read the list again: it may have been deleted meanwhile."
	case KindNoService:
		return "The API Management service was not found: " + said, "Check subscription, resource group and service name."
	case KindSignIn:
		return e.signInWords()
	case KindForbidden:
		return fmt.Sprintf("Not permitted (403). The action that is missing is %s.", e.action()), "Ask for a role that has it, such as API Management Service Contributor."
	case KindConflict:
		if e.Status == 0 {
			return said, "Try again in a moment."
		}
		return "The service is busy with another change (409): " + said, "Try again in a moment."
	case KindPrecondition:
		return "The service refused the condition of the request (412): " + said, "Read the user again."
	case KindThrottled:
		if e.RetryAfter > 0 {
			return fmt.Sprintf("Azure throttles this subscription (429) and asks to wait %s.", e.RetryAfter.Round(time.Second)), "Try again then."
		}
		return "Azure throttles this subscription (429).", "Try again in a minute."
	case KindInvalid:
		if e.Status == 0 {
			return "Not a valid request: " + said, "Correct it, then try again."
		}
		return fmt.Sprintf("The service refused the request (%d): %s", e.Status, said), "Correct what it names, then try again."
	case KindServer:
		return fmt.Sprintf("The service failed (%d): %s", e.Status, said), "Try again; if it stays, give the request id to support."
	case KindTimeout:
		return "No answer in time.", "Check the network, then try again."
	case KindCanceled:
		return "Given up.", "Start it again when you need it."
	case KindNetwork:
		if e.Sent {
			return "No answer: " + said, "Check the network, VPN and proxy, then try again."
		}
		return "The service could not be reached: " + said, "Check the network, VPN and proxy, then try again."
	case KindMalformed:
		return "The service's answer could not be read: " + said, "Check the endpoint."
	case KindRefused:
		return "Refused: " + said, "Check the endpoint, and what stands between here and Azure."
	}
	return said, "Try again; if it stays, give the request id to support."
}

func (e *Error) signInWords() (what, do string) {
	const login = "Run `az login`, then try again."
	var s *SignInError
	if errors.As(e.Err, &s) {
		if s.TimedOut {
			return "Sign-in gave no token within 30 seconds.", "If `az account get-access-token` hangs too, run `az login`."
		}
		if strings.Contains(s.Err.Error(), "executable not found on path") {
			return "Not signed in: the Azure CLI (az) is not installed here, or not on the PATH.",
				"Install it and run `az login`, or use another --auth, such as token with a bearer token in APIMTUI_ACCESS_TOKEN."
		}
		return "Not signed in: " + oneLine(s.Err.Error()), advice(s.Err.Error(), login)
	}
	return "The service did not accept the sign-in (401): " + e.Message.Exact(), cmp.Or(e.Help, login)
}

// loginCommand is `az login` with flags and plain values. What follows them is
// talk, and what is not plain has no business in a shell.
var loginCommand = regexp.MustCompile(
	`az login(?: --(?:tenant|scope|claims-challenge)[ =](?:"[\w.:/+=@-]+"|'[\w.:/+=@-]+'|\w[\w.:/+=@-]*)| --[a-z-]+)+`)

// advice takes the command out of a credential's error when it names one.
func advice(said, otherwise string) string {
	command := loginCommand.FindString(said)
	if command == "" || len(command) > 200 {
		return otherwise
	}
	return "Run `" + strings.TrimRight(command, ".:") + "`, then try again."
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

// action is the permission a 403 is about: as the service names it, or what
// the operation needs by the provider's convention.
func (e *Error) action() string {
	if _, rest, ok := strings.Cut(e.Message.Exact(), "perform action '"); ok {
		if a, _, ok := strings.Cut(rest, "'"); ok {
			return a
		}
	}
	const users = "Microsoft.ApiManagement/service/users"
	switch e.Operation {
	case OpUserGroups:
		return users + "/groups/read"
	case OpUserSubscriptions:
		return users + "/subscriptions/read"
	case OpUserIdentities:
		return users + "/identities/read"
	case OpServiceGet:
		return "Microsoft.ApiManagement/service/read"
	case OpUserUpdate, OpUserPut:
		return users + "/write"
	case OpUserDelete:
		return users + "/delete"
	case OpUserSSO:
		return users + "/generateSsoUrl/action"
	case OpUserToken:
		return users + "/token/action"
	case OpUserPasswordMail:
		return users + "/confirmations/send/action"
	}
	return users + "/read"
}
