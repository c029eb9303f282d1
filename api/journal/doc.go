// Package journal keeps on disk the writes that were started and have no known
// end. The next start reports a write whose process ended first, for example
// because a connection dropped, and a write whose outcome stayed open.
//
// Each entry is a small file with a lock beside it, held while the write runs.
// It names the user by id and the change by its kind, without values.
package journal
