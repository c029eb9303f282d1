// Package flow holds the conversation about a write: read the user, ask, write,
// and report the outcome or resolve a conflict. Every write has one conversation.
// An action describes itself to it as a Deed.
//
// Nothing is written without a key.
package flow
