package clipboard

import "apimtui/api/secret"

// Claim is how much is known about a copy.
type Claim int

const (
	// NotCopied means that the text went nowhere.
	NotCopied Claim = iota
	// WouldBeDropped means that the text was not sent, since something on the way
	// is known to drop it.
	WouldBeDropped
	// Sent means that the text is on its way, unconfirmed.
	Sent
	// Copied means that the tool that owns the clipboard has taken the text.
	Copied
)

// instead is the alternative for an operator without a clipboard.
const instead = "Reveal it and select it with the mouse, or write it to a file that only you can read."

// Result is the outcome of a copy.
type Result struct {
	Claim Claim
	// Words describe it in one or two sentences, safe to draw: "Copied (xclip)."
	// They never contain what was copied.
	Words string
	// CanReadBack is set when the clipboard can be read, so that [Copier.Clear]
	// can clear it. It may be set for a failed copy, when the tool timed out and
	// may yet succeed.
	CanReadBack bool
	// Sequence is what the caller has to write to the terminal unchanged, all at
	// once, and then wipe. It is empty when there is nothing to write. It contains
	// what was copied.
	Sequence secret.Value
	// Instead is an alternative, where nothing was copied.
	Instead string

	// perhaps is set when the text may have arrived although the copy failed.
	perhaps bool
}

func notCopied(reason string) Result {
	return Result{Claim: NotCopied, Words: "Not copied: " + reason + ".", Instead: instead}
}

// ClearOutcome is the outcome of clearing.
type ClearOutcome int

const (
	// ClearFailed means that the clipboard could not be read or written, and may
	// still hold the text.
	ClearFailed ClearOutcome = iota
	// Cleared means that the clipboard held the text and is empty now.
	Cleared
	// Changed means that the clipboard holds something else, which was kept.
	Changed
	// CannotReadBack means that the clipboard cannot be read, so it was left
	// alone; [Copier.Overwrite] is for the operator to decide.
	CannotReadBack
)

// ClearResult is the outcome of clearing, in words that are safe to draw.
type ClearResult struct {
	Outcome ClearOutcome
	Words   string
}
