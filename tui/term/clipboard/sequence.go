package clipboard

import (
	"github.com/charmbracelet/x/ansi"

	"apimtui/api/secret"
)

// screenChunk is what GNU screen 4.09 takes in one string without dropping it,
// less the four bytes around it.
const screenChunk = 256 - 4

// plainSequence is OSC 52 for the clipboard, which mosh insists on being named.
func plainSequence(v secret.Value) secret.Value {
	return secret.New(ansi.SetSystemClipboard(v.Reveal()))
}

func tmuxSequence(v secret.Value) secret.Value {
	return secret.New(ansi.TmuxPassthrough(ansi.SetSystemClipboard(v.Reveal())))
}

func screenSequence(v secret.Value) secret.Value {
	return secret.New(ansi.ScreenPassthrough(ansi.SetSystemClipboard(v.Reveal()), screenChunk))
}

// sent is the result that has the caller write s.
func (p Plan) sent(s secret.Value) Result {
	return Result{Claim: p.Claim, Words: p.done, Sequence: s}
}
