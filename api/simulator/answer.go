package simulator

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
)

// pair is one response header in the service's spelling.
type pair struct{ name, value string }

// answer is the response to a request. It is complete before a byte is written,
// so that sockets and the in-process transport send the same.
type answer struct {
	status  int
	header  []pair
	body    []byte
	stream  io.Reader // replaces body when that is too large to hold
	gateway bool      // from Resource Manager itself, not from the service
	noop    bool      // a write that changed nothing
	loss    loss
}

type loss int

const (
	arrives     loss = iota
	refused          // no connection at all
	cutOff           // connection dropped before the first byte
	cutHalfway       // connection dropped before the first byte
	neverArrive      // connection dropped within the body
)

func (a *answer) add(name, value string) {
	a.header = append(a.header, pair{name, value})
}

// set replaces the headers of that name.
func (a *answer) set(name, value string) {
	a.header = slices.DeleteFunc(a.header, func(p pair) bool { return strings.EqualFold(p.name, name) })
	a.add(name, value)
}

// reader returns the body that is sent.
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

// resource returns an entity below the service; path is its collection there.
func (s *Service) resource(path, kind, id string, properties object) object {
	return object{
		{"id", s.base + "/" + path + "/" + id},
		{"type", "Microsoft.ApiManagement/service/" + kind},
		{"name", id},
		{"properties", properties},
	}
}

// empty answers without a body. net/http omits the Content-Length of a 204.
func empty(status int) answer { return answer{status: status} }

func tagged(a answer, etag string) answer {
	a.add("ETag", etag)
	return a
}

// serviceError returns an error as API Management writes it: details are always
// there, even if null.
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

// gatewayError returns an error of Resource Manager itself: without details,
// and with a header that names its source.
func gatewayError(status int, code, message string) answer {
	a := withBody(status, compact(object{{"error", object{
		{"code", code}, {"message", message},
	}}}))
	a.gateway = true
	a.add("x-ms-failure-cause", "gateway")
	return a
}

// violation is one refused field.
type violation struct{ target, message string }

// invalid reports all refused fields at once.
func invalid(bad ...violation) answer {
	return serviceError(http.StatusBadRequest, "ValidationError",
		"One or more fields contain incorrect values:", bad)
}

// missing returns the 404 for a kind of entity, such as "User".
func missing(what string) answer {
	return serviceError(http.StatusNotFound, "ResourceNotFound", what+" not found.", nil)
}
