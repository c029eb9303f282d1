package tuitest

import (
	"runtime"
	"strings"
	"testing"
)

// reportLeaks fails the test for every goroutine of its bubble that is not one of
// synctest's own. The bubble would end in a deadlock panic for them too, without
// telling which of the program's goroutines it was.
func reportLeaks(t *testing.T) {
	t.Helper()
	buf := make([]byte, 1<<16)
	n := runtime.Stack(buf, true)
	for n == len(buf) {
		buf = make([]byte, 2*n)
		n = runtime.Stack(buf, true)
	}
	bubble := ""
	for stack := range strings.SplitSeq(string(buf[:n]), "\n\n") {
		// "goroutine 12 [sleep (durable), synctest bubble 3]:"
		header, _, _ := strings.Cut(stack, "]:")
		_, in, found := strings.Cut(header, "synctest bubble ")
		if bubble == "" { // the caller's own stack always comes first
			bubble = in
		}
		if found && in == bubble && !strings.Contains(stack, "testing/synctest.") {
			t.Errorf("a goroutine outlived the program:\n%s", stack)
		}
	}
}
