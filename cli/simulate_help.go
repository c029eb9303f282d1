package cli

import (
	"strings"

	"apimtui/api/simulator"
)

const aboutSimulate = `Serve the simulator of an API Management service over plain HTTP, to this
machine alone, until it is interrupted.

The first line on stdout is the command that opens the console on it, ready to
be pasted into another shell.

--faults names a JSON file of what is to go wrong, a list of objects such as

[{"operation": "User_ListByService", "calls": 4, "status": 503},
 {"operation": "User_Update", "cutAfter": true},
 {"operation": "*", "delay": "1.5s", "times": -1}]

Each strikes one of the operations below, or "*" for every request. "calls" is
the first call that is struck (1), "times" how many are (1; -1 for ever). It has
one effect, which the two delays can be combined with:

- delay, answerDelay: a duration to wait before the operation is carried out, or
  before it is answered
- late: a duration after which it is carried out, the connection broken already
- status: answers so, with an error of code and message or with body as it
  stands, and with retryAfter in seconds
- repeat (true): the request is carried out twice and gets the second answer
- otherEntity (true): the answer is about another user, group or subscription
- etag: ETags are "weak" (W/"x") or have the suffix of "gzip" ("x-gzip")
- hang, refuse (true): there is no answer, or no connection
- cutBefore, cutAfter, cutBody (true): the connection breaks before or after the
  operation is carried out, or in the middle of the answer
- garbage, hugeBody, gzipBomb (true): HTML, or 300 MiB of JSON, plain or zipped
- redirect, nextLink: the address to go to, or to read a list on at
- countOff, hide, link: a page that contradicts itself: a count that is off by
  so many, so many rows left out, a nextLink that is missing ("none") or there
  even on the last page ("always"); these three can be combined
- asyncOperation: the result of a deletion is an "emptyBody" or "emptyValue", or
  it has "failed" with code and message
- keep: a list of properties of a user, such as ["state", "note"], which a write
  leaves as they are, although it is answered as usual and the ETag moves

Where status, hang, garbage, hugeBody, gzipBomb or redirect hides the answer, or
a failed asyncOperation denies it, "apply": true carries the operation out all
the same. "headers" is an object of headers for what is answered instead.

The operations: `

// simulateHelp ends in the names of all operations.
func simulateHelp() string {
	var names []string
	for _, op := range simulator.Operations() {
		names = append(names, string(op))
	}
	return filled(aboutSimulate+strings.Join(names, ", ")+".", helpWidth)
}

// helpWidth is how long the lines of a help may be.
const helpWidth = 80

// filled breaks the last line of a text at its spaces.
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
