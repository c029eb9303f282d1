package simulator

import (
	"bytes"
	"cmp"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// perform answers the call, under its fault if it has one. applied tells
// whether a write took effect.
func (s *Service) perform(c *call) (a answer, applied bool) {
	f := c.fault
	if f.CutBefore {
		return answer{loss: cutOff}, false
	}
	substitute, hidden := s.substitute(c, f)
	if hidden && !f.Apply {
		return substitute, false
	}
	a = s.answerTo(c)
	applied = changed(c.r.Method, &a)
	if f.Repeat {
		a = s.answerTo(c)
		applied = applied || changed(c.r.Method, &a)
	}
	a.changeETag(f.ETag)
	switch {
	case hidden:
		return substitute, applied
	case f.CutAfter, f.Late > 0:
		a.loss = cutOff
	case f.CutBody:
		a.loss = cutHalfway
		if len(a.body) == 0 {
			a.loss = cutOff // there is no half to send
		}
	}
	return a, applied
}

// substitute returns the answer of a fault that replaces the service's own.
func (s *Service) substitute(c *call, f *Fault) (answer, bool) {
	var a answer
	switch {
	case f.Hang:
		return answer{loss: neverArrive}, true
	case f.Status != 0:
		a = f.errorAnswer(requestKind(c.r.Method))
	case f.Garbage:
		a = answer{status: http.StatusOK, body: []byte(garbage)}
		a.add("Content-Type", "text/html")
	case f.HugeBody:
		a = withBody(http.StatusOK, nil)
		a.stream = huge(func(text []byte) []byte { return text })
	case f.GzipBomb:
		a = withBody(http.StatusOK, nil)
		a.stream = huge(zipped) // a gzip stream may have several members
		a.add("Content-Encoding", "gzip")
	case f.Redirect != "":
		a = empty(http.StatusTemporaryRedirect)
		a.add("Location", f.Redirect)
	default:
		return answer{}, false
	}
	if a.stream == nil {
		a = s.dressed(c, a)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Headers)) {
		a.set(name, f.Headers[name])
	}
	return a, true
}

func (f *Fault) errorAnswer(kind string) answer {
	var a answer
	switch {
	case f.Body != "":
		a = withBody(f.Status, []byte(f.Body))
		if strings.HasPrefix(f.Body, "<") {
			a.set("Content-Type", "text/html")
		}
	case f.Status < 400:
		a = empty(f.Status)
	case f.Status == http.StatusTooManyRequests && f.Code == "":
		return throttled(kind, cmp.Or(f.RetryAfter, 1))
	default:
		text := http.StatusText(f.Status)
		a = serviceError(f.Status, cmp.Or(f.Code, strings.ReplaceAll(text, " ", "")),
			cmp.Or(f.Message, text+"."), nil)
	}
	if f.RetryAfter > 0 {
		a.add("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	return a
}

// garbage is what a proxy in front of a broken service may send. It has
// sequences that must never reach a terminal: title, color, clipboard, C1.
const garbage = "<html><head><title>502 \x1b]0;owned\a</title></head>\r\n" +
	"<body>\x1b[2J\x1b[31mBad gateway\x1b]52;c;Z2FyYmFnZQ==\a \u009b1m \x9b7m</body></html>\r\n"

const (
	hugeSize  = 300 << 20
	chunkSize = 1 << 20
)

// huge returns a very long JSON string, encoded piece by piece.
func huge(encode func([]byte) []byte) io.Reader {
	start, chunk, end := encode([]byte(`{"value":["`)), encode(bytes.Repeat([]byte("a"), chunkSize)), encode([]byte(`"]}`))
	pieces := []io.Reader{bytes.NewReader(start)}
	for range hugeSize / chunkSize {
		pieces = append(pieces, bytes.NewReader(chunk))
	}
	return io.MultiReader(append(pieces, bytes.NewReader(end))...)
}
