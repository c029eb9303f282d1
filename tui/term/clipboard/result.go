package clipboard

import "apimtui/api/secret"

// Claim is how much is known about a copy.
type Claim int

const (
	// NotCopied says that the text went nowhere.
	NotCopied Claim = iota
	// WouldBeDropped says that something on the way is known to drop the text, so
	// that it was not sent.
	WouldBeDropped
	// Sent says that the text is on its way and that nothing confirms it.
	Sent
	// Copied says that the tool which owns the clipboard has taken the text.
	Copied
)

// instead is what an operator without a clipboard can do.
const instead = "Reveal it and select it with the mouse, or write it to a file that only you can read."

// Result is what became of a copy.
type Result struct {
	Claim Claim
	// Words say it to the operator, in one or two sentences, safe to draw:
	// "Copied (xclip)." They never hold what was copied.
	Words string
	// CanReadBack says that the clipboard can be read, so that [Copier.Clear] can
	// clear it. It may be true of a copy that failed, when the tool was given up
	// and may yet succeed.
	CanReadBack bool
	// Sequence is what the caller has to write to the terminal as it is, all of it
	// at once, and then wipe. It is empty when there is nothing to write. It holds
	// what was copied.
	Sequence secret.Value
	// Instead says what else can be done, where nothing was copied.
	Instead string

	// perhaps says that the text may have arrived although the copy failed.
	perhaps bool
}

func notCopied(reason string) Result {
	return Result{Claim: NotCopied, Words: "Not copied: " + reason + ".", Instead: instead}
}

// ClearOutcome is what became of a clearing.
type ClearOutcome int

const (
	// ClearFailed says that the clipboard could not be asked or written, and may
	// still hold the text.
	ClearFailed ClearOutcome = iota
	// Cleared says that the clipboard held the text and is empty now.
	Cleared
	// Changed says that the clipboard holds something else, which was left alone.
	Changed
	// CannotReadBack says that nobody can tell what the clipboard holds, so that
	// it was left alone; [Copier.Overwrite] is for the operator to decide.
	CannotReadBack
)

// ClearResult is what became of a clearing, with words for the operator that are
// safe to draw.
type ClearResult struct {
	Outcome ClearOutcome
	Words   string
}
