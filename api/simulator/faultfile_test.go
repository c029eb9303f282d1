package simulator

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFaultFiles(t *testing.T) {
	faults, err := ParseFaults(strings.NewReader(`[
		{"operation": "User_Update", "calls": 2, "times": -1, "cutAfter": true, "delay": "1.5s"},
		{"operation": "*", "status": 429, "retryAfter": 3, "headers": {"x-a": "b"}, "apply": true},
		{"operation": "User_Get", "otherEntity": true, "answerDelay": "3s"},
		{"operation": "User_Update", "repeat": true},
		{"operation": "*", "etag": "weak"},
		{"operation": "*", "answerDelay": "3s"},
		{"operation": "User_ListByService", "countOff": -100, "hide": 99, "link": "always"},
		{"operation": "User_Delete", "asyncOperation": "failed", "code": "ScopeLocked", "message": "m", "apply": true}
	]`))
	if err != nil {
		t.Fatal(err)
	}
	if f := faults[0]; f.Operation != UserPatch || f.Calls != 2 || f.Times != -1 || !f.CutAfter || f.Delay != 1500*time.Millisecond {
		t.Errorf("%+v", f)
	}
	if f := faults[1]; f.Status != 429 || f.RetryAfter != 3 || f.Headers["x-a"] != "b" || !f.Apply {
		t.Errorf("%+v", f)
	}
	var words []string
	for _, f := range faults {
		words = append(words, f.String())
	}
	if faults[2].AnswerDelay != 3*time.Second || !slices.Equal(words, []string{"cutAfter", "status 429", "otherEntity", "repeat", "etag weak", "answerDelay",
		"countOff -100, hide 99, link always", "asyncOperation"}) {
		t.Errorf("%+v %v", faults[2], words)
	}
	for text, want := range map[string]string{
		"[\n{\"operation\":\"*\",\n]": "line 3",
		`{"operation":"*"}`:           "must be a JSON array",
		`[{"operation":"*","hang":true},{"operation":"*","hung":1}]`:  `entry 2: there is no key "hung"`,
		`[{"operation":"User_Got","hang":true}]`:                      `operation "User_Got": must be`,
		`[{"operation":"*"}]`:                                         "no effect",
		`[{"operation":"*","hang":true,"status":500}]`:                "two effects (status 500, hang)",
		`[{"operation":"*","status":42}]`:                             "between 200 and 599",
		`[{"operation":"*","delay":"soon"}]`:                          `delay "soon": must be a duration`,
		`[{"operation":"*","hang":true,"calls":-1}]`:                  "calls -1",
		`[{"operation":"*","hang":true,"times":-2}]`:                  "times -2",
		`[{"operation":"*","hang":true,"code":"X"}]`:                  "belong to status",
		`[{"operation":"*","cutBefore":true,"apply":true}]`:           "no meaning with cutBefore",
		`[{"operation":"*","asyncOperation":"x"}]`:                    `asyncOperation "x"`,
		`[{"operation":"*","asyncOperation":"failed","body":"x"}]`:    "belong to status",
		`[{"operation":"*","asyncOperation":"emptyBody","code":"x"}]`: "belong to status",
		`[{"operation":"*","hide":-1}]`:                               "hide -1",
		`[{"operation":"*","link":"some"}]`:                           `link "some": must be "none" or "always"`,
		`[{"operation":"User_Get","hide":1,"link":"none"}]`:           "hide 1, link none: has no meaning with User_Get",
		`[{"operation":"*","hide":1,"status":500}]`:                   "two effects (status 500, hide 1)",
		`[{"operation":"*","etag":"strong"}]`:                         `etag "strong": must be "weak" or "gzip"`,
		`[{"operation":"User_Delete","otherEntity":true}]`:            "otherEntity: has no meaning with User_Delete",
		`[{"operation":"*","answerDelay":"soon"}]`:                    `answerDelay "soon": must be a duration`,
		`[{"operation":"*","repeat":true,"apply":true}]`:              "no meaning with repeat",
		`[{"operation":"*","repeat":true,"etag":"weak"}]`:             "two effects (repeat, etag weak)",
		`[{"operation":"*","status":"500"}]`:                          "entry 1: status must be a whole number, without quotes, and is a string",
		`[{"operation":"*","status":500.5}]`:                          "entry 1: status must be a whole number",
		`[{"operation":"*","hang":1}]`:                                "entry 1: hang must be true or false, and is a number",
		`[{"operation":"*","hang":true},{"operation":7}]`:             "entry 2: operation must be a string",
		`[{"operation":"*","delay":5}]`:                               "entry 1: delay must be a string",
		`[{"operation":"*","status":500,"headers":{"a":1}}]`:          "entry 1: headers must be an object of strings",
		`[{"operation":"*","status":500,"headers":[]}]`:               "entry 1: headers must be an object of strings, and is an array",
		`[{"operation":"User_Update","keep":"note"}]`:                 "entry 1: keep must be a list of strings",
		`[{"operation":"User_Update","keep":["note",1]}]`:             "entry 1: keep must be a list of strings",
		"[\n7]": "entry 1: it must be an object",
		`[{"operation":"User_Update","keep":["notes"]}]`:             `keep "notes": must be one of email, firstName, lastName, state, note, identities`,
		`[{"operation":"User_Get","keep":["note"]}]`:                 "keep: has no meaning with User_Get",
		`[{"operation":"User_Update","keep":["note"],"apply":true}]`: "no meaning with keep",
	} {
		_, err := ParseFaults(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "unmarshal") {
			t.Errorf("%s gets an error in the words of a library: %v", text, err)
		}
	}
}
