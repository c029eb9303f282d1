package api

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// waitAsked is how long the headers of an answer ask to wait, 0 when they do
// not. A date is judged by the answer's own clock.
func waitAsked(h http.Header) time.Duration {
	for _, name := range []string{"retry-after-ms", "x-ms-retry-after-ms"} {
		if d := waitOf(h.Get(name), time.Millisecond); d > 0 {
			return d
		}
	}
	raw := h.Get("Retry-After")
	until, err := http.ParseTime(raw)
	if err != nil {
		return waitOf(raw, time.Second)
	}
	if now, err := http.ParseTime(h.Get("Date")); err == nil {
		return max(0, until.Sub(now))
	}
	return max(0, time.Until(until))
}

// longestWait is longer than anything that a service asks for in earnest.
const longestWait = 366 * 24 * time.Hour

func waitOf(raw string, unit time.Duration) time.Duration {
	n, err := strconv.Atoi(raw)
	if err != nil || n < 0 || n > int(longestWait/unit) {
		return 0
	}
	return time.Duration(n) * unit
}

// waitWords find the seconds to wait in a sentence, and not those of the
// interval that a limit holds for.
var waitWords = regexp.MustCompile(`(?i)\b(?:wait|again|retry|after)\b[^.\d]{0,40}(\d{1,8})'? ?(?:seconds?\b|s\b)`)

// waitSaid is how long a sentence asks to wait, 0 when it does not.
func waitSaid(sentence string) time.Duration {
	found := waitWords.FindStringSubmatch(sentence)
	if found == nil {
		return 0
	}
	return waitOf(found[1], time.Second)
}

// tellWait writes the wait that an answer asks for, in whatever way, as seconds
// into Retry-After: the pipeline judges a date by the local clock, and knows
// nothing of sentences.
func tellWait(resp *http.Response) {
	wait := waitAsked(resp.Header)
	if wait == 0 && resp.StatusCode == http.StatusTooManyRequests {
		body, _ := io.ReadAll(resp.Body) // what is cut is an answer in another format
		_ = resp.Body.Close()
		resp.Body = io.NopCloser(bytes.NewReader(body))
		o, _ := parseError(body)
		wait = waitSaid(cmp.Or(o.unwrapped().Message.Exact(), string(body)))
	}
	if wait > 0 {
		resp.Header.Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
}
