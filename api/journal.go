package api

// Entry names a write in the journal.
type Entry struct {
	Entity string // the id of the user it is about, exact
	What   string // such as "change of e-mail, note"; holds no values
	Mails  bool   // a mail is part of it
}

// UnsavedDraft is What of an entry that is no write: what was typed about an
// entity, and lost with the process.
const UnsavedDraft = "unsaved draft"

// Journal keeps which writes were begun and how they ended, so that one whose
// end was not seen can be told of later. The engine writes it, so that no
// surface can forget to.
type Journal interface {
	// Begin is called before a write is sent, ended with what became of it. An
	// entry whose result is open stays until Seen.
	Begin(Entry) (ended func(Result))
	// Seen closes the entries about an entity, which was looked at now.
	Seen(entity string)
}

// noJournal keeps nothing.
type noJournal struct{}

func (noJournal) Begin(Entry) func(Result) { return func(Result) {} }
func (noJournal) Seen(string)              {}
