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

// The reasons.
const (
	Unknown     Reason = iota
	Missing            // the program that signs in is not installed
	SignedOut          // nobody has signed in, or the sign-in has ended
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

// Unwrap returns the credential's own error.
func (e *Error) Unwrap() error { return e.Err }

// Diagnose finds out what an error of a credential means. The SDK tells it in
// words only.
func Diagnose(err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	e := &Error{Err: err, Reason: reasonOf(err)}
	switch said := err.Error(); {
	case strings.Contains(said, "AzureDeveloperCLICredential"):
		e.Mode = AZD
	case strings.Contains(said, "AzureCLICredential"):
		e.Mode = CLI
	}
	return e
}

func reasonOf(err error) Reason {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return Garbled
	}
	said := err.Error()
	if code := entraCode.FindStringSubmatch(said); code != nil {
		return codeReason(code[1])
	}
	said = strings.ToLower(said)
	for _, known := range []struct {
		part   string
		reason Reason
	}{
		{"executable not found on path", Missing},
		{"requires multifactor authentication", Multifactor},
		{"isn't configured to acquire tokens for tenant", OtherTenant},
		{"requested identity isn't assigned", NoIdentity},
		{"failed to authenticate a system assigned identity", NoIdentity},
		{"az login", SignedOut},
		{"azd auth login", SignedOut},
		{"not logged in", SignedOut},
	} {
		if strings.Contains(said, known.part) {
			return known.reason
		}
	}
	return Unknown
}

var entraCode = regexp.MustCompile(`AADSTS(\d{5,8})`)

// codeReason sorts the error codes of Microsoft Entra ID.
func codeReason(code string) Reason {
	switch code {
	case "50072", "50074", "50076", "50078", "50079", "50158", "53003":
		return Multifactor
	case "50020", "50034", "90002", "700016", "50128", "90072":
		return OtherTenant
	case "50089", "50132", "50133", "50173", "70008", "70043", "70044", "700081", "700082", "700084":
		return SignedOut
	case "7000215", "7000222", "700027", "700024", "70021", "700211", "700212", "700213", "50126", "50055", "50057":
		return Rejected
	}
	return Unknown
}

// Words describes the failure in one sentence that is not yet safe to draw.
func (e *Error) Words() string {
	name := "the " + makers()[e.Mode].name
	if e.Mode == "" {
		name = "the credential"
	}
	what := ""
	switch e.Reason {
	case Missing:
		if e.Mode == Default {
			return "Not signed in: neither the Azure CLI nor the Azure Developer CLI is installed here, or on the PATH."
		}
		return "Not signed in: " + name + " is not installed here, or not on the PATH."
	case Declined:
		return "Not signed in: it was declined."
	case Expired:
		return "Not signed in: the code was not used in time."
	case TimedOut:
		return "Sign-in gave no token within " + span(e.Limit) + "."
	case Garbled:
		return "Not signed in: " + name + " printed something else than a token."
	case SignedOut:
		what = "nobody is signed in, or the sign-in has ended: "
	case Multifactor:
		what = "another proof of who you are is required: "
	case OtherTenant:
		what = "the account is not in that tenant: "
	case Rejected:
		what = "what proves the identity is not accepted: "
	case NoIdentity:
		what = "this machine has no such identity: "
	}
	return "Not signed in: " + what + said(e.Err.Error())
}

func span(d time.Duration) string {
	if d > time.Minute {
		return fmt.Sprintf("%.0f minutes", d.Minutes())
	}
	return fmt.Sprintf("%.0f seconds", d.Seconds())
}

// noise matches what stands around the sentence of a program or of Microsoft
// Entra ID.
var noise = regexp.MustCompile(`^(?:\w+Credential(?:\.GetToken\(\))?: )?(?:ERROR: )?|(?:\\r|\\n)+|(?:\. )?To troubleshoot, visit https://aka\.ms/\S+`)

// said shortens what a program or the authority said to a few lines.
func said(s string) string {
	if at := entraCode.FindStringIndex(s); at != nil {
		s, _, _ = strings.Cut(s[at[0]:], "Trace ID")
		s, _, _ = strings.Cut(s, `","`)
	}
	s = strings.Join(strings.Fields(noise.ReplaceAllString(s, " ")), " ")
	const most = 240
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}

// loginWords matches a sign-in command with flags and plain values. It stops at
// anything else, which must not end up in a shell.
var loginWords = regexp.MustCompile(
	`(?:az|azd auth) login(?: --(?:tenant|tenant-id|scope|claims-challenge)[ =](?:"[\w.:/+=@-]+"|'[\w.:/+=@-]+'|\w[\w.:/+=@-]*)| --use-device-code| --allow-no-subscriptions)+`)

// Command finds the sign-in command that a program asks for, or "".
func (e *Error) Command() string {
	command := loginWords.FindString(e.Err.Error())
	if len(command) > 2000 { // claims are long
		return ""
	}
	return strings.TrimRight(command, ".:")
}
