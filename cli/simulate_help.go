package cli

import (
	"strings"

	"apimtui/api/simulator"
)

const aboutSimulate = `Serve the simulator of an API Management service over plain HTTP, only on this
machine, until it is interrupted.

The first line on stdout is the command that opens the console on it. Paste it
into another shell.

--faults names a JSON file of faults to inject, a list of objects such as

[{"operation": "User_ListByService", "calls": 4, "status": 503},
 {"operation": "User_Update", "cutAfter": true},
 {"operation": "*", "delay": "1.5s", "times": -1}]

Each fault hits one of the operations below, "write" for every change or "*" for
every request. "calls" is the first call that it hits (1), "times" the number of
calls (1; -1: no limit). It has one effect, which can be combined with the two
delays:

- delay, answerDelay: a duration to wait before the operation, or before its
  answer
- late: break the connection, then carry out the operation after a duration
- status: the status of the answer, with an error of code and message or with
  body unchanged, and with retryAfter in seconds
- repeat (true): the request is carried out twice and gets the second answer
- otherEntity (true): the answer is about another user, group or subscription
- etag: ETags are "weak" (W/"x") or have the suffix of "gzip" ("x-gzip")
- hang, refuse (true): there is no answer, or no connection
- cutBefore, cutAfter, cutBody (true): the connection breaks before or after the
  operation is carried out, or in the middle of the answer
- garbage, hugeBody, gzipBomb (true): HTML, or 300 MiB of JSON, plain or zipped
- redirect, nextLink: the address of a redirect, or of the next page of a list
- countOff, hide, link: a page that contradicts itself: a number added to the
  count, a number of omitted rows, a nextLink that is missing ("none") or sent
  even on the last page ("always"); these three can be combined
- asyncOperation: the result of a deletion is an "emptyBody" or "emptyValue", or
  it has "failed" with code and message
- keep: a list of properties of a user, such as ["state", "note"], which a write
  does not change, although the answer is as usual and the ETag changes

With status, hang, garbage, hugeBody, gzipBomb, redirect or a failed
asyncOperation, "apply": true carries the operation out anyway. "headers" is an
object of headers for the injected answer.

The operations: `

// simulateHelp returns the help, which ends with the names of all operations.
func simulateHelp() string {
	var names []string
	for _, op := range simulator.Operations() {
		names = append(names, string(op))
	}
	return filled(aboutSimulate+strings.Join(names, ", ")+".", helpWidth)
}

// helpWidth is the maximum line length of a help text.
const helpWidth = 80

// filled wraps the last line of a text at spaces.
func filled(s string, width int) string {
	for start := strings.LastIndexByte(s, '\n') + 1; len(s)-start > width; {
		space := strings.LastIndexByte(s[start:start+width+1], ' ')
		if space < 0 {
			break
		}
		s = s[:start+space] + "\n" + s[start+space+1:]
		start += space + 1
	}
	return s
}
