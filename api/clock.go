package api

import (
	"net/http"
	"sync/atomic"
	"time"
)

// serverClock tracks the offset between the service's clock and ours.
type serverClock struct{ offset atomic.Int64 }

func (s *serverClock) observe(h http.Header) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	// Date has whole seconds, so a smaller difference means nothing.
	d := time.Until(date)
	if d > -time.Second && d < time.Second {
		d = 0
	}
	s.offset.Store(int64(d))
}

func (s *serverClock) now() time.Time { return time.Now().Add(time.Duration(s.offset.Load())) }
