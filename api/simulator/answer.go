package simulator

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
)

// pair is one response header, spelled as the service spells it.
type pair struct{ name, value string }

// answer is what goes back for a request. It is complete before a byte is
// written, so that sockets and the in-process transport carry the same thing.
type answer struct {
	status  int
	header  []pair
	body    []byte
	stream  io.Reader // instead of body, for one too large to hold
	gateway bool      // Resource Manager's own words, not the service's
	noop    bool      // a write that found nothing to do
	loss    loss
}

// loss is how an answer fails to arrive.
type loss int

const (
	arrives     loss = iota
	refused          // no connection at all
	cutOff           // connection dropped before the first byte
	cutHalfway       // connection dropped within the body
	neverArrive      // nothing happens until the client gives up
)

func (a *answer) add(name, value string) {
	a.header = append(a.header, pair{name, value})
}

// set replaces the headers of that name.
func (a *answer) set(name, value string) {
	a.header = slices.DeleteFunc(a.header, func(p pair) bool { return strings.EqualFold(p.name, name) })
	a.add(name, value)
}

// reader yields the body that is really sent.
func (a *answer) reader() io.Reader {
	if a.stream != nil {
		return a.stream
	}
	if a.loss == cutHalfway {
		return bytes.NewReader(a.body[:len(a.body)/2])
	}
	return bytes.NewReader(a.body)
}

// entity answers with an entity or a collection.
func entity(status int, v any) answer {
	return withBody(status, indented(v))
}

func withBody(status int, body []byte) answer {
	a := answer{status: status, body: body}
	a.add("Content-Type", "application/json; charset=utf-8")
	return a
}

// empty answers without a body. A 204 carries no Content-Length either; net/http
// sees to that.
func empty(status int) answer { return answer{status: status} }

func tagged(a answer, etag string) answer {
	a.add("ETag", etag)
	return a
}

// serviceError is an error in the words of API Management: it always has
// details, be they null.
func serviceError(status int, code, message string, bad []violation) answer {
	var details any
	if len(bad) > 0 {
		l := list{}
		for _, v := range bad {
			l = append(l, object{{"code", "ValidationError"}, {"target", v.target}, {"message", v.message}})
		}
		details = l
	}
	return withBody(status, compact(object{{"error", object{
		{"code", code}, {"message", message}, {"details", details},
	}}}))
}

// gatewayError is an error of Resource Manager itself: no details, and a
// header that tells where it comes from.
func gatewayError(status int, code, message string) answer {
	a := withBody(status, compact(object{{"error", object{
		{"code", code}, {"message", message},
	}}}))
	a.gateway = true
	a.add("x-ms-failure-cause", "gateway")
	return a
}

// violation is one field that was refused.
type violation struct{ target, message string }

// invalid reports all refused fields at once.
func invalid(bad ...violation) answer {
	return serviceError(http.StatusBadRequest, "ValidationError",
		"One or more fields contain incorrect values:", bad)
}

// missing is the 404 of an entity, for example "User".
func missing(what string) answer {
	return serviceError(http.StatusNotFound, "ResourceNotFound", what+" not found.", nil)
}
