package clipboard

import (
	"github.com/charmbracelet/x/ansi"

	"apimtui/api/secret"
)

// screenChunk is the longest string that GNU screen 4.09 does not drop, less the
// four bytes around it.
const screenChunk = 256 - 4

// plainSequence is OSC 52 with the clipboard named, as mosh requires.
func plainSequence(v secret.Value) secret.Value {
	return secret.New(ansi.SetSystemClipboard(v.Reveal()))
}

func tmuxSequence(v secret.Value) secret.Value {
	return secret.New(ansi.TmuxPassthrough(ansi.SetSystemClipboard(v.Reveal())))
}

func screenSequence(v secret.Value) secret.Value {
	return secret.New(ansi.ScreenPassthrough(ansi.SetSystemClipboard(v.Reveal()), screenChunk))
}

// sent is the result that makes the caller write s.
func (p Plan) sent(s secret.Value) Result {
	return Result{Claim: p.Claim, Words: p.done, Sequence: s}
}
