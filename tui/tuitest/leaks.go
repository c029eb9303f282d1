package tuitest

import (
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// bubbleHeader matches the first line of a goroutine's stack inside a bubble:
// "goroutine 12 [sleep (durable), synctest bubble 3]:".
const bubbleHeader = `^goroutine (\d+) \[.*synctest bubble (\d+).*\]:`

// bubbleGoroutines returns the stacks of all goroutines in the caller's bubble,
// by goroutine id.
func bubbleGoroutines() map[string]string {
	buf := make([]byte, 1<<20)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) {
			buf = buf[:n]
			break
		}
		buf = make([]byte, 2*len(buf))
	}
	header := regexp.MustCompile(bubbleHeader)
	stacks := map[string]string{}
	bubble := ""
	// The caller's own stack always comes first.
	for stack := range strings.SplitSeq(string(buf), "\n\n") {
		m := header.FindStringSubmatch(stack)
		if m == nil {
			continue
		}
		if bubble == "" {
			bubble = m[2]
		}
		if m[2] == bubble {
			stacks[m[1]] = stack
		}
	}
	return stacks
}

// reportLeaks fails the test for every goroutine that was not there before. The
// bubble would end in a deadlock panic for them too, without telling which of
// the program's goroutines it was.
func reportLeaks(t *testing.T, before map[string]string) {
	t.Helper()
	for id, stack := range bubbleGoroutines() {
		if _, known := before[id]; !known {
			t.Errorf("a goroutine outlived the program:\n%s", stack)
		}
	}
}
