package api

// Entry names a write in the journal.
type Entry struct {
	Entity string // the exact id of the user
	What   string // such as "change of e-mail, note"; holds no values
	Mails  bool   // it includes a mail
}

// UnsavedDraft is the What of an entry that is no write: what was typed about
// an entity, and lost with the process.
const UnsavedDraft = "unsaved draft"

// Journal records which writes were started and how they ended, so that a write
// with an unknown outcome can be reported later. The engine writes it, so that
// no surface can forget to.
type Journal interface {
	// Begin is called before a write is sent, the function it returns with the
	// result. An entry with an open result stays until Seen.
	Begin(Entry) (ended func(Result))
	// Seen closes the entries about an entity that was just read.
	Seen(entity string)
}

// noJournal records nothing.
type noJournal struct{}

func (noJournal) Begin(Entry) func(Result) { return func(Result) {} }
func (noJournal) Seen(string)              {}
