package signin

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Reason sorts failures by what can be done about them.
type Reason int

const (
	Unknown     Reason = iota
	Missing            // the program that signs in is not installed
	SignedOut          // no one has signed in, or the sign-in has ended
	Multifactor        // multi-factor authentication or another claim is missing
	OtherTenant        // the account is not in the tenant
	Rejected           // the secret, certificate or assertion is not accepted
	Garbled            // the program answered with something else than a token
	NoIdentity         // the machine has no such managed identity
	Declined           // by the person
	Expired            // the code was not used in time
	TimedOut
)

// Error is a sign-in that gave no token. Err may hold text of other programs
// and is never drawn as it is.
type Error struct {
	Mode   Mode // "" when unknown
	Reason Reason
	Limit  time.Duration // of a sign-in that timed out
	Err    error
}

func (e *Error) Error() string { return e.Err.Error() }

func (e *Error) Unwrap() error { return e.Err }

// Diagnose finds out what an error of a credential means. The SDK tells it in
// words only.
func Diagnose(err error) *Error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	return &Error{Err: err, Reason: reasonOf(err)}
}

func reasonOf(err error) Reason {
	said := err.Error()
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return Garbled
	}
	if strings.Contains(said, "executable not found on path") {
		return Missing
	}
	// What the SDK, the programs and Microsoft Entra ID say.
	for _, words := range []struct {
		pattern string
		means   Reason
	}{
		{`AADSTS(?:5007[24689]|50158|53003)\b|requires multifactor authentication`, Multifactor},
		{`AADSTS(?:50020|50034|50128|90002|90072|700016)\b|isn't configured to acquire tokens for tenant`, OtherTenant},
		{`AADSTS(?:7000215|7000222|700024|700027|70021[123]?|50126|50055|50057)\b`, Rejected},
		{`requested identity isn't assigned|failed to authenticate a system assigned identity`, NoIdentity},
		{`AADSTS(?:50089|5013[23]|50173|70008|7004[34]|70008[124])\b|az login|azd auth login|not logged in`, SignedOut},
	} {
		if regexp.MustCompile(words.pattern).MatchString(said) {
			return words.means
		}
	}
	return Unknown
}

var entraCode = regexp.MustCompile(`AADSTS\d{5,8}`)

// Words describes the failure in one sentence that is not yet safe to draw.
func (e *Error) Words() string {
	name := "the " + e.Mode.way().Name
	switch e.Reason {
	case Missing:
		if e.Mode == Default {
			return "Not signed in: neither the Azure CLI nor the Azure Developer CLI is installed here, or on the PATH."
		}
		return "Not signed in: " + name + " is not installed here, or not on the PATH."
	case Garbled:
		return "Not signed in: " + name + " printed something else than a token."
	case Declined:
		return "Not signed in: it was declined."
	case Expired:
		return "Not signed in: the code was not used in time."
	case TimedOut:
		if e.Limit > time.Minute {
			return fmt.Sprintf("Sign-in gave no token within %.0f minutes.", e.Limit.Minutes())
		}
		return fmt.Sprintf("Sign-in gave no token within %.0f seconds.", e.Limit.Seconds())
	}
	return "Not signed in: " + map[Reason]string{
		SignedOut:   "no one is signed in, or the sign-in has ended: ",
		Multifactor: "another proof of who you are is required: ",
		OtherTenant: "the account is not in that tenant: ",
		Rejected:    "what proves the identity is not accepted: ",
		NoIdentity:  "this machine has no such identity: ",
	}[e.Reason] + said(e.Err.Error())
}

// said shortens what a program or the authority said to a few lines.
func said(s string) string {
	if at := entraCode.FindStringIndex(s); at != nil {
		s, _, _ = strings.Cut(s[at[0]:], "Trace ID")
		s, _, _ = strings.Cut(s, `","`)
	}
	// What stands around the sentence of a program or of Microsoft Entra ID.
	noise := regexp.MustCompile(`^(?:\w+Credential(?:\.GetToken\(\))?(?:: | authentication failed\.))?\s*(?:ERROR: )?|-{9,}|(?:\\r|\\n)+|(?:\. )?To troubleshoot, visit https://aka\.ms/\S+`)
	return cut(strings.Join(strings.Fields(noise.ReplaceAllString(s, " ")), " "), 240)
}

// Command finds the sign-in command that a program asks for, or "".
func (e *Error) Command() string {
	// A sign-in command with flags and plain values. It stops at anything else,
	// which must not end up in a shell.
	loginWords := regexp.MustCompile(
		`(?:az|azd auth) login(?: --(?:tenant|tenant-id|scope|claims-challenge)[ =](?:"[\w.:/+=@-]+"|'[\w.:/+=@-]+'|\w[\w.:/+=@-]*)| --use-device-code| --allow-no-subscriptions)+`)
	command := loginWords.FindString(e.Err.Error())
	if len(command) > 2000 { // claims are long
		return ""
	}
	return strings.TrimRight(command, ".:")
}
