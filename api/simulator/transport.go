package simulator

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
)

// Transport sends requests to the service within the process: without sockets
// or goroutines, and without real time under testing/synctest. The request's
// context ends a wait; lost answers become the errors of net/http. Every host
// is the service.
func (s *Service) Transport() http.RoundTripper { return transport{s} }

type transport struct{ service *Service }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	a, err := t.service.handle(r)
	if r.Body != nil {
		_ = r.Body.Close() // required of a transport; the error cannot be returned
	}
	if err != nil {
		return nil, err
	}
	switch a.loss {
	case refused:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case cutOff:
		return nil, io.EOF
	case neverArrive:
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return response(r, &a)
}

func response(r *http.Request, a *answer) (*http.Response, error) {
	res := &http.Response{
		Status:     fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode: a.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{},
		ContentLength: int64(len(a.body)),
		Request:       r,
	}
	for _, h := range a.header {
		if h.name == "Transfer-Encoding" {
			res.TransferEncoding, res.ContentLength = []string{h.value}, -1
			continue
		}
		res.Header.Add(h.name, h.value)
	}
	body := a.reader()
	if a.stream != nil {
		res.ContentLength = -1
	}
	if r.Method == http.MethodHead {
		body = bytes.NewReader(nil)
	}
	res.Body = &inProcessBody{ctx: r.Context(), from: body, half: a.loss == cutHalfway}
	return res, unzip(r, res)
}

// unzip decompresses as net/http's transport does when the client did not ask
// for compression.
func unzip(r *http.Request, res *http.Response) error {
	if res.Header.Get("Content-Encoding") != "gzip" || r.Header.Get("Accept-Encoding") != "" {
		return nil
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		return err
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{z, res.Body}
	res.Header.Del("Content-Encoding")
	res.Header.Del("Content-Length")
	res.ContentLength, res.Uncompressed = -1, true
	return nil
}

// inProcessBody fails after the context ended, after Close, or where the
// connection should break.
type inProcessBody struct {
	ctx    context.Context
	from   io.Reader
	half   bool
	closed bool
}

func (b *inProcessBody) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if b.closed {
		return 0, http.ErrBodyReadAfterClose
	}
	n, err := b.from.Read(p)
	if b.half && errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (b *inProcessBody) Close() error {
	b.closed = true
	return nil
}
