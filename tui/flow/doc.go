// Package flow holds the conversation about a write: read what it is about, ask,
// write, and say what became of it or have the conflict settled. There is one
// conversation for every write. An action describes itself to it as a Deed.
//
// Nothing is written without a key.
package flow
