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

// waitAsked returns how long an answer's headers ask to wait, or 0. A date is
// judged by the answer's own clock.
func waitAsked(h http.Header) time.Duration {
	for _, name := range []string{"retry-after-ms", "x-ms-retry-after-ms"} {
		if d := waitOf(h.Get(name), time.Millisecond); d > 0 {
			return d
		}
	}
	raw := cmp.Or(h.Get("Retry-After"), quotaReset(h))
	until, err := http.ParseTime(raw)
	if err != nil {
		return waitOf(raw, time.Second)
	}
	if now, err := http.ParseTime(h.Get("Date")); err == nil {
		return max(0, until.Sub(now))
	}
	return max(0, time.Until(until))
}

// quotaReset returns the seconds after which Resource Graph answers again, "" if
// it names none.
func quotaReset(h http.Header) string {
	t, err := time.Parse(time.TimeOnly, h.Get("x-ms-user-quota-resets-after"))
	if err != nil {
		return ""
	}
	return strconv.Itoa((t.Hour()*60+t.Minute())*60 + t.Second())
}

// longestWait is longer than any serious request to wait.
const longestWait = 366 * 24 * time.Hour

func waitOf(raw string, unit time.Duration) time.Duration {
	n, err := strconv.Atoi(raw)
	if err != nil || n < 0 || n > int(longestWait/unit) {
		return 0
	}
	return time.Duration(n) * unit
}

// waitWords matches the seconds to wait in a sentence, and not the interval of
// a limit.
var waitWords = regexp.MustCompile(`(?i)\b(?:wait|again|retry|after)\b[^.\d]{0,40}(\d{1,8})'? ?(?:seconds?\b|s\b)`)

// waitSaid returns how long a sentence asks to wait, or 0.
func waitSaid(sentence string) time.Duration {
	found := waitWords.FindStringSubmatch(sentence)
	if found == nil {
		return 0
	}
	return waitOf(found[1], time.Second)
}

// tellWait writes the requested wait as seconds into Retry-After, because the
// pipeline judges a date by the local clock and does not read sentences.
func tellWait(resp *http.Response) {
	wait := waitAsked(resp.Header)
	if wait == 0 && resp.StatusCode == http.StatusTooManyRequests {
		body, _ := io.ReadAll(resp.Body) // a cut body is not in the service's format
		_ = resp.Body.Close()
		resp.Body = io.NopCloser(bytes.NewReader(body))
		o, _ := parseError(body)
		wait = waitSaid(cmp.Or(o.unwrapped().Message.Exact(), string(body)))
	}
	if wait > 0 {
		resp.Header.Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
}
