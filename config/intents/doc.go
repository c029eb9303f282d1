// Package intents keeps what was begun until its end was seen. A write whose
// process ends first, as when a connection drops, is told of at the next start:
// nobody knows what became of it, and somebody should look.
//
// Each intent is a small file of its own, with a lock beside it that is held for
// as long as the process lives that began it. It names the user by id, and what was to be changed by
// kind; it holds no value of anything.
package intents
