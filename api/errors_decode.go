package api

import (
	"cmp"
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// errorBody decodes both shapes in use: {"error":{...}}, and the same without
// the wrapper, which a missing service sends.
type errorBody struct {
	Error *errorObject `json:"error"`
	errorObject
}

type errorObject struct {
	Code           text.Text       `json:"code"`
	Target         text.Text       `json:"target"`
	Message        text.Text       `json:"message"`
	Details        json.RawMessage `json:"details"`
	AdditionalInfo json.RawMessage `json:"additionalInfo"`
}

func parseError(body []byte) (errorObject, error) {
	var b errorBody
	err := json.Unmarshal(body, &b)
	if b.Error != nil {
		return *b.Error, err
	}
	return b.errorObject, err
}

func responseError(op Operation, resp *http.Response, body []byte) *Error {
	token := tokenOf(resp)
	e := &Error{
		Operation: op,
		Kind:      kindOf(resp.StatusCode),
		Status:    resp.StatusCode,
		RequestID: answeredID(resp),
		Sent:      true,
		challenge: shorten(text.Text(resp.Header.Get("WWW-Authenticate")), token),
	}
	if resp.Request != nil {
		e.asked = resp.Request.URL.Query().Get("api-version")
	}
	e.decode(body, token)
	e.sortOut(resp, body, token)
	e.RetryAfter = waitAsked(resp.Header)
	if e.Kind == KindThrottled {
		e.RetryAfter = cmp.Or(e.RetryAfter, waitSaid(e.Message.Exact()))
	}
	e.Message = cmp.Or(e.Message, text.Text(http.StatusText(e.Status)), "the answer has no message")
	return e
}

// sortOut finds the kind when the status is not enough.
func (e *Error) sortOut(resp *http.Response, body []byte, token string) {
	known := byCode(e.Code.Exact())
	fromGateway := strings.EqualFold(resp.Header.Get("x-ms-failure-cause"), "gateway")
	switch {
	case e.Status < 400:
		if e.Status >= 300 {
			e.Kind = KindRefused
			e.Message = "the service answered with a redirect, which is never followed: nothing was sent to the other address"
		}
	case e.Code == "" && !e.needsNoCode(resp, body):
		e.Foreign = true
		e.Message = cmp.Or(e.Message, pageTitle(body, token))
		if e.Status < 500 && e.Kind != KindPrecondition && e.Kind != KindThrottled {
			e.Kind = KindMalformed
		}
	case known.kind != KindUnknown:
		e.Kind = known.kind
	case e.Kind == KindNotFound && versionTalk.MatchString(e.Message.Exact()):
		e.Kind = KindVersion
	case e.Kind == KindNotFound && fromGateway:
		// A 404 from the gateway means the service is missing; one from the
		// service means the user is.
		e.Kind = KindNoService
	}
}

var versionTalk = regexp.MustCompile(`(?i)\bapi[- ]version`)

// needsNoCode reports whether Azure itself may answer like this without a code:
// there is no body for it, a header holds it, or the throttling answer is two
// bytes long.
func (e *Error) needsNoCode(resp *http.Response, body []byte) bool {
	switch {
	case resp.Request != nil && resp.Request.Method == http.MethodHead:
		return true
	case e.Status == http.StatusUnauthorized:
		return strings.HasPrefix(e.challenge.Exact(), "Bearer ")
	}
	return e.Status == http.StatusTooManyRequests && (len(body) == 0 || json.Valid(body))
}

func (e *Error) decode(body []byte, token string) {
	o, err := parseError(body)
	if err != nil {
		return
	}
	o = o.unwrapped()
	e.Code, e.Message = shorten(o.Code, token), shorten(o.Message, token)
	e.addDetails(o, token, deepest)
}

// unwrapped replaces a message that is itself an error in JSON by the message
// and details inside.
func (o errorObject) unwrapped() errorObject {
	inner, err := parseError([]byte(o.Message.Exact()))
	if err != nil || inner.Message == "" {
		return o
	}
	o.Message = inner.Message
	if inner.Code != "" && inner.Code != o.Code {
		o.Message = inner.Code + ": " + inner.Message
	}
	if len(inner.Details) > 0 {
		o.Details = inner.Details
	}
	if len(inner.AdditionalInfo) > 0 {
		o.AdditionalInfo = inner.AdditionalInfo
	}
	return o
}

const deepest = 4

// addDetails reads every entry it can and skips malformed ones.
func (e *Error) addDetails(o errorObject, token string, depth int) {
	var infos []struct {
		Type text.Text      `json:"type"`
		Info map[string]any `json:"info"`
	}
	_ = json.Unmarshal(o.AdditionalInfo, &infos) // what cannot be read is left out
	for _, info := range infos {
		if said := infoWords(info.Type.Exact(), info.Info); said != "" && len(e.Details) < mostKept {
			e.Details = append(e.Details, Detail{Code: shorten(info.Type, token), Message: shorten(said, token)})
		}
	}
	var raws []json.RawMessage
	_ = json.Unmarshal(o.Details, &raws)
	for _, raw := range raws {
		var d *errorObject
		if json.Unmarshal(raw, &d) != nil || d == nil || len(e.Details) >= mostKept {
			continue
		}
		*d = d.unwrapped()
		e.Details = append(e.Details, Detail{shorten(d.Code, token), shorten(d.Target, token), shorten(d.Message, token)})
		if depth > 0 {
			e.addDetails(*d, token, depth-1)
		}
	}
}

// infoWords returns the texts of an additionalInfo. For a policy, with its many
// ids and parameters, only the names are used.
func infoWords(kind string, info map[string]any) text.Text {
	var words []string
	for name, v := range info {
		if s, ok := v.(string); ok && s != "" && (kind != "PolicyViolation" || strings.HasSuffix(name, "Name")) {
			words = append(words, name+" "+s)
		}
	}
	slices.Sort(words)
	return text.Text(strings.Join(words, ", "))
}

// Limits for what is kept of an error: it is drawn, and the sender may have
// written megabytes.
const (
	mostKept   = 100 // details
	mostLetter = 1000
)

// shorten limits a text of an error and hides secrets in it.
func shorten(t text.Text, token string) text.Text {
	t = text.Text(hide(t.Exact(), token))
	if len(t) <= mostLetter {
		return t
	}
	return text.Text(strings.ToValidUTF8(t.Exact()[:mostLetter], "")) + "…"
}

// hide replaces secrets in a text: the bearer token, which proxies like to
// echo, and anything like a sign-in link, a token or a password. Errors are
// drawn and logged, and some repeat the request.
func hide(s, token string) string {
	if token != "" {
		s = strings.ReplaceAll(s, token, secret.Redacted)
	}
	return secret.Redact(s)
}

// shortestToken keeps short test tokens from matching ordinary words. Real
// tokens have hundreds of characters.
const shortestToken = 16

// tokenOf returns the bearer token of the request, or "" when it is too short.
func tokenOf(resp *http.Response) string {
	if resp.Request == nil {
		return ""
	}
	_, token, _ := strings.Cut(resp.Request.Header.Get("Authorization"), " ")
	if len(token) < shortestToken {
		return ""
	}
	return token
}

// answeredID returns the request id of an answer, "" when it has none.
func answeredID(resp *http.Response) text.Text {
	id := cmp.Or(resp.Header.Get("x-ms-request-id"), resp.Header.Get("x-ms-correlation-request-id"))
	return shorten(text.Text(id), tokenOf(resp))
}

var titleTag = regexp.MustCompile(`(?is)<(?:title|h1)\b[^>]*>([^<]*)`)

// pageTitle describes a body that is not JSON of the service, such as a proxy's
// page: its title or the start of its text, without markup.
func pageTitle(body []byte, token string) text.Text {
	s := string(body)
	if json.Valid(body) {
		return ""
	}
	if strings.Contains(s, "<") {
		found := titleTag.FindStringSubmatch(s)
		if found == nil {
			return ""
		}
		s = html.UnescapeString(found[1])
	}
	const most = 120
	s = hide(strings.Join(strings.Fields(s), " "), token)
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return text.Text(s)
}

func kindOf(status int) Kind {
	kind, known := map[int]Kind{
		http.StatusUnauthorized: KindSignIn, http.StatusForbidden: KindForbidden, http.StatusNotFound: KindNotFound,
		http.StatusConflict: KindConflict, http.StatusPreconditionFailed: KindPrecondition,
		http.StatusTooManyRequests: KindThrottled, http.StatusRequestTimeout: KindTimeout,
	}[status]
	switch {
	case known:
		return kind
	case status >= 500:
		return KindServer
	case status >= 400:
		return KindInvalid
	}
	return KindMalformed
}
