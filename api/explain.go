package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"apimtui/api/signin"
	"apimtui/api/text"
)

// Explanation describes an error for an operator, safe to draw.
type Explanation struct {
	What      text.Safe   // what happened, with the service's code and message
	Do        text.Safe   // what to do about it; may be empty
	More      []text.Safe // the service's details, one per line
	RequestID text.Safe   // what Microsoft's support asks for; may be empty
}

const stoppedWaiting = "You stopped waiting for the answer" // describes a call that the caller canceled

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
	if s, ok := errors.AsType[*SignInError](e.Err); ok {
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

// Act is an action that can follow a failure.
type Act int

// The acts. The zero Act means that there is nothing to do.
const (
	ActSignIn             Act = iota + 1
	ActInstallSignIn          // the sign-in program is missing
	ActAskForRole             // an administrator has to grant a role
	ActObeyPolicy             // a policy asks for something
	ActChooseVersion          // of the API
	ActUnlock                 // a lock has to be removed
	ActEnableSubscription     // the Azure subscription has to be enabled
	ActRegisterProvider       // the resource provider has to be registered
	ActLeaveTier              // the service's tier has no users
	ActWait                   // as long as the service asks, then retry
	ActRetry                  // the failure is temporary
	ActReport                 // may be temporary; otherwise contact support
	ActCorrect                // the request
	ActListAgain
	ActCheckService
	ActCheckNetwork
	ActCheckEndpoint
	ActCheckWay  // a proxy or gateway between here and Azure
	ActReadAgain // the user
)

// Advice tells what to do about a failure. It names no key, flag or command:
// each surface adds its own.
type Advice struct {
	Act          Act
	Tenant       string        // to sign in to, "" when none was named
	Cloud        Cloud         // to sign in to, "" when the sign-in is for the right cloud
	Mode         signin.Mode   // of the sign-in, "" when unknown
	Command      string        // the sign-in command that a credential suggested, "" when it suggested none
	Multifactor  bool          // the sign-in has to be with multi-factor authentication
	Permission   string        // the missing action, such as Microsoft.ApiManagement/service/users/write
	Role         string        // a built-in role that includes it
	MaybeGranted bool          // access may be too recent for the current token
	APIVersion   string        // the newest one that the service names
	Wait         time.Duration // 0 when the service did not say
}

type Cloud string

const (
	PublicCloud     Cloud = "public"
	GovernmentCloud Cloud = "US Government"
	ChinaCloud      Cloud = "China"
)

// Advice returns what to do about the error.
func (e *Error) Advice() Advice {
	said := e.Message.Exact()
	a := Advice{Act: e.meaning().act, Wait: e.RetryAfter}
	switch a.Act {
	case ActSignIn:
		e.adviseSignIn(&a)
	case ActAskForRole:
		if all := permission.FindAllStringSubmatch(said, -1); all != nil {
			a.Permission = all[len(all)-1][1] // for a linked action, the last one is missing
			a.Role = roleFor(a.Permission)
		}
		a.MaybeGranted = strings.Contains(strings.ToLower(said), "refresh")
	case ActObeyPolicy:
		for _, d := range e.Details {
			said += " " + d.Message.Exact()
		}
		a.Multifactor = multifactor.MatchString(said)
	case ActChooseVersion:
		a.APIVersion = newestVersion(said, e.asked)
	}
	return a
}

var (
	permission  = regexp.MustCompile(`perform action(?:\(s\))? '([\w./*-]+)'`)
	multifactor = regexp.MustCompile(`(?i)\bMFA\b|multi-?factor`)
	versionName = regexp.MustCompile(`\b\d{4}-\d\d-\d\d(?:-[a-z]+)?\b`)
)

// roleFor returns the built-in role with the least privileges that allows an
// action, or "" for actions outside API Management.
func roleFor(action string) string {
	switch a := strings.ToLower(action); {
	case !strings.HasPrefix(a, "microsoft.apimanagement/service/"):
		return ""
	case strings.HasSuffix(a, "/read") && !strings.HasSuffix(a, "/keys/read"):
		return "API Management Service Reader Role"
	}
	return "API Management Service Contributor"
}

// newestVersion returns the newest api-version in a sentence, other than the
// one asked for. It prefers stable versions over previews.
func newestVersion(said, asked string) string {
	var newest string
	stable := func(v string) bool { return len(v) == len("2006-01-02") }
	for _, v := range versionName.FindAllString(said, -1) {
		if v != asked && (newest == "" || stable(v) && !stable(newest) || stable(v) == stable(newest) && v > newest) {
			newest = v
		}
	}
	return newest
}

// adviseSignIn finds the tenant and the cloud that a 401 names, or the command
// that a sign-in asks for.
func (e *Error) adviseSignIn(a *Advice) {
	if s, ok := errors.AsType[*SignInError](e.Err); ok {
		why := signin.Diagnose(s.Err)
		a.Mode, a.Command = why.Mode, why.Command()
		if why.Reason == signin.Missing {
			a.Act = ActInstallSignIn
		}
		return
	}
	// The requested value follows the received one; the header is read last, so
	// it wins.
	said := e.Message.Exact()
	where := said + " " + e.challenge.Exact()
	if e.Code == "" || e.Code == "InvalidAuthenticationTokenTenant" {
		said = where
	}
	for _, found := range tenantURL.FindAllStringSubmatch(said, -1) {
		a.Tenant = found[1]
	}
	var first Cloud
	for _, found := range hostURL.FindAllStringSubmatch(where, -1) {
		if c := cloudOf(found[1]); first == "" {
			first = c
		} else if c != "" && c != first {
			a.Cloud = c
		}
	}
}

var (
	tenantURL = regexp.MustCompile(`https://(?:login|sts)\.[\w.-]+/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})`)
	hostURL   = regexp.MustCompile(`https://((?:management|login)\.[\w.-]+)`)
)

// cloudOf returns the cloud that an address belongs to, "" when unknown.
func cloudOf(host string) Cloud {
	for suffix, c := range map[string]Cloud{
		".chinacloudapi.cn": ChinaCloud, ".microsoftonline.cn": ChinaCloud,
		".usgovcloudapi.net": GovernmentCloud, ".microsoftonline.us": GovernmentCloud,
		".azure.com": PublicCloud, ".windows.net": PublicCloud, ".microsoftonline.com": PublicCloud,
	} {
		if strings.HasSuffix(host, suffix) {
			return c
		}
	}
	return ""
}

// String returns the advice in words that fit every surface, "" for none.
func (a Advice) String() string {
	switch {
	case a.Act == ActSignIn:
		return "Sign in" + a.Where() + ", then try again."
	case a.Act == ActAskForRole:
		return a.roleWords()
	case a.Act == ActObeyPolicy && a.Multifactor:
		return "Sign in again with multi-factor authentication."
	case a.Act == ActChooseVersion && a.APIVersion != "":
		return "Ask for the api-version " + a.APIVersion + "."
	case a.Act == ActWait && a.Wait > 0:
		return fmt.Sprintf("Wait %s, then try again.", a.Wait.Round(time.Second))
	}
	return [...]string{
		ActInstallSignIn:      "Install it and sign in, or choose another way to sign in.",
		ActChooseVersion:      "Ask for an api-version that it has.",
		ActUnlock:             "An owner of what is locked can remove the lock.",
		ActEnableSubscription: "Its owner can enable the subscription again.",
		ActRegisterProvider:   "An owner or contributor of the subscription can register the resource provider Microsoft.ApiManagement.",
		ActLeaveTier:          "A service in the Consumption tier has no users.",
		ActWait:               "Wait, then try again; how long was not said.",
		ActRetry:              "Try again in a moment.",
		ActReport:             "Try again; if it stays, give the request id to support.",
		ActCorrect:            "Correct what it names, then try again.",
		ActListAgain:          "Check the name, or read the list again: it may have been deleted meanwhile.",
		ActCheckService:       "Check subscription, resource group and service name.",
		ActCheckNetwork:       "Check the network, VPN and proxy, then try again.",
		ActCheckEndpoint:      "Check the endpoint.",
		ActCheckWay:           "Check the endpoint, and what stands between here and Azure, such as a proxy.",
		ActReadAgain:          "Read the user again.",
	}[a.Act]
}

// Where returns the words that follow "sign in", with a leading space.
func (a Advice) Where() string {
	switch {
	case a.Tenant != "" && a.Cloud != "":
		return " to the tenant " + a.Tenant + " of Azure's " + string(a.Cloud) + " cloud"
	case a.Tenant != "":
		return " to the tenant " + a.Tenant
	case a.Cloud != "":
		return " to Azure's " + string(a.Cloud) + " cloud"
	}
	return " again"
}

func (a Advice) roleWords() string {
	words := "Ask for a role that allows it."
	if a.Permission != "" {
		words = "The action that is missing is " + a.Permission + ". Ask for a role that has it"
		if a.Role != "" {
			words += ", such as " + a.Role
		}
		words += "."
	}
	if a.MaybeGranted {
		words += " If access is new, sign in again."
	}
	return words
}
