package api_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"apimtui/api/report"
)

// voice is who answered a write, as far as a client can tell.
type voice int

const (
	silence  voice = iota // no answer, or none of the service's
	success               // the service, with a success of this operation
	refusal               // the service, with a code of its own
	repeated              // the same, as a request that arrives twice is refused
	door                  // nothing reached the service
)

// truthAnswer is how a write is answered.
type truthAnswer struct {
	name  string
	voice voice
	times int // how often; 0 is once, -1 for ever
	// reply answers. It gets the service's own answer if the request was
	// carried out, else nil.
	reply func(r *http.Request, own *http.Response) (*http.Response, error)
	// fixed says that reply decides what is carried out; otherwise the answer is
	// tried both with a write that is carried out and with one that is not.
	fixed, applies bool
	status         int
	body           string
	late           time.Duration // carried out this long after the answer
	gaveUp         error         // the caller gives up with this cause
	early          bool          // before anything is sent, otherwise after 1.5 s
	limit          time.Duration // the caller's own deadline
	poll           func(r *http.Request) *http.Response
	of             report.Sent // the only kind of write it fits; "" is all
}

var errStopped = errors.New("stopped by a signal")

const html = "<html><body>\x1b[2JBad gateway</body></html>"

// another is the entity of another user than any that a write is about.
const another = `{"id":"` + base + `/users/bob","type":"Microsoft.ApiManagement/service/users","name":"bob",` +
	`"properties":{"firstName":"Bob","lastName":"B","email":"bob@example.com","state":"active","note":"mine","identities":[]}}`

// coded is an error in the service's own words.
func coded(code string) string { return `{"error":{"code":"` + code + `","message":"` + code + `."}}` }

// answering is an answer with a status and a body.
func answering(name string, v voice, status int, body string, headers ...string) truthAnswer {
	if body == html {
		headers = append(headers, "Content-Type: text/html")
	}
	return truthAnswer{name: name, voice: v, status: status, body: body,
		reply: func(r *http.Request, _ *http.Response) (*http.Response, error) {
			return reply(r, status, body, headers...), nil
		}}
}

// honest says that it is the service's own answer.
func (a truthAnswer) honest() bool { return a.fixed && a.applies }

func (a truthAnswer) often(n int) truthAnswer { a.times = n; return a }

func (a truthAnswer) neverDone() truthAnswer { a.fixed = true; return a }

// broken is an answer that does not come.
func broken(name string, v voice, err error) truthAnswer {
	return truthAnswer{name: name, voice: v, reply: func(*http.Request, *http.Response) (*http.Response, error) { return nil, err }}
}

func hanging(name string) truthAnswer {
	return truthAnswer{name: name, reply: func(r *http.Request, _ *http.Response) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}}
}

func truthAnswers() []truthAnswer {
	own := truthAnswer{name: "its own", voice: success, fixed: true, applies: true,
		reply: func(_ *http.Request, own *http.Response) (*http.Response, error) { return own, nil }}
	return slices.Concat([]truthAnswer{own}, successes(), refusals(), silences(), deletions())
}

// successes are those that are not of the operation they answer.
func successes() []truthAnswer {
	all := []truthAnswer{answering("204 empty", silence, http.StatusNoContent, "")}
	for _, status := range []int{http.StatusOK, http.StatusCreated, http.StatusAccepted} {
		for _, body := range []string{"", "{}", "null", "[]", html, another} {
			all = append(all, answering(fmt.Sprintf("%d %.20q", status, body), silence, status, body))
		}
	}
	itself := answering("202 of its user", silence, http.StatusAccepted, another)
	itself.reply = func(r *http.Request, _ *http.Response) (*http.Response, error) {
		return reply(r, http.StatusAccepted, strings.ReplaceAll(another, "bob", path.Base(r.URL.Path))), nil
	}
	return append(all, itself)
}

func refusals() []truthAnswer {
	const azure = "x-ms-failure-cause: gateway"
	return []truthAnswer{
		answering("307", silence, 307, "", "Location: https://management.azure.com.evil/"),
		answering("400", refusal, 400, coded("ValidationError")),
		answering("401", door, 401, coded("ExpiredAuthenticationToken")).neverDone(),
		answering("401 HTML", silence, 401, html),
		answering("403", refusal, 403, coded("AuthorizationFailed")),
		answering("403 deny", refusal, 403, coded("DenyAssignmentAuthorizationFailed")),
		answering("403 HTML", silence, 403, html),
		answering("404", repeated, 404, coded("ResourceNotFound")),
		answering("404 of Resource Manager", repeated, 404, coded("ResourceNotFound"), azure),
		answering("404 empty", silence, 404, ""),
		answering("404 HTML", silence, 404, html),
		answering("408", silence, 408, coded("RequestTimeout")),
		answering("409 locked", refusal, 409, coded("ScopeLocked")),
		answering("409 busy", refusal, 409, coded("PessimisticConcurrencyConflict")),
		answering("409 HTML", silence, 409, html),
		answering("412 once", repeated, 412, coded("PreconditionFailed")),
		answering("412 twice", repeated, 412, coded("PreconditionFailed")).often(2),
		answering("412 for ever", repeated, 412, coded("PreconditionFailed")).often(-1),
		answering("412 HTML", silence, 412, html),
		answering("429", door, 429, coded("SubscriptionRequestsThrottled"), "Retry-After: 7").neverDone(),
		answering("429 for an hour", door, 429, coded("SubscriptionRequestsThrottled"), "Retry-After: 3600").neverDone(),
		answering("429 twice", door, 429, coded("SubscriptionRequestsThrottled"), "Retry-After: 7").neverDone().often(2),
		answering("429 HTML", door, 429, html).neverDone(),
		answering("500", silence, 500, coded("InternalServerError")),
		answering("500 empty", silence, 500, ""),
		answering("502 HTML", silence, 502, html),
		answering("503", silence, 503, coded("ServiceUnavailable"), "Retry-After: 3"),
		answering("504", silence, 504, coded("GatewayTimeout")),
	}
}

// silences are answers that do not come, or not in time.
func silences() []truthAnswer {
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	within := truthAnswer{name: "cut within", reply: func(r *http.Request, _ *http.Response) (*http.Response, error) {
		res := reply(r, 200, another[:99])
		res.Body = io.NopCloser(io.MultiReader(res.Body, cutReader{}))
		return res, nil
	}}
	stopped, canceled, limited := hanging("hang, stopped by a signal"), hanging("hang, canceled"), hanging("hang, the caller's deadline")
	stopped.gaveUp, canceled.gaveUp, limited.limit = errStopped, context.Canceled, 5*time.Second
	waiting := answering("412 for ever, stopped by a signal", repeated, 412, coded("PreconditionFailed")).often(-1)
	waiting.gaveUp = errStopped
	early := hanging("given up before it was sent").neverDone()
	early.voice, early.gaveUp, early.early = door, errStopped, true
	throttled := answering("429, stopped by a signal", door, 429, coded("SubscriptionRequestsThrottled"), "Retry-After: 60").neverDone()
	throttled.gaveUp = errStopped
	all := []truthAnswer{
		broken("cut", silence, io.EOF), within, hanging("hang"), early, stopped, canceled, limited, waiting, throttled,
		broken("dial error", door, refused).neverDone(), broken("dial error for ever", door, refused).neverDone().often(-1),
	}
	for _, d := range []time.Duration{1100 * time.Millisecond, 5100 * time.Millisecond, 40100 * time.Millisecond} {
		late := broken(fmt.Sprintf("cut, carried out %v later", d), silence, io.EOF).neverDone()
		late.late = d
		all = append(all, late)
	}
	late := answering("504, carried out later", silence, 504, coded("GatewayTimeout")).neverDone()
	late.late = 20 * time.Second
	return append(all, late)
}

type cutReader struct{}

func (cutReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// deletions are accepted, and end well, badly or never.
func deletions() []truthAnswer {
	accepted := func(name, location string, poll func(r *http.Request) *http.Response) truthAnswer {
		a := answering("202, "+name, success, 202, "", "Location: "+location)
		a.of, a.poll = report.Deletion, poll
		return a
	}
	own := base + "/users/" + hiroshi + "?api-version=2024-05-01&asyncId=1&asyncCode=204"
	pending := func(r *http.Request) *http.Response { return reply(r, 202, "", "Location: "+own) }
	failed := func(r *http.Request) *http.Response {
		return reply(r, 200, `{"status":"Failed","error":{"code":"ValidationError","message":"No."}}`)
	}
	html := func(r *http.Request) *http.Response { return reply(r, 200, html) }
	stopped := accepted("never ends, stopped by a signal", own, pending)
	stopped.gaveUp = errStopped
	return []truthAnswer{
		accepted("never ends", own, pending), accepted("fails", own, failed), accepted("ends in HTML", own, html),
		accepted("its end is elsewhere", "https://management.azure.com.evil"+own, nil), stopped,
	}
}
