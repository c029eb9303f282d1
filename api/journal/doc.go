// Package journal keeps on disk what was written, and by whom.
//
// The audit log is a file of JSON lines, one when a write begins and one when its
// outcome is known. Several processes append to it; it is rotated by size.
//
// Beside it each write that has no known end has a small file of its own, with a
// lock that is held while the write runs. The next start reports a write whose
// process ended first, for example because a connection dropped, and a write whose
// outcome stayed open. This file has seals of the values, so that the service can
// be compared with what was to be written. It goes when someone looked.
package journal
