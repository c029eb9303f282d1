package tui

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"apimtui/api/simulator"
)

// The users that everybody works on.
var contested = []string{"mateo-garcia", "hiroshi-tanaka", "svc-invoicing"}

// meddling is what another administrator does to a user.
type meddling struct {
	Set    map[string]string // no property: the ETag moves and nothing else
	Remove bool
}

func (m *meddling) String() string {
	switch {
	case m == nil:
		return "nothing"
	case m.Remove:
		return "removal"
	}
	return fmt.Sprint(m.Set)
}

// GoString is how rapid prints a script.
func (m *meddling) GoString() string { return m.String() }

// round is one thing the operator does, and what befalls it.
type round struct {
	Act     string
	User    int
	Mine    map[string]string
	Secret  bool              // a password is typed too
	Before  *meddling         // after the user was loaded, before it is written
	Ambush  []*meddling       // each before one of the requests that follow
	Faults  []simulator.Fault // met by what follows
	Answers []int             // to whatever is asked
	Size    [2]int
	Hasty   bool   // types on without looking
	Groups  []bool // which of those that can be changed are
}

func drawValues(t *rapid.T, least int) map[string]string {
	values := map[string]string{}
	for _, p := range rapid.SliceOfNDistinct(rapid.SampledFrom(properties), least, 3, rapid.ID).Draw(t, "properties") {
		values[p] = drawValue(t, p)
	}
	return values
}

func drawValue(t *rapid.T, property string) string {
	options := []string{"Uno", "Due", "Tre"}
	switch property {
	case email:
		options = []string{"uno@x.example", "due@x.example"}
	case state:
		options = []string{"active", "blocked", "pending"}
	}
	return rapid.SampledFrom(options).Draw(t, property)
}

func drawMeddling(t *rapid.T) *meddling {
	switch rapid.IntRange(0, 11).Draw(t, "meddling") {
	case 0:
		return &meddling{Remove: true}
	case 1:
		return &meddling{}
	case 2, 3, 4, 5:
		return &meddling{Set: drawValues(t, 1)}
	}
	return nil
}

// struck are the operations of an act, which its faults strike.
func struck(act string) []simulator.Operation {
	switch act {
	case "delete":
		return []simulator.Operation{simulator.UserDelete, simulator.UserDelete, simulator.OperationResult, simulator.UserGet}
	case "mail":
		return []simulator.Operation{simulator.UserPasswordMail, simulator.UserGet}
	case "invite":
		return []simulator.Operation{simulator.UserPut, simulator.UserGet}
	case "groups":
		return []simulator.Operation{simulator.GroupUserPut, simulator.GroupUserDelete, simulator.UserGroups}
	case "reload":
		return []simulator.Operation{simulator.UserList}
	}
	return []simulator.Operation{simulator.UserPatch, simulator.UserPatch, simulator.UserGet}
}

// lies are the faults of what is on the way: a gateway that repeats, a cache that
// answers for others, and answers that deny or feign what was done.
func lies() []simulator.Fault {
	return []simulator.Fault{
		{Repeat: true}, {OtherEntity: true}, {ETag: "weak"}, {ETag: "gzip"}, {AnswerDelay: 20 * time.Second}, {AnswerDelay: 90 * time.Second},
		{Status: 404, Apply: true}, {Status: 412, Apply: true}, {Status: 200, Body: "{}"}, {Status: 200, Body: "{}", Apply: true},
		{Status: 200, Body: "null"}, {Status: 200, Body: "[]"}, {Status: 202},
	}
}

func drawFault(t *rapid.T, act string) simulator.Fault {
	faults := []simulator.Fault{
		{CutBefore: true}, {CutAfter: true}, {CutBody: true}, {Late: time.Second}, {Hang: true}, {Hang: true, Apply: true}, {Refuse: true}, {Refuse: true, Times: -1},
		{Status: 500}, {Status: 503, Apply: true}, {Status: 429, RetryAfter: 5}, {Status: 429, RetryAfter: 900}, {Status: 401}, {Status: 403},
		{Status: 404}, {Status: 409}, {Status: 412}, {Garbage: true}, {Garbage: true, Apply: true}, {Delay: 20 * time.Second}, {Delay: 90 * time.Second},
		{Redirect: "https://elsewhere.example/"},
	}
	if rapid.Bool().Draw(t, "lies") {
		faults = lies()
	}
	f := rapid.SampledFrom(faults).Draw(t, "effect")
	f.Operation = rapid.SampledFrom(struck(act)).Draw(t, "operation")
	if f.OtherEntity && f.Operation == simulator.UserGroups {
		f.Operation = simulator.UserGet // nothing in a list of groups tells whose it is
	}
	f.Calls = rapid.IntRange(1, 2).Draw(t, "call")
	return f
}

func drawRound(t *rapid.T) round {
	act := rapid.SampledFrom([]string{"edit", "edit", "edit", "edit", "block", "block", "undo", "delete", "mail", "invite", "groups", "groups", "groups", "reload"}).Draw(t, "act")
	r := round{
		Act:     act,
		User:    rapid.IntRange(0, len(contested)-1).Draw(t, "user"),
		Mine:    drawValues(t, 0),
		Secret:  rapid.IntRange(0, 5).Draw(t, "secret") == 0,
		Before:  drawMeddling(t),
		Faults:  rapid.SliceOfN(rapid.Custom(func(t *rapid.T) simulator.Fault { return drawFault(t, act) }), 0, 2).Draw(t, "faults"),
		Answers: rapid.SliceOfN(rapid.IntRange(0, 9), 12, 12).Draw(t, "answers"),
		Hasty:   rapid.IntRange(0, 7).Draw(t, "hasty") == 0,
		Groups:  rapid.SliceOfN(rapid.Bool(), 3, 3).Draw(t, "groups"),
	}
	if rapid.IntRange(0, 3).Draw(t, "clash") == 0 {
		// Two who change the same is rare by chance, and what matters most.
		r.Before = &meddling{Set: map[string]string{}}
		for _, p := range slices.Sorted(maps.Keys(r.Mine)) {
			r.Before.Set[p] = drawValue(t, p)
		}
	}
	r.Ambush = rapid.SliceOfN(rapid.Custom(drawMeddling), 0, 3).Draw(t, "ambush")
	if rapid.IntRange(0, 5).Draw(t, "resize") == 0 {
		r.Size = rapid.SampledFrom(sizes).Draw(t, "size")
	}
	return r
}
